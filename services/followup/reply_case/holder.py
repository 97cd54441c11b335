"""Decisions reserved for the holder of a signing mandate; the secretariat never takes them."""

from collections.abc import Sequence
from datetime import datetime

from services.followup.reply_case.state import Event, Grade, Open, require_holder, require_reply
from shared.contracts.followup import ReplyAssessed
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ReminderApproved,
    ReplyForwardedToSource,
)
from shared.contracts.followup_reply_commands import (
    ApproveReminder,
    AssessReply,
    CloseCase,
    ForwardReplyToSource,
    ReopenCase,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.reference import OUTCOMES, PARTIAL_PATTERNS
from shared.reference.holding import ready
from shared.reference.schemes import current

SCHEMES = current("reply")
"""The schemes that grade replies."""

_PARTIAL = "partial"


def assess(command: AssessReply, asked: Asked, state: Open) -> Sequence[Event]:
    """A mandate may grade again: the history keeps the earlier grade."""
    require_holder(
        asked,
        state,
        command.mandate,
        no="Only the Mandate-holder may assess a reply.",
        nor="You can assess a reply only for a mandate that you hold.",
    )
    require_reply(command.reply_id, state)
    scheme = SCHEMES.get(command.scheme)
    if scheme is None or command.value not in scheme.values:
        raise Refused("Choose a grade from the list.")
    if state.replies[command.reply_id] == "acknowledgement" and command.value == scheme.top:
        # Acknowledgements count only as partial (A/HRC/46/26).
        raise Refused("A reply that only acknowledges the letter is not full cooperation.")
    patterns = tuple(dict.fromkeys(command.patterns))
    if patterns and command.value != _PARTIAL:
        raise Refused("Patterns describe a partial reply: choose that grade, or no pattern.")
    if any(one not in PARTIAL_PATTERNS for one in patterns):
        raise Refused("Choose the patterns from the list.")
    grade = Grade(scheme=command.scheme, value=command.value, patterns=patterns)
    if state.grades.get((command.reply_id, command.mandate)) == grade:
        return []
    return [
        ReplyAssessed(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            recipient=state.recipient,
            mandate=command.mandate,
            scheme=command.scheme,
            value=command.value,
            rationale=command.rationale,
            assessed_by=asked.by.actor_id,
            assessed_at=asked.at,
            patterns=patterns,
        )
    ]


def forward(command: ForwardReplyToSource, asked: Asked, state: Open) -> Sequence[Event]:
    require_holder(
        asked,
        state,
        command.mandate,
        no="Only the Mandate-holder may forward a reply to the source.",
        nor="You can forward a reply to the source only for a mandate that you hold.",
    )
    require_reply(command.reply_id, state)
    if command.reply_id in state.forwarded:
        return []
    if not state.submission_ids:
        raise Refused("It is not known here on which submission this letter rests.")
    return [
        ReplyForwardedToSource(
            communication_id=command.communication_id,
            reply_id=command.reply_id,
            submission_ids=state.submission_ids,
            mandate=command.mandate,
            decided_by=asked.by.actor_id,
            forwarded_at=asked.at,
        )
    ]


def approve_reminder(command: ApproveReminder, asked: Asked, state: Open) -> Sequence[Event]:
    """For the exact text, and never by the person who wrote it (R4)."""
    require_holder(
        asked,
        state,
        command.mandate,
        no="Only the Mandate-holder may approve a reminder.",
        nor="You can approve a reminder only for a mandate that you hold.",
    )
    ready(state.holding(command.mandate), asked)
    if command.reminder_id in state.sent:
        return []
    waiting = state.reminder
    if waiting is None or waiting.reminder_id != command.reminder_id:
        raise Refused("This reminder was replaced by another text. Open the case again.")
    if waiting.content_hash != command.content_hash:
        raise Refused("This is not the text that was drafted. Open the case again.")
    if waiting.author == asked.by.actor_id:
        raise Forbidden("Who wrote a reminder cannot approve it.")
    if command.mandate in state.in_office(waiting.approved, asked):
        return []
    return [
        ReminderApproved(
            communication_id=command.communication_id,
            reminder_id=command.reminder_id,
            mandate=command.mandate,
            content_hash=command.content_hash,
            approved_by=asked.by.actor_id,
            approved_at=asked.at,
        )
    ]


def close(command: CloseCase, asked: Asked, state: Open) -> Sequence[Event]:
    require_holder(
        asked,
        state,
        command.mandate,
        no="Only the Mandate-holder may close a case.",
        nor="You can close a case only for a mandate that you hold.",
    )
    if state.closed is not None:
        if state.closed.outcome == command.outcome:
            return []
        raise Refused("This case is closed with another outcome. Reopen it first.")
    if command.outcome not in OUTCOMES:
        raise Refused("Choose the outcome from the list.")
    if command.outcome == "no_reply" and state.answered:
        raise Refused("A substantive reply has come: choose another outcome.")
    return [
        CaseClosed(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            mandate=command.mandate,
            outcome=command.outcome,
            reasons=command.reasons,
            closed_by=asked.by.actor_id,
            closed_at=asked.at,
        )
    ]


def _again(state: Open, at: datetime) -> tuple[datetime, ...]:
    """Return the future reminders, and of the missed ones the last, at once."""
    if state.answered:
        return ()
    missed = tuple(one for one in state.reminders_at if one < at)
    return (*missed[-1:], *state.reminders_at[len(missed) :])


def reopen(command: ReopenCase, asked: Asked, state: Open) -> Sequence[Event]:
    require_holder(
        asked,
        state,
        command.mandate,
        no="Only the Mandate-holder may reopen a case.",
        nor="You can reopen a case only for a mandate that you hold.",
    )
    if state.closed is None:
        return []
    waits = not (state.answered or state.overdue)
    return [
        CaseReopened(
            communication_id=command.communication_id,
            recipient=state.recipient,
            mandates=state.mandates,
            mandate=command.mandate,
            reason=command.reason,
            waits_until=state.due_at if waits else None,
            reminders_at=_again(state, asked.at),
            reopened_by=asked.by.actor_id,
            reopened_at=asked.at,
        )
    ]
