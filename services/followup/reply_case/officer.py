"""Work of the officer of a signing mandate: note extensions, write and send reminders, notify."""

import re
from collections.abc import Sequence

from services.followup.reply_case.state import Event, Open
from shared.contracts.followup_replies import (
    ClosureNotified,
    ExtensionNoted,
    ReminderDrafted,
    ReminderSent,
)
from shared.contracts.followup_reply_commands import (
    DraftReminder,
    NoteExtension,
    NotifyClosure,
    SendReminder,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of, end_of, end_of_day
from shared.core.roles import Role

_HASH = re.compile(r"[0-9a-f]{64}")


def note_extension(command: NoteExtension, asked: Asked, state: Open) -> Sequence[Event]:
    """Move the reply's date and the reminders, not the embargo (procedure.md 2.1, C3)."""
    _require_officer(
        asked,
        state,
        no="Only the Human-rights officer may note an extension.",
        nor="Only the officer of a mandate that signed the letter may note an extension.",
    )
    if state.answered:
        raise Refused("A reply has come: there is nothing to extend.")
    due = day_of(state.due_at)
    if command.until == due:
        return []
    if command.until < due:
        raise Refused("An extension gives more time: choose a day after the present one.")
    longer = (command.until - due).days
    return [
        ExtensionNoted(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            was_due_at=state.due_at,
            due_at=end_of(command.until, like=state.due_at),
            reminders_at=tuple(end_of_day(at, days=longer) for at in state.reminders_at),
            noted_by=asked.by.actor_id,
            noted_at=asked.at,
        )
    ]


def draft_reminder(command: DraftReminder, asked: Asked, state: Open) -> Sequence[Event]:
    """A new text replaces an unsent one, and has no approval yet."""
    _require_officer(
        asked,
        state,
        no="Only the Human-rights officer may write a reminder.",
        nor="Only the officer of a mandate that signed the letter may write a reminder.",
    )
    if command.reminder_id in state.drafted:
        return []
    if state.answered:
        raise Refused("A substantive reply has come. Write a follow-up letter instead.")
    if not _HASH.fullmatch(command.content_hash):
        raise Refused("The hash of the text is damaged. Open the page again.")
    return [
        ReminderDrafted(
            communication_id=command.communication_id,
            reminder_id=command.reminder_id,
            text=command.text,
            content_hash=command.content_hash,
            drafted_by=asked.by.actor_id,
            drafted_at=asked.at,
        )
    ]


def send_reminder(command: SendReminder, asked: Asked, state: Open) -> Sequence[Event]:
    """In the name of those mandates only whose holders approved its exact text."""
    if not asked.by.has(Role.QUICK_RESPONSE_DESK):
        _require_officer(
            asked,
            state,
            no="Only the Human-rights officer may send a reminder.",
            nor="Only the officer of a mandate that signed the letter may send a reminder.",
        )
    if command.reminder_id in state.sent:
        return []
    waiting = state.reminder
    if waiting is None or waiting.reminder_id != command.reminder_id:
        raise Refused("This reminder was replaced by another text. Open the case again.")
    approved = state.in_office(waiting.approved, asked)
    if not approved:
        raise Refused("No mandate-holder has approved this reminder yet.")
    if state.answered:
        raise Refused("A substantive reply has come: the reminder is not needed any more.")
    return [
        ReminderSent(
            communication_id=command.communication_id,
            reminder_id=command.reminder_id,
            recipient=state.recipient,
            mandates=tuple(one for one in state.mandates if one in approved),
            sent_by=asked.by.actor_id,
            sent_at=asked.at,
        )
    ]


def notify_closure(command: NotifyClosure, asked: Asked, state: Open) -> Sequence[Event]:
    """States ask to be told whether a case is closed (A/HRC/46/26); so are the sources."""
    if not asked.by.has(Role.QUICK_RESPONSE_DESK):
        _require_officer(
            asked,
            state,
            no="Only the Human-rights officer may notify a closure.",
            nor="Only the officer of a mandate that signed the letter may notify a closure.",
        )
    if state.closed is None:
        raise Refused("This case is not closed: there is nothing to notify.")
    if command.to in state.closed.told:
        return []
    return [
        ClosureNotified(
            communication_id=command.communication_id,
            to=command.to,
            outcome=state.closed.outcome,
            submission_ids=state.submission_ids if command.to == "source" else (),
            notified_by=asked.by.actor_id,
            notified_at=asked.at,
        )
    ]


def _require_officer(asked: Asked, state: Open, *, no: str, nor: str) -> None:
    require(asked, Role.HUMAN_RIGHTS_OFFICER, no=no)
    if asked.by.mandates.isdisjoint(state.mandates):
        raise Forbidden(nor)
