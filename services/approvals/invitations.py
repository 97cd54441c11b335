"""The read models of the clock: invited mandates with their dates to join, and the demonstration's.

``DEMO_CLOCK`` is kept in a demonstration alone (decision 0051). Who is vacant: ``vacancies``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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
    exists,
    select,
)

from services.approvals import vacancies
from shared.contracts.approvals import (
    APPROVALS,
    CommunicationWithdrawn,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import InvitationExtended, MandateDroppedOut
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.contracts.followup import FOLLOWUP, DemoClockAdvanced
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel

tables = vacancies.tables
invitations = Table(
    "approvals_invitations",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("join_by", Instant),
    Column("settled", Boolean),  # it joined or is out
    Column("correlation_id", Uuid),  # the case's
    Index("approvals_invitations_open", "settled", "join_by"),
)
withdrawn = Table(
    "approvals_withdrawn",
    tables,
    Column("communication_id", String(36), primary_key=True),
)
demo_tables = MetaData()
demo_clock = Table(
    "approvals_demo_clock",
    demo_tables,
    Column("clock", String(20), primary_key=True),
    Column("days", Integer),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A mandate whose date to join has passed."""

    communication_id: str
    mandate: str
    join_by: datetime
    correlation_id: UUID


def project(published: Published) -> Iterable[Change]:
    return [*_dates(published), *vacancies.project(published)]


def _dates(published: Published) -> Iterable[Change]:
    match published.fact:
        case MandateInvited() as fact:
            values = {
                "join_by": fact.join_by,
                "settled": fact.join_by is None,
                "correlation_id": published.correlation_id,
            }
            return [Put(invitations, (fact.communication_id, fact.mandate), values)]
        case InvitationExtended() as fact:
            values = {
                "join_by": fact.join_by,
                "settled": False,
                "correlation_id": published.correlation_id,
            }
            return [Put(invitations, (fact.communication_id, fact.mandate), values)]
        case (
            MandateJoined()
            | MandateDeclined()
            | MandateDroppedOut()
            | VacantMandateDropped()
            | LetterPassedOn() as fact
        ):
            return [Put(invitations, (fact.communication_id, fact.mandate), {"settled": True})]
        case (
            CommunicationWithdrawn(communication_id=communication_id)
            | LetterKeptAsRecord(communication_id=communication_id)
        ):
            return [Put(withdrawn, (communication_id,), {})]
        case _:
            return []


INVITATIONS = ReadModel(
    consumer="approvals.invitations", contracts=(APPROVALS,), tables=tables, project=project
)


def project_demo(published: Published) -> Iterable[Change]:
    match published.fact:
        case DemoClockAdvanced(days=days):
            return [Put(demo_clock, ("main",), {"days": days})]
        case _:
            return []


DEMO_CLOCK = ReadModel(
    consumer="approvals.demo_clock",
    contracts=(FOLLOWUP,),
    tables=demo_tables,
    project=project_demo,
)


def days_ahead(conn: Connection) -> int:
    """Return by how many days the demonstration's clock is ahead."""
    return conn.scalar(select(demo_clock.c.days)) or 0


def silent(conn: Connection, at: datetime) -> list[Silent]:
    """Return the invitations whose date was before ``at``, the oldest first."""
    c = invitations.c
    over = exists().where(withdrawn.c.communication_id == c.communication_id)
    rows = conn.execute(
        select(c.communication_id, c.mandate, c.join_by, c.correlation_id)
        .where(c.settled.is_(False), c.join_by < at, ~over)
        .order_by(c.join_by, c.communication_id, c.mandate)
    )
    return [Silent(**row._asdict()) for row in rows]
