"""The commands of a visit file, and their intended actors.

``seen``: how many steps of the file the page showed (decision 0063).
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_visit_files import AddVisitDocumentFile
from shared.contracts.followup_visits import (
    Document,
    Reservation,
    Side,
    TermsAnswer,
    VisitKind,
    Window,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """The file is that of the mandate and the State; the first command begins it."""

    mandate: str
    state: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs(OnFile):
    """The Quick Response Desk, and officers and the holder of the mandate."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackVisitLetter(OnFile):
    """The holder: what was decided before texts were approved here does not go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitRequest(Logs):
    """An older one, or one that a holder decided on without a text here; the holder, any."""

    kind: VisitKind
    dates: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitReminder(Logs):
    """An older one, or one that a holder decided on without a text here; the holder, any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitInvitation(Logs):
    dates: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitAcknowledgement(Logs):
    by: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitAcceptance(Logs):
    """With dates it is filed as a proposal of dates."""

    dates: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitDeclination(Logs):
    """``by`` the mandate: the holder alone."""

    by: Side
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitDates(Logs):
    by: Side
    dates: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitPostponement(Logs):
    """``by`` the mandate: the holder alone."""

    by: Side
    reason: str
    hours_before: int | None = None
    dates: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVisitCancellation(Logs):
    """``by`` the mandate: the holder alone."""

    by: Side
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTermsOfReference(Logs):
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTermsAnswer(Logs):
    value: TermsAnswer
    reservations: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideVisitReservation(OnFile):
    """The holder. ``answer_id``: the document with the reservations that were shown."""

    document_id: str
    answer_id: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeVisitDates(OnFile):
    """The holder: days within those that the Government proposed or accepted."""

    document_id: str
    dates: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishVisitDates(OnFile):
    """The holder: the agreed days that were shown, which everybody then reads."""

    dates: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeVisitCooperation(OnFile):
    """The holder: in a scheme that is allowed for requests for visits."""

    scheme: str
    grade: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SayVisitKind(OnFile):
    """Officers and the holder of the mandate: of which kind the visit is."""

    document_id: str
    kind: VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemVisitCancelled(OnFile):
    """The holder."""

    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseVisitInCouncil(OnFile):
    """The holder."""

    document_id: str
    session: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryVisitFileOver(OnFile):
    """The holder: keeps what is open, or lets it lapse."""

    document_id: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeVisitDocument(OnFile):
    """Whoever may log it; what a holder decided, the holder."""

    document_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVisitTerritories(OnFile):
    """Whoever logs. ``hosts``: the other States in which places lie that the file concerns."""

    territories: tuple[str, ...]
    hosts: tuple[str, ...] = ()


Log: TypeAlias = (
    LogVisitRequest
    | LogVisitReminder
    | LogVisitInvitation
    | LogVisitAcknowledgement
    | LogVisitAcceptance
    | LogVisitDeclination
    | LogVisitDates
    | LogVisitPostponement
    | LogVisitCancellation
    | LogTermsOfReference
    | LogTermsAnswer
)
Act: TypeAlias = (
    DeemVisitCancelled
    | RaiseVisitInCouncil
    | CarryVisitFileOver
    | DecideVisitReservation
    | AgreeVisitDates
)
Step: TypeAlias = (
    Log
    | Act
    | TakeBackVisitLetter
    | StrikeVisitDocument
    | NameVisitTerritories
    | SayVisitKind
    | PublishVisitDates
    | GradeVisitCooperation
)
Command: TypeAlias = Step | AddVisitDocumentFile

TYPES: dict[str, type] = {
    "take-back-visit-letter": TakeBackVisitLetter,
    "log-visit-request": LogVisitRequest,
    "log-visit-reminder": LogVisitReminder,
    "log-visit-invitation": LogVisitInvitation,
    "log-visit-acknowledgement": LogVisitAcknowledgement,
    "log-visit-acceptance": LogVisitAcceptance,
    "log-visit-declination": LogVisitDeclination,
    "log-visit-dates": LogVisitDates,
    "log-visit-postponement": LogVisitPostponement,
    "log-visit-cancellation": LogVisitCancellation,
    "log-terms-of-reference": LogTermsOfReference,
    "log-terms-answer": LogTermsAnswer,
    "decide-visit-reservation": DecideVisitReservation,
    "agree-visit-dates": AgreeVisitDates,
    "deem-visit-cancelled": DeemVisitCancelled,
    "raise-visit-in-council": RaiseVisitInCouncil,
    "carry-visit-file-over": CarryVisitFileOver,
    "strike-visit-document": StrikeVisitDocument,
    "name-visit-territories": NameVisitTerritories,
    "say-visit-kind": SayVisitKind,
    "publish-visit-dates": PublishVisitDates,
    "grade-visit-cooperation": GradeVisitCooperation,
    "add-visit-document-file": AddVisitDocumentFile,
}
