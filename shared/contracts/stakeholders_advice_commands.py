"""The commands of requests for advice, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAdvice:
    """A contact point. ``grade``: of the institution, by GANHRI, in force today."""

    advice_id: str
    organisation: str
    grade: str | None
    topic: str
    language: str
    question: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFurther:
    """A contact point of the institution that asked. ``grade``: as in ``RequestAdvice``."""

    advice_id: str
    organisation: str
    grade: str | None
    question: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAdviceRequest:
    """A contact point of the institution that asked."""

    advice_id: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignAdvice:
    """A stakeholder officer. ``officer_id``: an officer's account."""

    advice_id: str
    officer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindAdviser:
    """A stakeholder officer, once a day."""

    advice_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAdvice:
    """The officer to whom it is assigned; given again, it is a correction."""

    advice_id: str
    answer: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAdvice:
    """A stakeholder officer, the officer who has it, or the institution that asked.

    ``organisation``: as which the institution closes it; None for an officer.
    """

    advice_id: str
    organisation: str | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAdvice:
    """A stakeholder officer: it was closed in error."""

    advice_id: str


Command: TypeAlias = (
    RequestAdvice
    | AskFurther
    | WithdrawAdviceRequest
    | AssignAdvice
    | RemindAdviser
    | GiveAdvice
    | CloseAdvice
    | ReopenAdvice
)

TYPES: dict[str, type] = {
    "request-advice": RequestAdvice,
    "ask-further-advice": AskFurther,
    "withdraw-advice-request": WithdrawAdviceRequest,
    "assign-advice": AssignAdvice,
    "remind-adviser": RemindAdviser,
    "give-advice": GiveAdvice,
    "close-advice": CloseAdvice,
    "reopen-advice": ReopenAdvice,
}
