"""What is new on the planning board, for the notices: no page shows these rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from portal.committee.plans.read_model import clashes, comments, plans, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """``period_by``: who gave the plan of ``plan_id`` the period that clashes."""

    plan_id: str
    other_id: str
    mandate: str
    other_mandate: str
    position: int
    period_by: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment, and whose plan it is on."""

    plan_id: str
    comment_id: str
    mandate: str
    author: str
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Something that its partners of the United Nations see happened to a plan."""

    plan_id: str
    position: int
    state: str
    at: datetime


def flagged(conn: Connection, since: datetime) -> list[Flagged]:
    """Return the clashes that were flagged after this moment, and that there are still."""
    c, this, other = clashes.c, plans.alias("plans_this"), plans.alias("plans_other")
    query = (
        select(
            c.plan_id,
            c.other_id,
            this.c.mandate,
            other.c.mandate.label("other_mandate"),
            c.position,
            this.c.period_by,
            c.flagged_at,
        )
        .join(this, this.c.plan_id == c.plan_id)
        .join(other, other.c.plan_id == c.other_id)
        .where(
            c.flagged_at > since,
            this.c.stage != "dropped",
            other.c.stage != "dropped",
            c.position > this.c.since,
            c.position > other.c.since,
        )
        .order_by(c.position)
    )
    return [Flagged(**row._asdict()) for row in conn.execute(query)]


def comments_since(conn: Connection, since: datetime) -> list[Said]:
    c = comments.c
    query = (
        select(c.plan_id, c.comment_id, plans.c.mandate, c.author, c.commented_at)
        .join(plans, plans.c.plan_id == c.plan_id)
        .where(c.commented_at > since)
        .order_by(c.commented_at, c.comment_id)
    )
    return [Said(**row._asdict()) for row in conn.execute(query)]


def shared_since(conn: Connection, since: datetime) -> list[Shared]:
    """Return what was shared, moved or dropped since then, of what is shared still."""
    s, p = steps.c, plans.c
    query = (
        select(s.plan_id, s.position, p.state, s.at)
        .join(plans, p.plan_id == s.plan_id)
        .where(s.at > since, s.kind.in_(("shared", "moved", "dropped")), s.at >= p.shared_at)
        .order_by(s.position)
    )
    return [Shared(**row._asdict()) for row in conn.execute(query)]


def commented_before(conn: Connection, one: Said) -> set[str]:
    """Return who commented on the plan until then."""
    c = comments.c
    these = select(c.author).where(c.plan_id == one.plan_id, c.commented_at <= one.commented_at)
    return set(conn.scalars(these))
