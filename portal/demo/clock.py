"""The demonstration's clock: the time that deadlines are seen at."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, select

from portal.context import now, settings
from shared.contracts.followup import FOLLOWUP, DemoClockAdvanced
from shared.kafka import Published
from shared.read_model import Change, Put, ReadModel
from shared.roles import Role
from shared.tables import Instant

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

MOVERS = (Role.QUICK_RESPONSE_DESK, Role.SYSTEM_ADMIN)
"""Those who may move it."""


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


def demo_offset(conn: Connection) -> timedelta:
    """Return how far the time of deadlines runs ahead: not at all but in a demonstration."""
    if not settings().demo:
        return timedelta()
    return timedelta(days=conn.scalar(select(demo_clock.c.days)) or 0)


def deadline_time(conn: Connection) -> datetime:
    """Return the time that deadlines are seen at, aware, in UTC."""
    return now() + demo_offset(conn)
