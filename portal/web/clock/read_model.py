"""The offset of the demonstration's clock, as pages know it."""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.contracts.followup import FOLLOWUP, DemoClockAdvanced
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = MetaData()
demo_clock = Table(
    "demo_clock",
    tables,
    Column("clock", String(20), primary_key=True),
    Column("days", Integer),
    Column("advanced_by", String(80)),
    Column("advanced_at", Instant),
)
_MAIN = ("main",)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case DemoClockAdvanced() as fact:
            values = {
                "days": fact.days,
                "advanced_by": fact.advanced_by,
                "advanced_at": fact.advanced_at,
            }
            return [Put(demo_clock, _MAIN, values)]
        case _:
            return []


DEMO = ReadModel(consumer="portal.demo", contracts=(FOLLOWUP,), tables=tables, project=project)
