"""Queries of who is on the Committee: on a day, as the chair, and concerned by a State or mandate.

Everybody may know who is a member. ``works`` says who works for the Committee today.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.committee.members.read_model import chairs, elections, left
from shared.contracts.stakeholders_committee import Member
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import committee
from shared.reference.committee import Composition


def every(conn: Connection) -> list[Composition]:
    """Return the Committee as each election made it, the oldest first."""
    c = elections.c
    these = select(elections).where(c.elected_on.is_not(None), c.corrected.is_(False))
    return [_composition(conn, row) for row in conn.execute(these.order_by(c.elected_on))]


def on_day(conn: Connection, on: date) -> Composition | None:
    return committee.on_day(every(conn), on)


def is_chair(conn: Connection, actor: Actor, on: date) -> bool:
    """Whether this person is the chair; nobody is while none is designated."""
    now = on_day(conn, on)
    return now is not None and works(conn, actor, on) and now.is_chair(actor.actor_id, on)


def leads(conn: Connection, actor: Actor, on: date) -> bool:
    """Whether this person may do what the chair does.

    While the chair has no account, or nobody is designated, everybody of the Committee may.
    """
    if not works(conn, actor, on):
        return False
    now = on_day(conn, on)
    chair = now.chair(on) if now else None
    return chair is None or chair.holder_id is None or chair.holder_id == actor.actor_id


def works(conn: Connection, actor: Actor, on: date) -> bool:
    """Whether this person works for the Committee: by the role, until they leave it as a member."""
    if not actor.has(Role.COORDINATION_COMMITTEE):
        return False
    return not committee.has_left(every(conn), actor.actor_id, on)


def concerned(
    conn: Connection,
    actor: Actor,
    on: date,
    *,
    states: Iterable[str] = (),
    mandates: Iterable[str] = (),
) -> bool:
    """Whether a State or a mandate is this person's own (SD5), by the record or the account."""
    now = on_day(conn, on)
    member = now.member(actor.actor_id, on) if now else None
    named = set(mandates)
    return not named.isdisjoint(actor.mandates) or committee.concerned(
        member, states=states, mandates=named
    )


def _composition(conn: Connection, row: Row[Any]) -> Composition:
    this = row.election_id
    of_chairs = select(chairs.c.from_on, chairs.c.term_id).where(chairs.c.election_id == this)
    of_left = select(left.c.term_id, left.c.left_on).where(left.c.election_id == this)
    return Composition(
        election_id=this,
        elected_on=row.elected_on,
        kind=row.kind,
        members=[_member(one) for one in row.members],
        outgoing=_member(row.outgoing) if row.outgoing else None,
        chairs=[(one.from_on, one.term_id) for one in conn.execute(of_chairs)],
        left={one.term_id: one.left_on for one in conn.execute(of_left)},
    )


def _member(plain: dict[str, Any]) -> Member:
    return Member(**{**plain, "nationalities": tuple(plain["nationalities"])})
