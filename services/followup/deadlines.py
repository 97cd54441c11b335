"""The read model that the clock looks at: which replies are waited for, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    select,
)

from shared.contracts.followup import (
    FOLLOWUP,
    DemoClockAdvanced,
    GovernmentReplyLogged,
    ReplyDue,
    ReplyOverdue,
)
from shared.kafka import Published
from shared.read_model import Change, Put, ReadModel
from shared.tables import Instant

tables = MetaData()
deadlines = Table(
    "followup_deadlines",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("due_at", Instant),
    Column("settled", Boolean),  # replied to in substance, or overdue already
    Column("correlation_id", Uuid),  # the case's
    Index("followup_deadlines_open", "settled", "due_at"),
)
demo_clock = Table(
    "followup_demo_clock",
    tables,
    Column("clock", String(20), primary_key=True),
    Column("days", Integer),
)
_MAIN = ("main",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter whose deadline has passed without an answer that settles it."""

    communication_id: str
    due_at: datetime
    correlation_id: UUID


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ReplyDue() as fact:
            values = {
                "due_at": fact.due_at,
                "settled": False,
                "correlation_id": published.correlation_id,
            }
            return [Put(deadlines, (fact.communication_id,), values)]
        case GovernmentReplyLogged(communication_id=communication_id, kind="substantive"):
            return [Put(deadlines, (communication_id,), {"settled": True})]
        case ReplyOverdue(communication_id=communication_id):
            return [Put(deadlines, (communication_id,), {"settled": True})]
        case DemoClockAdvanced(days=days):
            return [Put(demo_clock, _MAIN, {"days": days})]
        case _:
            return []


DEADLINES = ReadModel(
    consumer="followup.deadlines", contracts=(FOLLOWUP,), tables=tables, project=project
)


def due(conn: Connection, at: datetime) -> list[Due]:
    """Return what was due before ``at`` and is not settled, longest overdue first."""
    c = deadlines.c
    rows = conn.execute(
        select(c.communication_id, c.due_at, c.correlation_id)
        .where(c.settled.is_(False), c.due_at < at)
        .order_by(c.due_at, c.communication_id)
    )
    return [
        Due(
            communication_id=row.communication_id,
            due_at=row.due_at,
            correlation_id=row.correlation_id,
        )
        for row in rows
    ]


def demo_offset(conn: Connection) -> timedelta:
    """Return how far the demonstration's clock runs ahead."""
    return timedelta(days=conn.scalar(select(demo_clock.c.days)) or 0)
