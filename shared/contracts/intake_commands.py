"""The commands of intake."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.contracts import CommandNames
from shared.contracts import intake_source_commands as source
from shared.contracts import intake_triage_commands as triage
from shared.contracts.intake import Channel, ConsentScope, Requested, Urgency, Victim
from shared.contracts.intake_erasure import What
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAllegation:
    """``source_subject`` names the vault's key of the source's identity, which is not sent.

    ``received_at``: when it came by letter, e-mail or telephone, if before it was entered. The
    other fields are as in the fact.
    """

    submission_id: str
    channel: Channel
    language: str
    state: str
    urgent: bool
    reprisal: bool = False
    requested: tuple[Requested, ...] = ()
    mandates: tuple[str, ...]
    on_behalf: bool
    source_subject: str
    victims: tuple[Victim, ...]
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed
    particulars: Sealed | None = None
    received_at: datetime | None = None
    matching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddVictims:
    """The rest of a list that is too long for one command, filed together with it."""

    submission_id: str
    victims: tuple[Victim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSubmission:
    submission_id: str
    urgency: Urgency
    mandates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideNotToAct:
    submission_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInformation:
    """``language``: as in the fact."""

    submission_id: str
    question_id: str
    question: Sealed
    language: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideInformation:
    """``language``: as in the fact."""

    submission_id: str
    question_id: str
    answer: Sealed
    language: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAttachment:
    """A stored file; the fields are those of the fact ``attachment-added``."""

    submission_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    """``victim_id``: None for all."""

    submission_id: str
    scope: ConsentScope
    victim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantConsent:
    """Give what was not given, or again what was withdrawn. ``victim_id``: None for all."""

    submission_id: str
    scope: ConsentScope
    victim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure:
    """The fields are those of the fact ``person-erased``."""

    submission_id: str
    erasure_id: str
    what: What
    basis: str
    asked_by: str


Command: TypeAlias = (
    SubmitAllegation
    | AddVictims
    | TriageSubmission
    | DecideNotToAct
    | RequestInformation
    | ProvideInformation
    | AddAttachment
    | WithdrawConsent
    | GrantConsent
    | RecordErasure
    | source.OfTheSource
    | triage.Work
    | triage.Decision
    | triage.ConfirmAdmissibility
)

INTAKE_COMMANDS = CommandNames(
    service="intake",
    types={
        "submit-allegation": SubmitAllegation,
        "add-victims": AddVictims,
        "triage-submission": TriageSubmission,
        "confirm-admissibility": triage.ConfirmAdmissibility,
        "decide-not-to-act": DecideNotToAct,
        "request-information": RequestInformation,
        "provide-information": ProvideInformation,
        "add-attachment": AddAttachment,
        "add-development": source.AddDevelopment,
        "add-later-victim": source.AddLaterVictim,
        "add-incident": source.AddIncident,
        "add-perpetrator": source.AddPerpetrator,
        "open-source-identity": source.OpenSourceIdentity,
        "clear-passages": source.ClearPassages,
        "record-erasure": RecordErasure,
        "withdraw-consent": WithdrawConsent,
        "grant-consent": GrantConsent,
        "assign-submission": triage.AssignSubmission,
        "unassign-submission": triage.UnassignSubmission,
        "tag-submission": triage.TagSubmission,
        "add-note": triage.AddNote,
        "refer-submission": triage.ReferSubmission,
        "reopen-submission": triage.ReopenSubmission,
        "link-submissions": triage.LinkSubmissions,
        "unlink-submissions": triage.UnlinkSubmissions,
    },
)
