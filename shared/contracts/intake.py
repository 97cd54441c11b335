"""What intake tells: submissions, from the receipt to the communication they led to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.catalogue import Catalogue
from shared.contracts import Contract
from shared.message import Sealed

Channel: TypeAlias = Literal["portal", "contact_point", "api"]
Urgency: TypeAlias = Literal["urgent", "ordinary"]
ConsentScope: TypeAlias = Literal["act"]
"""To act on the person's behalf and to name him to the authorities: c1 and c2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The four questions (domain.md section 5): c1 to c4. ``act`` is impossible with a reason."""

    act: Literal["yes", "no", "impossible"]
    authorities: Literal["yes", "no"]
    public: Literal["yes", "no"]
    name_form: Literal["full", "initials", "none"]
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllegationReceived:
    """The receipt was given. Who the source is stays in the vault under ``source_subject``."""

    submission_id: str
    received_at: datetime
    channel: Channel
    language: str
    state: str
    urgent: bool
    mandates: tuple[str, ...]
    submitter_id: str
    organisation_id: str | None
    on_behalf: bool
    source_subject: str
    consent: Consent
    victims: Sealed
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionTriaged:
    submission_id: str
    urgency: Urgency
    mandates: tuple[str, ...]
    triaged_by: str
    triaged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityConfirmed:
    submission_id: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionNotActioned:
    """``reason_code`` is one of shared.reference.NOT_ACTIONED."""

    submission_id: str
    reason_code: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequested:
    submission_id: str
    question_id: str
    question: Sealed
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationProvided:
    submission_id: str
    question_id: str
    answer: Sealed
    provided_by: str
    provided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionLinkedToCommunication:
    submission_id: str
    communication_id: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """``communication_ids``: what rests on the submission so far.

    It is told again, with the same person and time, for a communication that is linked later.
    """

    submission_id: str
    scope: ConsentScope
    communication_ids: tuple[str, ...]
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGranted:
    """Given again after it was withdrawn. ``communication_ids``: all that rest on it."""

    submission_id: str
    scope: ConsentScope
    communication_ids: tuple[str, ...]
    granted_by: str
    granted_at: datetime


Fact: TypeAlias = (
    AllegationReceived
    | SubmissionTriaged
    | AdmissibilityConfirmed
    | SubmissionNotActioned
    | InformationRequested
    | InformationProvided
    | SubmissionLinkedToCommunication
    | ConsentWithdrawn
    | ConsentGranted
)

INTAKE = Contract(
    service="intake",
    catalogue=Catalogue(
        {
            "allegation-received": AllegationReceived,
            "submission-triaged": SubmissionTriaged,
            "admissibility-confirmed": AdmissibilityConfirmed,
            "submission-not-actioned": SubmissionNotActioned,
            "information-requested": InformationRequested,
            "information-provided": InformationProvided,
            "submission-linked-to-communication": SubmissionLinkedToCommunication,
            "consent-withdrawn": ConsentWithdrawn,
            "consent-granted": ConsentGranted,
        }
    ),
)
