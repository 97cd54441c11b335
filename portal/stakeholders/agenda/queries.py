"""Queries of the agenda. Everybody reads what stands; its writers, what was taken off as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from portal.stakeholders.agenda.read_model import events
from shared.contracts.stakeholders_agenda import AgendaKind
from shared.core.roles import Role

WRITERS: Final = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
_c = events.c
STANDS: Final[ColumnElement[bool]] = _c.struck.is_(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``first_on`` and ``last_on``: days, both in it. ``steps``: of noting and taking off."""

    event_id: str
    kind: AgendaKind
    number: int | None
    title: str
    language: str
    mandates: Sequence[str]
    first_on: date
    last_on: date
    place: str
    source: str
    steps: int
    struck: bool


def coming(today: date) -> Select[Any]:
    """Return what is not over, the next first."""
    return select(events).where(STANDS, _c.last_on >= today).order_by(_c.first_on, _c.event_id)


def past(today: date) -> Select[Any]:
    """Return what is over, the latest first."""
    these = select(events).where(STANDS, _c.last_on < today)
    return these.order_by(_c.first_on.desc(), _c.event_id)


def taken_off() -> Select[Any]:
    return select(events).where(~STANDS).order_by(_c.first_on.desc(), _c.event_id)


def one(conn: Connection, event_id: str) -> Event | None:
    row = conn.execute(select(events).where(_c.event_id == event_id)).one_or_none()
    return event(row) if row else None


def listed(conn: Connection, kind: str, number: int | None, *, but: str) -> bool:
    """Whether another entry that stands is of this session of the Council."""
    same = select(_c.event_id).where(_c.kind == kind, _c.number == number, _c.event_id != but)
    return conn.execute(same.where(STANDS)).first() is not None


def event(row: Row[Any]) -> Event:
    return Event(**{name: getattr(row, name) for name in Event.__dataclass_fields__})
