"""Work on a submission that decides nothing: assignee, tags, notes and links."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import SubmissionNotActioned
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
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.support.submissions import ID, not_actioned, received, triaged

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
OTHER = "ffffffff-5b0e-5b9f-9c57-7c0c40b4ff0a"
FIRST = "00000000-5b0e-5b9f-9c57-7c0c40b4ff0a"
RECEIVED, SHARED = received(), triaged(mandates=("sr-torture",))
NOTE = Sealed(f"submission-{ID}", "note")

ASSIGN = AssignSubmission(submission_id=ID, assignee="desk-2")
ASSIGNED = SubmissionAssigned(
    submission_id=ID, assignee="desk-2", assigned_by="desk-1", assigned_at=AT
)
GIVE_BACK = UnassignSubmission(submission_id=ID)
GAVE_BACK = SubmissionUnassigned(submission_id=ID, unassigned_by="desk-1", unassigned_at=AT)
TAG = TagSubmission(submission_id=ID, tags=("women", "detention"))
ADD = AddNote(submission_id=ID, note_id="n-1", note=NOTE)
ADDED = NoteAdded(submission_id=ID, note_id="n-1", note=NOTE, added_by="desk-1", added_at=AT)
LINK = LinkSubmissions(submission_id=ID, other_id=OTHER, kind="duplicate")
LINKED = SubmissionsLinked(
    submission_id=ID, other_id=OTHER, kind="duplicate", linked_by="desk-1", linked_at=AT
)
UNLINK = UnlinkSubmissions(submission_id=ID, other_id=OTHER)
UNLINKED = SubmissionsUnlinked(
    submission_id=ID, other_id=OTHER, unlinked_by="desk-1", unlinked_at=AT
)
COMMANDS: list[Any] = [ASSIGN, GIVE_BACK, TAG, ADD, LINK, UNLINK]


def tagged(tag: str) -> SubmissionTagged:
    return SubmissionTagged(submission_id=ID, tag=tag, tagged_by="desk-1", tagged_at=AT)


def untagged(tag: str) -> SubmissionUntagged:
    return SubmissionUntagged(submission_id=ID, tag=tag, untagged_by="desk-1", untagged_at=AT)


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER})
)
def test_nobody_but_the_desk_and_officers_works_on_it(command: Any, role: Role) -> None:
    actor = Actor(
        actor_id="ngo-1",
        roles=frozenset({role}),
        organisation_id="org-1",
        mandates=frozenset({"sr-torture"}),
    )
    given(SUBMISSION, RECEIVED, SHARED).when(command, by=actor).then_forbidden()


@pytest.mark.parametrize("command", COMMANDS)
def test_an_officer_works_on_what_is_shared_with_his_mandate_now(command: Any) -> None:
    history = (RECEIVED, SHARED, replace(ASSIGNED, assignee="x"), LINKED)
    given(SUBMISSION, *history).when(command, by=OFFICER)._decide()
    given(SUBMISSION, RECEIVED).when(command, by=OFFICER).then_forbidden()
    elsewhere = replace(SHARED, mandates=("wgad",))
    given(SUBMISSION, RECEIVED, SHARED, elsewhere).when(command, by=OFFICER).then_forbidden()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reprisal_does_not_exist_for_the_desk_officer_of_the_state_unless_shared(
    command: Any,
) -> None:
    reprisal = replace(RECEIVED, reprisal=True)
    both = replace(DESK, roles=DESK.roles | {Role.DESK_OFFICER}, states=frozenset({RECEIVED.state}))
    given(SUBMISSION, reprisal, SHARED).when(command, by=both).then_refused("no such submission")
    given(SUBMISSION, RECEIVED, SHARED).when(command, by=both)._decide()
    elsewhere = replace(both, states=frozenset({"FRA"}))
    given(SUBMISSION, reprisal, SHARED).when(command, by=elsewhere)._decide()
    shared = replace(
        both, roles=both.roles | {Role.HUMAN_RIGHTS_OFFICER}, mandates=frozenset({"sr-torture"})
    )
    given(SUBMISSION, reprisal, SHARED).when(command, by=shared)._decide()


@pytest.mark.parametrize("command", COMMANDS)
def test_there_is_no_work_on_what_was_never_filed(command: Any) -> None:
    given(SUBMISSION).when(command, by=DESK).then_refused("no such submission")


# --- whose it is ----------------------------------------------------------------------------------


def test_it_is_given_to_somebody_and_back() -> None:
    given(SUBMISSION, RECEIVED).when(ASSIGN, by=DESK).then(ASSIGNED)
    given(SUBMISSION, RECEIVED, ASSIGNED).when(GIVE_BACK, by=DESK).then(GAVE_BACK)
    to_another = replace(ASSIGN, assignee="desk-3")
    given(SUBMISSION, RECEIVED, ASSIGNED).when(to_another, by=DESK).then(
        replace(ASSIGNED, assignee="desk-3")
    )


def test_giving_it_twice_or_back_twice_changes_nothing() -> None:
    given(SUBMISSION, RECEIVED, ASSIGNED).when(ASSIGN, by=DESK).then_nothing()
    given(SUBMISSION, RECEIVED, ASSIGNED, GAVE_BACK).when(GIVE_BACK, by=DESK).then_nothing()


def test_what_is_not_acted_on_is_given_to_nobody() -> None:
    closed: SubmissionNotActioned = not_actioned()
    given(SUBMISSION, RECEIVED, closed).when(ASSIGN, by=DESK).then_refused("Reopen it first")


# --- tags and notes -------------------------------------------------------------------------------


def test_tags_are_put_on_and_taken_off_until_they_are_those_chosen() -> None:
    given(SUBMISSION, RECEIVED).when(TAG, by=DESK).then(tagged("detention"), tagged("women"))
    history = (RECEIVED, tagged("women"), tagged("torture"))
    given(SUBMISSION, *history).when(TAG, by=DESK).then(tagged("detention"), untagged("torture"))
    given(SUBMISSION, *history, untagged("torture"), tagged("detention")).when(
        TAG, by=DESK
    ).then_nothing()


def test_a_tag_in_free_words_is_refused() -> None:
    command = replace(TAG, tags=("detention", "of Jane Doe"))
    given(SUBMISSION, RECEIVED).when(command, by=DESK).then_refused("tags from the list")


def test_a_note_is_added_once() -> None:
    given(SUBMISSION, RECEIVED).when(ADD, by=DESK).then(ADDED)
    given(SUBMISSION, RECEIVED, ADDED).when(ADD, by=DESK).then_nothing()


# --- links ----------------------------------------------------------------------------------------


def test_two_are_linked_once_and_the_link_can_change_and_be_undone() -> None:
    given(SUBMISSION, RECEIVED).when(LINK, by=DESK).then(LINKED)
    given(SUBMISSION, RECEIVED, LINKED).when(LINK, by=DESK).then_nothing()
    distinct = replace(LINK, kind="distinct")
    given(SUBMISSION, RECEIVED, LINKED).when(distinct, by=DESK).then(
        replace(LINKED, kind="distinct")
    )
    given(SUBMISSION, RECEIVED, LINKED).when(UNLINK, by=DESK).then(UNLINKED)
    given(SUBMISSION, RECEIVED, LINKED, UNLINKED).when(UNLINK, by=DESK).then_nothing()


def test_a_link_is_one_from_whichever_side_it_is_made() -> None:
    here = replace(LINK, other_id=FIRST)
    there = replace(LINK, submission_id=FIRST, other_id=ID)
    assert SUBMISSION.stream(here) == SUBMISSION.stream(there) == f"submission-{FIRST}"
    undo = UnlinkSubmissions(submission_id=ID, other_id=FIRST)
    assert SUBMISSION.stream(undo) == f"submission-{FIRST}"
    for command in (here, there):
        given(SUBMISSION, received(FIRST)).when(command, by=DESK).then(
            replace(LINKED, submission_id=FIRST, other_id=ID)
        )


def test_nothing_is_linked_with_itself() -> None:
    given(SUBMISSION, RECEIVED).when(replace(LINK, other_id=ID), by=DESK).then_refused("itself")
