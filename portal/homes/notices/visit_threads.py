"""Notices of threads about visits: to each side that did not write, that there is news.

A partner's and a Government's say nothing of what it is about. A Government is told of messages in
a thread for its State alone.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.followup.missions.queries import mandates_of
from portal.followup.threads import news
from portal.followup.threads.news import News
from portal.homes.notices import partnering
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.people import serving
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import NOTE_NEWS, PARTNER_NEWS, THREAD_NEWS
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.visit_threads import STATE, WITH_DESK


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.written(conn, at - NEWS_FOR):
            yield _notice(one, THREAD_NEWS, partial(_inside, one, today), at)
            if one.audience == STATE:
                yield _notice(one, NOTE_NEWS, partial(_state, one, today), at)
            yield _notice(one, PARTNER_NEWS, partial(_partners, one, today), at)

    return make_due(engine, settings, found, at=at)


def _notice(one: News, kind: str, whom: partial[list[Told]], at: datetime) -> Notice:
    cause = derive_id("message of a thread", one.thread_id, one.message_id, kind)
    return Notice(cause=cause, kind=kind, at=at, told=whom)


def _inside(one: News, on: date, conn: Connection) -> list[Told]:
    some = []
    if one.side != "mandate":
        roles = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
        ours = mandates_of(conn, one.mission_id)
        some = [each for role in roles for each in serving(conn, role, ours, on)]
    if one.audience == WITH_DESK and one.side != "desk":
        desk = offices.holding(conn, on, Role.DESK_OFFICER)
        some += [each for each in desk if one.state in each.state_codes]
    each_once = {each.account_id: each for each in some}
    return told(each_once.values(), "dialogue", Page.THREADS, one.mission_id)


def _state(one: News, on: date, conn: Connection) -> list[Told]:
    if one.side == "state":
        return []
    some = offices.holding(conn, on, Role.GOVERNMENT)
    theirs = [each for each in some if one.state in each.state_codes]
    return told(theirs, "note", Page.VISIT_NOTE, one.thread_id)


def _partners(one: News, on: date, conn: Connection) -> list[Told]:
    """Return the people of those partners that read the thread now, without who wrote it."""
    found = [
        each
        for row in news.readers(conn, one, on)
        for each in partnering.people(row.partner_id, row.kind, row.who, on, conn)
    ]
    return [each for each in found if each.account.account_id != one.by_id]
