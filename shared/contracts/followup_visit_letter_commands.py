"""The commands of a letter about a visit, and their intended actors.

``version`` and ``content_hash``: of the text that the page showed.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import Letter
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVisitLetter:
    """An officer of the first mandate, which leads. The others ask with it."""

    visit_letter_id: str
    letter: Letter
    state: str
    mandates: tuple[str, ...]
    asking: Asking
    text: Sealed
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseVisitLetter:
    """An officer of one of the mandates. ``version``: that which was changed."""

    visit_letter_id: str
    version: int
    asking: Asking
    text: Sealed
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestVisitLetterApproval:
    """An officer of one of the mandates."""

    visit_letter_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveVisitLetter:
    """The holder of the mandate, who did not write the text."""

    visit_letter_id: str
    mandate: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestVisitLetterChanges:
    """The holder of the mandate: also to take an approval back."""

    visit_letter_id: str
    mandate: str
    version: int
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveVisitLetter:
    """The holder of the mandate; an officer of another one, while nobody signs for it."""

    visit_letter_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawVisitLetter:
    """An officer or the holder of the mandate that leads."""

    visit_letter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverVisitLetter:
    """Who may record that it was sent: nothing of it changes until it is held back."""

    visit_letter_id: str
    mandates: tuple[str, ...]
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldVisitLetterBack:
    """Who may record that it was sent: it is not being sent after all.

    ``handed_over``: the step at which its page showed that it is being sent. ``note``: why.
    """

    visit_letter_id: str
    handed_over: int
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeVisitLetterSending:
    """Who may record that it was sent: it was not, or otherwise. ``sending``: which record."""

    visit_letter_id: str
    sending: int
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SendVisitLetter:
    """The Quick Response Desk, or an officer: it was sent, word for word as approved.

    ``mandates``: in whose name, as the page showed. ``recorded``: how often it had been recorded as
    sent by then, so that a form from before a record was struck makes no second one.
    """

    visit_letter_id: str
    mandates: tuple[str, ...]
    version: int
    content_hash: str
    dated_on: date
    passed_on: date
    channel: str
    reference: Sealed | None
    recorded: int = 0


OfMandate: TypeAlias = ApproveVisitLetter | RequestVisitLetterChanges | LeaveVisitLetter
OfSending: TypeAlias = (
    HandOverVisitLetter | HoldVisitLetterBack | SendVisitLetter | StrikeVisitLetterSending
)
Command: TypeAlias = (
    DraftVisitLetter
    | ReviseVisitLetter
    | RequestVisitLetterApproval
    | OfMandate
    | WithdrawVisitLetter
    | OfSending
)

TYPES: dict[str, type] = {
    "draft-visit-letter": DraftVisitLetter,
    "revise-visit-letter": ReviseVisitLetter,
    "request-visit-letter-approval": RequestVisitLetterApproval,
    "approve-visit-letter": ApproveVisitLetter,
    "request-visit-letter-changes": RequestVisitLetterChanges,
    "leave-visit-letter": LeaveVisitLetter,
    "withdraw-visit-letter": WithdrawVisitLetter,
    "hand-over-visit-letter": HandOverVisitLetter,
    "hold-visit-letter-back": HoldVisitLetterBack,
    "send-visit-letter": SendVisitLetter,
    "strike-visit-letter-sending": StrikeVisitLetterSending,
}
