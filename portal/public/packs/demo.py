"""The annual statistics of a demonstration: last year, counted and frozen by two persons."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from portal.public.packs import counting
from portal.public.register.asked import reading
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import TORTURE, ask
from shared.contracts.commands import Command
from shared.contracts.stakeholders_pack_commands import DraftStatisticsPack, FreezeStatisticsPack
from shared.contracts.stakeholders_pack_entries import RecordPackEntry
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.packs import hash_of, written


def tell() -> None:
    """Draft and freeze what is counted of last year: two persons, as always."""
    at = now() - timedelta(minutes=20)
    of = replace(reading(), today=day_of(at))  # which at midnight is the day before
    year = of.today.year - 1
    _record(year, at - timedelta(minutes=5))
    with engine().connect() as conn:
        found = counting.counted(conn, year, of)
    drafted = DraftStatisticsPack(
        year=year,
        number=0,
        reason=None,
        as_of=of.today,
        within=of.within,
        position=found.position,
        tables=found.tables,
        definitions=found.definitions,
    )
    frozen = FreezeStatisticsPack(
        year=year,
        number=0,
        hash=hash_of(written(year, 0, of.today, of.within, found.tables)),
    )
    _ask(drafted, "qrd", year, "drafted", at)
    _ask(frozen, "chief", year, "frozen", at + timedelta(minutes=10))


def _record(year: int, at: datetime) -> None:
    """The Chief records what an invented document says of the year."""
    for table, row, values in (("support", TORTURE, (2, 140, 1)), ("posts", "temporary", (6,))):
        entry = RecordPackEntry(
            year=year,
            table=table,
            row=row,
            values=values,
            source="A/HRC/999/Add.1",
            dated_on=date(year, 12, 20),
            seen=0,
        )
        _ask(entry, "chief", year, f"recorded {table}", at)


def _ask(command: Command, by: str, year: int, step: str, at: datetime) -> None:
    case = str(derive_id("statistics pack", str(year)))
    ask(command, by, case, f"statistics pack {year}", step, at=at)
