"""The read model of the clock: the open deadlines, with their kind and date.

Each kind of deadline has a row for each letter: a fact sets its date, and the fact that it passed
(or that nobody waits for it any more) removes it. ``services/followup/clock.py`` names the
commands.
"""

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
from shared.contracts.followup_publication import EmbargoEnded, EmbargoMoved, EmbargoSet
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ExtensionNoted,
    ReminderProposed,
)
from shared.contracts.followup_visit_reports import (
    CommentPeriodEnded,
    VisitReportPassedOn,
    VisitReportSentToState,
    VisitReportWithdrawn,
)
from shared.core.geneva import start_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = MetaData()
deadlines = Table(
    "followup_deadlines",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("due_at", Instant),
    Column("settled", Boolean),  # it passed, or it is waited for no more
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

OVERDUE = "overdue"
"""The reply is waited for until then."""
REMINDER = "reminder"
"""If no reply has come by then, a reminder is proposed."""
EMBARGO = "embargo"
"""The letter is confidential until then."""
COMMENTS = "comments"
"""The State comments on the draft report on a visit until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An open deadline of a letter that has passed."""

    communication_id: str
    kind: str
    due_at: datetime
    correlation_id: UUID


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case ReplyDue() | ExtensionNoted() as fact:
            return [
                deadline(fact.communication_id, OVERDUE, fact.due_at, published),
                *_next_reminder(fact, published),
            ]
        case ReminderProposed() as fact:
            return _next_reminder(fact, published) or [settled(fact.communication_id, REMINDER)]
        case ReplyOverdue(communication_id=communication_id):
            return [settled(communication_id, OVERDUE)]
        case GovernmentReplyLogged(kind="substantive") | CaseClosed() as fact:
            return [settled(fact.communication_id, kind) for kind in (OVERDUE, REMINDER)]
        case CaseReopened(communication_id=communication_id, waits_until=until) as fact:
            due = [deadline(communication_id, OVERDUE, until, published)] if until else []
            return [*due, *_next_reminder(fact, published)]
        case EmbargoSet() | EmbargoMoved() as fact:
            return [deadline(fact.communication_id, EMBARGO, fact.embargo_until, published)]
        case EmbargoEnded(communication_id=communication_id):
            return [settled(communication_id, EMBARGO)]
        case VisitReportSentToState(mission_id=mission_id, comments_due=last):
            return [deadline(mission_id, COMMENTS, start_of(last + timedelta(days=1)), published)]
        case (CommentPeriodEnded() | VisitReportWithdrawn() | VisitReportPassedOn(to=None)) as fact:
            return [settled(fact.mission_id, COMMENTS)]
        case DemoClockAdvanced(days=days):
            return [Put(demo_clock, _MAIN, {"days": days})]
        case _:
            return []


def deadline(communication_id: str, kind: str, due_at: datetime, of: Published) -> Change:
    """Set a date to wait for, or change it."""
    values = {"due_at": due_at, "settled": False, "correlation_id": of.correlation_id}
    return Put(deadlines, (communication_id, kind), values)


def _next_reminder(
    fact: ReplyDue | ExtensionNoted | ReminderProposed | CaseReopened, of: Published
) -> list[Change]:
    return [deadline(fact.communication_id, REMINDER, at, of) for at in fact.reminders_at[:1]]


def settled(communication_id: str, kind: str) -> Change:
    return Put(deadlines, (communication_id, kind), {"settled": True})


DEADLINES = ReadModel(
    consumer="followup.deadlines", contracts=(FOLLOWUP,), tables=tables, project=project
)


def due(conn: Connection, at: datetime) -> list[Due]:
    """Return open deadlines before ``at``, the oldest first."""
    c = deadlines.c
    rows = conn.execute(
        select(c.communication_id, c.kind, c.due_at, c.correlation_id)
        .where(c.settled.is_(False), c.due_at < at)
        .order_by(c.due_at, c.communication_id, c.kind)
    )
    return [
        Due(
            communication_id=row.communication_id,
            kind=row.kind,
            due_at=row.due_at,
            correlation_id=row.correlation_id,
        )
        for row in rows
    ]


def days_ahead(conn: Connection) -> int:
    """Return by how many days the demonstration's clock is ahead."""
    return conn.scalar(select(demo_clock.c.days)) or 0
