"""Queries of internal advisory procedures: section D.5, SD5 and SD10.

A closed group: who works for the Committee and is not concerned, who asked, and who was invited as
the holder. For everybody else there is none, and no number tells of one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)

from portal.committee.iap.read_model import holders, procedures, steps
from portal.committee.members import queries as members
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import iap
from shared.reference.alerts import COUNTRIES, mandates_on

REQUESTERS: Final = frozenset(iap.REQUESTERS)
READERS: Final = REQUESTERS | {Role.COORDINATION_COMMITTEE}
OVER: Final = ("told", "not_taken_up", "withdrawn")
_c = procedures.c
_known = _c.received_at.is_not(None)
_counted = steps.alias()
_of_it = select(func.count()).select_from(_counted).where(_counted.c.iap_id == _c.iap_id)
_these = select(  # in one statement: a decision names the steps of what its page shows
    procedures,
    _of_it.correlate(procedures).scalar_subquery().label("step"),
    _of_it.where(_counted.c.kind == "invited")
    .correlate(procedures)
    .scalar_subquery()
    .label("invitation"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """``step``, ``invitation``: how many steps, and invitations, there were."""

    iap_id: str
    mandate: str | None
    state: str | None
    of_holder: bool
    category: str | None
    stage: str
    code: str | None
    papers: Sealed
    points: Sealed | None
    outcome: Sealed | None
    told: Sealed | None
    told_to: Sequence[str] | None
    due_on: date
    comment_by: date | None
    received_from: str
    received_at: datetime
    invited_at: datetime | None
    invited_no: int | None
    ended_at: datetime | None
    step: int
    invitation: int

    def late(self, today: date) -> bool:
        return self.stage not in OVER and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who was invited as the holder.

    ``invited_no``, ``commented_no``: the positions of the last invitation and of the comment.
    """

    account_id: str
    invited_no: int
    comment: Sealed | None
    commented_no: int | None

    def older(self, this: Procedure) -> bool:
        """Whether the comment is on points before those of the last invitation."""
        return (self.commented_no or 0) < (this.invited_no or 0)


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
    return unconcerned(actor.actor_id, own, nations)


def unconcerned(
    account_id: str, own: Collection[str], nations: Collection[str]
) -> ColumnElement[bool]:
    """Which procedures concern none of these mandates and nationalities, nor who has them (SD5).

    Who asked, and who was invited, are concerned whatever mandate they have today.
    """
    shut = set(own).union(*map(mandates_on, nations))
    states = set(nations) | {COUNTRIES[one] for one in own if one in COUNTRIES}
    return and_(
        _known,
        _c.received_from != account_id,
        ~_is_invited(account_id),
        or_(_c.mandate.is_(None), _c.mandate.not_in(sorted(shut))),
        or_(_c.state.is_(None), _c.state.not_in(sorted(states))),
    )


def asked_by(actor: Actor) -> ColumnElement[bool]:
    if not actor.has(*REQUESTERS):
        return false()
    return and_(_known, _c.received_from == actor.actor_id)


def to_holder(actor: Actor) -> ColumnElement[bool]:
    """Which procedures exist for a holder: those to which this person was invited."""
    if not actor.has(Role.MANDATE_HOLDER):
        return false()
    return and_(_known, _is_invited(actor.actor_id))


def told_of(actor: Actor) -> ColumnElement[bool]:
    """Which a notice may lead to. The inbox and the page ask besides who is on the Committee."""
    any_of = [asked_by(actor), to_holder(actor)]
    if actor.has(Role.COORDINATION_COMMITTEE):
        any_of.append(unconcerned(actor.actor_id, actor.mandates, ()))
    return or_(*any_of)


def going_on(seen: ColumnElement[bool]) -> Select[Any]:
    these = _these.where(seen, _c.stage.not_in(OVER))
    return these.order_by(_c.due_on, _c.iap_id)


def over(seen: ColumnElement[bool]) -> Select[Any]:
    these = _these.where(seen, _c.stage.in_(OVER))
    return these.order_by(_c.ended_at.desc(), _c.iap_id)


def every(seen: ColumnElement[bool]) -> Select[Any]:
    """Return them all, the newest first."""
    return _these.where(seen).order_by(_c.received_at.desc(), _c.iap_id)


def invited(seen: ColumnElement[bool]) -> Select[Any]:
    """Return them all, the last invitation first: nothing says when they were received."""
    return _these.where(seen).order_by(_c.invited_at.desc(), _c.iap_id)


def one(conn: Connection, iap_id: str, seen: ColumnElement[bool]) -> Procedure | None:
    row = conn.execute(_these.where(seen, _c.iap_id == iap_id)).one_or_none()
    return procedure(row) if row else None


def holders_of(conn: Connection, iap_id: str) -> list[Invited]:
    """Return who was invited, in the order of their invitation."""
    h = holders.c
    these = select(holders).where(h.iap_id == iap_id, h.invited_at.is_not(None))
    rows = conn.execute(these.order_by(h.invited_at, h.account_id))
    return [
        Invited(**{name: getattr(row, name) for name in Invited.__dataclass_fields__})
        for row in rows
    ]


def steps_of(conn: Connection, iap_id: str) -> list[Step]:
    """Return what happened, in its order."""
    these = select(steps).where(steps.c.iap_id == iap_id).order_by(steps.c.position)
    return [_step(row) for row in conn.execute(these)]


def news(conn: Connection, since: datetime) -> list[tuple[Procedure, Step]]:
    """Return what happened after this moment, for the notices: no page shows these rows."""
    s = steps.c
    these = _these.add_columns(s.position, s.kind, s.by_id, s.at).where(s.iap_id == _c.iap_id)
    rows = conn.execute(these.where(s.at > since, _known).order_by(s.position))
    return [(procedure(row), _step(row)) for row in rows]


def open_ones(conn: Connection) -> list[Procedure]:
    """Return every procedure that is not over, for the notices: no page shows these rows."""
    return [procedure(row) for row in conn.execute(going_on(_known))]


def procedure(row: Row[Any]) -> Procedure:
    return Procedure(**{name: getattr(row, name) for name in Procedure.__dataclass_fields__})


def _step(row: Row[Any]) -> Step:
    return Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})


def _is_invited(account_id: str) -> ColumnElement[bool]:
    h = holders.c
    return exists().where(
        h.iap_id == _c.iap_id, h.account_id == account_id, h.invited_at.is_not(None)
    )
