"""The commands of the Committee's meetings and action items, and their intended actors."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_meetings import PaperReaders
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMeeting:
    """The Committee, or a desk officer about States of their own."""

    meeting_id: str
    kind: str
    starts_at: datetime
    states: tuple[str, ...]
    invited: tuple[str, ...]
    named_only: bool
    agenda: Sealed
    place: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMeeting:
    """The Committee, or who called it; until it was held.

    ``seen``: the meeting as the page showed it (committee_meetings.details).
    """

    meeting_id: str
    seen: str
    kind: str
    starts_at: datetime
    states: tuple[str, ...]
    invited: tuple[str, ...]
    named_only: bool
    agenda: Sealed
    place: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting:
    """The Committee, or who called it. ``seen``: as for ``ChangeMeeting``."""

    meeting_id: str
    seen: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMeetingHeld:
    """The Committee, or who is invited to it.

    ``seen``: what the page showed as held (committee_meetings.recorded).
    """

    meeting_id: str
    seen: str
    held_on: date
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMinutes:
    """The Committee, or who is invited to it. ``version``: the one that the page showed, or 0."""

    meeting_id: str
    version: int
    minutes: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeMinutes:
    """The chair; everybody of the Committee while none is known. ``version``: that was read."""

    meeting_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenMinutes:
    """The chair: they were agreed with an error. ``version``: of those that the page showed."""

    meeting_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMeetingPaper:
    """The Committee, or who is invited to it; before the meeting and after."""

    meeting_id: str
    paper_id: str
    title: Sealed
    readers: PaperReaders
    file: LibraryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMeetingPaper:
    """The Committee, or who added it while they are invited."""

    meeting_id: str
    paper_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteGuest:
    """The Committee, or who called it; until it was held. The portal offers accounts by role."""

    meeting_id: str
    guest_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawGuest:
    """The Committee, or who called it; before the meeting and after."""

    meeting_id: str
    guest_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenActionItem:
    """The Committee, or who is invited to the meeting."""

    action_id: str
    meeting_id: str
    text: Sealed
    owner_id: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveActionItem:
    """The Committee: to another owner, or another day.

    ``seen``: owner and day that the page showed (committee_meetings.given).
    """

    action_id: str
    seen: str
    owner_id: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishActionItem:
    """Its owner, or the Committee. ``seen``: as for ``MoveActionItem``."""

    action_id: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropActionItem:
    """The Committee. ``seen``: as for ``MoveActionItem``."""

    action_id: str
    seen: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenActionItem:
    """Its owner, or the Committee: it was closed in error.

    ``seen``: which closing the page showed (committee_meetings.closed).
    """

    action_id: str
    seen: str


OfMeeting: TypeAlias = (
    CallMeeting
    | ChangeMeeting
    | CancelMeeting
    | RecordMeetingHeld
    | WriteMinutes
    | AgreeMinutes
    | ReopenMinutes
    | AddMeetingPaper
    | WithdrawMeetingPaper
    | InviteGuest
    | WithdrawGuest
)
OfAction: TypeAlias = (
    OpenActionItem | MoveActionItem | FinishActionItem | DropActionItem | ReopenActionItem
)
Command: TypeAlias = OfMeeting | OfAction

TYPES: dict[str, type] = {
    "call-meeting": CallMeeting,
    "change-meeting": ChangeMeeting,
    "cancel-meeting": CancelMeeting,
    "record-meeting-held": RecordMeetingHeld,
    "write-minutes": WriteMinutes,
    "agree-minutes": AgreeMinutes,
    "reopen-minutes": ReopenMinutes,
    "add-meeting-paper": AddMeetingPaper,
    "withdraw-meeting-paper": WithdrawMeetingPaper,
    "invite-meeting-guest": InviteGuest,
    "withdraw-meeting-guest": WithdrawGuest,
    "open-action-item": OpenActionItem,
    "move-action-item": MoveActionItem,
    "finish-action-item": FinishActionItem,
    "drop-action-item": DropActionItem,
    "reopen-action-item": ReopenActionItem,
}
