"""Commands that only policies and the clock give to a reply case: open it, pass its dates.

The days are those in the settings of the mandate that leads the letter, as of its transmission, or
else the office's. Nothing is sent here: a reminder is proposed, and people decide.
"""

from collections.abc import Sequence

from services.followup.reply_case.commands import (
    MarkOverdue,
    OpenReplyCase,
    PassCaseOn,
    ProposeReminder,
    RecordFollowUpLetter,
)
from services.followup.reply_case.state import Absent, Event, Open, State
from shared.contracts.followup import ReplyDue, ReplyOverdue
from shared.contracts.followup_custody import CasePassedOn
from shared.contracts.followup_replies import FollowUpLetterSent, ReminderProposed
from shared.contracts.followup_times import ReplyTimesNoted
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import end_of_day


def open_case(command: OpenReplyCase, state: State) -> Sequence[Event]:
    if isinstance(state, Open):
        return []
    times = _at_transmission(command, state)
    own_days = times.reply_days.get(command.type) if times else None
    own_reminders = times.reminder_days if times else None
    reply_days = command.reply_days if own_days is None else own_days
    # Nobody is reminded of a reply that is not due yet.
    reminders = {
        max(days, reply_days)
        for days in (command.reminder_days if own_reminders is None else own_reminders)
    }
    return [
        ReplyDue(
            communication_id=command.communication_id,
            reference=command.reference,
            type=command.type,
            recipient=command.recipient,
            mandates=command.mandates,
            transmitted_at=command.transmitted_at,
            due_at=end_of_day(command.transmitted_at, days=reply_days),
            reminders_at=tuple(
                end_of_day(command.transmitted_at, days=days) for days in sorted(reminders)
            ),
            submission_ids=command.submission_ids,
            reply_days_of=None if times is None or own_days is None else times.mandate,
            reminder_days_of=None if times is None or own_reminders is None else times.mandate,
        )
    ]


def _at_transmission(command: OpenReplyCase, state: Absent) -> ReplyTimesNoted | None:
    """Return the lead's settings at that time; later changes are for later letters."""
    before = [one for one in state.times if one.changed_at <= command.transmitted_at]
    return before[-1] if before else None


def mark_overdue(command: MarkOverdue, asked: Asked, state: Open) -> Sequence[Event]:
    """Once for each date: an extension sets another date."""
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


def pass_on(command: PassCaseOn, asked: Asked, state: Open) -> Sequence[Event]:
    """Also of a closed case, which may be reopened."""
    if command.mandate not in state.mandates:
        return []
    return [
        CasePassedOn(
            communication_id=command.communication_id,
            mandate=command.mandate,
            to=command.to,
            joins=command.to is not None and command.to not in state.mandates,
            passed_at=asked.at,
        )
    ]


def record_follow_up(command: RecordFollowUpLetter, state: Open) -> Sequence[Event]:
    """Also for a closed case: the letter was sent."""
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
