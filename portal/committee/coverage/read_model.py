"""The tables of coverage: the sets, what was recorded from outside, snapshots, and public visits.

A visit is here because of what was issued on it, and of nothing else: no day of a visit is public
before (VR1 of visits-recommendations-knowledge.md).
"""

from collections.abc import Iterable

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_coverage import (
    CoverageSnapshotTaken,
    CoverageValuesRecorded,
    StandardSetAdopted,
)
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.coverage import is_for_itself

CONSUMER = "portal.coverage"

tables = MetaData()
sets = Table(
    "coverage_sets",
    tables,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("standards", JSON),  # each as it was adopted, in order
    Column("adopted_at", Instant),
)
values = Table(
    "coverage_values",
    tables,
    Column("standard", String(40), primary_key=True),
    Column("state", String(3), primary_key=True),
    Column("value", String(20)),
    Column("source", String(200)),
    Column("dated_on", Date),
    Column("recorded_at", Instant),
)
snapshots = Table(
    "coverage_snapshots",
    tables,
    Column("month", String(7), primary_key=True),
    Column("version", Integer),
    Column("taken_at", Instant),
    Column("columns", JSON),  # standard to State to [value, source, day]
)
visits = Table(
    "coverage_visits",
    tables,
    Column("statement_id", String(36), primary_key=True),
    Column("state", String(3), primary_key=True),
    Column("last", Date),  # day of the visit
    Column("own", Boolean),  # to the State for itself
    Column("symbol", String(40)),
    Column("issued_on", Date),
    Index("coverage_visits_by_state", "state"),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case StandardSetAdopted() as f:
            return [Put(sets, (f.version,), _set(f))]
        case CoverageValuesRecorded() as f:
            return _values(f)
        case CoverageSnapshotTaken() as f:
            told = {"version": f.version, "taken_at": f.taken_at, "columns": _columns(f)}
            return [Put(snapshots, (f.month,), told)]
        case StatementIssued() as f:
            return [Delete(visits, (f.statement_id,)), *_visits(f)]
        case StatementWithdrawn() as f:
            return [Delete(visits, (f.statement_id,))]
        case _:
            return []


def _set(f: StandardSetAdopted) -> dict[str, object]:
    told = [
        {
            "key": one.key,
            "question": one.question,
            "unit": one.unit,
            "source": one.source,
            "kind": one.kind,
            "public": one.public,
        }
        for one in f.standards
    ]
    return {"standards": told, "adopted_at": f.adopted_at}


def _values(f: CoverageValuesRecorded) -> list[Change]:
    """What was taken back is no data."""
    return [
        Delete(values, (f.standard, one.state))
        if one.value is None
        else Put(
            values,
            (f.standard, one.state),
            {
                "value": one.value,
                "source": one.source,
                "dated_on": one.dated_on,
                "recorded_at": f.recorded_at,
            },
        )
        for one in f.values
    ]


def _visits(f: StatementIssued) -> list[Change]:
    """Return a row for each State that was visited; of a press release there is none."""
    if f.kind == "press_release" or f.visit_to is None:
        return []
    return [
        Put(
            visits,
            (f.statement_id, state),
            {
                "last": f.visit_to,
                "own": is_for_itself(f.mandates, state),
                "symbol": f.symbol,
                "issued_on": day_of(f.issued_at),
            },
        )
        for state in f.states
    ]


def _columns(f: CoverageSnapshotTaken) -> dict[str, dict[str, list[str | None]]]:
    return {
        column.standard: {
            one.state: [one.value, one.source, one.dated_on.isoformat()] for one in column.cells
        }
        for column in f.columns
    }


COVERAGE = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS, APPROVALS), tables=tables, project=project
)
