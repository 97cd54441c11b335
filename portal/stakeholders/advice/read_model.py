"""The tables of requests for advice and of what was asked and answered, which is sealed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_advice import (
    AdviceAskedFurther,
    AdviceAssigned,
    AdviceClosed,
    AdviceGiven,
    AdviceOfficerReminded,
    AdviceReopened,
    AdviceRequested,
    AdviceWithdrawn,
)
from shared.core.message import Sealed
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.advice"

tables = MetaData()
requests = Table(
    "advice_requests",
    tables,
    Column("advice_id", String(36), primary_key=True),
    Column("organisation", String(80), index=True),  # a pseudonym, for requests alone
    Column("topic", String(20)),
    Column("language", String(10)),
    Column("asked_by", String(80)),
    Column("asked_at", Instant),
    Column("due_on", Date, index=True),
    Column("stage", String(10)),  # waiting, answered, closed, withdrawn
    Column("stage_at", Instant),
    Column("code", String(20)),  # why it is closed
    Column("officer_id", String(80), index=True),
    Column("reminded_at", Instant),
)
texts = Table(
    "advice_texts",
    tables,
    Column("advice_id", String(36), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # their order
    Column("kind", String(10)),  # question, answer
    Column("text", SealedText),
    Column("corrects", Boolean),
    Column("at", Instant),
    Index("advice_texts_of", "advice_id"),
)


def project(published: Published) -> Iterable[Change]:  # one case for each fact
    fact: Any = published.fact
    number = published.position
    match fact:
        case AdviceRequested():
            asked = _text(fact, number, "question", fact.question, fact.asked_at)
            return [_requested(fact), asked]
        case AdviceAskedFurther():
            asked = _text(fact, number, "question", fact.question, fact.asked_at)
            return [_stage(fact, "waiting", fact.asked_at, due_on=fact.due_on, code=None), asked]
        case AdviceAssigned():
            return [_of(fact, officer_id=fact.officer_id, reminded_at=None)]
        case AdviceOfficerReminded():
            return [_of(fact, reminded_at=fact.reminded_at)]
        case AdviceGiven():
            how = {"corrects": fact.corrects}
            given = _text(fact, number, "answer", fact.answer, fact.given_at, **how)
            return [_stage(fact, "answered", fact.given_at), given]
        case AdviceClosed():
            return [_stage(fact, "closed", fact.closed_at, code=fact.code)]
        case AdviceReopened():
            return [_stage(fact, "waiting", fact.reopened_at, due_on=fact.due_on, code=None)]
        case AdviceWithdrawn():
            return [_stage(fact, "withdrawn", fact.withdrawn_at)]
        case _:
            return []


def _requested(f: AdviceRequested) -> Put:
    return _stage(
        f,
        "waiting",
        f.asked_at,
        organisation=f.organisation,
        topic=f.topic,
        language=f.language,
        asked_by=f.asked_by,
        asked_at=f.asked_at,
        due_on=f.due_on,
    )


def _stage(f: Any, stage: str, at: object, **values: object) -> Put:
    return _of(f, stage=stage, stage_at=at, **values)


def _of(f: Any, **values: object) -> Put:
    return Put(requests, (f.advice_id,), values)


def _text(  # each a column
    f: Any, number: int, kind: str, text: Sealed, at: object, *, corrects: bool = False
) -> Put:
    values = {"kind": kind, "text": text, "corrects": corrects, "at": at}
    return Put(texts, (f.advice_id, number), values)


ADVICE = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
