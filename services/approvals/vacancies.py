"""The clock's tables on vacant mandates: who joins which open letter, and who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Index,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    exists,
    or_,
    select,
)

from shared.contracts.approvals import (
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    TransmissionOrdered,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import MandateDroppedOut
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted, VacantMandateDropped
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put

tables = MetaData()
letters = Table(
    "approvals_letters",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("open", Boolean),  # not cleared, not withdrawn
    Column("correlation_id", Uuid),
)
beside = Table(
    "approvals_beside",
    tables,
    Column("communication_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("there", Boolean),
    Column("invited", BigInteger),  # the invitation's position
    Index("approvals_beside_there", "there", "mandate"),
)
terms = Table(
    "approvals_terms",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("starts_on", Date),
    Column("last", Date),
)
lives = Table(
    "approvals_lives",
    tables,
    Column("mandate", String(60), primary_key=True),
    Column("signs_until", Date),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacant:
    """A mandate beside the lead of an open letter, for which perhaps nobody signs."""

    communication_id: str
    mandate: str
    invited: int
    correlation_id: UUID


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case CommunicationDrafted(communication_id=letter):
            begun = {"open": True, "correlation_id": published.correlation_id}
            return [Put(letters, (letter,), begun)]
        case DraftRevised(communication_id=letter) | ChangesRequested(communication_id=letter):
            return [Put(letters, (letter,), {"open": True})]
        case (
            CommunicationApproved(communication_id=letter)
            | CommunicationWithdrawn(communication_id=letter)
            | LetterKeptAsRecord(communication_id=letter)
            | TransmissionOrdered(communication_id=letter)
        ):
            return [Put(letters, (letter,), {"open": False})]
        case MandateInvited() as fact:
            there = {"there": True, "invited": published.position}
            return [
                Put(beside, (fact.communication_id, fact.mandate), there),
                Put(letters, (fact.communication_id,), {"open": True}),  # also if it was cleared
            ]
        case LetterPassedOn() as fact:
            there = {"there": not fact.lead, "invited": published.position}
            return [
                Put(beside, (fact.communication_id, fact.mandate), {"there": False}),
                Put(beside, (fact.communication_id, fact.to), there),
                Put(letters, (fact.communication_id,), {"open": True}),  # also if it was cleared
            ]
        case MandateDeclined() | MandateDroppedOut() | VacantMandateDropped() as fact:
            return [Put(beside, (fact.communication_id, fact.mandate), {"there": False})]
        case HolderNoted() as fact:
            days = {"mandate": fact.mandate, "starts_on": fact.starts_on, "last": fact.last}
            return [Put(terms, (fact.term_id,), days)]
        case MandateLifeNoted() as fact:
            return [Put(lives, (fact.mandate,), {"signs_until": fact.signs_until})]
        case _:
            return []


def vacant(conn: Connection, on: date) -> list[Vacant]:
    """Return who may have to leave a letter; the state knows whether a seat is not on record."""
    of = terms.c.mandate == beside.c.mandate
    held = exists().where(of, terms.c.starts_on <= on, terms.c.last >= on)
    over = exists().where(lives.c.mandate == beside.c.mandate, lives.c.signs_until < on)
    rows = conn.execute(
        select(
            beside.c.communication_id,
            beside.c.mandate,
            beside.c.invited,
            letters.c.correlation_id,
        )
        .join(letters, letters.c.communication_id == beside.c.communication_id)
        .where(
            beside.c.there.is_(True),
            letters.c.open.is_(True),
            or_(over, and_(exists().where(of, terms.c.last < on), ~held)),
        )
        .order_by(beside.c.communication_id, beside.c.mandate)
    )
    return [Vacant(**row._asdict()) for row in rows]
