"""The commands of the interviews of a selection."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.stakeholders_interviews import Missed, Way
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SetInterviewQuestions:
    """The selection officer, until the first interview was held."""

    vacancy_id: str
    questions: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleInterview:
    """The selection officer; again to move it."""

    vacancy_id: str
    candidate_id: str
    starts_at: datetime
    minutes: int
    way: Way
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInterview:
    """The candidate. ``needs``: what is needed, or which other times are possible.

    ``starts_at``: of the time that is answered, as the page showed it.
    """

    vacancy_id: str
    candidate_id: str
    starts_at: datetime
    comes: bool
    needs: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInterviewHeld:
    vacancy_id: str
    candidate_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInterviewMissed:
    vacancy_id: str
    candidate_id: str
    reason_code: Missed


Command: TypeAlias = (
    SetInterviewQuestions
    | ScheduleInterview
    | AnswerInterview
    | RecordInterviewHeld
    | RecordInterviewMissed
)

TYPES: dict[str, type] = {
    "set-interview-questions": SetInterviewQuestions,
    "schedule-interview": ScheduleInterview,
    "answer-interview": AnswerInterview,
    "record-interview-held": RecordInterviewHeld,
    "record-interview-missed": RecordInterviewMissed,
}
