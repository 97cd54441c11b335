"""What a split changes, and what stays where it is: O10 of section B.3."""

from collections.abc import Collection, Sequence
from datetime import date

from portal.stakeholders.moving.preview import Lines
from portal.stakeholders.organisations import joining, queries
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.apart import Split
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from shared.core.roles import Role
from shared.reference.organisations import register_id


def names_of(organisation_ids: Collection[str]) -> dict[str, str]:
    """Return the name of each, in this order; one that is not there is left out."""
    with engine().connect() as conn:
        found = queries.these(conn, organisation_ids)
    known = [found[one] for one in organisation_ids if one in found]
    texts = vault().reveal_all([one.sealed for one in known])
    return {
        one.organisation_id: profiles.read(text).name if text else gettext("Name erased")
        for one, text in zip(known, texts, strict=True)
    }


def name_of(organisation_id: str) -> str:
    return names_of([organisation_id]).get(organisation_id, gettext("Name erased"))


def lines(split: Split) -> Lines:
    """Return label and value of everything that a split changes, and of what stays."""
    return told(
        split.organisation_id,
        name_of(split.organisation_id),
        list(names_of(split.new_ids).values()),
        list(names_of(split.merged_ids).values()),
        split.since,
    )


def told(here: str, name: str, new: Sequence[str], again: Sequence[str], since: date) -> Lines:
    with engine().connect() as conn:
        people = joining.people(conn, here)
        flags = queries.flags_of(conn, here)
    own = [one for one in people if register_id(one.organisation_id or "") == here]
    speak = listed(one.name for one in own if one.has(Role.FOCAL_POINT))
    choose: Lines = [
        (gettext("Focal points who choose where they go"), speak or gettext("Nobody")),
        (gettext("Members who choose, with these"), number(len(own))),
    ]
    return [
        (gettext("The organisation"), name),
        *((gettext("New organisation"), one) for one in new),
        *((gettext("Apart again, as before the merger"), one) for one in again),
        (gettext("Since"), day(since)),
        *(choose if new else ()),
        (gettext("Status"), gettext("None is inherited. What was decided stays where it is.")),
        (gettext("Risk flags that stand on each"), number(len(flags))),
        (
            gettext("Stays where it is"),
            gettext("Seats, speaking slots, notices, and what each of them submitted."),
        ),
    ]


def seen() -> str:
    return gettext("Another organisation is hidden until it asks to be seen itself.")
