"""The check of what the mandate or a desk officer writes in a thread (R6).

Others carry it on, the State among them. So it names no source, and nobody without consent. What a
partner or a Government writes is not compared: the answer would tell it what the mandate knows.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from portal.casefile.lint.rules import Finding
from portal.followup.missions import queries as missions
from portal.followup.threads import found, queries
from portal.followup.visit_reports.checking import OfState, compared
from portal.web.accounts.access import current_actor
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import Sealed
from shared.core.roles import Role


class OfVisit(OfState, Protocol):
    """What is of a mission, such as a thread, or the mission itself."""

    @property
    def mission_id(self) -> str: ...


_TELLS = (
    "That was not sent. The text may tell who a source is, or name somebody without consent: "
    "change it first."
)


def looked_at(one: OfVisit, texts: Sequence[str], check: Check) -> Check:
    """Return the page on which it is read again; the mandate sees what may be part of a name.

    Raises ``CommandRefused`` where it tells too much.
    """
    places = refuse_what_tells(one, texts)
    if not places or not _served(one):
        return check
    asks = gettext("Is this part of the name of somebody who did not agree to be named?")
    return replace(check, answers=[*check.answers, *((asks, each.sentence) for each in places)])


def sealed(one: OfVisit, item_id: str, text: str) -> Sealed:
    """Seal a title or a message, once it was compared. Raises ``CommandRefused``."""
    refuse_what_tells(one, [text])
    return found.sealed(item_id, text)


def refuse_what_tells(one: OfVisit, texts: Sequence[str]) -> Sequence[Finding]:
    """Stop texts that tell too much, and return what may be part of a name.

    Of a joint visit each mandate's sources are asked. What may be part of a name is said of those
    for which somebody works who writes: nobody reads what another mandate was told.
    """
    by, served = current_actor(), _served(one)
    if not (served or (by.has(Role.DESK_OFFICER) and one.state in by.states)):
        return []
    with engine().connect() as conn:
        some = missions.mandates_of(conn, one.mission_id)
        result = compared(conn, one, "\n\n".join(texts), some, typed=True, own=served)
    if result.stops:
        raise CommandRefused(422, _TELLS)
    return result.doubtful


def _served(one: OfVisit) -> list[str]:
    """Return for which mandates of the visit this person works."""
    by = current_actor()
    if not by.has(*queries.TEAM):
        return []
    with engine().connect() as conn:
        some = missions.mandates_of(conn, one.mission_id) or [one.mandate]
    return [each for each in some if by.serves(each)]
