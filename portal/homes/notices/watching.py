"""Notices of the watch-list: a situation to open, what came of it, and reviews due and overdue.

The chair, or who stands in, is told of a proposal; who proposed and the desk of the State of what
came of it. A week before a review is due, and once it is overdue, the Committee and the desk are
told; two weeks later the Chief. A guest is told of an invitation, and of its end. Never a member
concerned (SD5), never the desk where it rests on reprisals (R15), and no notice says which State
it is about (SD8).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Connection, Engine

from portal.committee.members import queries as members
from portal.committee.situations import queries
from portal.committee.situations.queries import GUESTS, Invited, Situation
from portal.committee.situations.whose import able_for, presiding
from portal.homes.notices.deriving import KEPT, Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import (
    REVIEW_DUE,
    REVIEW_LATE,
    SITUATION_DECLINED,
    SITUATION_OPENED,
    SITUATION_PROPOSED,
    SITUATION_SHOWN,
    SITUATION_UNSHOWN,
)
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account, actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.situations import FOR_CHIEF, SOON, TAKEN_BACK

Finding: TypeAlias = Callable[[Connection], list[Account]]


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""

    def found(conn: Connection) -> Iterator[Notice]:
        for one in queries.every(conn):
            yield from _news(one, at)
            yield from _reviews(one, at)
        for invited in queries.invited_since(conn, at - NEWS_FOR):
            yield _invited(invited)

    return make_due(engine, settings, found, at=at)


def _news(one: Situation, at: datetime) -> Iterator[Notice]:
    on = day_of(at)
    if one.stage == "proposed" and at - KEPT < one.proposed_at:
        yield _notice(
            SITUATION_PROPOSED, one, one.proposed_at, lambda conn: presiding(conn, one, on)
        )
    declined = one.stage == "declined" and one.code != TAKEN_BACK
    if declined and one.ended_at and at - NEWS_FOR < one.ended_at:
        yield _notice(SITUATION_DECLINED, one, one.ended_at, lambda conn: _proposer(conn, one, on))
    if one.opened_at and one.stage == "open" and at - NEWS_FOR < one.opened_at:
        yield _notice(
            SITUATION_OPENED,
            one,
            one.opened_at,
            lambda conn: [*_proposer(conn, one, on), *_desk(conn, one)],
        )


def _reviews(one: Situation, at: datetime) -> Iterator[Notice]:
    on, due_on = day_of(at), one.review_on
    if due_on is None or on < due_on - SOON or on - KEPT > due_on:
        return

    def these(conn: Connection) -> list[Account]:
        return [*able_for(conn, one, on), *_desk(conn, one)]

    if on <= due_on:
        yield _notice(REVIEW_DUE, one, at, these, due_on)
        return
    yield _notice(REVIEW_LATE, one, at, these, due_on)
    if on > due_on + FOR_CHIEF:
        yield _notice(REVIEW_LATE, one, at, _chief, due_on, "for the chief")


def _invited(one: Invited) -> Notice:
    """Of one that ended before anybody was told, the end alone is told."""

    def found(conn: Connection) -> list[Told]:
        this = accounts.by_ids(conn, {one.guest_id}).values()
        able = [a for a in this if not a.disabled and a.has(*GUESTS) and one.state in a.state_codes]
        return told(able, "watched", Page.SHOWN_SITUATIONS, one.situation_id)

    kind = SITUATION_UNSHOWN if one.gone_at else SITUATION_SHOWN
    began = one.invited_at.isoformat()
    return Notice(
        cause=derive_id(kind, one.situation_id, one.guest_id, began),
        kind=kind,
        at=one.gone_at or one.invited_at,
        told=found,
    )


def _notice(kind: str, one: Situation, at: datetime, some: Finding, *of: date | str) -> Notice:
    """Whom it is for is found when it is made, once."""

    def found(conn: Connection) -> list[Told]:
        by_id = {each.account_id: each for each in some(conn)}
        return told(by_id.values(), "situation", Page.SITUATION, one.situation_id)

    return Notice(
        cause=derive_id(kind, one.situation_id, *(str(each) for each in of)),
        kind=kind,
        at=at,
        told=found,
    )


def _chief(conn: Connection) -> list[Account]:
    return accounts.holding(conn, Role.CHIEF)


def _proposer(conn: Connection, one: Situation, on: date) -> list[Account]:
    """Return who proposed it, if they read it still."""
    found = accounts.by_id(conn, one.proposed_by)
    if found is None or found.disabled:
        return []
    if one.state in found.state_codes and found.has(Role.DESK_OFFICER):
        return [] if one.reprisals else [found]
    return [found] if members.works(conn, actor_of(found), on) else []


def _desk(conn: Connection, one: Situation) -> list[Account]:
    if one.reprisals:
        return []
    found = accounts.holding(conn, Role.DESK_OFFICER)
    return [each for each in found if one.state in each.state_codes]
