"""Risk flags of entries that were merged: who clears them, and what an undo takes along."""

from dataclasses import replace
from datetime import timedelta

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_merger_commands import ConfirmMerger
from shared.core.message import derive_id
from shared.core.testing import given
from tests.stakeholders.organisations import (
    ASK,
    ASKED,
    CLEAR,
    CLEARED,
    CLEARING,
    FLAG,
    FOCAL,
    ID,
    OFFICER,
    RAISED,
    SECOND,
)
from tests.stakeholders.test_merging import (
    ALL,
    BOTH,
    CONFIRM,
    HERE,
    LATER,
    MERGED,
    OTHER,
    THIRD,
    UNDONE,
    WAITS,
    of,
)


def test_a_flag_of_the_duplicate_keeps_the_real_one_hidden_until_two_officers_clear_it() -> None:
    flagged = (*BOTH, *of(OTHER, RAISED))
    told = replace(MERGED, flags=(FLAG,))
    given(MERGERS, WAITS, *flagged).when(CONFIRM, by=SECOND).then(told)
    given(ORGANISATION, *HERE, told).when(ASK, by=FOCAL).then_refused("Ask a stakeholder")
    given(ORGANISATION, *HERE, told).when(CLEAR, by=OFFICER).then(CLEARING)
    given(ORGANISATION, *HERE, CLEARING, told).when(CLEAR, by=SECOND).then(CLEARED)
    given(ORGANISATION, *HERE, CLEARING, CLEARED, told).when(ASK, by=FOCAL).then(ASKED)
    given(ORGANISATION, *HERE, told, UNDONE).when(CLEAR, by=OFFICER).then_refused("no such risk")


def test_a_flag_whose_clearing_was_proposed_at_the_real_entry_goes_with_an_undo() -> None:
    told = replace(MERGED, flags=(FLAG,))
    state = ORGANISATION.fold([*HERE, CLEARING, told])
    assert isinstance(state, Organisation)
    assert state.standing_flags == {FLAG: CLEARING.proposed_by}
    after = ORGANISATION.fold([*HERE, CLEARING, told, UNDONE])
    assert isinstance(after, Organisation)
    assert not after.standing_flags
    given(ORGANISATION, *HERE, CLEARING, told, UNDONE).when(ASK, by=FOCAL).then(ASKED)


def test_what_one_officer_said_of_a_flag_before_an_undo_counts_for_no_later_merger() -> None:
    told = replace(MERGED, flags=(FLAG,))
    undone = replace(UNDONE, undone_at=LATER)
    again = replace(told, merger_id="m-2", merged_at=LATER + timedelta(days=1))
    anew = replace(CLEARING, proposed_by="officer-2", proposed_at=LATER + timedelta(days=2))
    merged_again = given(ORGANISATION, *HERE, CLEARING, told, undone, again)
    merged_again.when(CLEAR, by=SECOND, at=anew.proposed_at).then(anew)
    said = given(ORGANISATION, *HERE, CLEARING, anew, told, undone, again)
    said.when(CLEAR, by=OFFICER).then(replace(CLEARED, cleared_by="officer-1"))


def test_an_undo_leaves_what_was_said_of_a_flag_that_stands_by_another_merger() -> None:
    told = replace(MERGED, flags=(FLAG,))
    other = replace(told, merger_id="m-2", duplicate_id=THIRD)
    state = ORGANISATION.fold([*HERE, CLEARING, told, other, UNDONE])
    assert isinstance(state, Organisation)
    assert state.standing_flags == {FLAG: CLEARING.proposed_by}


def test_a_flag_goes_along_a_chain_of_mergers() -> None:
    first = replace(MERGED, flags=(FLAG,))
    waits = replace(WAITS, merger_id="m-2", duplicate_id=ID, real_id=THIRD)
    second = ConfirmMerger(merger_id="m-2", duplicate_id=ID, real_id=THIRD)
    told = replace(first, merger_id="m-2", duplicate_id=ID, real_id=THIRD)
    given(MERGERS, WAITS, first, waits, *ALL).when(second, by=SECOND).then(told)
    state = ORGANISATION.fold([*of(THIRD, *HERE), first, told])
    assert isinstance(state, Organisation)
    assert state.is_one_with(OTHER)
    assert not state.is_one_with(str(derive_id("organisation", 4)))
    elsewhere = ORGANISATION.fold([*of(THIRD, *HERE), MERGED, *BOTH])
    assert elsewhere == ORGANISATION.fold([*of(THIRD, *HERE), MERGED])
