"""What a merger moves, and what it leaves apart: SB12 and SB13 of section B.4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.stakeholders.dialogues import owners
from portal.stakeholders.dialogues import queries as dialogues
from portal.stakeholders.organisations import accredited, joining, queries, words
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.queries import Organisation
from portal.stakeholders.sessions import queries as sessions
from portal.web.accounts.account import Account
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.stakeholders_organisations import Visibility, stricter
from shared.core.roles import Role

Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """``names``: as the entries say, or that it was erased."""

    duplicate: Organisation
    real: Organisation
    names: tuple[str, str]


def both(duplicate_id: str, real_id: str) -> Two | None:
    """Return the two entries, opened; None if one is not there."""
    with engine().connect() as conn:
        found = queries.these(conn, [duplicate_id, real_id])
    if len(found) != len({duplicate_id, real_id}):
        return None
    duplicate, real = found[duplicate_id], found[real_id]
    texts = vault().reveal_all([duplicate.sealed, real.sealed])
    one, other = (profiles.read(text).name if text else gettext("Name erased") for text in texts)
    return Two(duplicate=duplicate, real=real, names=(one, other))


def lines(two: Two) -> Lines:
    """Return label and value of everything that moves, and of what stays apart."""
    duplicate_id = two.duplicate.organisation_id
    with engine().connect() as conn:
        people = joining.people(conn, duplicate_id)
        flags = queries.flags_of(conn, duplicate_id)
        seats = sessions.to_come(conn, [one.account_id for one in people], now())
        slots = dialogues.open_of(conn, owners.of_organisation(conn, vault(), duplicate_id))
    speak = [one for one in people if one.has(Role.FOCAL_POINT)]
    return [
        (gettext("The duplicate"), two.names[0]),
        (gettext("The entry that stays"), two.names[1]),
        (gettext("Focal points who then speak for both"), _named(speak)),
        (gettext("Members, with these"), number(len(people))),
        (gettext("Seats in sessions to come"), number(seats)),
        (gettext("Slots in dialogues to come"), number(slots)),
        (gettext("Accreditations, with their dates"), _decided(duplicate_id)),
        (gettext("Status"), gettext("None is inherited until ECOSOC acknowledges the merger.")),
        (gettext("Risk flags that stand on both"), number(len(flags))),
        (
            gettext("Stays apart"),
            gettext("What each of them submitted, who reads that, and the programs that file."),
        ),
    ]


def seen(two: Two) -> str:
    """Return who finds the entry then: the stricter of both decides."""
    return str(_SEEN[stricter(two.duplicate.visibility, two.real.visibility)])


_SEEN: Final[Mapping[Visibility, object]] = {
    "public": lazy("Both can be found by everybody, and the one that stays still can."),
    "partners": lazy(
        "One of them is for partners only, so the entry is until it asks to be seen by everybody "
        "itself."
    ),
    "closed": lazy(
        "One of them is hidden, so the entry is hidden until it asks to be seen itself."
    ),
    "sealed": lazy(
        "One of them is sealed, so the entry is sealed until it asks for something else itself."
    ),
}


def _named(people: Sequence[Account]) -> str:
    return listed(one.name for one in people) or gettext("Nobody")


def _decided(organisation_id: str) -> str:
    records = accredited.records_of(organisation_id)
    told = [f"{day(one.effective)}: {words.STATUSES[one.status]}" for one in records]
    return "; ".join(told) or gettext("None")
