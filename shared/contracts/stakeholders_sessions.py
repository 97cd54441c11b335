"""Facts of stakeholders about sessions: R1 to R8 of selection-stakeholders-committee.md B.3.

Who has a seat is an account's id, and its organisation a pseudonym that holds for one session.
What names the person, what the person needs and the link to the session are sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed

SeatKind: TypeAlias = Literal["room", "remote"]
Category: TypeAlias = Literal["ngo", "nhri"]
"""As what somebody takes part."""
Access: TypeAlias = Literal["open", "closed"]
"""Whether everybody may read that there is a session, or only those whom it is for."""
PaperAudience: TypeAlias = Literal["public", "registered"]
"""Who reads a paper: who may read that there is the session, or who has a confirmed seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetails:
    """What people read of a session. ``zone``: of the place. ``input_call``: what is asked for."""

    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    access: Access
    audience: tuple[Category, ...]
    languages: tuple[str, ...]
    accessibility: str
    input_call: str
    input_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """``reserved``: seats in the room by regional group. ``per_organisation``: while others wait.

    None: as many as an organisation asks for.
    """

    room: int
    remote: int
    reserved: Mapping[str, int]
    per_organisation: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """``link``: to take part from afar, for those who have a seat."""

    session_id: str
    details: SessionDetails
    capacity: Capacity
    link: Sealed | None
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChanged:
    """``details`` and ``link``: all of them, from now on."""

    session_id: str
    details: SessionDetails
    link: Sealed | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChanged:
    """Nobody who has a seat loses it."""

    session_id: str
    capacity: Capacity
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    """Nobody can ask for a seat any more. ``called_off``: the session does not take place."""

    session_id: str
    called_off: bool
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRequested:
    """``queued_at``: the time that decides who is first. ``seats``: with whoever must be there.

    ``organisation``: a pseudonym for this session; None for a person without one. ``zone``: the
    clock by which the person lives. ``shows_name``: other attendees of the category may read it.
    """

    session_id: str
    registration_id: str
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
    asked_by: str
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatConfirmed:
    session_id: str
    registration_id: str
    kind: SeatKind
    seats: int
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOnWaitingList:
    session_id: str
    registration_id: str
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOffered:
    """``seats`` and ``kind`` may be less than what was asked for: then it is a question."""

    session_id: str
    registration_id: str
    kind: SeatKind
    seats: int
    until: datetime
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOfferLapsed:
    """Nobody answered. ``stays``: on the list, as less was offered than was asked for."""

    session_id: str
    registration_id: str
    kind: SeatKind
    seats: int
    stays: bool
    lapsed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatOfferDeclined:
    """No to less than what was asked for: the place on the list stays."""

    session_id: str
    registration_id: str
    kind: SeatKind
    seats: int
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCancelled:
    session_id: str
    registration_id: str
    cancelled_by: str
    cancelled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRegistrationRefused:
    """``code``: one of shared.reference.sessions.REFUSALS."""

    session_id: str
    registration_id: str
    code: str
    refused_by: str
    refused_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalAppealed:
    session_id: str
    registration_id: str
    reason: Sealed
    appealed_by: str
    appealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided:
    """``granted``: back on the list, at the place of before."""

    session_id: str
    registration_id: str
    granted: bool
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded:
    """``came``: whether these people did; said again it holds as it was said last."""

    session_id: str
    registration_ids: tuple[str, ...]
    came: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNoted:
    """In the calendar by which the clock finds sessions."""

    session_id: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHandedOn:
    """Another focal point of the organisation answers for a seat that was asked for a member."""

    session_id: str
    registration_id: str
    to_account: str
    handed_by: str
    handed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationErased:
    """The person asked: the key of what names them is destroyed. That there was a seat stays."""

    session_id: str
    registration_id: str
    erased_by: str
    erased_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPaperAdded:
    """An agenda, a note, a list of speakers. ``title`` is sealed, as the details of the file."""

    session_id: str
    paper_id: str
    title: Sealed
    audience: PaperAudience
    file: LibraryFile
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPaperWithdrawn:
    """Nobody reads it on a page any more."""

    session_id: str
    paper_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    SessionOpened
    | SessionChanged
    | CapacityChanged
    | SessionClosed
    | RegistrationRequested
    | SeatConfirmed
    | PlacedOnWaitingList
    | SeatOffered
    | SeatOfferLapsed
    | SeatOfferDeclined
    | RegistrationCancelled
    | SessionRegistrationRefused
    | RefusalAppealed
    | AppealDecided
    | AttendanceRecorded
    | SeatHandedOn
    | RegistrationErased
    | SessionPaperAdded
    | SessionPaperWithdrawn
)

TYPES: dict[str, type] = {
    "session-opened": SessionOpened,
    "session-changed": SessionChanged,
    "capacity-changed": CapacityChanged,
    "session-closed": SessionClosed,
    "registration-requested": RegistrationRequested,
    "seat-confirmed": SeatConfirmed,
    "placed-on-waiting-list": PlacedOnWaitingList,
    "seat-offered": SeatOffered,
    "seat-offer-lapsed": SeatOfferLapsed,
    "seat-offer-declined": SeatOfferDeclined,
    "registration-cancelled": RegistrationCancelled,
    "session-registration-refused": SessionRegistrationRefused,
    "refusal-appealed": RefusalAppealed,
    "appeal-decided": AppealDecided,
    "attendance-recorded": AttendanceRecorded,
    "seat-handed-on": SeatHandedOn,
    "registration-erased": RegistrationErased,
    "session-paper-added": SessionPaperAdded,
    "session-paper-withdrawn": SessionPaperWithdrawn,
    "session-noted": SessionNoted,
}


def is_open(session: SessionOpened) -> bool:
    """A closed session is known to those whom it is for."""
    return session.details.access == "open"


FEED: Feed = {
    SessionOpened: Shown(words="Registration for a public session opened", where=is_open),
}
