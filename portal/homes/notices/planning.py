"""Notices of the planning board: a clash, to both mandates (D.8), and a comment on a plan.

Who gave a plan its period, and read on the check page with what it clashes, is not told again;
nobody is told of the own comment. Where somebody of the mandate answers, who commented before is
told. The United Nations partners of a State are told of what is shared with them. No notice says
which State, and none is of what R15 keeps from whoever gets it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection, Engine

from portal.committee.members import queries as members
from portal.committee.plans import news, queries
from portal.committee.plans.news import Flagged, Said, Shared
from portal.homes.notices.deriving import Notice, make_due
from portal.homes.notices.pages import Page
from portal.homes.notices.told import NEWS_FOR, Told, told
from portal.homes.notices.words import PLAN_CLASHES, PLAN_COMMENTED, PLAN_SHARED
from portal.web.accounts import offices
from portal.web.accounts.account import Account, actor_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings


def due(engine: Engine, settings: Settings, *, at: datetime) -> int:
    """Make the notices that are due, each once; return how many there were."""
    on, since = day_of(at), at - NEWS_FOR

    def found(conn: Connection) -> Iterator[Notice]:
        for one in news.flagged(conn, since):
            yield from _clash(one, on)
        for said in news.comments_since(conn, since):
            yield _comment(said, on)
        for shared in news.shared_since(conn, since):
            yield _shared(shared, on)

    return make_due(engine, settings, found, at=at)


def _clash(one: Flagged, on: date) -> Iterator[Notice]:
    both = (
        (one.plan_id, one.mandate, one.other_id),
        (one.other_id, one.other_mandate, one.plan_id),
    )
    for plan_id, mandate, other_id in both:
        yield Notice(
            cause=derive_id("plan clashes", plan_id, one.plan_id, one.other_id, one.position),
            kind=PLAN_CLASHES,
            at=one.flagged_at,
            told=partial(_of_clash, plan_id, mandate, other_id, one.period_by, on),
        )


def _of_clash(
    plan_id: str, mandate: str, other_id: str, planner: str, on: date, conn: Connection
) -> list[Told]:
    """Tell those of a mandate, but not whom the check page told already."""
    some = []
    for each in _of_mandate(conn, mandate, on):
        actor = actor_of(each)
        seen = queries.visible(actor, works=members.works(conn, actor, on))
        knows = each.account_id == planner and queries.one(conn, other_id, seen) is not None
        if not knows and not queries.shut_out(conn, actor, other_id):
            some.append(each)
    return told(some, "plan", Page.PLAN, plan_id)


def _comment(one: Said, on: date) -> Notice:
    return Notice(
        cause=derive_id("plan commented", one.plan_id, one.comment_id),
        kind=PLAN_COMMENTED,
        at=one.commented_at,
        told=partial(_of_comment, one, on),
    )


def _of_comment(one: Said, on: date, conn: Connection) -> list[Told]:
    earlier = offices.of_all(conn, news.commented_before(conn, one), on).values()
    some = [
        *_of_mandate(conn, one.mandate, on),
        *(each for each in earlier if not each.disabled and _reads(conn, each, one.plan_id, on)),
    ]
    by_id = {each.account_id: each for each in some}
    by_id.pop(one.author, None)
    return told(by_id.values(), "plan", Page.PLAN, one.plan_id)


def _shared(one: Shared, on: date) -> Notice:
    return Notice(
        cause=derive_id("plan shared", one.plan_id, one.position),
        kind=PLAN_SHARED,
        at=one.at,
        told=partial(_of_sharing, one, on),
    )


def _of_sharing(one: Shared, on: date, conn: Connection) -> list[Told]:
    partners = offices.holding(conn, on, Role.UN_PARTNER)
    here = [each for each in partners if one.state in each.state_codes]
    return told(here, "shared", Page.SHARED_PLANS, one.plan_id)


def _reads(conn: Connection, account: Account, plan_id: str, on: date) -> bool:
    """Whether somebody of the Committee reads the plan still."""
    actor = actor_of(account)
    return members.works(conn, actor, on) and not queries.shut_out(conn, actor, plan_id)


def _of_mandate(conn: Connection, mandate: str, on: date) -> list[Account]:
    """Return the holders and the officers of a mandate."""
    found = offices.holding(conn, on, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    by_id = {one.account_id: one for one in found if mandate in one.mandates}
    return list(by_id.values())
