"""Notices of answers to requests for advice that are due soon or overdue."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from portal.homes.notices.advised import assigners, has_it
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.words import ADVICE_DUE, ADVICE_LATE
from portal.stakeholders.advice import queries
from portal.stakeholders.advice.queries import Request
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings

SOON = timedelta(days=3)
_A_DAY = timedelta(days=1)


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.waiting(conn):
            yield from _of(conn, one, day_of(at), at)

    return make_due(engine, settings, found, at=at)


def _of(conn: Connection, one: Request, today: date, at: datetime) -> Iterator[Notice]:
    """An officer is told of what they have, and who assigns of what nobody has or is late."""
    of = (one.advice_id, one.due_on.isoformat(), one.officer_id or "")
    mine = has_it(conn, one.officer_id, one.advice_id)
    others = assigners(conn, one.advice_id)
    if today - KEPT < one.due_on - SOON <= today <= one.due_on:
        cause = derive_id("advice-due", *of)
        yield Notice(cause=cause, kind=ADVICE_DUE, at=at, told=mine or others)
    if today - KEPT < one.due_on + _A_DAY <= today:
        known = {each.account.account_id for each in mine}
        rest = [each for each in others if each.account.account_id not in known]
        cause = derive_id("advice-late", *of)
        yield Notice(cause=cause, kind=ADVICE_LATE, at=at, told=[*mine, *rest])
