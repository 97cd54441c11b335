"""Queries of the registry: a mandate's chain of acts, open calls, and the lists of the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from portal.stakeholders.read_model import acts, calls, chains

DUE = timedelta(days=180)
"""From so long before the last day on, a renewal is on the desk's list (M2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    kind: str
    symbol: str
    adopted_on: date | None
    paragraph: int | None
    months: int | None
    votes: Mapping[str, int] | None
    until: date | None
    titles: Mapping[str, str] | None
    custody: Mapping[str, str | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    vacancy_id: str
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A mandate as the registry has it. ``renamed``: its titles, where they are new."""

    mandate: str
    renamed: Mapping[str, str] | None
    until: date | None
    open_ended: bool | None
    pending: bool | None
    ended_on: date | None
    into: str | None
    beside: Sequence[str] | None
    perhaps_merged_with: str | None

    def due(self, on: date) -> bool:
        """Whether its renewal is due, or overdue."""
        return self.until is not None and self.ended_on is None and self.until - DUE <= on


def records(conn: Connection) -> dict[str, Record]:
    """Return every mandate of the registry, the one that ends first at the beginning."""
    rows = conn.execute(select(chains).order_by(chains.c.until, chains.c.mandate))
    return {row.mandate: Record(**row._asdict()) for row in rows}


def record(conn: Connection, mandate: str) -> Record | None:
    row = conn.execute(select(chains).where(chains.c.mandate == mandate)).one_or_none()
    return Record(**row._asdict()) if row else None


def acts_of(conn: Connection, mandate: str) -> list[Act]:
    """Return what the Council decided about it, the newest first."""
    newest = select(acts).where(acts.c.mandate == mandate)
    rows = conn.execute(newest.order_by(acts.c.position.desc(), acts.c.kind.desc()))
    return [_act(row._asdict()) for row in rows]


def former_titles(some: Sequence[Act]) -> list[Mapping[str, str]]:
    """Return the titles that it had before, the newest first."""
    return [one.titles for one in some if one.titles][1:]


def open_calls(conn: Connection, mandate: str, at: datetime) -> list[Call]:
    c = calls.c
    is_open = (c.mandate == mandate, c.closed.is_(False), c.opens_at <= at, c.closes_at > at)
    rows = conn.execute(
        select(c.vacancy_id, c.closes_at).where(*is_open).order_by(c.closes_at, c.vacancy_id)
    )
    return [Call(**row._asdict()) for row in rows]


def _act(row: Mapping[str, Any]) -> Act:
    return Act(**{one.name: row[one.name] for one in fields(Act)})
