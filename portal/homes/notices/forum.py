"""Notices of the forum: that there is news in it, and not a word more.

Everybody who reads the thread that day is told of a message, but for its author: once a day of a
thread, so that a lively one does not fill an inbox. An officer who is invited is told of it, too.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Row

from portal.committee.forum import queries
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import FORUM_NEWS
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        heard: set[tuple[str, str, date]] = set()
        for one in queries.posted_since(conn, since):
            this = (one.thread_id, one.author, day_of(one.posted_at))
            if this not in heard:
                heard.add(this)
                yield _notice(one, on)
        for guest in queries.invited_since(conn, since):
            yield _invited(guest, on)

    return make_due(engine, settings, found, at=at)


def _notice(one: Row[Any], on: date) -> Notice:
    day = day_of(one.posted_at)
    return Notice(
        cause=derive_id("news in the forum", one.thread_id, one.author, day),
        kind=FORUM_NEWS,
        at=one.posted_at,
        told=partial(_told, one, on),
    )


def _invited(one: Row[Any], on: date) -> Notice:
    return Notice(
        cause=derive_id("invited in the forum", one.thread_id, one.officer_id, one.invited_at),
        kind=FORUM_NEWS,
        at=one.invited_at,
        told=partial(_guest, one, on),
    )


def _guest(one: Row[Any], on: date, conn: Connection) -> list[Told]:
    guests = queries.guests_of(conn, one.thread_id, on)
    some = [each for each in guests if each.account_id == one.officer_id]
    return told(some, "forum", Page.FORUM, one.thread_id)


def _told(one: Row[Any], on: date, conn: Connection) -> list[Told]:
    readers = queries.readers(conn, one.thread_id, on)
    some = [each for each in readers if each.account_id != one.author]
    return told(some, "forum", Page.FORUM, one.thread_id)
