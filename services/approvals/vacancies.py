"""The clock's tables on vacant mandates: who signs which open text, and who holds what.

A text is a letter or a statement. Who holds no seat any more leaves it or is no longer counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
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
    ApprovalGiven,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    TransmissionOrdered,
)
from shared.contracts.approvals_custody import (
    LetterKeptAsRecord,
    LetterPassedOn,
    StatementKeptAsRecord,
    StatementPassedOn,
)
from shared.contracts.approvals_drafting import MandateDroppedOut
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted, VacantMandateDropped
from shared.contracts.approvals_statements import (
    StatementApprovalGiven,
    StatementApprovalVoided,
    StatementApproved,
    StatementChangesRequested,
    StatementDeclined,
    StatementDrafted,
    StatementIssued,
    StatementRevised,
    StatementSignerDropped,
    StatementWithdrawn,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put

tables = MetaData()
texts = Table(
    "approvals_texts",
    tables,
    Column("text_id", String(36), primary_key=True),
    Column("statement", Boolean),  # and no letter
    Column("open", Boolean),  # not cleared, not withdrawn
    Column("correlation_id", Uuid),
)
beside = Table(
    "approvals_beside",
    tables,
    Column("text_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("there", Boolean),
    Column("since", BigInteger),  # the position at which it was invited
    Index("approvals_beside_there", "there", "mandate"),
)
given = Table(
    "approvals_given",
    tables,
    Column("text_id", String(36), primary_key=True),
    Column("mandate", String(60), primary_key=True),
    Column("there", Boolean),
    Column("since", BigInteger),  # the position of the approval
    Column("by", String(80)),
    Index("approvals_given_there", "there", "mandate"),
)
terms = Table(
    "approvals_terms",
    tables,
    Column("term_id", String(36), primary_key=True),
    Column("mandate", String(60), index=True),
    Column("holder_id", String(36)),
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
    """A mandate beside the lead of an open text, for which perhaps nobody signs."""

    text_id: str
    statement: bool
    mandate: str
    since: int
    correlation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Past(Vacant):
    """An approval of an open text by somebody whose term is perhaps over."""


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case HolderNoted() as fact:
            term = {
                "mandate": fact.mandate,
                "holder_id": fact.holder_id,
                "starts_on": fact.starts_on,
                "last": fact.last,
            }
            return [Put(terms, (fact.term_id,), term)]
        case MandateLifeNoted() as fact:
            return [Put(lives, (fact.mandate,), {"signs_until": fact.signs_until})]
        case _:
            return [*_of_letters(published), *_approved(published), *_of_statements(published)]


def _of_letters(published: Published) -> Iterable[Change]:
    match published.fact:
        case CommunicationDrafted(communication_id=text):
            begun = {"open": True, "correlation_id": published.correlation_id, "statement": False}
            return [Put(texts, (text,), begun)]
        case DraftRevised(communication_id=text) | ChangesRequested(communication_id=text):
            return [Put(texts, (text,), {"open": True})]
        case (
            CommunicationApproved(communication_id=text)
            | CommunicationWithdrawn(communication_id=text)
            | LetterKeptAsRecord(communication_id=text)
            | TransmissionOrdered(communication_id=text)
        ):
            return [Put(texts, (text,), {"open": False})]
        case MandateInvited() as fact:
            there = {"there": True, "since": published.position}
            return [
                Put(beside, (fact.communication_id, fact.mandate), there),
                Put(texts, (fact.communication_id,), {"open": True}),  # also if it was cleared
            ]
        case LetterPassedOn() as fact:
            there = {"there": not fact.lead, "since": published.position}
            return [
                Put(beside, (fact.communication_id, fact.mandate), {"there": False}),
                Put(given, (fact.communication_id, fact.mandate), {"there": False}),
                Put(beside, (fact.communication_id, fact.to), there),
                Put(texts, (fact.communication_id,), {"open": True}),  # also if it was cleared
            ]
        case MandateDeclined() | MandateDroppedOut() | VacantMandateDropped() as fact:
            key = (fact.communication_id, fact.mandate)
            return [Put(beside, key, {"there": False}), Put(given, key, {"there": False})]
        case _:
            return []


def _approved(published: Published) -> Iterable[Change]:
    match published.fact:
        case ApprovalGiven() as f:
            by = {"there": True, "since": published.position, "by": f.given_by}
            return [Put(given, (f.communication_id, f.mandate), by)]
        case StatementApprovalGiven() as f:
            by = {"there": True, "since": published.position, "by": f.given_by}
            return [Put(given, (f.statement_id, f.mandate), by)]
        case ApprovalVoided() as f:
            return [Put(given, (f.communication_id, f.mandate), {"there": False})]
        case StatementApprovalVoided() as f:
            return [Put(given, (f.statement_id, f.mandate), {"there": False})]
        case _:
            return []


def _of_statements(published: Published) -> Iterable[Change]:
    match published.fact:
        case StatementDrafted(statement_id=text, mandates=mandates):
            begun = {"open": True, "correlation_id": published.correlation_id, "statement": True}
            there = {"there": True, "since": published.position}
            signers = (Put(beside, (text, one), there) for one in mandates[1:])
            return [Put(texts, (text,), begun), *signers]
        case StatementRevised(statement_id=text) | StatementChangesRequested(statement_id=text):
            return [Put(texts, (text,), {"open": True})]
        case (
            StatementApproved(statement_id=text)
            | StatementIssued(statement_id=text)
            | StatementWithdrawn(statement_id=text)
            | StatementKeptAsRecord(statement_id=text)
        ):
            return [Put(texts, (text,), {"open": False})]
        case StatementPassedOn() as f:
            left, took = (f.statement_id, f.mandate), (f.statement_id, f.to)
            there = {"there": f.to != f.mandates[0], "since": published.position}
            return [
                Put(beside, left, {"there": False}),
                Put(given, left, {"there": False}),
                Put(beside, took, there),
                Put(texts, (f.statement_id,), {"open": True}),  # also if it was cleared
            ]
        case StatementDeclined() | StatementSignerDropped() as f:
            key = (f.statement_id, f.mandate)
            return [Put(beside, key, {"there": False}), Put(given, key, {"there": False})]
        case _:
            return []


def vacant(conn: Connection, on: date) -> list[Vacant]:
    """Return who may have to leave a text; the state knows whether a seat is not on record."""
    c = beside.c
    of = terms.c.mandate == c.mandate
    held = exists().where(of, terms.c.starts_on <= on, terms.c.last >= on)
    over = exists().where(lives.c.mandate == c.mandate, lives.c.signs_until < on)
    nobody = or_(over, and_(exists().where(of, terms.c.last < on), ~held))
    return [Vacant(**row) for row in _some(conn, beside, nobody)]


def past(conn: Connection, on: date) -> list[Past]:
    """Return the approvals that may count no more; the state knows who holds what."""
    c = given.c
    of = and_(terms.c.mandate == c.mandate, terms.c.holder_id == c.by)
    holds = exists().where(of, terms.c.starts_on <= on, terms.c.last >= on)
    over = exists().where(lives.c.mandate == c.mandate, lives.c.signs_until < on)
    left = or_(over, and_(exists().where(of, terms.c.last < on), ~holds))
    return [Past(**row) for row in _some(conn, given, left)]


def _some(conn: Connection, table: Table, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    c = table.c
    rows = conn.execute(
        select(c.text_id, texts.c.statement, c.mandate, c.since, texts.c.correlation_id)
        .join(texts, texts.c.text_id == c.text_id)
        .where(c.there.is_(True), texts.c.open.is_(True), which)
        .order_by(c.text_id, c.mandate)
    )
    return [row._asdict() for row in rows]
