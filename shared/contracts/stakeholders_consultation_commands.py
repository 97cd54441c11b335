"""The commands of consultations and their proposals, and their intended actors."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.stakeholders_consultations import Call, Consent
from shared.contracts.stakeholders_sessions import Category
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConsultation:
    """A stakeholder officer."""

    consultation_id: str
    call: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendConsultation:
    """A stakeholder officer."""

    consultation_id: str
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelConsultation:
    """A stakeholder officer. ``code``: one of shared.reference.consultations.CANCELLATIONS."""

    consultation_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitProposal:
    """Somebody of the audience."""

    consultation_id: str
    proposal_id: str
    organisation: str | None
    category: Category
    text: Sealed
    language: str
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProposal:
    """Its author."""

    consultation_id: str
    proposal_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProposals:
    """A stakeholder officer. ``title``: what the group is called."""

    consultation_id: str
    group_id: str
    title: Sealed
    proposal_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``text``: None where the proposal was erased, and nothing can be sealed about it."""

    proposal_id: str
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerProposals:
    """A stakeholder officer. ``code``: one of shared.reference.consultations.ANSWERS."""

    consultation_id: str
    code: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOutcome:
    """A stakeholder officer; published again, it is a correction."""

    consultation_id: str
    outcome: str


Command: TypeAlias = (
    CallConsultation
    | ExtendConsultation
    | CancelConsultation
    | SubmitProposal
    | WithdrawProposal
    | GroupProposals
    | AnswerProposals
    | PublishOutcome
)

TYPES: dict[str, type] = {
    "call-consultation": CallConsultation,
    "extend-consultation": ExtendConsultation,
    "cancel-consultation": CancelConsultation,
    "submit-proposal": SubmitProposal,
    "withdraw-proposal": WithdrawProposal,
    "group-proposals": GroupProposals,
    "answer-proposals": AnswerProposals,
    "publish-outcome": PublishOutcome,
}
