"""The source's later additions, and the times at which somebody saw its identity."""

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, String, Table

from shared.contracts.intake import INTAKE
from shared.contracts.intake_source import (
    DevelopmentAdded,
    IncidentAdded,
    PerpetratorAdded,
    SourceIdentityOpened,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.channel"

tables = MetaData()
developments = Table(
    "channel_developments",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("development_id", String(36), primary_key=True),
    Column("kind", String(12)),  # development, incident or perpetrator
    Column("text", SealedText),
    Column("added_at", Instant),
)
openings = Table(
    "channel_openings",
    tables,
    Column("submission_id", String(36), primary_key=True),
    Column("opening_id", String(36), primary_key=True),
    Column("role", String(40)),
    Column("reason_code", String(20)),
    Column("reason", SealedText),
    Column("opened_by", String(36)),
    Column("opened_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case DevelopmentAdded() as f:
            added = {"kind": "development", "text": f.text, "added_at": f.added_at}
            return [Put(developments, (f.submission_id, f.development_id), added)]
        case IncidentAdded() as f:
            added = {"kind": "incident", "text": f.incident, "added_at": f.added_at}
            return [Put(developments, (f.submission_id, f.incident_id), added)]
        case PerpetratorAdded() as f:
            added = {"kind": "perpetrator", "text": f.perpetrator, "added_at": f.added_at}
            return [Put(developments, (f.submission_id, f.perpetrator_id), added)]
        case SourceIdentityOpened() as f:
            opened = {
                "role": f.role,
                "reason_code": f.reason_code,
                "reason": f.reason,
                "opened_by": f.opened_by,
                "opened_at": f.opened_at,
            }
            return [Put(openings, (f.submission_id, f.opening_id), opened)]
        case _:
            return []


CHANNEL = ReadModel(consumer=CONSUMER, contracts=(INTAKE,), tables=tables, project=project)
