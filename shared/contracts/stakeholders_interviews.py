"""Facts of the interviews of a selection: A18 of selection-stakeholders-committee.md section A.3.

The same questions are asked of all, so they stand once the first interview was held (resolution
5/1, annex, and SA14). Who is interviewed says the list of the chair (``stakeholders_review``).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Way: TypeAlias = Literal["room", "video", "telephone"]
"""Where the panel and the candidate meet."""
Missed: TypeAlias = Literal["candidate", "panel", "connection"]
"""Who did not come, or what did not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewQuestionsSet:
    """``version``: from 1 on in each round of the vacancy; the last one counts."""

    vacancy_id: str
    version: int
    questions: Sealed
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewScheduled:
    """Or moved. ``language``: in which the candidate speaks, one of shared.reference.LANGUAGES."""

    vacancy_id: str
    candidate_id: str
    starts_at: datetime
    minutes: int
    way: Way
    language: str
    scheduled_by: str
    scheduled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewAnswered:
    """What the candidate says to the time. ``needs``: an accommodation, or another time."""

    vacancy_id: str
    candidate_id: str
    comes: bool
    needs: Sealed | None
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewHeld:
    """``version``: of the questions that were asked."""

    vacancy_id: str
    candidate_id: str
    version: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewMissed:
    """It can be given another time."""

    vacancy_id: str
    candidate_id: str
    reason_code: Missed
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewCancelled:
    """A new list leaves the candidate out, whose time was still to come."""

    vacancy_id: str
    candidate_id: str
    starts_at: datetime
    cancelled_at: datetime


Fact: TypeAlias = (
    InterviewQuestionsSet
    | InterviewScheduled
    | InterviewAnswered
    | InterviewHeld
    | InterviewMissed
    | InterviewCancelled
)

TYPES: dict[str, type] = {
    "interview-questions-set": InterviewQuestionsSet,
    "interview-scheduled": InterviewScheduled,
    "interview-answered": InterviewAnswered,
    "interview-held": InterviewHeld,
    "interview-missed": InterviewMissed,
    "interview-cancelled": InterviewCancelled,
}
