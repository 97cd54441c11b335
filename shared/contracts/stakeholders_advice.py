"""Facts of stakeholders about requests for advice: capability 82 of procedure.md.

A national human rights institution asks, an officer answers. The institution is a pseudonym that
holds for requests for advice alone. What is asked and what is answered is sealed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequested:
    """``topic``: one of shared.reference.advice.TOPICS. ``language``: of the question.

    ``due_on``: the day by which the office answers.
    """

    advice_id: str
    organisation: str
    topic: str
    language: str
    question: Sealed
    due_on: date
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAskedFurther:
    """After an answer, or after it was closed: the request is open again until ``due_on``."""

    advice_id: str
    question: Sealed
    due_on: date
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAssigned:
    """``before``: who had it until now, and has it no more; None: nobody had it."""

    advice_id: str
    officer_id: str
    before: str | None
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceOfficerReminded:
    advice_id: str
    officer_id: str
    reminded_by: str
    reminded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven:
    """``corrects``: it stands for the answer that was given before it."""

    advice_id: str
    answer: Sealed
    corrects: bool
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceClosed:
    """``code``: one of shared.reference.advice.CLOSINGS."""

    advice_id: str
    code: str
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReopened:
    """It was closed in error. ``due_on``: from now on."""

    advice_id: str
    due_on: date
    reopened_by: str
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceWithdrawn:
    """By the institution, which gives no reason. No officer reads it any more."""

    advice_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    AdviceRequested
    | AdviceAskedFurther
    | AdviceAssigned
    | AdviceOfficerReminded
    | AdviceGiven
    | AdviceClosed
    | AdviceReopened
    | AdviceWithdrawn
)

TYPES: dict[str, type] = {
    "advice-requested": AdviceRequested,
    "advice-asked-further": AdviceAskedFurther,
    "advice-assigned": AdviceAssigned,
    "advice-officer-reminded": AdviceOfficerReminded,
    "advice-given": AdviceGiven,
    "advice-closed": AdviceClosed,
    "advice-reopened": AdviceReopened,
    "advice-withdrawn": AdviceWithdrawn,
}

FEED: Feed = {
    AdviceRequested: Shown(words="An institution asked for advice"),
    AdviceGiven: Shown(words="An institution got advice"),
}
"""That something happened: no institution, no topic and no State."""
