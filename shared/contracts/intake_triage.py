"""Facts of intake about triage: who works on a submission, its subject, its destination."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

LinkKind: TypeAlias = Literal["duplicate", "related", "distinct"]
"""``distinct``: somebody looked at both, and they are not about the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAssigned:
    """``assignee`` is the account that works on it now, in place of the one before."""

    submission_id: str
    assignee: str
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUnassigned:
    submission_id: str
    unassigned_by: str
    unassigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionTagged:
    """``tag`` is one of shared.reference.triage.TAGS: free words could carry a name."""

    submission_id: str
    tag: str
    tagged_by: str
    tagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionUntagged:
    submission_id: str
    tag: str
    untagged_by: str
    untagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """An internal note: the source never reads it."""

    submission_id: str
    note_id: str
    note: Sealed
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReferred:
    """``to`` is one of shared.reference.triage.REFERRALS; ``mandate`` if it is a mandate."""

    submission_id: str
    to: str
    mandate: str | None
    referred_by: str
    referred_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReopened:
    """It was not actioned, or was referred, and is in the queue again."""

    submission_id: str
    reopened_by: str
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionsLinked:
    """Two submissions on the same matter, linked once: ``submission_id`` is the first in order."""

    submission_id: str
    other_id: str
    kind: LinkKind
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionsUnlinked:
    submission_id: str
    other_id: str
    unlinked_by: str
    unlinked_at: datetime


Fact: TypeAlias = (
    SubmissionAssigned
    | SubmissionUnassigned
    | SubmissionTagged
    | SubmissionUntagged
    | NoteAdded
    | SubmissionReferred
    | SubmissionReopened
    | SubmissionsLinked
    | SubmissionsUnlinked
)

TYPES: dict[str, type] = {
    "submission-assigned": SubmissionAssigned,
    "submission-unassigned": SubmissionUnassigned,
    "submission-tagged": SubmissionTagged,
    "submission-untagged": SubmissionUntagged,
    "note-added": NoteAdded,
    "submission-referred": SubmissionReferred,
    "submission-reopened": SubmissionReopened,
    "submissions-linked": SubmissionsLinked,
    "submissions-unlinked": SubmissionsUnlinked,
}
