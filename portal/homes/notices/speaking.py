"""Notices of who speaks for an organisation, of its name, and of mergers of its entries."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select

from portal.homes.notices import splitting
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    FOCAL_ACCEPTED,
    FOCAL_ENDING,
    FOCAL_HANDED,
    FOCAL_PROPOSED,
    FOCAL_SUSPENDED,
    MERGED,
    MERGER_PROPOSED,
    NAME_CONFIRMED,
    NAME_PROPOSED,
    NAME_REFUSED,
    REMOVAL_TOLD,
    UNMERGED,
)
from portal.stakeholders.organisations import joining, merged, queries, speaking
from portal.stakeholders.removals import queries as removals
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts as table
from portal.web.accounts.tables import focal_suspensions
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.organisations import EXPIRY_NOTICES, register_id


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due; return how many there were. Each is made once."""
    return make_due(engine, settings, lambda conn: _notices(conn, at), at=at)


def _notices(conn: Connection, at: datetime) -> Iterator[Notice]:
    yield from _ending(conn, at)
    yield from _named(conn, at)
    yield from _suspended(conn, at)
    yield from _merged(conn, at)
    yield from _handed(conn, at)
    yield from _renamed(conn, at)
    yield from _removals(conn, at)
    yield from splitting.notices(conn, at)


def _ending(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell the person and the other focal points of the organisation, 60, 30 and 7 days before."""
    c = table.c
    soon = at + timedelta(days=max(EXPIRY_NOTICES))
    these = select(c.account_id, c.focal_until).where(c.focal_until > at, c.focal_until <= soon)
    rows = conn.execute(these).all()
    focal_points = accounts.holding(conn, Role.FOCAL_POINT) if rows else []
    whose = {one.account_id: one.organisation_id for one in focal_points}
    for row in rows:
        if row.account_id not in whose:
            continue
        step = min(days for days in EXPIRY_NOTICES if row.focal_until <= at + timedelta(days=days))
        of_it = whose[row.account_id]
        people = [one for one in focal_points if of_it and one.organisation_id == of_it]
        yield Notice(
            cause=derive_id("focal point ending", row.account_id, row.focal_until, step),
            kind=FOCAL_ENDING,
            at=at,
            told=told(people, "focal", Page.OURS, register_id(of_it or "")),
        )


def _named(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Ask the person, and then the officers."""
    found = speaking.in_step(conn, *speaking.OPEN)
    waiting = [one for one in found if one.changed_at > at - KEPT]
    people = accounts.by_ids(conn, {one.account_id for one in waiting})
    officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER) if waiting else []
    for one in waiting:
        asks = one.step == "proposed"
        person = people.get(one.account_id)
        yield Notice(
            cause=derive_id("focal point", one.focal_point_id, one.step),
            kind=FOCAL_PROPOSED if asks else FOCAL_ACCEPTED,
            at=at,
            told=told([person] if person else [], "member", Page.PROPOSAL, one.focal_point_id)
            if asks
            else told(officers, "register", Page.REGISTER, one.organisation_id),
        )


def _suspended(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell every officer: whoever was taken over may not be the only one."""
    lately = focal_suspensions.c.suspended_at > at - KEPT
    rows = conn.execute(select(focal_suspensions).where(lately)).all()
    people = accounts.by_ids(conn, {row.account_id for row in rows})
    officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER) if rows else []
    for row in rows:
        whose = people[row.account_id].organisation_id or ""
        others = [one for one in officers if one.account_id != row.suspended_by]
        yield Notice(
            cause=derive_id("focal point suspended", row.account_id, row.suspended_at),
            kind=FOCAL_SUSPENDED,
            at=at,
            told=told(others, "register", Page.REGISTER, register_id(whose)),
            at_once=True,
        )


def _merged(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell the other officers of a proposal, and who speaks for either entry what came of it."""
    for one in merged.since(conn, at - NEWS_FOR):
        cause = derive_id("merger", one.merger_id, one.step)
        if one.step == "proposed":
            officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER)
            others = [who for who in officers if who.account_id != one.proposed_by]
            yield Notice(
                cause=cause,
                kind=MERGER_PROPOSED,
                at=at,
                told=told(others, "register", Page.REGISTER, one.real_id),
            )
            continue
        people = {
            who.account_id: who
            for entry in (one.duplicate_id, one.real_id)
            for who in joining.people(conn, entry)
            if who.has(Role.FOCAL_POINT)
        }
        yield Notice(
            cause=cause,
            kind=MERGED if one.step == "merged" else UNMERGED,
            at=at,
            told=_ours(people.values()),
        )


def _renamed(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Ask the officers, and tell who speaks for the organisation what came of its new name."""
    since = at - KEPT
    waiting = [one for one in queries.renamed(conn) if one.name_at and one.name_at > since]
    officers = accounts.holding(conn, Role.STAKEHOLDER_OFFICER) if waiting else []
    for one in waiting:
        yield Notice(
            cause=derive_id("organisation name", one.name_id),
            kind=NAME_PROPOSED,
            at=at,
            told=told(officers, "register", Page.REGISTER, one.organisation_id),
        )
    for one in queries.decided_on_names(conn, at - NEWS_FOR):
        people = joining.people(conn, one.organisation_id)
        yield Notice(
            cause=derive_id("organisation name decided", one.name_id),
            kind=NAME_CONFIRMED if one.name_step == "confirmed" else NAME_REFUSED,
            at=at,
            told=_ours(who for who in people if who.has(Role.FOCAL_POINT)),
        )


def _removals(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Lead who speaks for it to its page: the mail says neither who asked nor what."""
    for one in removals.told_since(conn, at - NEWS_FOR):
        people = joining.people(conn, merged.real_of(conn, one.organisation_id))
        yield Notice(
            cause=derive_id("removal told", one.request_id),
            kind=REMOVAL_TOLD,
            at=at,
            told=_ours(who for who in people if who.has(Role.FOCAL_POINT)),
        )


def _ours(people: Iterable[Account]) -> list[Told]:
    """Each is led to the page of the entry of which the account is."""
    return [
        one
        for who in people
        for one in told([who], "focal", Page.OURS, register_id(who.organisation_id or ""))
    ]


def _handed(conn: Connection, at: datetime) -> Iterator[Notice]:
    """Tell whoever took over."""
    rows = speaking.handed(conn, at - NEWS_FOR)
    people = accounts.by_ids(conn, {to for _, to in rows})
    for focal_point_id, to in rows:
        person = people.get(to)
        whose = register_id(person.organisation_id or "") if person else ""
        yield Notice(
            cause=derive_id("focal point handed on", focal_point_id, to),
            kind=FOCAL_HANDED,
            at=at,
            told=told([person] if person else [], "focal", Page.OURS, whose),
        )
