"""What can be asked of intake."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.intake import Channel, Consent, ConsentScope, Urgency
from shared.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAllegation:
    """``source_subject`` names the vault's key of who the source is; nothing else of it comes."""

    submission_id: str
    channel: Channel
    language: str
    state: str
    urgent: bool
    mandates: tuple[str, ...]
    on_behalf: bool
    source_subject: str
    consent: Consent
    victims: Sealed
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSubmission:
    submission_id: str
    urgency: Urgency
    mandates: tuple[str, ...]
    admissible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotToAct:
    submission_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInformation:
    submission_id: str
    question_id: str
    question: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideInformation:
    submission_id: str
    question_id: str
    answer: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToCommunication:
    submission_id: str
    communication_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    submission_id: str
    scope: ConsentScope


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantConsent:
    """Give again what was withdrawn."""

    submission_id: str
    scope: ConsentScope


Command: TypeAlias = (
    SubmitAllegation
    | TriageSubmission
    | DecideNotToAct
    | RequestInformation
    | ProvideInformation
    | LinkToCommunication
    | WithdrawConsent
    | GrantConsent
)
