"""The state of a request for advice, folded from its events."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_advice import (
    AdviceAskedFurther,
    AdviceAssigned,
    AdviceClosed,
    AdviceGiven,
    AdviceOfficerReminded,
    AdviceReopened,
    AdviceRequested,
    AdviceWithdrawn,
    Fact,
)
from shared.core.message import Sealed
from shared.reference.advice import DAYS


class Stage(Enum):
    """``WAITING``: for an answer, whether or not an officer has it."""

    WAITING = auto()
    ANSWERED = auto()
    CLOSED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Nobody asked. ``days``: until an answer is due, as the office has it."""

    days: int = DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """``questions``: in the order of asking. ``answer``: to the last question; None before it.

    ``reminded_at``: when the officer who has it was reminded last. ``code``: why it is closed.
    """

    days: int
    organisation: str
    asked_by: str
    questions: tuple[Sealed, ...]
    due_on: date
    stage: Stage = Stage.WAITING
    officer_id: str | None = None
    reminded_at: datetime | None = None
    answer: Sealed | None = None
    code: str | None = None


State: TypeAlias = Absent | Advice


def evolve(state: State, event: Fact) -> State:
    if isinstance(event, AdviceRequested):
        return Advice(
            days=state.days,
            organisation=event.organisation,
            asked_by=event.asked_by,
            questions=(event.question,),
            due_on=event.due_on,
        )
    if isinstance(state, Absent):
        return state
    match event:
        case AdviceAskedFurther():
            questions = (*state.questions, event.question)
            return replace(_waiting(state, event.due_on), questions=questions, answer=None)
        case AdviceAssigned():
            return replace(state, officer_id=event.officer_id, reminded_at=None)
        case AdviceOfficerReminded():
            return replace(state, reminded_at=event.reminded_at)
        case AdviceGiven():
            return replace(state, stage=Stage.ANSWERED, answer=event.answer)
        case AdviceClosed():
            return replace(state, stage=Stage.CLOSED, code=event.code)
        case AdviceReopened():
            return _waiting(state, event.due_on)
        case AdviceWithdrawn():
            return replace(state, stage=Stage.WITHDRAWN)
    assert_never(event)


def _waiting(state: Advice, due_on: date) -> Advice:
    return replace(state, stage=Stage.WAITING, due_on=due_on, code=None)
