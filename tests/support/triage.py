"""Facts of the work on a submission, and its people."""

from dataclasses import replace
from typing import Any

from shared.contracts.intake_triage import (
    NoteAdded,
    SubmissionAssigned,
    SubmissionReferred,
    SubmissionReopened,
    SubmissionsLinked,
    SubmissionsUnlinked,
    SubmissionTagged,
    SubmissionUnassigned,
    SubmissionUntagged,
)
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.submissions import AT, ID, Seal, unreadable

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
NOTE = str(derive_id("note", 1))


def officer(*mandates: str, role: Role = Role.HUMAN_RIGHTS_OFFICER) -> Actor:
    return Actor(actor_id="officer-1", roles=frozenset({role}), mandates=frozenset(mandates))


def case(n: int) -> str:
    return str(derive_id("submission", n))


def assigned(submission_id: str = ID, *, to: str = "desk-1") -> SubmissionAssigned:
    return SubmissionAssigned(
        submission_id=submission_id, assignee=to, assigned_by="desk-2", assigned_at=AT
    )


def unassigned(submission_id: str = ID) -> SubmissionUnassigned:
    return SubmissionUnassigned(
        submission_id=submission_id, unassigned_by="desk-1", unassigned_at=AT
    )


def tagged(submission_id: str = ID, tag: str = "detention") -> SubmissionTagged:
    return SubmissionTagged(submission_id=submission_id, tag=tag, tagged_by="desk-1", tagged_at=AT)


def untagged(submission_id: str = ID, tag: str = "detention") -> SubmissionUntagged:
    return SubmissionUntagged(
        submission_id=submission_id, tag=tag, untagged_by="desk-1", untagged_at=AT
    )


def noted(submission_id: str = ID, *, seal: Seal = unreadable) -> NoteAdded:
    return NoteAdded(
        submission_id=submission_id,
        note_id=NOTE,
        note=seal(f"submission-{submission_id}", "Planted note"),
        added_by="desk-1",
        added_at=AT,
    )


def referred(submission_id: str = ID, **also: Any) -> SubmissionReferred:
    fact = SubmissionReferred(
        submission_id=submission_id,
        to="treaty_body",
        mandate=None,
        referred_by="desk-1",
        referred_at=AT,
    )
    return replace(fact, **also)


def reopened(submission_id: str = ID) -> SubmissionReopened:
    return SubmissionReopened(submission_id=submission_id, reopened_by="desk-1", reopened_at=AT)


def joined(one: str, other: str, **also: Any) -> SubmissionsLinked:
    first, second = sorted((one, other))
    fact = SubmissionsLinked(
        submission_id=first, other_id=second, kind="duplicate", linked_by="desk-1", linked_at=AT
    )
    return replace(fact, **also)


def parted(one: str, other: str) -> SubmissionsUnlinked:
    first, second = sorted((one, other))
    return SubmissionsUnlinked(
        submission_id=first, other_id=second, unlinked_by="desk-1", unlinked_at=AT
    )
