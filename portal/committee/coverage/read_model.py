"""The tables of coverage: the sets, what was recorded from outside, and the snapshots."""

from collections.abc import Iterable

from sqlalchemy import JSON, Column, Date, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_coverage import (
    CoverageSnapshotTaken,
    CoverageValuesRecorded,
    StandardSetAdopted,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Delete, Put, ReadModel

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


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case StandardSetAdopted() as f:
            return [Put(sets, (f.version,), _set(f))]
        case CoverageValuesRecorded() as f:
            return _values(f)
        case CoverageSnapshotTaken() as f:
            told = {"version": f.version, "taken_at": f.taken_at, "columns": _columns(f)}
            return [Put(snapshots, (f.month,), told)]
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


def _columns(f: CoverageSnapshotTaken) -> dict[str, dict[str, list[str | None]]]:
    return {
        column.standard: {
            one.state: [one.value, one.source, one.dated_on.isoformat()] for one in column.cells
        }
        for column in f.columns
    }


COVERAGE = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
