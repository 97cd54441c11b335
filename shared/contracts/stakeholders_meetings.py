"""Facts of stakeholders about the Committee's meetings and action items: K9 of section D.3.

The agenda, the minutes, papers and what is to be done are sealed: they may hold substance.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed

PaperReaders: TypeAlias = Literal["readers", "invited", "guests"]
"""Who reads a paper: who reads the meeting; the Committee and who is invited alone; or whoever
reads the meeting, and its guests."""

# --- meetings ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalled:
    """``kind``: one of shared.reference.committee_meetings.KINDS. ``states``: it is about.

    ``invited``: accounts of desk officers. ``named_only``: nobody but the Committee and those who
    are invited reads it. ``place``: where it is, or how one joins; guests read it as the agenda.
    """

    meeting_id: str
    kind: str
    starts_at: datetime
    states: tuple[str, ...]
    invited: tuple[str, ...]
    named_only: bool
    agenda: Sealed
    called_by: str
    called_at: datetime
    place: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChanged:
    """All of it as it is now. ``uninvited``: who was invited before, and is no more."""

    meeting_id: str
    kind: str
    starts_at: datetime
    states: tuple[str, ...]
    invited: tuple[str, ...]
    uninvited: tuple[str, ...]
    named_only: bool
    agenda: Sealed
    changed_by: str
    changed_at: datetime
    place: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled:
    """``code``: one of shared.reference.committee_meetings.CANCELLED."""

    meeting_id: str
    code: str
    cancelled_by: str
    cancelled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld:
    """``participants``: accounts of those who came. ``minutes_due_on``: to be agreed by then."""

    meeting_id: str
    held_on: date
    participants: tuple[str, ...]
    minutes_due_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWritten:
    """``version``: 1 for the first; each stands for the one before, until one is agreed."""

    meeting_id: str
    version: int
    minutes: Sealed
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesAgreed:
    meeting_id: str
    version: int
    agreed_by: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesReopened:
    """They were agreed with an error. The next version says what changed."""

    meeting_id: str
    version: int
    reopened_by: str
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPaperAdded:
    """``title`` is sealed, as the details of the file, under a key of the paper's own."""

    meeting_id: str
    paper_id: str
    title: Sealed
    readers: PaperReaders
    file: LibraryFile
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPaperWithdrawn:
    """Nobody reads it on a page any more, and its file is removed."""

    meeting_id: str
    paper_id: str
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingGuestInvited:
    """``guest_id``: the account of somebody who is neither of the Committee nor of the office."""

    meeting_id: str
    guest_id: str
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingGuestWithdrawn:
    """The guest reads nothing of the meeting any more."""

    meeting_id: str
    guest_id: str
    withdrawn_by: str
    withdrawn_at: datetime


OfCalled: TypeAlias = (
    MeetingChanged
    | MeetingCancelled
    | MeetingHeld
    | MinutesWritten
    | MinutesAgreed
    | MinutesReopened
    | MeetingPaperAdded
    | MeetingPaperWithdrawn
    | MeetingGuestInvited
    | MeetingGuestWithdrawn
)
"""What comes of a meeting that was called."""
MeetingFact: TypeAlias = MeetingCalled | OfCalled

# --- action items --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemOpened:
    """``owner_id``: the account that does it; ``due_on``: until the end of this day."""

    action_id: str
    meeting_id: str
    text: Sealed
    owner_id: str
    due_on: date
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemMoved:
    """To another owner or another day. ``cause``: ``member_left``: the owner left the Committee.

    ``owner_id``: None: nobody has it, and the Committee gives it to somebody.
    """

    action_id: str
    meeting_id: str
    owner_id: str | None
    before: str | None
    due_on: date
    cause: Literal["changed", "member_left"]
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemOverdue:
    """Its day passed. Said once for each day on which it was due."""

    action_id: str
    meeting_id: str
    owner_id: str | None
    due_on: date
    overdue_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemDone:
    action_id: str
    meeting_id: str
    on_time: bool
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemDropped:
    action_id: str
    meeting_id: str
    reason: Sealed
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItemReopened:
    """It was closed in error: it is as it was before."""

    action_id: str
    meeting_id: str
    reopened_by: str
    reopened_at: datetime


OfOpened: TypeAlias = (
    ActionItemMoved | ActionItemOverdue | ActionItemDone | ActionItemDropped | ActionItemReopened
)
"""What comes of an action item that was opened."""
ActionFact: TypeAlias = ActionItemOpened | OfOpened
Fact: TypeAlias = MeetingFact | ActionFact

TYPES: dict[str, type] = {
    "meeting-called": MeetingCalled,
    "meeting-changed": MeetingChanged,
    "meeting-cancelled": MeetingCancelled,
    "meeting-held": MeetingHeld,
    "minutes-written": MinutesWritten,
    "minutes-agreed": MinutesAgreed,
    "minutes-reopened": MinutesReopened,
    "meeting-paper-added": MeetingPaperAdded,
    "meeting-paper-withdrawn": MeetingPaperWithdrawn,
    "meeting-guest-invited": MeetingGuestInvited,
    "meeting-guest-withdrawn": MeetingGuestWithdrawn,
    "action-item-opened": ActionItemOpened,
    "action-item-moved": ActionItemMoved,
    "action-item-overdue": ActionItemOverdue,
    "action-item-done": ActionItemDone,
    "action-item-dropped": ActionItemDropped,
    "action-item-reopened": ActionItemReopened,
}


def _without_place(payload: dict[str, Any]) -> dict[str, Any]:
    """Version 1 said no place."""
    return {**payload, "place": None}


UPCASTERS = {"meeting-called": (_without_place,), "meeting-changed": (_without_place,)}

FEED: Feed = {
    MeetingHeld: Shown(words="The Coordination Committee met"),
    MinutesAgreed: Shown(words="Minutes of the Coordination Committee agreed"),
}
"""That the Committee met: no State, no agenda, and nobody who came."""
