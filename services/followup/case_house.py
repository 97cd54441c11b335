"""What only policies and the clock ask of a reply case: it opens, its dates pass.

Nothing is sent here: a reminder is proposed, and people decide.
"""

from collections.abc import Sequence

from services.followup.case_commands import (
    MarkOverdue,
    OpenReplyCase,
    ProposeReminder,
    RecordFollowUpLetter,
)
from services.followup.case_state import Event, Open, State
from services.followup.geneva import end_of_day
from shared.actor import Asked
from shared.contracts.followup import ReplyDue, ReplyOverdue
from shared.contracts.followup_replies import FollowUpLetterSent, ReminderProposed
from shared.decider import Refused


def open_case(command: OpenReplyCase, state: State) -> Sequence[Event]:
    if isinstance(state, Open):
        return []
    return [
        ReplyDue(
            communication_id=command.communication_id,
            reference=command.reference,
            type=command.type,
            recipient=command.recipient,
            mandates=command.mandates,
            transmitted_at=command.transmitted_at,
            due_at=end_of_day(command.transmitted_at, days=command.reply_days),
            reminders_at=tuple(
                end_of_day(command.transmitted_at, days=days)
                for days in sorted(command.reminder_days)
            ),
            submission_ids=command.submission_ids,
        )
    ]


def mark_overdue(command: MarkOverdue, asked: Asked, state: Open) -> Sequence[Event]:
    """Once for each date: an extension gives another one."""
    if state.overdue or state.answered or state.closed:
        return []
    if asked.at <= state.due_at:
        raise Refused("The reply is not due yet.")
    return [
        ReplyOverdue(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            due_at=state.due_at,
            overdue_at=asked.at,
        )
    ]


def propose_reminder(command: ProposeReminder, asked: Asked, state: Open) -> Sequence[Event]:
    if not state.reminders_at or state.answered or state.closed:
        return []
    due, *later = state.reminders_at
    if asked.at <= due:
        raise Refused("The day of this reminder has not passed yet.")
    return [
        ReminderProposed(
            communication_id=command.communication_id,
            mandates=state.mandates,
            number=state.proposed + 1,
            reminders_at=tuple(later),
            proposed_at=asked.at,
        )
    ]


def record_follow_up(command: RecordFollowUpLetter, state: Open) -> Sequence[Event]:
    """Also of a closed case: the letter has gone."""
    if command.follow_up_id in state.followed_up_by:
        return []
    return [
        FollowUpLetterSent(
            communication_id=command.communication_id,
            follow_up_id=command.follow_up_id,
            reference=command.reference,
            recipient=state.recipient,
            mandates=state.mandates,
            sent_at=command.sent_at,
        )
    ]
