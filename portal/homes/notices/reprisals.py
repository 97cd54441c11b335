"""Notices of reprisal cases: to the group of each, and to nobody else (XR1, XR2).

They are told as of a case of a closed group: nothing says of which kind, or of which State.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine

from portal.followup.reprisals import queries
from portal.followup.reprisals.queries import Look, News
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    GROUP_DUE,
    GROUP_HANDED,
    GROUP_LATE,
    GROUP_NEW,
    GROUP_WITHDRAWN,
)
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
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


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on = day_of(at)

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.news(conn, at - NEWS_FOR, tuple(_KINDS)):
            yield from _news(conn, one, on)
        for look in queries.looks(conn, on - KEPT, on + _SOON):
            yield from _looks(look, on, at)

    return make_due(engine, settings, found, at=at)


def _news(conn: Connection, one: News, on: date) -> Iterator[Notice]:
    kind = _KINDS[one.kind]
    if kind != GROUP_NEW:
        cause = derive_id("group case", one.case_id, one.position)
        told_ = partial(_group, one.case_id, on, one.by_id)
        yield Notice(cause=cause, kind=kind, at=one.at, told=told_)
        return
    for each in _group(one.case_id, on, one.by_id, conn):  # once, however often it is named anew
        cause = derive_id("group case", one.case_id, kind, each.account.account_id)
        yield Notice(cause=cause, kind=kind, at=one.at, told=[each])


def _looks(one: Look, on: date, at: datetime) -> Iterator[Notice]:
    """A case that was just reported is told as new: what it waits for is due within hours."""
    group: Callable[[Connection], list[Told]] = partial(_group, one.case_id, on, None)
    late = one.next_look_on < on
    if not late and one.stage == "reported":
        return
    kind = GROUP_LATE if late else GROUP_DUE
    cause = derive_id("group case", one.case_id, kind, one.next_look_on.isoformat())
    yield Notice(cause=cause, kind=kind, at=at, told=group)


def _group(case_id: str, on: date, by_id: str | None, conn: Connection) -> list[Told]:
    """Return for whom this case exists on this day, as its page says; not who did it."""
    named = [each for some in queries.named(conn, case_id).values() for each in some]
    people: dict[str, Account] = {
        **offices.of_all(conn, named, on),
        **{each.account_id: each for each in offices.holding(conn, on, Role.REPRISALS_FOCAL_POINT)},
    }
    these = [
        each
        for each in people.values()
        if not each.disabled
        and each.account_id != by_id
        and queries.one(conn, case_id, actor_of(each))
    ]
    return told(these, "group", Page.GROUP_CASE, case_id)
