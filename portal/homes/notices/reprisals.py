"""Notices of reprisal cases: to the group of each, and to nobody else (XR1, XR2).

They are told as of a case of a closed group: nothing says of which kind, or of which State.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, select

from portal.followup.reprisals import queries
from portal.followup.reprisals.queries import Case
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.tables import causes
from portal.homes.notices.told import NEWS_FOR, told
from portal.homes.notices.words import (
    GROUP_DUE,
    GROUP_HANDED,
    GROUP_LATE,
    GROUP_NEW,
    GROUP_WITHDRAWN,
)
from portal.web.accounts import offices
from portal.web.accounts.account import actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings

_SOON: Final = timedelta(days=3)
_KINDS: Final = {
    "reprisal-reported": GROUP_NEW,
    "reprisal-group-named": GROUP_NEW,
    "reprisal-passed-on": GROUP_HANDED,
    "reprisal-consent-recorded": GROUP_WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is told of a case, to each of its group but who did it. ``once``: of what."""

    case_id: str
    kind: str
    at: datetime
    once: str | int = ""
    by_id: str | None = None


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    known = at - max(KEPT, timedelta(days=settings.notice_days))  # so long it is kept who was told

    def found(conn: Connection) -> Iterator[Notice]:
        going = queries.open_ones(conn)
        some = [*_news(conn, known, {one.case_id for one in going}, at), *_looks(going, at)]
        return _to_each(conn, some, day_of(at))

    return make_due(engine, settings, found, at=at)


def _news(conn: Connection, known: datetime, going: set[str], at: datetime) -> Iterator[_Told]:
    """Who comes into the group of a case that goes on is told of it, too."""
    fresh = at - NEWS_FOR
    for one in queries.news(conn, known, tuple(_KINDS)):
        kind, new = _KINDS[one.kind], one.at > fresh
        if kind == GROUP_NEW and (new or one.case_id in going):  # once, however often it is named
            when = one.at if new else at
            yield _Told(case_id=one.case_id, kind=kind, at=when, by_id=one.by_id)
        elif new:
            yield _Told(
                case_id=one.case_id, kind=kind, at=one.at, once=one.position, by_id=one.by_id
            )


def _looks(going: Sequence[Case], at: datetime) -> Iterator[_Told]:
    """A case that was just reported is told as new: what it waits for is due within hours."""
    on = day_of(at)
    for one in going:
        look = one.look_on
        if look is None or look > on + _SOON or (look >= on and one.stage == "reported"):
            continue
        kind = GROUP_LATE if look < on else GROUP_DUE
        yield _Told(case_id=one.case_id, kind=kind, at=at, once=look.isoformat())


def _to_each(conn: Connection, some: Sequence[_Told], on: date) -> Iterator[Notice]:
    """Tell for whom a case exists on this day, as its page says; who comes later, then."""
    named = queries.groups(conn, {one.case_id for one in some})
    focal = offices.holding(conn, on, Role.REPRISALS_FOCAL_POINT)
    people = {
        **offices.of_all(conn, set().union(*named.values()), on),
        **{each.account_id: each for each in focal},
    }
    asked = {
        derive_id("group case", one.case_id, one.kind, one.once, account_id): (one, account_id)
        for one in some
        for account_id in sorted(named[one.case_id].union(each.account_id for each in focal))
        if account_id != one.by_id and account_id in people
    }
    made = set(conn.scalars(select(causes.c.cause).where(causes.c.cause.in_(asked))))
    for cause, (one, account_id) in asked.items():
        account = people[account_id]
        if cause in made or account.disabled:
            continue
        if queries.one(conn, one.case_id, actor_of(account)):
            to = told([account], "group", Page.GROUP_CASE, one.case_id)
            yield Notice(cause=cause, kind=one.kind, at=one.at, told=to)
