"""The tables of the interviews, and the facts that fill them.

Who may read them is decided in ``slots``.
"""

from collections.abc import Iterable
from typing import assert_never

from sqlalchemy import Boolean, Column, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders_interviews import (
    Fact,
    InterviewAnswered,
    InterviewCancelled,
    InterviewHeld,
    InterviewMissed,
    InterviewQuestionsSet,
    InterviewScheduled,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put

questions = Table(
    "selection_questions",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("version", Integer),
    Column("questions", SealedText),
    Column("set_at", Instant),
)
slots = Table(
    "selection_slots",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("starts_at", Instant),
    Column("minutes", Integer),
    Column("way", String(10)),
    Column("language", String(10)),
    Column("comes", Boolean),  # null before the candidate answered
    Column("needs", SealedText),
    Column("outcome", String(10)),  # "held", or "missed"; null before
    Column("missed", String(20)),  # why
)


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case InterviewQuestionsSet():
            asked = {
                "version": fact.version,
                "questions": fact.questions,
                "set_at": fact.set_at,
            }
            yield Put(questions, (fact.vacancy_id,), asked)
        case InterviewScheduled():
            yield _slot(
                fact,
                starts_at=fact.starts_at,
                minutes=fact.minutes,
                way=fact.way,
                language=fact.language,
                comes=None,
                needs=None,
                outcome=None,
                missed=None,
            )
        case InterviewAnswered():
            yield _slot(fact, comes=fact.comes, needs=fact.needs)
        case InterviewHeld():
            yield _slot(fact, outcome="held")
        case InterviewMissed():
            yield _slot(fact, outcome="missed", missed=fact.reason_code)
        case InterviewCancelled():
            yield Delete(slots, (fact.vacancy_id, fact.candidate_id))
        case _:
            assert_never(fact)


def _slot(
    fact: InterviewScheduled | InterviewAnswered | InterviewHeld | InterviewMissed,
    **columns: object,
) -> Put:
    return Put(slots, (fact.vacancy_id, fact.candidate_id), columns)
