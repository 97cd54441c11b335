"""Notices of the planning board: a clash, to both mandates (D.8), and a comment on a plan.

Who gave a plan its period is not told of the clash that it made, and nobody of their own comment.
Where somebody of the mandate answers, who commented before is told. No notice says which State, and
none is of what R15 keeps from whoever gets it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from portal.committee.members import queries as members
from portal.committee.plans import news, queries
from portal.committee.plans.news import Flagged, Said
from portal.homes.notices.deriving import Notice, is_made, make
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, told
from portal.homes.notices.words import PLAN_CLASHES, PLAN_COMMENTED
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on, since = day_of(at), at - NEWS_FOR
    with engine.connect() as conn:
        found = [
            *(each for one in news.flagged(conn, since) for each in _clash(conn, one, on)),
            *(_comment(conn, one, on) for one in news.comments_since(conn, since)),
        ]
        new = [one for one in found if not is_made(conn, one.cause)]
    make(engine, settings, new, now=at)
    return len(new)


def _clash(conn: Connection, one: Flagged, on: date) -> Iterator[Notice]:
    two = (one.plan_id, one.mandate), (one.other_id, one.other_mandate)
    for (plan_id, mandate), (other_id, _) in (two, two[::-1]):
        cause = derive_id("plan clashes", plan_id, one.plan_id, one.other_id, one.position)
        some = [
            each
            for each in _but(_of_mandate(conn, mandate, on), one.period_by)
            if not queries.shut_out(conn, actor_of(each), other_id)
        ]
        yield Notice(
            cause=cause,
            kind=PLAN_CLASHES,
            at=one.flagged_at,
            told=told(some, "plan", Page.PLAN, plan_id),
        )


def _comment(conn: Connection, one: Said, on: date) -> Notice:
    theirs = _of_mandate(conn, one.mandate, on)
    earlier = [
        each
        for each in offices.of_all(conn, news.commented_before(conn, one), on).values()
        if not each.disabled and _reads(conn, actor_of(each), one.plan_id, on)
    ]
    return Notice(
        cause=derive_id("plan commented", one.plan_id, one.comment_id),
        kind=PLAN_COMMENTED,
        at=one.commented_at,
        told=told(_but([*theirs, *earlier], one.author), "plan", Page.PLAN, one.plan_id),
    )


def _reads(conn: Connection, actor: Actor, plan_id: str, on: date) -> bool:
    """Whether somebody of the Committee reads the plan still."""
    works = members.works(conn, actor, on)
    return works and not queries.shut_out(conn, actor, plan_id)


def _of_mandate(conn: Connection, mandate: str, on: date) -> list[Account]:
    """Return the holders and the officers of a mandate."""
    found = offices.holding(conn, on, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    return [one for one in found if mandate in one.mandates]


def _but(some: Iterable[Account], account_id: str) -> list[Account]:
    """Return them once each, without whoever did it."""
    by_id = {one.account_id: one for one in some}
    return [one for one in by_id.values() if one.account_id != account_id]
