"""Files beside the progress of an action: its owner's own, until it is published with them."""

from dataclasses import replace

from services.followup.action.decide import ACTION
from shared.contracts import followup_actions as facts
from shared.contracts.followup_action_commands import ArchiveAction, RemoveActionFile
from shared.core.testing import given
from shared.reference.actions import MOST_FILES
from tests.followup.actions import (
    ACTION_ID,
    ELSEWHERE,
    FOCAL,
    MANAGER,
    PLANNED,
    PUBLISHED,
    PUBLISHER,
    WRITER,
    add_file,
    history,
    progress,
    publish,
    state_of,
)
from tests.followup.visits import HOLDER

WENT = (*PLANNED, (progress(1), WRITER))
REMOVE = RemoveActionFile(action_id=ACTION_ID, attachment_id="f-1")


def test_its_owner_adds_files_once_it_says_how_it_goes_and_takes_them_out() -> None:
    given(ACTION, *history(*PLANNED)).when(add_file(), by=WRITER).then_refused("Say how it goes")
    has = (*WENT, (add_file(), WRITER))
    one = history(*has)[-1]
    assert isinstance(one, facts.ActionFileAdded)
    assert (one.step, one.attachment_id, one.done_by) == (3, "f-1", WRITER.actor_id)
    given(ACTION, *history(*has)).when(add_file(), by=WRITER).then_nothing()
    gone = history(*has, (REMOVE, MANAGER))[-1]
    assert isinstance(gone, facts.ActionFileRemoved)
    given(ACTION, *history(*WENT)).when(REMOVE, by=WRITER).then_nothing()
    for other in (ELSEWHERE, FOCAL, HOLDER, PUBLISHER):
        for command in (add_file(), REMOVE):
            given(ACTION, *history(*has)).when(command, by=other).then_forbidden()
    many = [(add_file(f"m-{n}"), WRITER) for n in range(MOST_FILES)]
    given(ACTION, *history(*WENT, *many)).when(add_file(), by=WRITER).then_refused("20 files")
    for wrong in (replace(add_file(), sha256="x"), replace(add_file(), object_name="../x")):
        given(ACTION, *history(*WENT)).when(wrong, by=WRITER).then_refused("fingerprint")
    away = history(*has, (ArchiveAction(action_id=ACTION_ID), WRITER))
    given(ACTION, *away).when(REMOVE, by=WRITER).then_refused("is archived")


def test_a_new_file_is_a_draft_that_somebody_else_publishes_and_a_removed_one_is_none() -> None:
    step = len(history(*PUBLISHED))
    new = (*PUBLISHED, (add_file(), MANAGER))
    assert state_of(*new).published < state_of(*new).changed
    given(ACTION, *history(*new)).when(publish(step + 1), by=MANAGER).then_refused("You wrote")
    again = history(*new, (publish(step + 1), WRITER))
    assert isinstance(again[-1], facts.ActionPublished)
    given(ACTION, *again).when(publish(step + 2), by=MANAGER).then_nothing()
    out = state_of(*new, (publish(step + 1), WRITER), (REMOVE, WRITER))
    assert out.published > out.changed, "what is published loses the file at once"
    assert not state_of(*new, (REMOVE, MANAGER)).writers
