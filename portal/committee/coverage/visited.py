"""Visits as everybody reads of them: by statements and reports that are public (VR1).

A statement says on which days a visit was. A report alone makes public that there was one, and no
day of it: it is as old as its publication at least. Visits, reports and statements from before the
platform are known by their own days, as far as they are public (decision 0223).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, select, true

from portal.casefile.history import papers
from portal.casefile.history import visits as past
from portal.committee.coverage.read_model import visits
from portal.followup.visit_reports import queries as reports
from shared.core.geneva import day_of
from shared.reference.coverage import is_for_itself
from shared.reference.former_states import names_of, today_of
from shared.reference.history import TOOK_PLACE

_v, _past = visits.c, past.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A visit from before the platform that is over. ``own``: to the State for itself."""

    state: str
    own: bool
    last: date
    published_on: date


def of_states(conn: Connection, today: date) -> Mapping[str, date]:
    """Return by State the last day on which a visit to it is known to be over."""
    found = dict(reported(conn))
    these = select(_v.state, _v.last).where(_v.own, _v.last <= today)
    over = [(row.state, row.last) for row in conn.execute(these)]
    over += [(one.state, one.last) for one in before(conn, today) if one.own]
    for state, last in over:
        found[state] = max(last, found.get(state, last))
    return found


def reported(conn: Connection, state: str = "") -> Mapping[str, date]:
    """Return by State when a report on a visit to it was published last, or was dated.

    ``state``: of this alone.
    """
    found: dict[str, date] = {}
    for row in conn.execute(reports.public_lines(state)):
        if is_for_itself(row.mandates, row.state):
            on = day_of(row.published_at)
            found[row.state] = max(on, found.get(row.state, on))
    these = select(papers.c.state, papers.c.mandates, papers.c.dated_on)
    for row in conn.execute(these.where(_public(papers, state), papers.c.visit_on.is_not(None))):
        of, on = today_of(row.state), row.dated_on
        if is_for_itself(row.mandates, of):
            found[of] = max(on, found.get(of, on))
    return found


def before(conn: Connection, today: date, state: str = "") -> Iterator[Past]:
    """Yield the public visits from before the platform that took place, by the State of today.

    ``state``: to this alone.
    """
    these = select(_past.state, _past.mandates, _past.last_on, _past.published_on)
    over = and_(_past.status.in_(TOOK_PLACE), _past.last_on <= today)
    for row in conn.execute(these.where(_public(past, state), over)):
        of = today_of(row.state)
        own = is_for_itself(row.mandates, of)
        yield Past(state=of, own=own, last=row.last_on, published_on=row.published_on)


def asked_before(conn: Connection, state: str = "") -> frozenset[str]:
    """Return the States that were asked for a visit by a public row from before the platform.

    So was one that was postponed, cancelled or declined.
    """
    these = select(_past.state).where(_public(past, state), _past.status.not_in(TOOK_PLACE))
    return frozenset(today_of(one) for one in conn.scalars(these.distinct()))


def _public(table: Table, state: str = "") -> ColumnElement[bool]:
    of_state = table.c.state.in_(names_of(state)) if state else true()
    return and_(table.c.published_on.is_not(None), of_state)
