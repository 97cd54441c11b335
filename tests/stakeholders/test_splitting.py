"""Splits of an organisation: O10 of section B.3, and the edge cases of B.8."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merger_state import State
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_merger_commands import ConfirmMerger, ProposeMerger, UndoMerger
from shared.contracts.stakeholders_mergers import OrganisationsMerged
from shared.contracts.stakeholders_split_commands import (
    Command,
    ConfirmSplit,
    DropSplit,
    ProposeSplit,
    UndoSplit,
)
from shared.contracts.stakeholders_splits import (
    OrganisationSplit,
    SplitDropped,
    SplitProposed,
    SplitUndone,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import derive_id
from shared.core.testing import AT, given
from shared.reference.organisations import SPLIT_UNDO
from tests.stakeholders import test_merging as merging
from tests.stakeholders.organisations import (
    CONFIRMED,
    DISSOLVED,
    FOCAL,
    ID,
    LISTED,
    MEMBER,
    OFFICER,
    READY,
    REGISTERED,
    SECOND,
)
from tests.stakeholders.test_merging import OTHER, THIRD, of

PART, MORE = str(derive_id("organisation", 8)), str(derive_id("organisation", 9))
DAY = AT.date()
PROPOSE = ProposeSplit(
    split_id="s-1", organisation_id=ID, new_ids=(PART,), merged_ids=(), since=DAY
)
CONFIRM_IT = ConfirmSplit(split_id="s-1", organisation_id=ID, part_ids=(PART,))
DROP = DropSplit(split_id="s-1")
UNDO = UndoSplit(split_id="s-1", organisation_id=ID, part_ids=(PART,))
COMMANDS: tuple[Command, ...] = (PROPOSE, CONFIRM_IT, DROP, UNDO)
WAITS = SplitProposed(
    split_id="s-1",
    organisation_id=ID,
    new_ids=(PART,),
    merged_ids=(),
    since=DAY,
    proposed_by="officer-1",
    proposed_at=AT,
)
DROPPED = SplitDropped(split_id="s-1", new_ids=(PART,), dropped_by="officer-2", dropped_at=AT)
SPLIT = OrganisationSplit(
    split_id="s-1",
    organisation_id=ID,
    part_id=PART,
    new=True,
    since=DAY,
    flags=(),
    split_by="officer-2",
    split_at=AT,
)
UNDONE = SplitUndone(split_id="s-1", organisation_id=ID, undone_by="officer-1", undone_at=AT)
BACK = OrganisationsMerged(
    merger_id=str(derive_id("undone split", "s-1", PART)),
    duplicate_id=PART,
    real_id=ID,
    closes=False,
    keeps="public",
    flags=(),
    merged_by="officer-1",
    merged_at=AT,
)
HERE = (REGISTERED, CONFIRMED)
NEW = of(PART, REGISTERED)
BOTH = (*HERE, *NEW)
GONE_THERE = replace(FOCAL, actor_id="focal-8", organisation_id=PART)
LATER = AT + timedelta(days=31)
MERGED_BEFORE = (merging.WAITS, merging.MERGED, *HERE, *of(OTHER, *HERE))
APART: dict[str, Any] = {"new_ids": (), "merged_ids": (OTHER,)}
PROPOSE_OLD, WAITS_OLD = replace(PROPOSE, **APART), replace(WAITS, **APART)
CONFIRM_OLD = replace(CONFIRM_IT, part_ids=(OTHER,))


def test_one_officer_proposes_and_another_one_splits() -> None:
    given(MERGERS, *HERE).when(PROPOSE, by=OFFICER).then(WAITS)
    given(MERGERS, WAITS, *BOTH).when(CONFIRM_IT, by=OFFICER).then_refused("Another stakeholder")
    given(MERGERS, WAITS, *BOTH).when(CONFIRM_IT, by=SECOND).then(SPLIT)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("by", [FOCAL, MEMBER, GONE_THERE])
def test_no_organisation_splits_itself(command: Command, by: Actor) -> None:
    given(MERGERS, WAITS, *BOTH).when(command, by=by).then_forbidden()


def test_asking_twice_changes_nothing() -> None:
    given(MERGERS, WAITS, *BOTH).when(PROPOSE, by=SECOND).then_nothing()
    given(MERGERS, WAITS, SPLIT, *BOTH).when(CONFIRM_IT, by=SECOND).then_nothing()
    given(MERGERS, WAITS, DROPPED).when(DROP, by=SECOND).then_nothing()
    given(MERGERS, WAITS, SPLIT, BACK, UNDONE, *BOTH).when(UNDO, by=OFFICER).then_nothing()


@pytest.mark.parametrize("of_it", [ID, PART])
def test_nobody_decides_about_their_own_organisation(of_it: str) -> None:
    theirs = replace(OFFICER, actor_id="officer-3", organisation_id=of_it)
    for command, history in ((PROPOSE, HERE), (CONFIRM_IT, (WAITS, *BOTH))):
        given(MERGERS, *history).when(command, by=theirs).then_refused("your own")
    given(MERGERS, WAITS, SPLIT, *BOTH).when(UNDO, by=theirs).then_refused("your own")


@pytest.mark.parametrize("command", [CONFIRM_IT, DROP, UNDO])
def test_there_is_nothing_to_decide_before_somebody_proposed(command: Command) -> None:
    given(MERGERS, *BOTH).when(command, by=SECOND).then_refused("no such split")


@pytest.mark.parametrize("command", [CONFIRM_IT, UNDO])
def test_the_entries_that_are_read_are_those_of_the_proposal(command: Any) -> None:
    other = replace(command, part_ids=(OTHER,))
    given(MERGERS, WAITS, *BOTH).when(other, by=SECOND).then_refused("no such split")
    other = replace(command, organisation_id=OTHER)
    given(MERGERS, WAITS, *BOTH).when(other, by=SECOND).then_refused("no such split")


@pytest.mark.parametrize("parts", [(), (PART, PART), (ID,), (PART, MORE, THIRD)])
def test_it_splits_into_one_or_two_others(parts: tuple[str, ...]) -> None:
    given(MERGERS, *HERE).when(replace(PROPOSE, new_ids=parts), by=OFFICER).then_refused(
        "one or two"
    )


def test_two_new_ones_are_there_at_once_or_not_at_all() -> None:
    two = replace(WAITS, new_ids=(PART, MORE))
    asks = replace(CONFIRM_IT, part_ids=(PART, MORE))
    given(MERGERS, *HERE).when(replace(PROPOSE, new_ids=(PART, MORE)), by=OFFICER).then(two)
    given(MERGERS, two, *BOTH).when(asks, by=SECOND).then_refused("not there")
    every = (two, *BOTH, *of(MORE, REGISTERED))
    given(MERGERS, *every).when(asks, by=SECOND).then(SPLIT, replace(SPLIT, part_id=MORE))


@pytest.mark.parametrize(
    ("history", "why"),
    [
        ((), "no such organisation"),
        ((REGISTERED,), "confirmed"),
        ((*HERE, DISSOLVED), "confirmed"),
        ((replace(REGISTERED, standing="person"), CONFIRMED), "person"),
        ((replace(merging.MERGED, duplicate_id=ID, real_id=OTHER), *HERE), "merged into another"),
    ],
)
def test_only_a_confirmed_organisation_is_split(history: Any, why: str) -> None:
    given(MERGERS, *history).when(PROPOSE, by=OFFICER).then_refused(why)
    given(MERGERS, WAITS, *history, *NEW).when(CONFIRM_IT, by=SECOND).then_refused(why)


def test_a_new_organisation_has_a_new_entry_and_no_other() -> None:
    given(MERGERS, *BOTH).when(PROPOSE, by=OFFICER).then_refused("a new entry")
    confirmed = (*HERE, *of(PART, REGISTERED, CONFIRMED))
    given(MERGERS, WAITS, *confirmed).when(CONFIRM_IT, by=SECOND).then_refused("not there")


def test_the_day_from_which_they_are_several_is_not_in_the_future() -> None:
    tomorrow = replace(PROPOSE, since=DAY + timedelta(days=1))
    given(MERGERS, *HERE).when(tomorrow, by=OFFICER).then_refused("future")


def test_one_decision_at_a_time_is_open_about_an_entry() -> None:
    other = replace(PROPOSE, split_id="s-2", new_ids=(MORE,))
    given(MERGERS, WAITS, *BOTH).when(other, by=SECOND).then_refused("split of one")
    merger = ProposeMerger(merger_id="m-1", duplicate_id=OTHER, real_id=ID)
    every = (*BOTH, *of(OTHER, *HERE))
    given(MERGERS, WAITS, *every).when(merger, by=SECOND).then_refused("split of one")
    given(MERGERS, merging.WAITS, *every).when(
        replace(PROPOSE, new_ids=(MORE,)), by=SECOND
    ).then_refused("merger of one")
    given(MERGERS, WAITS, SPLIT, *BOTH).when(other, by=SECOND).then(
        replace(WAITS, split_id="s-2", new_ids=(MORE,), proposed_by="officer-2")
    )


def test_a_proposal_is_dropped_before_it_is_confirmed_and_never_after() -> None:
    given(MERGERS, WAITS).when(DROP, by=SECOND).then(DROPPED)
    given(MERGERS, WAITS, DROPPED, *BOTH).when(CONFIRM_IT, by=SECOND).then_refused("over")
    given(MERGERS, WAITS, SPLIT).when(DROP, by=SECOND).then_refused("Undo that")


def test_a_split_is_undone_within_thirty_days_by_merging_what_was_apart() -> None:
    given(MERGERS, WAITS, *BOTH).when(UNDO, by=OFFICER).then_refused("not split")
    last = AT + SPLIT_UNDO
    told = (replace(BACK, merged_at=last), replace(UNDONE, undone_at=last))
    given(MERGERS, WAITS, SPLIT, *BOTH).when(UNDO, by=OFFICER, at=last).then(*told)
    late = last + timedelta(seconds=1)
    given(MERGERS, WAITS, SPLIT, *BOTH).when(UNDO, by=OFFICER, at=late).then_refused("30 days")


@pytest.mark.parametrize(("duplicate_id", "real_id"), [(ID, PART), (PART, OTHER)])
def test_what_was_merged_since_is_not_merged_back_in_a_circle(
    duplicate_id: str, real_id: str
) -> None:
    ids: dict[str, Any] = {"duplicate_id": duplicate_id, "real_id": real_id}
    waits, merged = replace(merging.WAITS, **ids), replace(merging.MERGED, **ids)
    every = (*BOTH, *of(OTHER, *HERE))
    given(MERGERS, WAITS, SPLIT, waits, *every).when(UNDO, by=OFFICER).then_refused("waits")
    told = given(MERGERS, WAITS, SPLIT, waits, merged, *every)
    told.when(UNDO, by=OFFICER).then_refused("merged already")


def test_an_undo_is_undone_as_any_merger_is() -> None:
    after = MERGERS.fold([WAITS, SPLIT, BACK, UNDONE, *BOTH])
    again = UndoMerger(merger_id=BACK.merger_id)
    (told,) = MERGERS.decide(again, Asked(at=AT, by=OFFICER), after)
    assert not entry(PART, *NEW, WAITS, SPLIT, BACK, UNDONE, told).merged


# --- a merger that is older than its undo -------------------------------------------------------


def test_what_was_merged_long_ago_is_apart_again_by_a_dated_split() -> None:
    told = replace(WAITS_OLD, proposed_at=LATER)
    given(MERGERS, *MERGED_BEFORE).when(PROPOSE_OLD, by=OFFICER, at=LATER).then(told)
    undone = replace(merging.UNDONE, undone_by="officer-2", undone_at=LATER)
    split = replace(SPLIT, part_id=OTHER, new=False, split_at=LATER)
    given(MERGERS, WAITS_OLD, *MERGED_BEFORE).when(CONFIRM_OLD, by=SECOND, at=LATER).then(
        undone, split
    )
    given(MERGERS, *MERGED_BEFORE, WAITS_OLD, undone, split).when(
        merging.UNDO, by=OFFICER, at=LATER
    ).then_nothing()


def test_a_merger_that_can_be_undone_is_undone() -> None:
    given(MERGERS, *MERGED_BEFORE).when(PROPOSE_OLD, by=OFFICER).then_refused("Undo it instead")


@pytest.mark.parametrize(
    "history",
    [
        (*HERE, *of(OTHER, *HERE)),
        (*MERGED_BEFORE, merging.UNDONE),
        (merging.WAITS, replace(merging.MERGED, real_id=THIRD), *HERE, *of(OTHER, *HERE)),
    ],
)
def test_only_what_was_merged_into_it_is_apart_again(history: Any) -> None:
    given(MERGERS, *history).when(PROPOSE_OLD, by=OFFICER, at=LATER).then_refused(
        "merged into this"
    )


def test_what_was_merged_by_a_detour_is_apart_again() -> None:
    first = (replace(merging.WAITS, real_id=THIRD), replace(merging.MERGED, real_id=THIRD))
    ids: dict[str, Any] = {"merger_id": "m-2", "duplicate_id": THIRD, "real_id": ID}
    then = (replace(merging.WAITS, **ids), replace(merging.MERGED, **ids))
    every = (*first, *then, *HERE, *of(OTHER, *HERE), *of(THIRD, *HERE))
    told = replace(WAITS_OLD, proposed_at=LATER)
    given(MERGERS, *every).when(PROPOSE_OLD, by=OFFICER, at=LATER).then(told)


def entry(organisation_id: str, *history: Any) -> Organisation:
    state = ORGANISATION.fold(history)
    assert isinstance(state, Organisation)
    assert state.organisation_id == organisation_id
    return state


def test_the_entries_of_a_decision_are_read() -> None:
    whole, part = f"organisation-{ID}", f"organisation-{PART}"
    for command in (PROPOSE, CONFIRM_IT, UNDO):
        assert list(MERGERS.consults(command, State())) == [whole, part]
    assert not MERGERS.consults(DROP, State())


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["propose", "confirm", "drop", "undo", "merge", "merged", "unmerge", "split-off"]
        ),
        st.integers(0, 2),
        st.permutations([ID, OTHER, THIRD]),
        st.sampled_from([OFFICER, SECOND]),
        st.integers(0, 40),
    ),
    max_size=18,
)


@settings(max_examples=300, deadline=None)
@some(MOVES)
def test_in_any_history_two_officers_split_nothing_is_shown_and_none_leads_back_to_itself(
    moves: Sequence[tuple[str, int, list[str], Actor, int]],
) -> None:
    told: list[Any] = []
    facts = [*LISTED, *of(OTHER, *HERE), *of(THIRD, *LISTED)]
    at = READY
    for what, number, (one, other, _), by, days in moves:
        at += timedelta(days=days)
        key, new = f"s-{number}", str(derive_id("part", number))
        known = MERGERS.fold(told).splits.get(key)
        whole = known.proposed.organisation_id if known else one
        parts = known.parts if known else (new,)
        made: dict[str, Any] = {
            "propose": ProposeSplit(
                split_id=key, organisation_id=one, new_ids=(new,), merged_ids=(), since=DAY
            ),
            "split-off": ProposeSplit(
                split_id=key, organisation_id=one, new_ids=(), merged_ids=(other,), since=DAY
            ),
            "confirm": ConfirmSplit(split_id=key, organisation_id=whole, part_ids=parts),
            "undo": UndoSplit(split_id=key, organisation_id=whole, part_ids=parts),
            "drop": DropSplit(split_id=key),
            "merge": ProposeMerger(merger_id=f"m-{number}", duplicate_id=one, real_id=other),
            "merged": ConfirmMerger(merger_id=f"m-{number}", duplicate_id=one, real_id=other),
            "unmerge": UndoMerger(merger_id=f"m-{number}"),
        }
        with suppress(Refused):
            events = MERGERS.decide(made[what], Asked(at=at, by=by), MERGERS.fold([*told, *facts]))
            told += events
            if any(isinstance(event, SplitProposed) and event.new_ids for event in events):
                facts += of(new, REGISTERED)
    proposers = {one.split_id: one.proposed_by for one in told if isinstance(one, SplitProposed)}
    for one in told:
        if isinstance(one, OrganisationSplit):
            assert one.split_by != proposers[one.split_id]
    seen = {one.organisation_id for one in facts if isinstance(one, type(REGISTERED))}
    shown = {ID, THIRD}
    for start in seen:
        state = ORGANISATION.fold([*(one for one in facts if one.organisation_id == start), *told])
        assert isinstance(state, Organisation)
        assert start in shown or not state.public, "nothing is shown by it"
        path = [start]
        while path[-1] in state.pointers:
            path.append(state.pointers[path[-1]])
            assert len(path) <= len(seen), "a circle"
