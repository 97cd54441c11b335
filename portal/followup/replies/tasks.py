"""Open tasks about replies, for the people of the mandates that signed the letter."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, and_, exists, or_, select

from portal.casefile.replies.sight import listed
from portal.casefile.replies.tables import cases, grades, replies
from portal.web.paging import Numbers, Page, cut, first
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role

_is_all_that_came = and_(cases.c.overdue_at.is_not(None), cases.c.answered_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A reply, without what it says. ``late``: it came after the case was closed."""

    communication_id: str
    reply_id: str
    reference: str
    recipient: str
    kind: str
    received_at: datetime
    late: bool

    @property
    def received_on(self) -> date:
        return day_of(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A case that is closed, of which the sources have not been told."""

    communication_id: str
    reference: str
    recipient: str
    closed_at: datetime


def unnotified(conn: Connection, actor: Actor, *, role: Role, at: Numbers = first) -> Page[Closed]:
    """Return the closed cases whose sources do not know it, the longest closed first."""
    acting = replace(actor, roles=actor.roles & {role})
    c = cases.c
    query = (
        select(c.communication_id, c.reference, c.recipient, c.closed_at)
        .where(listed(acting), c.reference.is_not(None))
        .where(c.closed_at.is_not(None), c.source_told_at.is_(None))
        .order_by(c.closed_at, c.communication_id)
    )
    found = cut(conn, query, "closed", at)
    return found.of(Closed(**row._asdict()) for row in found)


def unassessed(conn: Connection, actor: Actor, *, role: Role, at: Numbers = first) -> Page[Arrived]:
    """Return the replies that no mandate has assessed, as this person sees them in this role.

    The longest waiting first. A case that was closed since asks for nothing any more; a reply that
    came after that does, until the case is closed again. A letter that only says that ours arrived
    asks for nothing while a reply is awaited; if none came in time, it counts (A/HRC/46/26).
    """
    acting = replace(actor, roles=actor.roles & {role})
    c, r = cases.c, replies.c
    assessed = exists().where(grades.c.reply_id == r.reply_id)
    found = cut(
        conn,
        select(
            r.communication_id,
            r.reply_id,
            c.reference,
            c.recipient,
            r.kind,
            r.received_at,
            c.closed_at.is_not(None).label("late"),
        )
        .join(cases, c.communication_id == r.communication_id)
        .where(
            listed(acting),
            c.reference.is_not(None),
            ~assessed,
            or_(r.kind != "acknowledgement", _is_all_that_came),
            or_(c.closed_at.is_(None), r.logged_at > c.closed_at),
        )
        .order_by(r.logged_at, r.reply_id),
        "arrived",
        at,
    )
    return found.of(Arrived(**row._asdict()) for row in found)
