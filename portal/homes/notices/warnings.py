"""Notices of early warning: an alert that nobody has, and then, and again, whom it waits for.

When it is raised or rises, the Committee and the desk of the State are told; after 48 hours the
chair, or the Committee without one; after as long again the Chief (SD7). Never a member concerned
(SD5), and no notice says which State it is about (SD8). Nothing is sent to a State (SD6).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from portal.committee.members import queries as members
from portal.committee.warning import queries
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import ALERT_RAISED, ALERT_ROSE, ALERT_WAITS
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.alerts import ACKNOWLEDGED_IN, mandates_on


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.waiting(conn):
            if at - KEPT < one.told_at:
                yield from _of(one, at)

    return make_due(engine, settings, found, at=at)


def _of(one: Row[Any], at: datetime) -> Iterator[Notice]:
    """Whom each is for is found when it is made: the Committee of that moment, and the desk."""
    of = (one.alert_id, one.told_at.isoformat())
    rose = one.told_at > one.raised_at
    yield Notice(
        cause=derive_id("alert told", *of),
        kind=ALERT_ROSE if rose else ALERT_RAISED,
        at=one.told_at,
        told=lambda conn: _told(one, [*_committee(conn, one, at), *_desk(conn, one)]),
    )
    if at >= one.told_at + ACKNOWLEDGED_IN:
        waits = derive_id("alert waits", *of)
        yield Notice(
            cause=waits,
            kind=ALERT_WAITS,
            at=at,
            told=lambda conn: _told(one, _chair(conn, one, at)),
        )
    if at >= one.told_at + 2 * ACKNOWLEDGED_IN:
        waits = derive_id("alert waits for the chief", *of)
        yield Notice(
            cause=waits,
            kind=ALERT_WAITS,
            at=at,
            told=lambda conn: _told(one, accounts.holding(conn, Role.CHIEF)),
        )


def _chair(conn: Connection, one: Row[Any], at: datetime) -> list[Account]:
    """Return the chair, or the Committee while nobody is; never who is concerned."""
    found = _committee(conn, one, at)
    on = day_of(at)
    return [each for each in found if members.is_chair(conn, actor_of(each), on)] or found


def _committee(conn: Connection, one: Row[Any], at: datetime) -> list[Account]:
    """Return who works for the Committee and is not concerned."""
    on = day_of(at)
    on_it = mandates_on(one.state)
    return [
        each
        for each in offices.holding(conn, on, Role.COORDINATION_COMMITTEE)
        for actor in [actor_of(each)]
        if members.works(conn, actor, on)
        and not members.concerned(conn, actor, on, states=[one.state], mandates=on_it)
    ]


def _desk(conn: Connection, one: Row[Any]) -> list[Account]:
    """Return the desk officers of the State, unless R15 keeps the alert or its rise from them."""
    if one.desk_level is None or one.desk_told_at != one.told_at:
        return []
    found = accounts.holding(conn, Role.DESK_OFFICER)
    return [each for each in found if one.state in each.state_codes]


def _told(one: Row[Any], some: list[Account]) -> list[Told]:
    by_id = {each.account_id: each for each in some}
    return told(by_id.values(), "warning", Page.WARNING, one.alert_id)
