"""The tables of consultations, their proposals and their groups. What somebody wrote is sealed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, MetaData, String, Table, Text

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_consultations import (
    ConsultationCalled,
    ConsultationCancelled,
    ConsultationClosed,
    ConsultationExtended,
    OutcomePublished,
    ProposalAnswered,
    ProposalsGrouped,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import MADE_BY, Change, Put, ReadModel

CONSUMER = "portal.consultations"

tables = MetaData()
consultations = Table(
    "stakeholder_consultations",
    tables,
    Column("consultation_id", String(36), primary_key=True),
    Column("title", Text),
    Column("question", Text),
    Column("opens_at", Instant, index=True, info={MADE_BY: "index"}),
    Column("closes_at", Instant, index=True),
    Column("audience", JSON),
    Column("visible", String(12)),
    Column("closed_at", Instant),
    Column("cancelled_at", Instant),
    Column("code", String(20)),  # why it was cancelled
    Column("outcome", Text),
    Column("published_at", Instant),
    Column("corrected_at", Instant),
)
proposals = Table(
    "stakeholder_proposals",
    tables,
    Column("consultation_id", String(36), primary_key=True),
    Column("proposal_id", String(36), primary_key=True),
    Column("author_id", String(80), index=True),
    Column("organisation", String(80)),  # a pseudonym for this consultation
    Column("text", SealedText),
    Column("language", String(10)),
    Column("consent", String(10)),
    Column("submitted_at", Instant),
    Column("number", BigInteger),  # the order of proposing, where the times are equal
    Column("withdrawn_at", Instant),
    Column("group_id", String(36)),
    Column("code", String(20)),  # of the answer
    Column("answer", SealedText),
    Column("answered_at", Instant),
    Index("stakeholder_proposals_one", "proposal_id"),
)
groups = Table(
    "stakeholder_proposal_groups",
    tables,
    Column("consultation_id", String(36), primary_key=True),
    Column("group_id", String(36), primary_key=True),
    Column("title", SealedText),
)


def project(published: Published) -> Iterable[Change]:
    fact: Any = published.fact
    match fact:
        case ConsultationCalled():
            return [_called(fact)]
        case ConsultationExtended():
            return [_of(fact, closes_at=fact.closes_at, closed_at=None)]
        case ConsultationClosed():
            return [_of(fact, closed_at=fact.closed_at)]
        case ConsultationCancelled():
            return [_of(fact, cancelled_at=fact.cancelled_at, code=fact.code)]
        case OutcomePublished():
            when = "corrected_at" if fact.corrects else "published_at"
            return [_of(fact, outcome=fact.outcome, **{when: fact.published_at})]
        case ProposalsGrouped():
            title = Put(groups, (fact.consultation_id, fact.group_id), {"title": fact.title})
            these = fact.proposal_ids
            return [title, *(_one(fact, one, group_id=fact.group_id) for one in these)]
        case ProposalSubmitted():
            return [_submitted(fact, published.position)]
        case ProposalWithdrawn():
            return [_one(fact, fact.proposal_id, withdrawn_at=fact.withdrawn_at)]
        case ProposalAnswered():
            given = {"code": fact.code, "answer": fact.answer, "answered_at": fact.answered_at}
            return [_one(fact, fact.proposal_id, **given)]
        case _:
            return []


def _called(f: ConsultationCalled) -> Put:
    return _of(
        f,
        title=f.call.title,
        question=f.call.question,
        opens_at=f.call.opens_at,
        closes_at=f.call.closes_at,
        audience=list(f.call.audience),
        visible=f.call.visible,
    )


def _submitted(f: ProposalSubmitted, number: int) -> Put:
    return _one(
        f,
        f.proposal_id,
        author_id=f.author_id,
        organisation=f.organisation,
        text=f.text,
        language=f.language,
        consent=f.consent,
        submitted_at=f.submitted_at,
        number=number,
    )


def _of(f: Any, **values: object) -> Put:
    return Put(consultations, (f.consultation_id,), values)


def _one(f: Any, proposal_id: str, **values: object) -> Put:
    return Put(proposals, (f.consultation_id, proposal_id), values)


CONSULTATIONS = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
