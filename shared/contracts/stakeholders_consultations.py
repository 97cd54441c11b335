"""Facts of stakeholders about consultations: selection-stakeholders-committee.md section B.3.

What is asked, and what came of it, is public. Whose a proposal is, is an account's id, and its
organisation a pseudonym that holds for one consultation. What it says, and the answer, are sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.contracts.stakeholders_sessions import Category
from shared.core.message import Sealed

Visible: TypeAlias = Literal["never", "after_close", "at_once"]
"""When everybody may read the proposals whose authors agreed."""
Consent: TypeAlias = Literal["named", "anonymous", "none"]
"""How the author lets others read a proposal: with the organisation's name, without, or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What people read of a consultation. ``audience``: who may propose."""

    title: str
    question: str
    opens_at: datetime
    closes_at: datetime
    audience: tuple[Category, ...]
    visible: Visible


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationCalled:
    consultation_id: str
    call: Call
    called_by: str
    called_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationExtended:
    """``closes_at`` replaces the one of before. What was closed is open again."""

    consultation_id: str
    closes_at: datetime
    extended_by: str
    extended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSubmitted:
    """``organisation``: a pseudonym for this consultation. ``language``: of the text."""

    consultation_id: str
    proposal_id: str
    author_id: str
    organisation: str | None
    category: Category
    text: Sealed
    language: str
    consent: Consent
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalWithdrawn:
    """By its author, who gives no reason. Nobody else reads it any more."""

    consultation_id: str
    proposal_id: str
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationClosed:
    """The time is over."""

    consultation_id: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsGrouped:
    """These proposals are in this group from now on. What they say stays as it was written."""

    consultation_id: str
    group_id: str
    title: Sealed
    proposal_ids: tuple[str, ...]
    grouped_by: str
    grouped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswered:
    """``code``: one of shared.reference.consultations.ANSWERS. Answered again, the last holds."""

    consultation_id: str
    proposal_id: str
    code: str
    answer: Sealed | None
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePublished:
    """``corrects``: it stands for the one that was published before."""

    consultation_id: str
    outcome: str
    corrects: bool
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationCancelled:
    """``code``: one of shared.reference.consultations.CANCELLATIONS."""

    consultation_id: str
    code: str
    cancelled_by: str
    cancelled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationNoted:
    """In the calendar by which the clock finds consultations."""

    consultation_id: str
    closes_at: datetime


Fact: TypeAlias = (
    ConsultationCalled
    | ConsultationExtended
    | ProposalSubmitted
    | ProposalWithdrawn
    | ConsultationClosed
    | ProposalsGrouped
    | ProposalAnswered
    | OutcomePublished
    | ConsultationCancelled
)

TYPES: dict[str, type] = {
    "consultation-called": ConsultationCalled,
    "consultation-extended": ConsultationExtended,
    "proposal-submitted": ProposalSubmitted,
    "proposal-withdrawn": ProposalWithdrawn,
    "consultation-closed": ConsultationClosed,
    "proposals-grouped": ProposalsGrouped,
    "proposal-answered": ProposalAnswered,
    "outcome-published": OutcomePublished,
    "consultation-cancelled": ConsultationCancelled,
    "consultation-noted": ConsultationNoted,
}
