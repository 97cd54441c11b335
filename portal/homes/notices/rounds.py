"""Notices of follow-up rounds to those who are asked: the own part alone, and the table once sent.

A provider is told that it is asked, and reminded at half time and seven days before the last day
unless it answered, declined, or wishes not to be contacted. It is told when the last day was moved,
and when a closed round is open again. Nothing follows from what others did.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.rounds import news
from portal.followup.rounds.news import Asked
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    ROUND_ASKED,
    ROUND_DUE,
    ROUND_MOVED,
    ROUND_REOPENED,
    ROUND_TABLE,
)
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.reference.rounds import reminder_days


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.asked_since(conn, at - NEWS_FOR):
            yield _of(one, ROUND_ASKED, one.asked_at, today)
        for one, moved_at in news.moved_since(conn, at - NEWS_FOR):
            yield _of(one, ROUND_MOVED, moved_at, today, moved_at.isoformat())
        for one, again_at in news.reopened_since(conn, at - NEWS_FOR):
            yield _of(one, ROUND_REOPENED, again_at, today, again_at.isoformat())
        for one in news.waiting(conn, today):
            days = reminder_days(day_of(one.asked_at), one.due_on)
            for day in [day for day in days if day <= today][-1:]:
                yield _of(one, ROUND_DUE, at, today, day.isoformat())
        for one, version, sent_at in news.tables_since(conn, at - NEWS_FOR):
            yield _of(one, ROUND_TABLE, sent_at, today, version)

    return make_due(engine, settings, found, at=at)


def _of(one: Asked, kind: str, at: datetime, today: date, *of: object) -> Notice:
    return Notice(
        cause=derive_id("round", kind, one.provider_id, one.asked_at.isoformat(), *of),
        kind=kind,
        at=at,
        told=partial(_whom, one, today),
    )


def _whom(one: Asked, today: date, conn: Connection) -> list[Told]:
    some = [
        each
        for each in offices.holding(conn, today, news.ROLES[one.kind])
        if (
            one.state in each.state_codes
            if one.kind in news.OF_STATE
            else each.organisation_id == one.organisation_id
        )
    ]
    return told(some, "round", Page.ROUND, one.round_id)
