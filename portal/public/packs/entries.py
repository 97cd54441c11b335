"""What the Chief recorded for the annual statistics: every step of each row, and what stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, Integer, MetaData, String, Table, select

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_pack_entries import PackEntryRecorded, PackEntryTakenBack
from shared.contracts.stakeholders_packs import PackTable
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.packs import ENTERED_TABLES

CONSUMER = "portal.packentries"

tables = MetaData()
steps = Table(
    "packs_entries",
    tables,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("of", String(20), primary_key=True),  # the table of the pack
    Column("code", String(40), primary_key=True),  # its row
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("numbers", JSON),  # null: taken back
    Column("source", String(200)),
    Column("dated_on", Date),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case PackEntryRecorded() as f:
            values: dict[str, Any] = {
                "numbers": list(f.values),
                "source": f.source,
                "dated_on": f.dated_on,
                "at": f.recorded_at,
            }
            return [Put(steps, (f.year, f.table, f.row, f.step), values)]
        case PackEntryTakenBack() as f:
            return [Put(steps, (f.year, f.table, f.row, f.step), {"at": f.taken_back_at})]
        case _:
            return []


ENTRIES = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``of``: the table, ``code``: its row. ``numbers``: None where it was taken back."""

    of: str
    code: str
    step: int
    numbers: tuple[int, ...] | None
    source: str
    dated_on: date
    at: datetime


def standing(conn: Connection, year: int) -> dict[str, dict[str, Entry]]:
    """Return by table and row what stands for this year."""
    found: dict[str, dict[str, Entry]] = {key: {} for key in ENTERED_TABLES}
    for one in _steps(conn, year):
        found[one.of][one.code] = one
    return {
        of: {code: one for code, one in rows.items() if one.numbers is not None}
        for of, rows in found.items()
    }


def numbers(conn: Connection, year: int) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return by table and row the numbers that stand."""
    return {
        of: {code: one.numbers for code, one in rows.items() if one.numbers is not None}
        for of, rows in standing(conn, year).items()
    }


def sources(
    conn: Connection, year: int, at: datetime, of: Iterable[PackTable]
) -> Mapping[str, Sequence[tuple[str, date]]]:
    """Return by table where the numbers of an edition that was drafted then are from.

    Of each row the last step until then with its numbers: a corrigendum for another reason has
    those of the edition before.
    """
    wanted = {one.key: one.rows for one in of if one.key in ENTERED_TABLES}
    if not wanted:
        return {}
    known = {
        (one.of, one.code, one.numbers): (one.source, one.dated_on)
        for one in _steps(conn, year)
        if one.at <= at
    }
    return {
        key: sorted({known[step] for row in rows if (step := (key, row.key, row.values)) in known})
        for key, rows in wanted.items()
    }


def _steps(conn: Connection, year: int) -> Iterable[Entry]:
    c = steps.c
    rows = conn.execute(select(steps).where(c.year == year).order_by(c.of, c.code, c.step))
    for row in rows:
        yield Entry(
            of=row.of,
            code=row.code,
            step=row.step,
            numbers=None if row.numbers is None else tuple(row.numbers),
            source=row.source or "",
            dated_on=row.dated_on or date.min,
            at=row.at,
        )
