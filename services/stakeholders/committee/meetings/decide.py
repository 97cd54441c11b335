"""A meeting of the Committee: called, held, and its minutes agreed. K9 of section D.3.

A stream for each meeting. The Committee calls it, or a desk officer about States of their own; who
is invited works on it with the Committee, and the chair agrees to the minutes.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, assert_never

from services.stakeholders.committee.meetings import guests, papers
from services.stakeholders.committee.meetings.calling import CHANGED, call, cancel, change
from services.stakeholders.committee.meetings.state import Heard, Meeting, Stage, State, evolve
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import of_chair, works
from shared.contracts.stakeholders_meeting_commands import (
    AddMeetingPaper,
    AgreeMinutes,
    CallMeeting,
    CancelMeeting,
    ChangeMeeting,
    InviteGuest,
    OfMeeting,
    RecordMeetingHeld,
    ReopenMinutes,
    WithdrawGuest,
    WithdrawMeetingPaper,
    WriteMinutes,
)
from shared.contracts.stakeholders_meetings import (
    MeetingFact,
    MeetingHeld,
    MinutesAgreed,
    MinutesReopened,
    MinutesWritten,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.committee_meetings import MINUTES_DAYS

_OTHER: Final = "There are other minutes than the page showed. Load it and read them."


def decide(command: OfMeeting, asked: Asked, state: State) -> Sequence[MeetingFact]:
    if isinstance(command, CallMeeting):
        return call(command, asked, state)
    meeting = state.meeting
    if meeting is None:
        raise Refused("There is no such meeting.")
    match command:
        case ChangeMeeting():
            return change(command, asked, state, meeting)
        case CancelMeeting():
            return cancel(command, asked, state, meeting)
        case RecordMeetingHeld():
            _takes_part(asked, state, meeting)
            return _held(command, asked, meeting)
        case WriteMinutes():
            _takes_part(asked, state, meeting)
            return _write(command, asked, meeting)
        case AgreeMinutes():
            of_chair(asked, state.committee)
            return _agree(command, asked, meeting)
        case ReopenMinutes():
            of_chair(asked, state.committee)
            return _reopen(command, asked, meeting)
        case AddMeetingPaper():
            _takes_part(asked, state, meeting)
            return papers.add(command, asked, meeting)
        case WithdrawMeetingPaper():
            _takes_part(asked, state, meeting)
            return papers.withdraw(command, asked, state, meeting)
        case InviteGuest():
            return guests.invite(command, asked, state, meeting)
        case WithdrawGuest():
            return guests.withdraw(command, asked, state, meeting)
    assert_never(command)


def _takes_part(asked: Asked, state: State, meeting: Meeting) -> None:
    if not (works(asked, state.committee) or is_officer_of(meeting, asked)):
        raise Forbidden("Only the Committee and who is invited may do this.")


def is_officer_of(meeting: Meeting, asked: Asked) -> bool:
    """Whether this is a desk officer who called the meeting, or is invited to it."""
    return asked.by.has(Role.DESK_OFFICER) and meeting.has(asked.by.actor_id)


def _held(command: RecordMeetingHeld, asked: Asked, meeting: Meeting) -> Sequence[MeetingFact]:
    """Recorded again before the minutes are agreed, it corrects what was recorded."""
    came = tuple(dict.fromkeys(command.participants))
    if (meeting.held_on, meeting.participants) == (command.held_on, came):
        return []
    if meeting.stage is Stage.CANCELLED:
        raise Refused("This meeting was cancelled.")
    if meeting.stage is Stage.AGREED:
        raise Refused("The minutes of this meeting are agreed.")
    if command.seen != meeting.recorded:
        raise Refused(CHANGED)
    if command.held_on > day_of(asked.at):
        raise Refused("A meeting is recorded once it was held.")
    if not came:
        raise Refused("Choose who came to the meeting.")
    return [
        MeetingHeld(
            meeting_id=command.meeting_id,
            held_on=command.held_on,
            participants=came,
            minutes_due_on=command.held_on + timedelta(days=MINUTES_DAYS),
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _write(command: WriteMinutes, asked: Asked, meeting: Meeting) -> Sequence[MeetingFact]:
    if meeting.stage is Stage.AGREED:
        raise Refused("The minutes of this meeting are agreed.")
    if meeting.stage is not Stage.HELD:
        raise Refused("Minutes are written once the meeting was held.")
    if command.minutes == meeting.minutes:
        return []
    if command.version != meeting.version:
        raise Refused("Somebody else wrote the minutes meanwhile. Load the page and read them.")
    return [
        MinutesWritten(
            meeting_id=command.meeting_id,
            version=meeting.version + 1,
            minutes=command.minutes,
            written_by=asked.by.actor_id,
            written_at=asked.at,
        )
    ]


def _agree(command: AgreeMinutes, asked: Asked, meeting: Meeting) -> Sequence[MeetingFact]:
    if command.version != meeting.version or meeting.version == 0:
        raise Refused(_OTHER)
    if meeting.stage is Stage.AGREED:
        return []
    return [
        MinutesAgreed(
            meeting_id=command.meeting_id,
            version=meeting.version,
            agreed_by=asked.by.actor_id,
            agreed_at=asked.at,
        )
    ]


def _reopen(command: ReopenMinutes, asked: Asked, meeting: Meeting) -> Sequence[MeetingFact]:
    if meeting.stage is not Stage.AGREED:
        return []
    if command.version != meeting.version:
        raise Refused(_OTHER)
    return [
        MinutesReopened(
            meeting_id=command.meeting_id,
            version=meeting.version,
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]


MEETING: Decider[OfMeeting, Heard, State] = Decider(
    category="committeemeeting",
    key=lambda command: command.meeting_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
