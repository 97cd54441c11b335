"""Notices of minutes and action items of the Committee that are due soon, and of late minutes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.committee.meetings import queries
from portal.committee.meetings.queries import Item, Meeting
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.met import has_it, leaders
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import ACTION_DUE, MINUTES_DUE, MINUTES_LATE
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings

SOON = timedelta(days=3)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.without_minutes(conn):
            yield from _minutes(one, today, at)
        for item in queries.open_items(conn):
            yield from _item(item, today, at)

    return make_due(engine, settings, found, at=at)


def _minutes(one: Meeting, today: date, at: datetime) -> Iterator[Notice]:
    """Tell the chair three days before the minutes are due, and once they are late."""
    due_on = one.minutes_due_on
    if due_on is None or today - KEPT > due_on or today < due_on - SOON:
        return

    def who(conn: Connection) -> list[Told]:
        return told(leaders(conn, today), "meeting", Page.MEETING, one.meeting_id)

    of = (one.meeting_id, due_on.isoformat())
    if today <= due_on:
        yield Notice(cause=derive_id("minutes-due", *of), kind=MINUTES_DUE, at=at, told=who)
    else:
        yield Notice(cause=derive_id("minutes-late", *of), kind=MINUTES_LATE, at=at, told=who)


def _item(one: Item, today: date, at: datetime) -> Iterator[Notice]:
    """Tell who has the item; that it is overdue is a fact of its own."""
    if one.due_on - SOON <= today <= one.due_on:
        cause = derive_id("action-due", one.action_id, one.due_on.isoformat(), one.owner_id or "")
        yield Notice(
            cause=cause,
            kind=ACTION_DUE,
            at=at,
            told=lambda conn: has_it(conn, one.owner_id, one.meeting_id, today),
        )
