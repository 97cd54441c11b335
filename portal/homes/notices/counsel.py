"""Notices of advice that OHCHR asks of the Committee: to the chair, and to who asked.

The chair is told of a request, three days before its answer is due, and once it is late; who asked
of the answer, of dissents, and of lateness too.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, Engine

from portal.committee.committee_advice import queries
from portal.committee.committee_advice.queries import ASKERS, Request, Step
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.met import leaders
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    COUNSEL_ASKED,
    COUNSEL_DECLINED,
    COUNSEL_DISSENT,
    COUNSEL_DUE,
    COUNSEL_GIVEN,
    COUNSEL_LATE,
)
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings

_SOON: Final = timedelta(days=3)
_TO_ASKER: Final = MappingProxyType(
    {
        "given": COUNSEL_GIVEN,
        "corrected": COUNSEL_GIVEN,
        "declined": COUNSEL_DECLINED,
        "dissent": COUNSEL_DISSENT,
    }
)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one, step in queries.news(conn, at - NEWS_FOR):
            yield from _news(one, step, on)
        for one in queries.open_requests(conn):
            yield from _dates(one, on, at)

    return make_due(engine, settings, found, at=at)


def _news(one: Request, step: Step, on: date) -> Iterator[Notice]:
    cause = derive_id("committee advice", one.request_id, step.position)
    if step.kind == "asked":
        yield Notice(cause=cause, kind=COUNSEL_ASKED, at=step.at, told=partial(_chair, one, on))
    if kind := _TO_ASKER.get(step.kind):
        yield Notice(cause=cause, kind=kind, at=step.at, told=partial(_asker, one, on))


def _dates(one: Request, on: date, at: datetime) -> Iterator[Notice]:
    of = (one.request_id, one.due_on.isoformat())
    if one.due_on - _SOON <= on <= one.due_on:
        cause = derive_id("committee advice due", *of)
        yield Notice(cause=cause, kind=COUNSEL_DUE, at=at, told=partial(_chair, one, on))
    if one.due_on < on < one.due_on + KEPT:
        cause = derive_id("committee advice late", *of)
        yield Notice(cause=cause, kind=COUNSEL_LATE, at=at, told=partial(_both, one, on))


def _chair(one: Request, on: date, conn: Connection) -> list[Told]:
    return told(leaders(conn, on), "counsel", Page.COMMITTEE_ADVICE, one.request_id)


def _asker(one: Request, on: date, conn: Connection) -> list[Told]:
    """Return who asked, if they still work where one asks."""
    found = accounts.by_id(conn, one.asked_by)
    if found is None or found.disabled or not offices.as_of(conn, found, on).has(*ASKERS):
        return []
    return told([found], "counselled", Page.COMMITTEE_ADVICE, one.request_id)


def _both(one: Request, on: date, conn: Connection) -> list[Told]:
    return [*_chair(one, on, conn), *_asker(one, on, conn)]
