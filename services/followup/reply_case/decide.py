"""The reply case of a transmitted letter: due, overdue, replied to, graded by each mandate, closed.

Lifecycle and guards: procedure.md section 2.1 C. Separate modules have the rules for each role:
``house``, ``desk``, ``dialogue``, ``officer``, ``holder`` and ``source``.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.followup import holding, reply_times
from services.followup.reply_case import desk, dialogue, holder, house, officer, source
from services.followup.reply_case.commands import (
    Command,
    MarkOverdue,
    OpenReplyCase,
    PassCaseOn,
    ProposeReminder,
    RecordFollowUpLetter,
)
from services.followup.reply_case.state import Absent, Event, Open, State, evolve
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    AddReplyAttachment,
    ApproveReminder,
    AssessReply,
    CloseCase,
    CommentOnReply,
    CorrectDialogue,
    DraftReminder,
    ForwardReplyToSource,
    LogReply,
    NoteDialogue,
    NoteExtension,
    NotifyClosure,
    RecordTranslation,
    ReopenCase,
    RequestExtension,
    RequestTranslation,
    SendReminder,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused

WhenOpen: TypeAlias = (
    AcknowledgeReceipt
    | RequestExtension
    | RequestTranslation
    | RecordTranslation
    | NoteDialogue
    | CorrectDialogue
    | NoteExtension
    | DraftReminder
    | SendReminder
    | AssessReply
    | ForwardReplyToSource
    | ApproveReminder
    | CommentOnReply
)
"""What a closed case does not take."""
_HOLDERS = (AssessReply, ForwardReplyToSource, ApproveReminder, CloseCase, ReopenCase)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, OpenReplyCase):
        return house.open_case(command, state)
    if isinstance(state, Absent):
        raise Refused("No such communication was transmitted.")
    match command:
        case MarkOverdue():
            return house.mark_overdue(command, asked, state)
        case ProposeReminder():
            return house.propose_reminder(command, asked, state)
        case RecordFollowUpLetter():
            return house.record_follow_up(command, state)
        case PassCaseOn():
            return house.pass_on(command, asked, state)
        case LogReply():
            return desk.log_reply(command, asked, state)
        case AddReplyAttachment():
            return desk.add_attachment(command, asked, state)
        case NotifyClosure():
            return officer.notify_closure(command, asked, state)
        case CloseCase():
            return holder.close(command, asked, state)
        case ReopenCase():
            return holder.reopen(command, asked, state)
        case _:
            if state.closed is not None:
                raise Refused(
                    "This case is closed. A mandate-holder who signed the letter can reopen it."
                )
            return _when_open(command, asked, state)


def _when_open(command: WhenOpen, asked: Asked, state: Open) -> Sequence[Event]:
    match command:
        case AcknowledgeReceipt():
            return desk.acknowledge(command, asked, state)
        case RequestExtension():
            return desk.request_extension(command, asked, state)
        case RequestTranslation():
            return desk.request_translation(command, asked, state)
        case RecordTranslation():
            return desk.record_translation(command, asked, state)
        case NoteDialogue():
            return dialogue.note_dialogue(command, asked, state)
        case CorrectDialogue():
            return dialogue.correct_dialogue(command, asked, state)
        case NoteExtension():
            return officer.note_extension(command, asked, state)
        case DraftReminder():
            return officer.draft_reminder(command, asked, state)
        case SendReminder():
            return officer.send_reminder(command, asked, state)
        case AssessReply():
            return holder.assess(command, asked, state)
        case ForwardReplyToSource():
            return holder.forward(command, asked, state)
        case ApproveReminder():
            return holder.approve_reminder(command, asked, state)
        case CommentOnReply():
            return source.comment(command, asked, state)
    assert_never(command)


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the stream on how long the lead mandate, the first to sign, waits.

    What a holder decides, and a reminder that holders approved, reads who is in office.
    """
    if isinstance(command, OpenReplyCase) and isinstance(state, Absent):
        return [reply_times.stream(one) for one in command.mandates[:1]]
    if isinstance(command, _HOLDERS):
        return [holding.stream(command.mandate)]
    if isinstance(command, SendReminder) and isinstance(state, Open):
        return [holding.stream(one) for one in state.mandates]
    return []


REPLY_CASE: Decider[Command, Event, State] = Decider(
    category="replycase",
    key=lambda command: command.communication_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, OpenReplyCase),
    consults=_consults,
)
