"""Notices of reports that mandates owe: what is due in 30, 14 and 7 days, and sessions that moved.

They are for the mandate, and once that has ended for the Chief, who decides about the report.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.committee.reports import queries
from portal.committee.reports.queries import Report
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import REPORT_DUE, REPORT_SESSION_MOVED
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.report_deadlines import REMINDERS


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today, until = day_of(at), day_of(at) + timedelta(days=max(REMINDERS))

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.due_soon(conn, today, until):
            yield from _reminder(one, today, at)
        for moved, position, by, moved_at in queries.moved_since(conn, at - NEWS_FOR):
            yield _moved(moved, position, by, moved_at, today)

    return make_due(engine, settings, found, at=at)


def _reminder(one: Report, today: date, at: datetime) -> Iterator[Notice]:
    """Of a day that moved with its session there are reminders anew."""
    if one.due_on is None or one.next is None:
        return
    days = queries.reminded(one.due_on, today)
    if days is not None:
        of = (one.report_id, one.mandate, one.next, one.due_on.isoformat(), days)
        yield Notice(
            cause=derive_id("report due", *of),
            kind=REPORT_DUE,
            at=at,
            told=lambda conn: _whose(conn, one, today),
        )


def _moved(one: Report, position: int, by: str, at: datetime, today: date) -> Notice:
    def who(conn: Connection) -> list[Told]:
        return [each for each in _whose(conn, one, today) if each.account.account_id != by]

    return Notice(
        cause=derive_id("report session moved", one.report_id, position),
        kind=REPORT_SESSION_MOVED,
        at=at,
        told=who,
    )


def _whose(conn: Connection, one: Report, today: date) -> list[Told]:
    """Return the holders and officers of its mandate; the Chief, once that has ended."""
    if one.left(today):
        some = offices.holding(conn, today, Role.CHIEF)
        return told(some, "report", Page.DEADLINE, one.report_id)
    found = offices.holding(conn, today, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    by_id = {each.account_id: each for each in found if one.mandate in each.mandates}
    return told(by_id.values(), "report", Page.DEADLINE, one.report_id)
