"""Queries of internal advisory procedures: section D.5, SD5 and SD10.

A closed group: who works for the Committee and is not concerned, who asked, and the holder once
invited. For everybody else there is none; all may read totals of years that are over, in bands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    false,
    func,
    or_,
    select,
)

from portal.committee.iap.read_model import procedures, steps
from portal.committee.members import queries as members
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import iap
from shared.reference.alerts import COUNTRIES, mandates_on
from shared.reference.committee import stands_in
from shared.reference.coverage import band

REQUESTERS: Final = frozenset(iap.REQUESTERS)
READERS: Final = REQUESTERS | {Role.COORDINATION_COMMITTEE}
OVER: Final = ("told", "not_taken_up", "withdrawn")
_c = procedures.c
_known = _c.received_at.is_not(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    iap_id: str
    mandate: str | None
    state: str | None
    of_holder: bool
    category: str | None
    stage: str
    code: str | None
    papers: Sealed
    points: Sealed | None
    comment: Sealed | None
    outcome: Sealed | None
    told: Sealed | None
    told_to: Sequence[str] | None
    due_on: date
    comment_by: date | None
    received_from: str
    received_at: datetime
    ended_at: datetime | None

    def late(self, today: date) -> bool:
        return self.stage not in OVER and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    position: int
    kind: str
    by_id: str
    at: datetime


def for_committee(conn: Connection, actor: Actor, on: date) -> ColumnElement[bool]:
    """Which procedures exist for somebody of the Committee: none that concerns them."""
    if not members.works(conn, actor, on):
        return false()
    now = members.on_day(conn, on)
    member = now.member(actor.actor_id, on) if now else None
    own = set(actor.mandates) | ({member.mandate} if member else set())
    nations = set(member.nationalities) if member else set()
    shut = own.union(*map(mandates_on, nations))
    states = nations | {COUNTRIES[one] for one in own if one in COUNTRIES}
    return and_(
        _known,
        _c.received_from != actor.actor_id,
        or_(_c.mandate.is_(None), _c.mandate.not_in(sorted(shut))),
        or_(_c.state.is_(None), _c.state.not_in(sorted(states))),
    )


def asked_by(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(*REQUESTERS):
        return false()
    return and_(_known, _c.received_from == actor.actor_id)


def to_holder(actor: Actor) -> ColumnElement[bool]:
    """Which procedures exist for a holder: on the own mandate, once invited to comment."""
    if not actor.has(Role.MANDATE_HOLDER):
        return false()
    return and_(_known, _c.comment_by.is_not(None), _c.mandate.in_(sorted(actor.mandates)))


def told_of(actor: Actor) -> ColumnElement[bool]:
    """Which a notice may lead to. The page asks besides who is on the Committee."""
    any_of = [asked_by(actor), to_holder(actor)]
    if actor.has(Role.COORDINATION_COMMITTEE):
        own = sorted(actor.mandates)
        any_of.append(and_(_known, or_(_c.mandate.is_(None), _c.mandate.not_in(own))))
    return or_(*any_of)


def going_on(seen: ColumnElement[bool]) -> Select[Any]:
    these = select(procedures).where(seen, _c.stage.not_in(OVER))
    return these.order_by(_c.due_on, _c.iap_id)


def over(seen: ColumnElement[bool]) -> Select[Any]:
    these = select(procedures).where(seen, _c.stage.in_(OVER))
    return these.order_by(_c.ended_at.desc(), _c.iap_id)


def every(seen: ColumnElement[bool]) -> Select[Any]:
    """Return them all, the newest first."""
    return select(procedures).where(seen).order_by(_c.received_at.desc(), _c.iap_id)


def one(conn: Connection, iap_id: str, seen: ColumnElement[bool]) -> Procedure | None:
    row = conn.execute(select(procedures).where(seen, _c.iap_id == iap_id)).one_or_none()
    return procedure(row) if row else None


def leads(conn: Connection, actor_id: str, this: Procedure, on: date) -> bool:
    """Whether a member who is not concerned is the chair, or stands in for the chair."""
    first = stands_in(
        members.on_day(conn, on),
        on,
        states=iap.states_of(this.mandate, this.state),
        mandates=iap.mandates_of(this.mandate, this.state),
        unable=(this.received_from,),
    )
    return first is None or first.holder_id == actor_id


def steps_of(conn: Connection, iap_id: str) -> list[Step]:
    """Return what happened, in its order."""
    these = select(steps).where(steps.c.iap_id == iap_id).order_by(steps.c.position)
    return [_step(row) for row in conn.execute(these)]


def news(conn: Connection, since: datetime) -> list[tuple[Procedure, Step]]:
    """Return what happened after this moment, for the notices: no page shows these rows."""
    s = steps.c
    these = select(procedures, s.position, s.kind, s.by_id, s.at).where(s.iap_id == _c.iap_id)
    rows = conn.execute(these.where(s.at > since, _known).order_by(s.position))
    return [(procedure(row), _step(row)) for row in rows]


def open_ones(conn: Connection) -> list[Procedure]:
    """Return every procedure that is not over, for the notices: no page shows these rows."""
    return [procedure(row) for row in conn.execute(going_on(_known))]


def totals(conn: Connection, before: datetime) -> dict[str, str | None]:
    """Return, by category, how many ended before: in bands, and None where they are too few."""
    counted = select(_c.category, func.count()).where(_c.ended_at < before, _c.stage == "told")
    found = {row[0]: row[1] for row in conn.execute(counted.group_by(_c.category))}
    return {one: band(found.get(one, 0)) for one in iap.CATEGORIES}


def procedure(row: Row[Any]) -> Procedure:
    return Procedure(**{name: getattr(row, name) for name in Procedure.__dataclass_fields__})


def _step(row: Row[Any]) -> Step:
    return Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})
