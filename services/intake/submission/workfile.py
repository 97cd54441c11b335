"""The working file of a submission: assignee, tags, notes and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from shared.contracts.intake_triage import (
    LinkKind,
    NoteAdded,
    SubmissionAssigned,
    SubmissionsLinked,
    SubmissionsUnlinked,
    SubmissionTagged,
    SubmissionUnassigned,
    SubmissionUntagged,
)

Event: TypeAlias = (
    SubmissionAssigned
    | SubmissionUnassigned
    | SubmissionTagged
    | SubmissionUntagged
    | NoteAdded
    | SubmissionsLinked
    | SubmissionsUnlinked
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workfile:
    """``links``: the relations of other submissions, later in order, to this one, by id."""

    assignee: str | None = None
    tags: frozenset[str] = field(default=frozenset())
    notes: frozenset[str] = field(default=frozenset())
    links: Mapping[str, LinkKind] = field(default_factory=dict)


def evolve(file: Workfile, event: Event) -> Workfile:
    match event:
        case SubmissionAssigned():
            return replace(file, assignee=event.assignee)
        case SubmissionUnassigned():
            return replace(file, assignee=None)
        case SubmissionTagged():
            return replace(file, tags=file.tags | {event.tag})
        case SubmissionUntagged():
            return replace(file, tags=file.tags - {event.tag})
        case NoteAdded():
            return replace(file, notes=file.notes | {event.note_id})
        case SubmissionsLinked():
            return replace(file, links={**file.links, event.other_id: event.kind})
        case SubmissionsUnlinked():
            left = {one: kind for one, kind in file.links.items() if one != event.other_id}
            return replace(file, links=left)
    assert_never(event)
