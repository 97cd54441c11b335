"""Mergers of entries: O9 of section B.3, SB11 to SB13, and the edge cases of B.8."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.organisation.commands import EndWithReal, react
from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merger_state import State
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_merger_commands import (
    Command,
    ConfirmMerger,
    DropMerger,
    ProposeMerger,
    UndoMerger,
)
from shared.contracts.stakeholders_mergers import (
    MergerDropped,
    MergerProposed,
    MergerUndone,
    OrganisationsMerged,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import derive_id
from shared.core.testing import AT, given
from shared.reference.organisations import MERGER_UNDO
from tests.stakeholders import test_focal_points as focal
from tests.stakeholders.organisations import (
    AGAIN,
    ASK,
    ASKED,
    CLEARING,
    CONFIRMED,
    DISSOLVE,
    DISSOLVED,
    FOCAL,
    HIDE,
    ID,
    LISTED,
    MEMBER,
    OFFICER,
    PUBLIC,
    RAISE,
    RAISED,
    READY,
    RECORD,
    REGISTERED,
    RENAME,
    RENAMED,
    SECOND,
)

OTHER, THIRD = str(derive_id("organisation", 2)), str(derive_id("organisation", 3))
IDS: dict[str, Any] = {"duplicate_id": OTHER, "real_id": ID}
PROPOSE = ProposeMerger(merger_id="m-1", **IDS)
CONFIRM, DROP = ConfirmMerger(merger_id="m-1", **IDS), DropMerger(merger_id="m-1")
UNDO = UndoMerger(merger_id="m-1")
COMMANDS: tuple[Command, ...] = (PROPOSE, CONFIRM, DROP, UNDO)
WAITS = MergerProposed(merger_id="m-1", **IDS, proposed_by="officer-1", proposed_at=AT)
DROPPED = MergerDropped(merger_id="m-1", dropped_by="officer-2", dropped_at=AT)
MERGED = OrganisationsMerged(
    merger_id="m-1",
    **IDS,
    closes=True,
    keeps="closed",
    flags=(),
    merged_by="officer-2",
    merged_at=AT,
)
UNDONE = MergerUndone(merger_id="m-1", **IDS, undone_by="officer-1", undone_at=AT)
LATER = AT + timedelta(days=40)


def of(organisation_id: str, *events: Any) -> tuple[Any, ...]:
    """Return these facts of another entry."""
    return tuple(replace(one, organisation_id=organisation_id) for one in events)


HERE = (REGISTERED, CONFIRMED)
BOTH = (*HERE, *of(OTHER, *HERE))
ALL = (*BOTH, *of(THIRD, *HERE))
THEIRS = replace(FOCAL, actor_id="focal-9", organisation_id=OTHER)
"""Who speaks for the duplicate, from before designations."""
NAMED = replace(focal.NEW, organisation_id=OTHER)
"""Who was designated at the duplicate."""
DESIGNATED = of(OTHER, focal.PROPOSED, focal.ACCEPTED, focal.DESIGNATED)


def test_one_officer_proposes_and_another_one_merges() -> None:
    given(MERGERS, *BOTH).when(PROPOSE, by=OFFICER).then(WAITS)
    given(MERGERS, WAITS, *BOTH).when(CONFIRM, by=OFFICER).then_refused("Another stakeholder")
    given(MERGERS, WAITS, *BOTH).when(CONFIRM, by=SECOND).then(MERGED)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("by", [FOCAL, MEMBER, THEIRS])
def test_no_organisation_merges_itself_with_another(command: Command, by: Actor) -> None:
    given(MERGERS, WAITS, *BOTH).when(command, by=by).then_forbidden()


def test_asking_twice_changes_nothing() -> None:
    given(MERGERS, WAITS, *BOTH).when(PROPOSE, by=SECOND).then_nothing()
    given(MERGERS, WAITS, MERGED, *BOTH).when(CONFIRM, by=SECOND).then_nothing()
    given(MERGERS, WAITS, DROPPED).when(DROP, by=SECOND).then_nothing()
    given(MERGERS, WAITS, MERGED, UNDONE).when(UNDO, by=OFFICER).then_nothing()
    other = replace(PROPOSE, merger_id="m-2")
    given(MERGERS, WAITS, *BOTH).when(other, by=SECOND).then_refused("waits")
    confirm = replace(CONFIRM, real_id=THIRD)
    given(MERGERS, WAITS, *ALL).when(confirm, by=SECOND).then_refused("no such merger")


@pytest.mark.parametrize("command", [CONFIRM, DROP, UNDO])
def test_there_is_nothing_to_decide_before_somebody_proposed(command: Command) -> None:
    given(MERGERS, *BOTH).when(command, by=SECOND).then_refused("no such merger")


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (HERE, "no such organisation"),
        ((*HERE, *of(OTHER, REGISTERED)), "confirmed"),
        ((*HERE, *of(OTHER, *HERE, DISSOLVED)), "confirmed"),
        ((*HERE, *of(OTHER, replace(REGISTERED, standing="person"), CONFIRMED)), "person"),
    ],
)
def test_only_two_confirmed_entries_of_one_kind_are_merged(history: Any, why: str) -> None:
    given(MERGERS, *history).when(PROPOSE, by=OFFICER).then_refused(why)
    given(MERGERS, WAITS, *history).when(CONFIRM, by=SECOND).then_refused(why)


def test_an_entry_is_no_duplicate_of_itself() -> None:
    same = replace(PROPOSE, duplicate_id=ID)
    given(MERGERS, *BOTH).when(same, by=OFFICER).then_refused("same one")


def test_a_proposal_is_dropped_before_it_is_confirmed_and_never_after() -> None:
    given(MERGERS, WAITS).when(DROP, by=SECOND).then(DROPPED)
    given(MERGERS, WAITS, DROPPED, *BOTH).when(CONFIRM, by=SECOND).then_refused("over")
    given(MERGERS, WAITS, MERGED).when(DROP, by=SECOND).then_refused("Undo that")
    again = replace(PROPOSE, merger_id="m-2")
    new = replace(WAITS, merger_id="m-2")
    given(MERGERS, WAITS, DROPPED, *BOTH).when(again, by=OFFICER).then(new)


def test_a_merger_is_undone_within_thirty_days() -> None:
    given(MERGERS, WAITS).when(UNDO, by=OFFICER).then_refused("not merged")
    last = AT + MERGER_UNDO
    undone = replace(UNDONE, undone_at=last)
    given(MERGERS, WAITS, MERGED).when(UNDO, by=OFFICER, at=last).then(undone)
    late = last + timedelta(seconds=1)
    given(MERGERS, WAITS, MERGED).when(UNDO, by=OFFICER, at=late).then_refused("30 days")


def test_an_entry_is_merged_once_and_never_into_itself_by_a_detour() -> None:
    back = ProposeMerger(merger_id="m-2", duplicate_id=ID, real_id=OTHER)
    given(MERGERS, WAITS, MERGED, *BOTH).when(back, by=OFFICER).then_refused("merged already")
    twice = ProposeMerger(merger_id="m-2", duplicate_id=OTHER, real_id=THIRD)
    given(MERGERS, WAITS, MERGED, *ALL).when(twice, by=OFFICER).then_refused("merged already")
    onwards = ProposeMerger(merger_id="m-2", duplicate_id=ID, real_id=THIRD)
    told = MergerProposed(
        merger_id="m-2", duplicate_id=ID, real_id=THIRD, proposed_by="officer-1", proposed_at=AT
    )
    given(MERGERS, WAITS, MERGED, *ALL).when(onwards, by=OFFICER).then(told)


# --- the stricter visibility wins, and flags are kept -------------------------------------------


def test_two_that_everybody_sees_stay_so_and_one_hidden_hides_both() -> None:
    seen = (*LISTED, *of(OTHER, *LISTED))
    told = replace(MERGED, closes=False, keeps="public", merged_at=READY)
    given(MERGERS, WAITS, *seen).when(CONFIRM, by=SECOND, at=READY).then(told)
    for one in ((*LISTED, *of(OTHER, *HERE)), (*HERE, *of(OTHER, *LISTED))):
        closing = replace(MERGED, merged_at=READY)
        given(MERGERS, WAITS, *one).when(CONFIRM, by=SECOND, at=READY).then(closing)


def public(*history: Any) -> bool:
    state = ORGANISATION.fold(history)
    assert isinstance(state, Organisation)
    return state.public


def test_a_merger_hides_until_the_organisation_asks_anew_twice() -> None:
    after = replace(MERGED, merged_at=READY)
    assert not public(*LISTED, after)
    assert public(*LISTED, replace(after, closes=False, keeps="public"))
    assert not public(*LISTED, after, replace(UNDONE, undone_at=READY)), "nor does an undo"
    anew = (replace(ASKED, asked_at=LATER), replace(PUBLIC, asked_at=LATER))
    assert public(*LISTED, *anew, after), "whatever the order in which it is read"
    given(ORGANISATION, *HERE, ASKED, MERGED).when(AGAIN, by=FOCAL, at=READY).then_refused("Ask")
    asked = replace(ASKED, asked_at=LATER)
    given(ORGANISATION, *HERE, MERGED).when(ASK, by=FOCAL, at=LATER).then(asked)
    first = given(ORGANISATION, *HERE, asked, MERGED)
    first.when(ASK, by=FOCAL, at=LATER).then_nothing()


def test_the_duplicate_is_seen_by_nobody_not_even_after_an_undo() -> None:
    shown = of(OTHER, *LISTED)
    both = replace(MERGED, merged_at=READY, closes=False, keeps="public")
    assert not public(*shown, both)
    undone = replace(UNDONE, undone_at=READY)
    assert not public(*shown, both, undone)


# --- who speaks for it --------------------------------------------------------------------------


def test_who_speaks_for_the_duplicate_speaks_for_the_real_one_while_they_are_one() -> None:
    renamed = replace(RENAMED, renamed_by=THEIRS.actor_id)
    given(ORGANISATION, *HERE).when(RENAME, by=THEIRS).then_forbidden()
    given(ORGANISATION, *HERE, MERGED).when(RENAME, by=THEIRS).then(renamed)
    given(ORGANISATION, *HERE, MERGED, UNDONE).when(RENAME, by=THEIRS).then_forbidden()


def test_whose_designation_at_the_duplicate_is_over_speaks_for_neither() -> None:
    spoke = given(ORGANISATION, *HERE, MERGED, *DESIGNATED)
    spoke.when(RENAME, by=NAMED).then(replace(RENAMED, renamed_by=NAMED.actor_id))
    ended = of(OTHER, focal.ended("left", NAMED))
    given(ORGANISATION, *HERE, MERGED, *DESIGNATED, *ended).when(HIDE, by=NAMED).then_forbidden()


def test_the_streams_of_mergers_and_of_whoever_asks_are_read() -> None:
    state = ORGANISATION.fold(HERE)
    assert ORGANISATION.consults(RENAME, state) == ("mergers-all",)
    assert ORGANISATION.consults_for(RENAME, state, THEIRS) == (f"organisation-{OTHER}",)
    nobody = replace(FOCAL, organisation_id=None)
    for by in (FOCAL, OFFICER, MEMBER, nobody):
        assert ORGANISATION.consults_for(RENAME, state, by) == ()
    absent = ORGANISATION.initial
    assert not ORGANISATION.consults(RENAME, absent)
    assert not ORGANISATION.consults_for(RENAME, absent, THEIRS)
    assert list(MERGERS.consults(PROPOSE, State())) == [
        f"organisation-{OTHER}",
        f"organisation-{ID}",
    ]
    assert not MERGERS.consults(UNDO, State())


def test_a_member_of_the_duplicate_accepts_to_speak_for_the_real_one() -> None:
    person = replace(MEMBER, organisation_id=OTHER)
    proposed = given(ORGANISATION, *HERE, focal.PROPOSED, MERGED)
    proposed.when(focal.ACCEPT, by=person).then(focal.ACCEPTED)
    given(ORGANISATION, *HERE, focal.PROPOSED).when(focal.ACCEPT, by=person).then_forbidden()
    nobody = replace(MEMBER, organisation_id=None)
    proposed.when(focal.ACCEPT, by=nobody).then_forbidden()


# --- the entry that was merged ------------------------------------------------------------------


def test_the_duplicate_takes_nothing_more_but_what_protects_and_what_ends() -> None:
    theirs = (*of(OTHER, *HERE), MERGED, *DESIGNATED)
    entry = given(ORGANISATION, *theirs)
    for command in (RENAME, RECORD, ASK, focal.PROPOSE):
        here = replace(command, organisation_id=OTHER)
        entry.when(here, by=OFFICER).then_refused("merged into another")
    (raise_,) = of(OTHER, RAISE)
    entry.when(raise_, by=OFFICER).then(*of(OTHER, replace(RAISED, raised_by="officer-1")))
    (end,) = of(OTHER, focal.END)
    told = focal.ended("organisation", FOCAL)
    entry.when(end, by=FOCAL).then(*of(OTHER, told))


def test_an_undo_gives_the_duplicate_back_as_it_was() -> None:
    before = (*of(OTHER, *HERE, RAISED, CLEARING), *DESIGNATED)
    assert ORGANISATION.fold([*before, MERGED, UNDONE]) == ORGANISATION.fold(before)
    assert ORGANISATION.fold([*HERE, MERGED, UNDONE]) == ORGANISATION.fold(HERE)


def test_what_is_told_of_a_merger_that_nobody_proposed_changes_nothing() -> None:
    assert MERGERS.fold([DROPPED]) == State()
    assert ORGANISATION.fold([MERGED]) == ORGANISATION.initial
    assert ORGANISATION.fold([*HERE, WAITS, DROPPED]) == ORGANISATION.fold(HERE)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["propose", "confirm", "drop", "undo"]),
        st.integers(0, 3),
        st.permutations([ID, OTHER, THIRD]),
        st.sampled_from([OFFICER, SECOND]),
        st.integers(0, 20),
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@some(MOVES)
def test_in_any_history_two_officers_merged_and_no_entry_leads_back_to_itself(
    moves: Sequence[tuple[str, int, list[str], Actor, int]],
) -> None:
    told: list[Any] = []
    at = AT
    for what, number, (one, other, _), by, days in moves:
        at += timedelta(days=days)
        merger_id = f"m-{number}"
        made: dict[str, Command] = {
            "propose": ProposeMerger(merger_id=merger_id, duplicate_id=one, real_id=other),
            "confirm": ConfirmMerger(merger_id=merger_id, duplicate_id=one, real_id=other),
            "drop": DropMerger(merger_id=merger_id),
            "undo": UndoMerger(merger_id=merger_id),
        }
        with suppress(Refused):
            state = MERGERS.fold([*told, *ALL])
            told += MERGERS.decide(made[what], Asked(at=at, by=by), state)
    proposers = {one.merger_id: one.proposed_by for one in told if isinstance(one, MergerProposed)}
    for one in told:
        if isinstance(one, OrganisationsMerged):
            assert one.merged_by != proposers[one.merger_id]
    entry = ORGANISATION.fold([*HERE, *told])
    assert isinstance(entry, Organisation)
    for start in (ID, OTHER, THIRD):
        seen = [start]
        while seen[-1] in entry.pointers:
            seen.append(entry.pointers[seen[-1]])
            assert len(seen) <= 3, "a circle"


def test_when_the_real_entry_is_dissolved_the_focal_points_of_the_merged_one_end_too() -> None:
    chain = replace(MERGED, merger_id="m-2", duplicate_id=THIRD, real_id=OTHER)
    told = replace(DISSOLVED, dissolved_by=OFFICER.actor_id, merged=tuple(sorted((OTHER, THIRD))))
    given(ORGANISATION, *HERE, chain, MERGED).when(DISSOLVE, by=OFFICER).then(told)
    given(ORGANISATION, *HERE, MERGED, UNDONE).when(DISSOLVE, by=OFFICER).then(
        replace(DISSOLVED, dissolved_by=OFFICER.actor_id)
    )
    assert react(UNDONE) == []
    [first, second] = react(told)
    assert {first, second} == {EndWithReal(organisation_id=one) for one in (OTHER, THIRD)}
    end = EndWithReal(organisation_id=OTHER)
    policy = system("stakeholders")
    theirs = of(OTHER, *HERE, focal.PROPOSED, focal.ACCEPTED, focal.DESIGNATED)
    [ended] = of(OTHER, focal.ended("dissolved", policy))
    given(ORGANISATION, *theirs, MERGED).when(end, by=policy).then(ended)
    given(ORGANISATION, *theirs, ended, MERGED).when(end, by=policy).then_nothing()
    given(ORGANISATION, *theirs, MERGED, UNDONE).when(end, by=policy).then_nothing()


def test_no_officer_merges_their_own_organisation_with_another_or_undoes_that() -> None:
    for organisation_id in (ID, OTHER):
        theirs = replace(OFFICER, organisation_id=organisation_id)
        for history, command in (
            (BOTH, PROPOSE),
            ((replace(WAITS, proposed_by="officer-9"), *BOTH), CONFIRM),
            ((WAITS, MERGED, *BOTH), UNDO),
        ):
            given(MERGERS, *history).when(command, by=theirs).then_refused("your own organisation")
    third = replace(CONFIRM, merger_id="m-2", duplicate_id=THIRD, real_id=ID)
    waits = replace(WAITS, merger_id="m-2", duplicate_id=THIRD, proposed_by="officer-9")
    of_a_merged_one = replace(OFFICER, organisation_id=OTHER)
    given(MERGERS, WAITS, MERGED, waits, *ALL).when(third, by=of_a_merged_one).then_refused(
        "your own organisation"
    )
