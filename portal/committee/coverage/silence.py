"""States of which nothing was heard in 36 months: no submission, letter, visit or organisation.

Silence is a finding (SD4). Fewer than four submissions, or organisations in contact, do not exist
(SD2). A visit that nobody recorded, and of which nothing is public, is not known, which is not the
same as none.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select, true

from portal.casefile.queue import sight
from portal.casefile.queue.tables import queue
from portal.committee.coverage import counting, visited
from portal.committee.coverage.counting import Register
from portal.committee.coverage.read_model import values
from shared.core.actor import Actor
from shared.core.geneva import start_of
from shared.core.roles import Role
from shared.reference.coverage import (
    ELSEWHERE,
    NEVER,
    NOT_APPLICABLE,
    SILENT,
    band,
    before,
    covered,
    periods,
)

_NO_VISIT = {NEVER, ELSEWHERE, NOT_APPLICABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """``visit_known``: whether it is known that nobody visited."""

    state: str
    visit_known: bool


def silent(conn: Connection, actor: Actor, register: Register, today: date) -> list[Silent]:
    """Return the States that are silent, in no order, as this person may know it."""
    since = before(today, SILENT)
    submitted = _submitted(conn, actor, today)
    letters = counting.letters_to(conn, since)
    contacts = counting.in_contact(conn, register, today, SILENT)
    visits, public = _visits(conn), visited.of_states(conn, today)
    return [
        Silent(state=one, visit_known=one in visits or one in public)
        for one in covered()
        if one not in submitted
        and letters[one] == "0"
        and one not in contacts
        and not _visited(visits.get(one), since)
        and public.get(one, date.min) < since
    ]


def _visited(value: str | None, since: date) -> bool:
    """Whether somebody visited since this day, as far as it is recorded."""
    if value is None or value in _NO_VISIT:
        return False
    return date.fromisoformat(value) >= since


def _visits(conn: Connection) -> dict[str, str]:
    c = values.c
    rows = conn.execute(select(c.state, c.value).where(c.standard == "visit"))
    return {row.state: row.value for row in rows}


def _submitted(conn: Connection, actor: Actor, today: date) -> set[str]:
    """Return the States with a band of submissions in whole periods that are over.

    Those that this person opens are a band of their own: with three of them among four, the page
    would tell that there is another one.
    """
    first, end = periods(today, SILENT)
    c = queue.c
    within = and_(c.received_at >= start_of(first), c.received_at < start_of(end))
    opened = sight.visible(actor)
    counts = (func.count().filter(opened), func.count().filter(not_(opened)))
    rows = conn.execute(select(c.state, *counts).where(within, _seen(actor)).group_by(c.state))
    return {state for state, *both in rows.tuples() if any(map(band, both))}


def _seen(actor: Actor) -> ColumnElement[bool]:
    """A desk officer learns of no reprisal in the States of the own desk (R15)."""
    if not actor.has(Role.DESK_OFFICER):
        return true()
    return not_(and_(queue.c.reprisal, queue.c.state.in_(sorted(actor.states))))
