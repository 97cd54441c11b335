"""Calling a meeting, changing it, and cancelling it."""

from collections.abc import Sequence
from typing import Final

from services.stakeholders.committee.meetings.state import Meeting, Stage, State
from services.stakeholders.committee.sitting import works
from shared.contracts.stakeholders_meeting_commands import (
    CallMeeting,
    CancelMeeting,
    ChangeMeeting,
)
from shared.contracts.stakeholders_meetings import (
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingFact,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import states
from shared.reference.committee_meetings import CANCELLED, KINDS, MOST

CHANGED: Final = "The meeting has changed meanwhile. Load the page and read it."


def call(command: CallMeeting, asked: Asked, state: State) -> Sequence[MeetingFact]:
    _may_call(command, asked, state)
    if state.meeting is not None:
        if state.meeting.called_by == asked.by.actor_id:
            return []
        raise Refused("This meeting is called already.")
    _sound(command)
    if command.starts_at <= asked.at:
        raise Refused("A meeting is called before it begins.")
    return [
        MeetingCalled(
            meeting_id=command.meeting_id,
            kind=command.kind,
            starts_at=command.starts_at,
            states=command.states,
            invited=command.invited,
            named_only=command.named_only,
            agenda=command.agenda,
            place=command.place,
            called_by=asked.by.actor_id,
            called_at=asked.at,
        )
    ]


def change(
    command: ChangeMeeting, asked: Asked, state: State, meeting: Meeting
) -> Sequence[MeetingFact]:
    may_change(asked, state, meeting)
    _may_call(command, asked, state)
    still(meeting)
    _sound(command)
    if _as_it_is(command, meeting):
        return []
    if command.seen != meeting.details:
        raise Refused(CHANGED)
    if command.named_only and meeting.guests:
        raise Refused("Withdraw the invitations of its guests first.")
    if command.starts_at != meeting.starts_at and command.starts_at <= asked.at:
        raise Refused("A meeting is called before it begins.")
    return [
        MeetingChanged(
            meeting_id=command.meeting_id,
            kind=command.kind,
            starts_at=command.starts_at,
            states=command.states,
            invited=command.invited,
            uninvited=tuple(one for one in meeting.invited if one not in command.invited),
            named_only=command.named_only,
            agenda=command.agenda,
            place=command.place,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def cancel(
    command: CancelMeeting, asked: Asked, state: State, meeting: Meeting
) -> Sequence[MeetingFact]:
    may_change(asked, state, meeting)
    if meeting.stage is Stage.CANCELLED and meeting.code == command.code:
        return []
    still(meeting)
    if command.seen != meeting.details:
        raise Refused(CHANGED)
    if command.code not in CANCELLED:
        raise Refused("Choose a reason from the list.")
    return [
        MeetingCancelled(
            meeting_id=command.meeting_id,
            code=command.code,
            cancelled_by=asked.by.actor_id,
            cancelled_at=asked.at,
        )
    ]


def _may_call(command: CallMeeting | ChangeMeeting, asked: Asked, state: State) -> None:
    if works(asked, state.committee):
        return
    if not asked.by.has(Role.DESK_OFFICER):
        raise Forbidden("Only the Committee and desk officers may call a meeting.")
    if not command.states or not asked.by.states.issuperset(command.states):
        raise Forbidden("A desk officer calls a meeting about States of their own.")


def may_change(asked: Asked, state: State, meeting: Meeting) -> None:
    """A member who called it and left changes nothing more; a desk officer still does."""
    own = asked.by.has(Role.DESK_OFFICER) and asked.by.actor_id == meeting.called_by
    if not works(asked, state.committee) and not own:
        raise Forbidden("Only the Committee and who called the meeting may change it.")


def still(meeting: Meeting) -> None:
    if meeting.stage is Stage.CANCELLED:
        raise Refused("This meeting was cancelled.")
    if meeting.stage is not Stage.CALLED:
        raise Refused("This meeting was held.")


def _sound(command: CallMeeting | ChangeMeeting) -> None:
    if command.kind not in KINDS:
        raise Refused("Choose the kind of meeting from the list.")
    if any(one not in states() for one in command.states):
        raise Refused("Choose States from the list.")
    if len(command.invited) > MOST:
        raise Refused("Invite at most {most} people.", most=Number(MOST))


def _as_it_is(command: ChangeMeeting, meeting: Meeting) -> bool:
    return (
        command.kind,
        command.starts_at,
        command.states,
        command.invited,
        command.named_only,
        command.agenda,
        command.place,
    ) == (
        meeting.kind,
        meeting.starts_at,
        meeting.states,
        meeting.invited,
        meeting.named_only,
        meeting.agenda,
        meeting.place,
    )
