"""Notices of reports that mandates owe: what is due, what moved, and who owes it now.

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
from portal.homes.notices.words import (
    REPORT_DUE,
    REPORT_HANDED_OVER,
    REPORT_LEFT,
    REPORT_SESSION_MOVED,
    REPORT_SLOT_STAYS,
)
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
            kind = REPORT_SLOT_STAYS if moved.slot and not moved.submitted else REPORT_SESSION_MOVED
            yield _news(moved, kind, position, by, moved_at, today)
        for given, position, by, given_at in queries.handed_over_since(conn, at - NEWS_FOR):
            yield _news(given, REPORT_HANDED_OVER, position, by, given_at, today)
        for one in queries.left(conn, today):
            yield _left(one, today, at)

    return make_due(engine, settings, found, at=at)


def _reminder(one: Report, today: date, at: datetime) -> Iterator[Notice]:
    """They come anew of a day that moved, of a step to do again, and for another side."""
    if one.due_on is None or one.next is None:
        return
    days = queries.reminded(one.due_on, today)
    if days is not None:
        side = "chief" if one.left(today) else one.mandate
        of = (one.report_id, side, one.next, one.due_on.isoformat(), days, one.done)
        yield Notice(
            cause=derive_id("report due", *of),
            kind=REPORT_DUE,
            at=at,
            told=lambda conn: _whose(conn, one, today),
        )


def _left(one: Report, today: date, at: datetime) -> Notice:
    return Notice(
        cause=derive_id("report left", one.report_id, one.mandate, one.ended_on),
        kind=REPORT_LEFT,
        at=at,
        told=lambda conn: _whose(conn, one, today),
    )


def _news(  # what happened, who did it and when
    one: Report, kind: str, position: int, by: str, at: datetime, today: date
) -> Notice:
    def who(conn: Connection) -> list[Told]:
        return [each for each in _whose(conn, one, today) if each.account.account_id != by]

    return Notice(
        cause=derive_id("report news", one.report_id, position),
        kind=kind,
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
