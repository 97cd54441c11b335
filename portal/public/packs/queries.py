"""Queries of the annual statistics: everybody reads what is frozen, and few people the drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from portal.public.packs import entries
from portal.public.packs.read_model import editions
from shared.contracts.stakeholders_packs import PackRow, PackTable
from shared.reference.packs import FIRST_YEAR, LAST_YEAR, MOST_EDITIONS

_c = editions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """``number``: 0 is the pack itself, and its corrigenda follow. ``frozen_at`` None: a draft.

    ``definitions``: the version by which it was counted. ``sources``: by table, with their days,
    where people recorded it.
    """

    year: int
    number: int
    reason: str | None
    as_of: date
    within: int
    tables: Sequence[PackTable]
    hash: str
    drafted_by: str
    drafted_at: datetime
    frozen_at: datetime | None
    definitions: int
    sources: Mapping[str, Sequence[tuple[str, date]]] = field(default_factory=dict)


def frozen() -> Select[Any]:
    """Return what everybody reads, the newest year and the newest edition first."""
    return _newest().where(_c.frozen_at.is_not(None))


def every() -> Select[Any]:
    """Return the drafts as well."""
    return _newest()


def of_year(conn: Connection, year: int) -> list[Edition]:
    """Return the frozen editions of a year, the newest first."""
    return _some(conn, frozen().where(_c.year == year)) if _possible(year, 0) else []


def one(conn: Connection, year: int, number: int, *, drafts: bool = False) -> Edition | None:
    if not _possible(year, number):
        return None
    which: list[ColumnElement[bool]] = [_c.year == year, _c.number == number]
    if not drafts:
        which.append(_c.frozen_at.is_not(None))
    return next(iter(_some(conn, select(editions).where(*which))), None)


def numbers(conn: Connection) -> dict[int, list[bool]]:
    """Return for each year whether each of its editions is frozen, the first one first."""
    found: dict[int, list[bool]] = {}
    for row in conn.execute(select(_c.year, _c.frozen_at).order_by(_c.year, _c.number)):
        found.setdefault(row.year, []).append(row.frozen_at is not None)
    return found


def edition(row: Row[Any]) -> Edition:
    told = row._asdict()
    return Edition(
        tables=[
            PackTable(key=key, rows=tuple(PackRow(key=code, values=tuple(of)) for code, of in rows))
            for key, rows in told.pop("numbers")
        ],
        **told,
    )


def _newest() -> Select[Any]:
    known = select(editions).where(_c.drafted_at.is_not(None))
    return known.order_by(_c.year.desc(), _c.number.desc())


def _some(conn: Connection, which: Select[Any]) -> list[Edition]:
    found = [edition(row) for row in conn.execute(which).all()]
    return [
        replace(one, sources=entries.sources(conn, one.year, one.drafted_at, one.tables))
        for one in found
    ]


def _possible(year: int, number: int) -> bool:
    """An address may have any number; a column has less room."""
    return FIRST_YEAR <= year <= LAST_YEAR and 0 <= number <= MOST_EDITIONS
