"""The commands of sessions and their seats, and their intended actors."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_sessions import (
    Capacity,
    Category,
    PaperAudience,
    SeatKind,
    SessionDetails,
)
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A stakeholder officer."""

    session_id: str
    details: SessionDetails
    capacity: Capacity
    link: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSession:
    """A stakeholder officer. ``details`` and ``link``: all of them."""

    session_id: str
    details: SessionDetails
    link: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCapacity:
    """A stakeholder officer. ``capacity``: all of it."""

    session_id: str
    capacity: Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession:
    """A stakeholder officer. ``called_off``: the session does not take place."""

    session_id: str
    called_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeat:
    """Somebody of the audience, for themselves; a focal or contact point, for a member too."""

    session_id: str
    holder_id: str
    organisation: str | None
    category: Category
    region: str | None
    zone: str
    kind: SeatKind
    seats: int
    person: Sealed
    needs: Sealed | None
    shows_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer:
    """Whom the seat is for, or who asked for it."""

    session_id: str
    registration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer:
    """Whom the seat is for, or who asked for it."""

    session_id: str
    registration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRegistration:
    """Whom the seat is for, who asked for it, or a stakeholder officer."""

    session_id: str
    registration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSessionRegistration:
    """A stakeholder officer. ``code``: one of shared.reference.sessions.REFUSALS."""

    session_id: str
    registration_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRefusal:
    """Whom the seat was for, or who asked for it."""

    session_id: str
    registration_id: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAppeal:
    """Another stakeholder officer than the one who refused."""

    session_id: str
    registration_id: str
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    """A stakeholder officer, once the session began."""

    session_id: str
    registration_ids: tuple[str, ...]
    came: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOnSeat:
    """A focal point of the organisation, or a stakeholder officer.

    ``organisation``: its pseudonym for this session, as whoever asks is of it.
    """

    session_id: str
    registration_id: str
    organisation: str | None
    to_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseRegistration:
    """Whom the seat was for, or who asked for it: once it is given back, or the session is over."""

    session_id: str
    registration_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSessionPaper:
    """A stakeholder officer, before the session and after."""

    session_id: str
    paper_id: str
    title: Sealed
    audience: PaperAudience
    file: LibraryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSessionPaper:
    """A stakeholder officer."""

    session_id: str
    paper_id: str


Command: TypeAlias = (
    OpenSession
    | ChangeSession
    | ChangeCapacity
    | CloseSession
    | RequestSeat
    | AcceptOffer
    | DeclineOffer
    | CancelRegistration
    | RefuseSessionRegistration
    | AppealRefusal
    | DecideAppeal
    | RecordAttendance
    | HandOnSeat
    | EraseRegistration
    | AddSessionPaper
    | WithdrawSessionPaper
)

TYPES: dict[str, type] = {
    "open-session": OpenSession,
    "change-session": ChangeSession,
    "change-capacity": ChangeCapacity,
    "close-session": CloseSession,
    "request-seat": RequestSeat,
    "accept-offer": AcceptOffer,
    "decline-offer": DeclineOffer,
    "cancel-registration": CancelRegistration,
    "refuse-session-registration": RefuseSessionRegistration,
    "appeal-refusal": AppealRefusal,
    "decide-appeal": DecideAppeal,
    "record-attendance": RecordAttendance,
    "hand-on-seat": HandOnSeat,
    "erase-registration": EraseRegistration,
    "add-session-paper": AddSessionPaper,
    "withdraw-session-paper": WithdrawSessionPaper,
}
