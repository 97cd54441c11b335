"""Visits as everybody reads of them: by statements and reports that are public (VR1).

A statement says on which days a visit was. A report alone makes public that there was one, and no
day of it: it is as old as its publication at least.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from portal.committee.coverage.read_model import visits
from portal.followup.visit_reports import queries as reports
from shared.core.geneva import day_of
from shared.reference.coverage import is_for_itself

_v = visits.c


def of_states(conn: Connection, today: date) -> Mapping[str, date]:
    """Return by State the last day on which a visit to it is known to be over."""
    found = dict(reported(conn))
    these = select(_v.state, _v.last).where(_v.own, _v.last <= today)
    for row in conn.execute(these):
        found[row.state] = max(row.last, found.get(row.state, row.last))
    return found


def reported(conn: Connection) -> Mapping[str, date]:
    """Return by State when a report on a visit to it was published last."""
    found: dict[str, date] = {}
    for row in conn.execute(reports.public_lines()):
        if is_for_itself(row.mandates, row.state):
            on = day_of(row.published_at)
            found[row.state] = max(on, found.get(row.state, on))
    return found
