"""Queries of requests to remove an entry: a Government its own, officers all, an organisation its.

A Government reads what it asked and the answer. Which entry an officer took it for is in no query
of a Government.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from portal.stakeholders.organisations import merged
from portal.stakeholders.removals.read_model import removals
from shared.core.message import Sealed

_c = removals.c
_known = and_(_c.requested_at.is_not(None), _c.refused_at.is_not(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the Government that asked may know."""

    request_id: str
    state: str
    text: Sealed
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Asked):
    """As officers read it. ``placed_at``: None while nobody said which entry is meant."""

    by_letter: bool
    organisation_id: str | None
    told: bool
    placed_by: str | None
    placed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the organisation is told: who asked and when, and not what was written."""

    request_id: str
    state: str
    requested_at: datetime
    organisation_id: str
    placed_at: datetime


def of_states(states: Collection[str]) -> Select[Any]:
    """Return what the Governments of these States asked here, the last first."""
    these = select(*(_c[name] for name in Asked.__dataclass_fields__))
    return these.where(_known, _c.state.in_(sorted(states)), ~_c.by_letter).order_by(
        _c.requested_at.desc(), _c.request_id
    )


def every() -> Select[Any]:
    """Return all, those without an entry first."""
    waits = _c.placed_at.is_not(None)
    return select(removals).where(_known).order_by(waits, _c.requested_at.desc(), _c.request_id)


def waiting(conn: Connection) -> list[Request]:
    """Return those of which nobody said which entry is meant."""
    return [request(row) for row in conn.execute(every().where(_c.placed_at.is_(None)))]


def without_entry(conn: Connection) -> list[Request]:
    """Return those that mean no entry, as an officer said."""
    said = and_(_c.placed_at.is_not(None), _c.organisation_id.is_(None))
    return [request(row) for row in conn.execute(every().where(said))]


def one(conn: Connection, request_id: str) -> Request | None:
    row = conn.execute(every().where(_c.request_id == request_id)).one_or_none()
    return request(row) if row else None


def of_entry(conn: Connection, organisation_id: str) -> list[Request]:
    """Return those that mean this entry, or one that was merged into it."""
    family = merged.family(conn, organisation_id)
    return [request(row) for row in conn.execute(every().where(_c.organisation_id.in_(family)))]


def told_to(conn: Connection, organisation_id: str) -> list[Told]:
    """Return what this organisation is told, the last first."""
    family = merged.family(conn, organisation_id)
    return _told(conn, every().where(_c.told, _c.organisation_id.in_(family)))


def told_since(conn: Connection, since: datetime) -> list[Told]:
    return _told(conn, every().where(_c.told, _c.placed_at >= since))


def asked(row: Row[Any]) -> Asked:
    return Asked(**{name: getattr(row, name) for name in Asked.__dataclass_fields__})


def request(row: Row[Any]) -> Request:
    fields = {name: getattr(row, name) for name in Request.__dataclass_fields__}
    return Request(**{**fields, "told": bool(row.told)})


def _told(conn: Connection, these: Select[Any]) -> list[Told]:
    return [
        Told(**{name: getattr(row, name) for name in Told.__dataclass_fields__})
        for row in conn.execute(these)
    ]
