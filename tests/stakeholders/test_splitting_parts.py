"""What a part is once an organisation was split: seen, flagged, and spoken for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merger_state import State
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.organisation.state import Stage
from shared.contracts.stakeholders_dormancy import OrganisationDataConfirmed
from shared.core.testing import AT, given
from tests.stakeholders import test_merging as merging
from tests.stakeholders.organisations import (
    CLEAR,
    CLEARED,
    CLEARING,
    CONFIRM,
    CONFIRMED,
    DISSOLVED,
    FLAG,
    FOCAL,
    ID,
    LISTED,
    OFFICER,
    RAISED,
    READY,
    REFUSE,
    REGISTER,
    REGISTERED,
    RENAME,
    RENAMED,
    SECOND,
)
from tests.stakeholders.test_merging import OTHER, of
from tests.stakeholders.test_splitting import (
    BACK,
    BOTH,
    CONFIRM_IT,
    CONFIRM_OLD,
    DAY,
    DROPPED,
    GONE_THERE,
    HERE,
    LATER,
    NEW,
    PART,
    SPLIT,
    UNDO,
    UNDONE,
    WAITS,
    WAITS_OLD,
    entry,
)


def test_a_part_is_in_the_register_once_two_officers_split_it_off_and_not_before() -> None:
    mine: dict[str, Any] = {"organisation_id": PART}
    waiting = given(ORGANISATION, *NEW, WAITS)
    for command in (CONFIRM, REFUSE, REGISTER):
        waiting.when(replace(command, **mine), by=OFFICER).then_refused("part of a split")
    assert entry(PART, *NEW, WAITS).stage is Stage.CLAIMED
    made = entry(PART, *NEW, WAITS, SPLIT)
    assert (made.stage, made.confirmed_on, made.public) == (Stage.CONFIRMED, DAY, False)
    assert not made.records
    own = OrganisationDataConfirmed(
        organisation_id=PART, confirmed_by="focal-8", confirmed_at=AT + timedelta(days=9)
    )
    later = entry(PART, *NEW, own, WAITS, SPLIT).confirmed_on
    assert later == DAY + timedelta(days=9), "what the part said itself is newer"
    given(ORGANISATION, *NEW, WAITS, SPLIT).when(
        replace(CONFIRM, **mine), by=OFFICER
    ).then_nothing()
    dropped = given(ORGANISATION, *NEW, WAITS, DROPPED)
    assert entry(PART, *NEW, WAITS, DROPPED).stage is Stage.REFUSED
    dropped.when(replace(REGISTER, **mine), by=OFFICER).then_refused("part of a split")


def test_a_part_that_was_dissolved_stays_so_and_nobody_else_is_changed() -> None:
    gone = of(PART, REGISTERED, CONFIRMED, DISSOLVED)
    assert entry(PART, *gone, WAITS, SPLIT).stage is Stage.DISSOLVED
    told = (WAITS, SPLIT, DROPPED, UNDONE)
    assert entry(ID, *HERE, *told) == entry(ID, *HERE)
    assert ORGANISATION.fold(told) == ORGANISATION.initial
    assert MERGERS.fold([DROPPED]) == replace(State(), told=(DROPPED,))


def test_who_went_to_a_part_speaks_for_it_alone_and_after_an_undo_for_both() -> None:
    mine: dict[str, Any] = {"organisation_id": PART}
    renamed = replace(RENAMED, renamed_by=GONE_THERE.actor_id)
    given(ORGANISATION, *NEW, WAITS, SPLIT).when(replace(RENAME, **mine), by=GONE_THERE).then(
        *of(PART, renamed)
    )
    given(ORGANISATION, *HERE, WAITS, SPLIT).when(RENAME, by=GONE_THERE).then_forbidden()
    given(ORGANISATION, *NEW, WAITS, SPLIT).when(replace(RENAME, **mine), by=FOCAL).then_forbidden()
    given(ORGANISATION, *HERE, WAITS, SPLIT, BACK).when(RENAME, by=GONE_THERE).then(renamed)


def test_a_flag_stands_on_the_parts_too_and_is_cleared_at_each() -> None:
    told = replace(SPLIT, flags=(FLAG,))
    given(MERGERS, WAITS, *BOTH, RAISED).when(CONFIRM_IT, by=SECOND).then(told)
    (clear,) = of(PART, CLEAR)
    both = of(PART, CLEARING, CLEARED)
    given(ORGANISATION, *NEW, WAITS, told).when(clear, by=OFFICER).then(both[0])
    assert not entry(PART, *NEW, *both, WAITS, told).standing_flags
    assert FLAG in entry(ID, *HERE, RAISED, WAITS, told).standing_flags


def test_a_flag_that_a_part_had_of_its_own_is_not_given_to_it_again() -> None:
    merged = (merging.WAITS, replace(merging.MERGED, flags=(FLAG,)))
    every = (*merged, WAITS_OLD, *HERE, *of(OTHER, *HERE, RAISED))
    undone = replace(merging.UNDONE, undone_by="officer-2", undone_at=LATER)
    given(MERGERS, *every).when(CONFIRM_OLD, by=SECOND, at=LATER).then(
        undone, replace(SPLIT, part_id=OTHER, new=False, split_at=LATER)
    )


def test_a_part_is_hidden_even_if_everybody_saw_it_before_it_was_merged() -> None:
    shown = of(OTHER, *LISTED)
    merged = replace(merging.MERGED, merged_at=READY)
    apart = (
        replace(merging.UNDONE, undone_at=LATER),
        replace(SPLIT, part_id=OTHER, new=False, split_at=LATER),
    )
    assert not entry(OTHER, *shown, merged, *apart).public


def test_an_undo_hides_the_organisation_if_a_part_is_at_risk_and_else_leaves_it_as_it_is() -> None:
    flagged = (*BOTH, *of(PART, RAISED))
    back = replace(BACK, closes=True, keeps="closed", flags=(FLAG,))
    given(MERGERS, WAITS, SPLIT, *flagged).when(UNDO, by=OFFICER).then(back, UNDONE)
    assert not entry(ID, *LISTED, SPLIT, replace(back, merged_at=READY)).public
    assert entry(ID, *LISTED, SPLIT, replace(BACK, merged_at=READY)).public
