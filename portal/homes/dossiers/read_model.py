"""The tables of country assessments: entries as they are written now, and versions as issued."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_dossiers import (
    DossierCopyMade,
    DossierEntryRemoved,
    DossierEntrySet,
    DossierVersionIssued,
    DossierVersionWithdrawn,
    Entry,
    Line,
    OnDossier,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.dossiers"

tables = MetaData()
heads = Table(
    "dossiers",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("steps", Integer),
)


def _entries(name: str, *keys: Column[Any]) -> Table:
    return Table(
        name,
        tables,
        Column("mission_id", String(36), primary_key=True),
        *keys,
        Column("entry_id", String(36), primary_key=True),
        Column("part", String(20)),
        Column("on", Date),
        Column("shared", Boolean),
        Column("origin", SealedText),
        Column("text", SealedText),
    )


entries = _entries("dossiers_entries")
# What was written when a version was issued: each entry under the same key as today's.
frozen = _entries(
    "dossiers_frozen",
    Column("audience", String(10), primary_key=True),
    Column("number", Integer, primary_key=True),
)
versions = Table(
    "dossiers_versions",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("audience", String(10), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("mandate", String(80)),
    Column("state", String(3)),
    Column("lines", JSON),
    Column("issued_by", String(80)),
    Column("issued_at", Instant),
    Column("withdrawn_at", Instant),
    Index("dossiers_versions_by_state", "state", "mandate"),
)

# What was made on paper for others, of versions for partners.
copies = Table(
    "dossiers_copies",
    tables,
    Column("mission_id", String(36), primary_key=True),
    Column("copy_id", String(36), primary_key=True),
    Column("number", Integer),
    Column("whom", SealedText),
    Column("made_by", String(80)),
    Column("made_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case DossierEntrySet() as f:
            return [_head(f), Put(entries, (f.mission_id, f.entry.entry_id), _entry(f.entry))]
        case DossierEntryRemoved() as f:
            return [_head(f), Delete(entries, (f.mission_id, f.entry_id))]
        case DossierVersionIssued() as f:
            key = (f.mission_id, f.audience, f.number)
            said = {
                "mandate": f.mandate,
                "state": f.state,
                "lines": [_line(one) for one in f.lines],
                "issued_by": f.done_by,
                "issued_at": f.done_at,
            }
            kept = [Put(frozen, (*key, one.entry_id), _entry(one)) for one in f.entries]
            return [_head(f), Put(versions, key, said), *kept]
        case DossierVersionWithdrawn() as f:
            key = (f.mission_id, f.audience, f.number)
            return [_head(f), Put(versions, key, {"withdrawn_at": f.done_at})]
        case DossierCopyMade() as f:
            copy = {"number": f.number, "whom": f.whom, "made_by": f.done_by, "made_at": f.done_at}
            return [_head(f), Put(copies, (f.mission_id, f.copy_id), copy)]
        case _:
            return []


def line(stored: dict[str, Any]) -> Line:
    """Return a line as it was stored."""
    return Line(**{**stored, "on": date.fromisoformat(stored["on"]), "says": tuple(stored["says"])})


def _line(one: Line) -> dict[str, Any]:
    return {**asdict(one), "on": one.on.isoformat(), "says": list(one.says)}


def _head(f: OnDossier) -> Put:
    return Put(heads, (f.mission_id,), {"steps": f.step})


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "part": one.part,
        "on": one.on,
        "shared": one.shared,
        "origin": one.origin,
        "text": one.text,
    }


DOSSIERS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
