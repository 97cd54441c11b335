"""Work on a submission that decides nothing about it: assignee, tags, notes and links."""

from collections.abc import Sequence
from typing import assert_never

from services.intake.events import Event
from services.intake.submission.access import require_desk_or_seized
from services.intake.submission.state import Received
from shared.contracts.intake_triage import (
    NoteAdded,
    SubmissionAssigned,
    SubmissionsLinked,
    SubmissionsUnlinked,
    SubmissionTagged,
    SubmissionUnassigned,
    SubmissionUntagged,
)
from shared.contracts.intake_triage_commands import (
    AddNote,
    AssignSubmission,
    LinkSubmissions,
    TagSubmission,
    UnassignSubmission,
    UnlinkSubmissions,
    Work,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.triage import TAGS


def decide(command: Work, asked: Asked, state: Received) -> Sequence[Event]:
    match command:
        case AssignSubmission():
            return _assign(command, asked, state)
        case UnassignSubmission():
            return _unassign(command, asked, state)
        case TagSubmission():
            return _tag(command, asked, state)
        case AddNote():
            return _note(command, asked, state)
        case LinkSubmissions():
            return _link(command, asked, state)
        case UnlinkSubmissions():
            return _unlink(command, asked, state)
    assert_never(command)


def pair(command: LinkSubmissions | UnlinkSubmissions) -> tuple[str, str]:
    """Return the two in order: linking from either side writes to the same stream."""
    first, second = sorted((command.submission_id, command.other_id))
    return first, second


def _assign(command: AssignSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may say who works on it.",
        nor="Only an officer of a mandate that it is shared with may say who works on it.",
    )
    if state.file.assignee == command.assignee:
        return []
    if state.not_actioned:
        raise Refused("Nobody works on this submission any more. Reopen it first.")
    return [
        SubmissionAssigned(
            submission_id=command.submission_id,
            assignee=command.assignee,
            assigned_by=asked.by.actor_id,
            assigned_at=asked.at,
        )
    ]


def _unassign(command: UnassignSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may say who works on it.",
        nor="Only an officer of a mandate that it is shared with may say who works on it.",
    )
    if state.file.assignee is None:
        return []
    return [
        SubmissionUnassigned(
            submission_id=command.submission_id,
            unassigned_by=asked.by.actor_id,
            unassigned_at=asked.at,
        )
    ]


def _tag(command: TagSubmission, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may tag it.",
        nor="Only an officer of a mandate that it is shared with may tag it.",
    )
    wanted = frozenset(command.tags)
    if not wanted <= TAGS.keys():
        raise Refused("Choose tags from the list.")
    return [
        *(
            SubmissionTagged(
                submission_id=command.submission_id,
                tag=tag,
                tagged_by=asked.by.actor_id,
                tagged_at=asked.at,
            )
            for tag in sorted(wanted - state.file.tags)
        ),
        *(
            SubmissionUntagged(
                submission_id=command.submission_id,
                tag=tag,
                untagged_by=asked.by.actor_id,
                untagged_at=asked.at,
            )
            for tag in sorted(state.file.tags - wanted)
        ),
    ]


def _note(command: AddNote, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may add a note.",
        nor="Only an officer of a mandate that it is shared with may add a note.",
    )
    if command.note_id in state.file.notes:
        return []
    return [
        NoteAdded(
            submission_id=command.submission_id,
            note_id=command.note_id,
            note=command.note,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def _link(command: LinkSubmissions, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may link it with another.",
        nor="Only an officer of a mandate that it is shared with may link it with another.",
    )
    first, second = pair(command)
    if first == second:
        raise Refused("A submission is not linked with itself. Choose another one.")
    if state.file.links.get(second) == command.kind:
        return []
    return [
        SubmissionsLinked(
            submission_id=first,
            other_id=second,
            kind=command.kind,
            linked_by=asked.by.actor_id,
            linked_at=asked.at,
        )
    ]


def _unlink(command: UnlinkSubmissions, asked: Asked, state: Received) -> Sequence[Event]:
    require_desk_or_seized(
        asked,
        state,
        no="Only the Quick Response Desk or Human-rights officer may undo a link.",
        nor="Only an officer of a mandate that it is shared with may undo a link.",
    )
    first, second = pair(command)
    if second not in state.file.links:
        return []
    return [
        SubmissionsUnlinked(
            submission_id=first,
            other_id=second,
            unlinked_by=asked.by.actor_id,
            unlinked_at=asked.at,
        )
    ]
