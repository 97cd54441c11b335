"""Queries of who is on the Committee: on a day, as the chair, and concerned by a State or mandate.

Everybody may know who is a member. ``works`` says who works for the Committee today.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from portal.web.accounts.seats import every
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import committee
from shared.reference.committee import Composition


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
