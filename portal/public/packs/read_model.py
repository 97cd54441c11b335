"""The table of the annual statistics: every edition, and the draft of the next one.

How far the read models had come when it was counted is in the facts alone: it tells how much
happens here.
"""

from collections.abc import Iterable

from sqlalchemy import JSON, Column, Date, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_packs import (
    StatisticsPackDiscarded,
    StatisticsPackDrafted,
    StatisticsPackFrozen,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.packs"

tables = MetaData()
editions = Table(
    "packs_editions",
    tables,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", String(20)),
    Column("as_of", Date),
    Column("within", Integer),
    Column("numbers", JSON),  # the tables in their order: [key, [[row, values], …]]
    Column("hash", String(64)),
    Column("drafted_by", String(80)),
    Column("drafted_at", Instant),
    Column("frozen_at", Instant),  # null: a draft
    Column("definitions", Integer),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case StatisticsPackDrafted() as f:
            return [Put(editions, (f.year, f.number), _drafted(f))]
        case StatisticsPackDiscarded() as f:
            return [Delete(editions, (f.year, f.number))]
        case StatisticsPackFrozen() as f:
            return [Put(editions, (f.year, f.number), {"frozen_at": f.frozen_at})]
        case _:
            return []


def _drafted(f: StatisticsPackDrafted) -> dict[str, object]:
    return {
        "reason": f.reason,
        "as_of": f.as_of,
        "within": f.within,
        "numbers": [
            [one.key, [[row.key, list(row.values)] for row in one.rows]] for one in f.tables
        ],
        "hash": f.hash,
        "drafted_by": f.drafted_by,
        "drafted_at": f.drafted_at,
        "definitions": f.definitions,
    }


PACKS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
