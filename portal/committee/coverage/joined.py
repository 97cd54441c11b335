"""Answers that may come from two sides: from what is public here, and from the Committee.

The platform knows the visits, requests and invitations of its own time; lists of others reach back
further. One answer stands, and the other one is beside it (decision 0154): the later visit, the
larger number of requests, and an invitation as its register has it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, true

from portal.committee.coverage import visited
from portal.committee.coverage.cells import Cell
from portal.committee.coverage.read_model import values, visits
from portal.followup.invitations import queries as invitations
from portal.followup.visit_reports import queries as reports
from portal.followup.visits.read_model import files
from shared.core.geneva import day_of
from shared.reference.coverage import (
    ASKED,
    ELSEWHERE,
    IMPORTED,
    NEVER,
    UNANSWERED,
    UNASKED,
    covered,
    is_for_itself,
)

_NOT_VISITED: Final = frozenset({NEVER, ELSEWHERE})
_WAITING: Final = ("requested", "reminded", "acknowledged", "informed", "deemed")
"""What a public line says while no answer came; what it says beside may stand after one as well."""
_NOBODY: Final[Mapping[str, Cell]] = MappingProxyType({})


def answers(conn: Connection, today: date, state: str = "") -> dict[str, dict[str, Cell]]:
    """Return what the platform does not count by itself, by standard. ``state``: of this alone."""
    told = _recorded(conn, state)
    public = {
        "visit": _visits(conn, today, state),
        "requests": _requests(conn, today, state),
        "invitation": _invitations(conn, today, state),
    }
    for key, ours in public.items():
        known = {one: cell for one, cell in ours.items() if one in covered()}
        told[key] = _both(key, known, told.get(key, _NOBODY))
    reported, asked = visited.reported(conn, state).keys(), _asked(conn, told["requests"], state)
    told["visit"] = {
        one: _never(cell, asked=one in asked)
        for one, cell in told["visit"].items()
        if cell.value not in _NOT_VISITED or one not in reported
    }
    return told


def _never(cell: Cell, *, asked: bool) -> Cell:
    """Say of a State that was never visited whether a visit was asked for (D.1)."""
    return replace(cell, value=ASKED if asked else UNASKED) if cell.value == NEVER else cell


def _asked(conn: Connection, requests: Mapping[str, Cell], state: str) -> frozenset[str]:
    """Return States that were asked for a visit: by a public line or row, or a number of requests.

    An invitation without a request is no request.
    """
    f = files.c
    these = select(f.state).where(f.status.not_in(["none", "invited"]), _is(f.state, state))
    by_number = [one for one, cell in requests.items() if _rank(cell) > (2, 0, "")]
    before = visited.asked_before(conn, state)
    return before.union(conn.scalars(these.distinct()), by_number)


def _both(key: str, ours: Mapping[str, Cell], theirs: Mapping[str, Cell]) -> dict[str, Cell]:
    found = {**ours, **theirs}
    for state in ours.keys() & theirs.keys():
        mine, other = ours[state], theirs[state]
        first = mine if key == "invitation" or _rank(mine) > _rank(other) else other
        last = other if first is mine else mine
        found[state] = first if mine.value == other.value else replace(first, beside=last)
    return found


def _rank(cell: Cell) -> tuple[int, int, str]:
    """Return what orders two answers: a number or a day before none, the larger one first."""
    if cell.value.isdecimal():
        return 2, int(cell.value), ""
    if cell.value[:1].isdecimal():
        return 2, 0, cell.value
    return int(cell.value == ELSEWHERE), 0, ""


def _recorded(conn: Connection, state: str) -> dict[str, dict[str, Cell]]:
    told: dict[str, dict[str, Cell]] = {}
    for row in conn.execute(select(values).where(_is(values.c.state, state))):
        cell = Cell(value=row.value, source=row.source, dated_on=row.dated_on)
        told.setdefault(row.standard, {})[row.state] = cell
    return told


def _visits(conn: Connection, today: date, state: str) -> dict[str, Cell]:
    """Return the last visit to each State for itself; else that there was one for another."""
    found: dict[str, Cell] = {}
    for row in conn.execute(reports.public_lines(state)):
        if not is_for_itself(row.mandates, row.state):
            on = day_of(row.published_at)
            found[row.state] = Cell(value=ELSEWHERE, source=row.symbol, dated_on=on)
    v = visits.c
    these = select(visits).where(_is(v.state, state), v.last <= today)
    past = visited.before(conn, today, state)
    live = conn.execute(these.order_by(v.issued_on, v.statement_id))
    told = [
        *((row.own, row.last, row.state, IMPORTED, row.published_on) for row in past),
        *((row.own, row.last, row.state, row.symbol, row.issued_on) for row in live),
    ]
    for own, last, of, source, on in sorted(told, key=itemgetter(0, 1)):
        found[of] = Cell(value=last.isoformat() if own else ELSEWHERE, source=source, dated_on=on)
    return found


def _requests(conn: Connection, today: date, state: str) -> dict[str, Cell]:
    """Return how many requests have had no answer, of each State that has a public line.

    A request counts from the first day of a year, so the number tells of no other day. Dates that
    the mandate proposed are no answer, and the line stays the same once the Government proposes
    some: so what counts is what the line says, or the number would tell the day of that letter.
    """
    f = files.c
    before = date(today.year - UNANSWERED, 1, 1)
    waits = and_(f.status.in_(_WAITING), f.unanswered_on < before, f.kept_at.is_(None))
    number = func.sum(case((waits, 1), else_=0))
    these = select(f.state, number).where(f.status != "none", _is(f.state, state))
    return {
        one: Cell(value=str(count), source=None, dated_on=today)
        for one, count in conn.execute(these.group_by(f.state)).tuples()
    }


def _invitations(conn: Connection, today: date, state: str) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for one, register in invitations.every(conn, [state] if state else None).items():
        if (stands := register.on(today)) is not None:
            value = "no" if stands.scope == "withdrawn" else "yes"
            source = register.source(stands)
            found[one] = Cell(value=value, source=source, dated_on=stands.dated_on)
    return found


def _is(column: ColumnElement[str], state: str) -> ColumnElement[bool]:
    return column == state if state else true()
