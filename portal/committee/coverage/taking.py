"""The clock of coverage: once a month it counts every column, and asks for the snapshot.

It runs in the ``consume`` process, the only one that reads every column without somebody who asks.
The command's id is made of the month and the set, so a month is counted once, and again only where
another set was adopted before its snapshot was taken. What the service took stands.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from portal.committee.coverage import registered, table
from portal.committee.coverage.table import Set, Table
from portal.web.clock.moved import Moved
from portal.web.clock.rounds import rounds
from portal.web.delivery import once, outbox
from shared.contracts.stakeholders_coverage import CoverageCell, CoverageColumn
from shared.contracts.stakeholders_coverage_commands import TakeCoverageSnapshot
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from shared.reference.coverage import COVERAGE_CLOCK, month_of

_EVERY = 60.0  # seconds


def due(engine: Engine, vault: Vault, *, at: datetime) -> bool:
    """Ask for the snapshot of this month where there is none; return whether it was asked for."""
    month = month_of(day_of(at))
    with engine.connect() as conn:
        found = table.set_in_force(conn)
        if found is None or month in table.months(conn):
            return False
        command_id = derive_id("coverage snapshot", month, found.version)
        if outbox.find(conn, command_id):
            return False
        command = snapshot(conn, vault, found, at=at)
    return once.keep(
        engine,
        command,
        by=COVERAGE_CLOCK,
        command_id=command_id,
        correlation_id=derive_id("coverage case", "set"),
        at=at,
    )


def snapshot(conn: Connection, vault: Vault, of: Set, *, at: datetime) -> TakeCoverageSnapshot:
    """Count every column of this set now."""
    today = day_of(at)
    register = registered.opened(conn, vault, today)
    counted = table.counted_by(conn, of, register, today, at, whole=True)
    return TakeCoverageSnapshot(
        month=month_of(today), version=of.version, columns=columns_of(counted)
    )


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Work until cancelled."""
    clock = Moved(settings, engine, real)
    await rounds(lambda: due(engine, vault, at=clock()), every=_EVERY, waits="coverage waits")


def columns_of(found: Table) -> tuple[CoverageColumn, ...]:
    return tuple(
        CoverageColumn(
            standard=column.key,
            cells=tuple(
                CoverageCell(
                    state=state, value=cell.value, source=cell.source, dated_on=cell.dated_on
                )
                for state, cell in sorted(found.cells[column.key].items())
            ),
        )
        for column in found.columns
    )
