"""Queries of advice that OHCHR asks of the Committee.

The Committee reads all that was not taken back; of OHCHR each reads what they asked, and no more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, or_, select

from portal.committee.committee_advice.read_model import dissents, requests, steps
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import committee_advice as reference

ASKERS: Final = frozenset(reference.ASKERS)
READERS: Final = ASKERS | {Role.COORDINATION_COMMITTEE}
_c = requests.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """``stage``: waiting, given, declined or withdrawn. ``version``: of the answer."""

    request_id: str
    question: Sealed
    stage: str
    version: int
    answer: Sealed | None
    due_on: date
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None

    def late(self, today: date) -> bool:
        return self.stage == "waiting" and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    member_id: str
    version: int
    dissent: Sealed
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    position: int
    kind: str
    by_id: str
    at: datetime


def visible(actor: Actor, *, works: bool) -> ColumnElement[bool]:
    """Which requests exist for this person. ``works``: whether they work for the Committee."""
    any_of: list[ColumnElement[bool]] = [false()]
    if works:
        any_of.append(_c.stage != "withdrawn")
    if actor.has(*ASKERS):
        any_of.append(_c.asked_by == actor.actor_id)
    return and_(_c.asked_at.is_not(None), or_(*any_of))


def waiting(seen: ColumnElement[bool]) -> Select[Any]:
    """Return what has no answer, the most urgent first."""
    these = select(requests).where(seen, _c.stage == "waiting")
    return these.order_by(_c.due_on, _c.request_id)


def over(seen: ColumnElement[bool]) -> Select[Any]:
    these = select(requests).where(seen, _c.stage != "waiting")
    return these.order_by(_c.ended_at.desc(), _c.request_id)


def one(conn: Connection, request_id: str, seen: ColumnElement[bool]) -> Request | None:
    row = conn.execute(select(requests).where(seen, _c.request_id == request_id)).one_or_none()
    return request(row) if row else None


def open_requests(conn: Connection) -> list[Request]:
    """Return every request without an answer, for the notices: no page shows these rows."""
    these = select(requests).where(_c.stage == "waiting").order_by(_c.request_id)
    return [request(row) for row in conn.execute(these)]


def news(conn: Connection, since: datetime) -> list[tuple[Request, Step]]:
    """Return what happened after this moment, for the notices: no page shows these rows."""
    s = steps.c
    known = requests.join(steps, s.request_id == _c.request_id)
    these = select(requests, s.position, s.kind, s.by_id, s.at).select_from(known)
    rows = conn.execute(these.where(s.at > since, _c.asked_at.is_not(None)).order_by(s.position))
    return [(request(row), _step(row)) for row in rows]


def dissents_of(conn: Connection, request_id: str) -> list[Dissent]:
    d = dissents.c
    these = select(dissents).where(d.request_id == request_id, d.gone.is_(False))
    rows = conn.execute(these.order_by(d.recorded_at, d.member_id))
    return [
        Dissent(**{name: getattr(row, name) for name in Dissent.__dataclass_fields__})
        for row in rows
    ]


def steps_of(conn: Connection, request_id: str) -> list[Step]:
    """Return what happened, in its order."""
    these = select(steps).where(steps.c.request_id == request_id).order_by(steps.c.position)
    return [_step(row) for row in conn.execute(these)]


def request(row: Row[Any]) -> Request:
    return Request(**{name: getattr(row, name) for name in Request.__dataclass_fields__})


def _step(row: Row[Any]) -> Step:
    return Step(**{name: getattr(row, name) for name in Step.__dataclass_fields__})
