"""The commands of advice that OHCHR asks of the Committee, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCommitteeAdvice:
    """A desk officer, the Quick Response Desk, or the Chief."""

    request_id: str
    question: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCommitteeAdvice:
    """The chair; given again, it is a correction. ``version``: of the answer that the page showed.

    0: there was none.
    """

    request_id: str
    version: int
    advice: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCommitteeAdvice:
    """The chair, while there is no answer. ``reason``: None: what was asked was erased."""

    request_id: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCommitteeDissent:
    """Somebody of the Committee. ``version``: of the advice that the page showed."""

    request_id: str
    version: int
    dissent: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackCommitteeDissent:
    """Who dissented."""

    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCommitteeAdviceRequest:
    """Who asked, while there is no answer."""

    request_id: str


Command: TypeAlias = (
    RequestCommitteeAdvice
    | GiveCommitteeAdvice
    | DeclineCommitteeAdvice
    | RecordCommitteeDissent
    | TakeBackCommitteeDissent
    | WithdrawCommitteeAdviceRequest
)

TYPES: dict[str, type] = {
    "request-committee-advice": RequestCommitteeAdvice,
    "give-committee-advice": GiveCommitteeAdvice,
    "decline-committee-advice": DeclineCommitteeAdvice,
    "record-committee-dissent": RecordCommitteeDissent,
    "take-back-committee-dissent": TakeBackCommitteeDissent,
    "withdraw-committee-advice-request": WithdrawCommitteeAdviceRequest,
}
