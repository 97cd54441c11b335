"""The table of Governments' requests to remove an entry of the register; their texts are sealed."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_removals import (
    RemovalRefused,
    RemovalRequested,
    RemovalRequestPlaced,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.removals"

tables = MetaData()
removals = Table(
    "removal_requests",
    tables,
    Column("request_id", String(36), primary_key=True),
    Column("state", String(3), index=True),
    Column("text", SealedText),
    Column("by_letter", Boolean),
    Column("requested_by", String(80)),
    Column("requested_at", Instant, index=True),
    Column("refused_at", Instant),
    Column("organisation_id", String(80), index=True),  # the entry that is meant; null: none
    Column("told", Boolean),
    Column("placed_by", String(80)),
    Column("placed_at", Instant),  # null: nobody said which entry is meant
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case RemovalRequested() as f:
            row = {
                "state": f.state,
                "text": f.text,
                "by_letter": f.by_letter,
                "requested_by": f.requested_by,
                "requested_at": f.requested_at,
            }
            return [Put(removals, (f.request_id,), row)]
        case RemovalRefused() as f:
            return [Put(removals, (f.request_id,), {"refused_at": f.refused_at})]
        case RemovalRequestPlaced() as f:
            placed = {
                "organisation_id": f.organisation_id,
                "told": f.told,
                "placed_by": f.placed_by,
                "placed_at": f.placed_at,
            }
            return [Put(removals, (f.request_id,), placed)]
        case _:
            return []


REMOVALS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
