"""Guests of a meeting: who calls it invites them, and withdraws the invitation."""

from collections.abc import Sequence

from services.stakeholders.committee.meetings.calling import may_change, still
from services.stakeholders.committee.meetings.state import Meeting, State
from shared.contracts.stakeholders_meeting_commands import InviteGuest, WithdrawGuest
from shared.contracts.stakeholders_meetings import (
    MeetingFact,
    MeetingGuestInvited,
    MeetingGuestWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.said import Number
from shared.reference.committee_meetings import MOST


def invite(
    command: InviteGuest, asked: Asked, state: State, meeting: Meeting
) -> Sequence[MeetingFact]:
    """A meeting that is kept to those who are named speaks of sources, and has no guests."""
    may_change(asked, state, meeting)
    if command.guest_id in meeting.guests:
        return []
    still(meeting)
    if meeting.named_only:
        raise Refused("Only the Committee and who is invited read this meeting. It has no guests.")
    if meeting.has(command.guest_id):
        raise Refused("This person is invited already.")
    if len(meeting.guests) >= MOST:
        raise Refused("Invite at most {most} people.", most=Number(MOST))
    return [
        MeetingGuestInvited(
            meeting_id=command.meeting_id,
            guest_id=command.guest_id,
            invited_by=asked.by.actor_id,
            invited_at=asked.at,
        )
    ]


def withdraw(
    command: WithdrawGuest, asked: Asked, state: State, meeting: Meeting
) -> Sequence[MeetingFact]:
    """Before the meeting and after: a guest reads its papers for as long as they are invited."""
    may_change(asked, state, meeting)
    if command.guest_id not in meeting.guests:
        return []
    return [
        MeetingGuestWithdrawn(
            meeting_id=command.meeting_id,
            guest_id=command.guest_id,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]
