"""Notices of delegated grading: to the officer and the holder, when it is given and when it ends.

Whoever did it is not told. Seven days before its last day both are told, and once it ended by
itself, too.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from portal.followup.grading import queries
from portal.followup.grading.queries import Delegation
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import GRADING_ENDED, GRADING_GIVEN, GRADING_OVER, GRADING_SOON
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.mandate_holder import heads

SOON: Final = timedelta(days=7)
"""So long before its last day, and so long after, it is told that it ends."""


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    today = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.lately(conn, today, since=today - SOON):
            yield from _of(one, today, at)

    return make_due(engine, settings, found, at=at)


def _of(one: Delegation, today: date, at: datetime) -> Iterator[Notice]:
    if one.delegated_at > at - NEWS_FOR:
        yield _notice(one, GRADING_GIVEN, one.delegated_at, today)
    if one.ended_at is not None:
        if one.ended_at > at - NEWS_FOR:
            yield _notice(one, GRADING_ENDED, one.ended_at, today)
    elif one.stands and one.until - SOON <= today and one.until - SOON > day_of(one.delegated_at):
        yield _notice(one, GRADING_SOON, at, today)
    elif one.over_on is not None and today - SOON <= one.over_on <= today:
        yield _notice(one, GRADING_OVER, at, today)


def _notice(one: Delegation, kind: str, at: datetime, today: date) -> Notice:
    cause = derive_id("grading delegation", kind, one.delegation_id)
    return Notice(cause=cause, kind=kind, at=at, told=partial(_whom, one, kind, today))


def _whom(one: Delegation, kind: str, on: date, conn: Connection) -> list[Told]:
    """Return the officer, and who decides for the mandate now, without who did it."""
    by = {GRADING_GIVEN: one.delegated_by, GRADING_ENDED: one.ended_by}.get(kind)
    officers = [
        each
        for each in offices.holding(conn, on, Role.HUMAN_RIGHTS_OFFICER)
        if each.account_id == one.delegate_id and one.mandate in each.mandates
    ]
    holders = [
        each
        for each in offices.holding(conn, on, Role.MANDATE_HOLDER)
        if one.mandate in each.mandates and heads(actor_of(each), one.mandate)
    ]
    found = {each.account_id: each for each in (*officers, *holders) if each.account_id != by}
    return told(found.values(), "grading", Page.GRADING, one.delegation_id)
