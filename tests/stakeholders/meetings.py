"""A meeting of the tests with its people, its action items, and each of its commands."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_meeting_commands import (
    AddMeetingPaper,
    AgreeMinutes,
    CallMeeting,
    CancelMeeting,
    ChangeMeeting,
    DropActionItem,
    FinishActionItem,
    InviteGuest,
    MoveActionItem,
    OpenActionItem,
    RecordMeetingHeld,
    ReopenActionItem,
    ReopenMinutes,
    WithdrawGuest,
    WithdrawMeetingPaper,
    WriteMinutes,
)
from shared.contracts.stakeholders_meetings import (
    ActionItemDone,
    ActionItemDropped,
    ActionItemMoved,
    ActionItemOpened,
    ActionItemOverdue,
    ActionItemReopened,
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingGuestInvited,
    MeetingGuestWithdrawn,
    MeetingHeld,
    MeetingPaperAdded,
    MeetingPaperWithdrawn,
    MinutesAgreed,
    MinutesReopened,
    MinutesWritten,
)
from shared.core.actor import Actor, system
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.committee_meetings import closed, details, given, recorded

ID, ACTION = str(derive_id("meeting", 1)), str(derive_id("action", 1))
DAY = timedelta(days=1)
TODAY = day_of(AT)
STARTS = AT + 7 * DAY
AFTER = STARTS + timedelta(hours=3)
HELD_ON = day_of(STARTS)
DUE = HELD_ON + 14 * DAY

MEMBER = Actor(actor_id="holder-a", roles=frozenset({Role.COORDINATION_COMMITTEE}))
CHAIR = Actor(actor_id="holder-b", roles=frozenset({Role.COORDINATION_COMMITTEE}))
DESK = Actor(
    actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN", "UGA"})
)
STRANGER = replace(DESK, actor_id="desk-2")
CLOCK = system("registry")


def sealed(of: str, subject: str = f"meeting-{ID}") -> Sealed:
    return Sealed(subject, of)


CALL = CallMeeting(
    meeting_id=ID,
    kind="desk",
    starts_at=STARTS,
    states=("KEN",),
    invited=("desk-1",),
    named_only=False,
    agenda=sealed("YWdlbmRh"),
)
_SAME: dict[str, Any] = {name: getattr(CALL, name) for name in CallMeeting.__dataclass_fields__}
SHOWN = details("desk", STARTS, ("KEN",), ("desk-1",), CALL.agenda, named_only=False)
CHANGE = ChangeMeeting(**{**_SAME, "starts_at": STARTS + DAY, "invited": ("desk-3",)}, seen=SHOWN)
CANCEL = CancelMeeting(meeting_id=ID, seen=SHOWN, code="postponed")
HOLD = RecordMeetingHeld(
    meeting_id=ID,
    seen=recorded(STARTS, None, ()),
    held_on=HELD_ON,
    participants=("holder-a", "desk-1"),
)
WRITE = WriteMinutes(meeting_id=ID, version=0, minutes=sealed("bWludXRlcw"))
AGREE = AgreeMinutes(meeting_id=ID, version=1)
REOPEN = ReopenMinutes(meeting_id=ID, version=1)
PAPER = "paper-1"
ADD_PAPER = AddMeetingPaper(
    meeting_id=ID,
    paper_id=PAPER,
    title=sealed("dGl0bGU", f"meetingpaper-{PAPER}"),
    readers="readers",
    file=LibraryFile(
        file_id="file-1",
        object_name="object-1",
        sha256="0" * 64,
        size=3,
        media_type="application/pdf",
        scanned="clean",
        details=sealed("ZGV0YWlscw", f"meetingpaper-{PAPER}"),
    ),
)
WITHDRAW_PAPER = WithdrawMeetingPaper(meeting_id=ID, paper_id=PAPER)

INVITE_GUEST = InviteGuest(meeting_id=ID, guest_id="guest-1")
WITHDRAW_GUEST = WithdrawGuest(meeting_id=ID, guest_id="guest-1")

CALLED = MeetingCalled(**_SAME, called_by="holder-a", called_at=AT)
CHANGED = MeetingChanged(
    **{**_SAME, "starts_at": STARTS + DAY, "invited": ("desk-3",)},
    uninvited=("desk-1",),
    changed_by="holder-a",
    changed_at=AT,
)
GUEST = MeetingGuestInvited(meeting_id=ID, guest_id="guest-1", invited_by="holder-a", invited_at=AT)
GUEST_GONE = MeetingGuestWithdrawn(
    meeting_id=ID, guest_id="guest-1", withdrawn_by="holder-a", withdrawn_at=AT
)
CANCELLED = MeetingCancelled(
    meeting_id=ID, code="postponed", cancelled_by="holder-a", cancelled_at=AT
)
HELD = MeetingHeld(
    meeting_id=ID,
    held_on=HELD_ON,
    participants=("holder-a", "desk-1"),
    minutes_due_on=HELD_ON + 10 * DAY,
    recorded_by="holder-a",
    recorded_at=AFTER,
)
WRITTEN = MinutesWritten(
    meeting_id=ID,
    version=1,
    minutes=sealed("bWludXRlcw"),
    written_by="holder-a",
    written_at=AFTER,
)
AGREED = MinutesAgreed(meeting_id=ID, version=1, agreed_by="holder-b", agreed_at=AFTER)
PAPER_ADDED = MeetingPaperAdded(
    **{name: getattr(ADD_PAPER, name) for name in AddMeetingPaper.__dataclass_fields__},
    added_by="holder-a",
    added_at=AT,
)
PAPER_WITHDRAWN = MeetingPaperWithdrawn(
    meeting_id=ID, paper_id=PAPER, withdrawn_by="holder-a", withdrawn_at=AT
)
REOPENED = MinutesReopened(meeting_id=ID, version=1, reopened_by="holder-b", reopened_at=AFTER)

OPEN = OpenActionItem(
    action_id=ACTION,
    meeting_id=ID,
    text=sealed("dGV4dA", f"action-{ACTION}"),
    owner_id="holder-a",
    due_on=DUE,
)
GIVEN, PASSED_ON = given("holder-a", DUE), given("desk-1", DUE + DAY)
MOVE = MoveActionItem(action_id=ACTION, seen=GIVEN, owner_id="desk-1", due_on=DUE + DAY)
FINISH = FinishActionItem(action_id=ACTION, seen=GIVEN)
DROP = DropActionItem(action_id=ACTION, seen=GIVEN, reason=sealed("cmVhc29u", f"action-{ACTION}"))
REOPEN_ITEM = ReopenActionItem(action_id=ACTION, seen=closed(AFTER))
OPENED = ActionItemOpened(
    action_id=ACTION,
    meeting_id=ID,
    text=OPEN.text,
    owner_id="holder-a",
    due_on=DUE,
    opened_by="holder-a",
    opened_at=AFTER,
)
MOVED = ActionItemMoved(
    action_id=ACTION,
    meeting_id=ID,
    owner_id="desk-1",
    before="holder-a",
    due_on=DUE + DAY,
    cause="changed",
    moved_by="holder-a",
    moved_at=AFTER,
)
OVERDUE = ActionItemOverdue(
    action_id=ACTION,
    meeting_id=ID,
    owner_id="holder-a",
    due_on=DUE,
    overdue_at=AFTER + 15 * DAY,
)
DONE = ActionItemDone(
    action_id=ACTION, meeting_id=ID, on_time=True, done_by="holder-a", done_at=AFTER
)
DROPPED = ActionItemDropped(
    action_id=ACTION,
    meeting_id=ID,
    reason=DROP.reason,
    dropped_by="holder-a",
    dropped_at=AFTER,
)
BACK = ActionItemReopened(
    action_id=ACTION, meeting_id=ID, reopened_by="holder-a", reopened_at=AFTER
)

EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (CALL, MEMBER, AT),
    (CHANGE, MEMBER, AT),
    (ADD_PAPER, MEMBER, AT),
    (WITHDRAW_PAPER, MEMBER, AT),
    (INVITE_GUEST, MEMBER, AT),
    (WITHDRAW_GUEST, MEMBER, AT),
    (replace(HOLD, seen=recorded(STARTS + DAY, None, ())), MEMBER, AFTER + DAY),
    (WRITE, MEMBER, AFTER + DAY),
    (AGREE, CHAIR, AFTER + DAY),
    (REOPEN, CHAIR, AFTER + DAY),
)
"""Each command of a meeting that is held, in an order in which each of them changes something."""
ITEMS: tuple[tuple[Any, Actor, datetime], ...] = (
    (CANCEL, MEMBER, AT),
    (OPEN, MEMBER, AFTER),
    (MOVE, MEMBER, AFTER),
    (FINISH, DESK, AFTER),
    (REOPEN_ITEM, DESK, AFTER),
    (DROP, MEMBER, AFTER),
)
FACTS = (
    *(CALLED, CHANGED, CANCELLED, HELD, WRITTEN, AGREED, REOPENED),
    *(OPENED, MOVED, OVERDUE, DONE, DROPPED, BACK),
    *(GUEST, GUEST_GONE),
)
