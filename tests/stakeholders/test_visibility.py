"""Four visibilities, from the strictest: sealed, closed, partners, public (O5, O6, SB6)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.organisation.merging import MERGERS
from services.stakeholders.organisation.state import Organisation
from shared.contracts.stakeholders_organisation_commands import Command
from shared.contracts.stakeholders_organisations import (
    VISIBILITIES,
    PublicListingAsked,
    RiskFlagCleared,
    RiskFlagRaised,
    Visibility,
    VisibilityChanged,
    stricter,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.testing import AT, given
from shared.reference.organisations import SECOND_THOUGHT
from tests.stakeholders import test_merging as merging
from tests.stakeholders import test_splitting as splitting
from tests.stakeholders.organisations import (
    AGAIN,
    ASK,
    ASKED,
    CLEAR,
    CLOSED,
    CONFIRMED,
    ELSEWHERE,
    FOCAL,
    HIDE,
    ID,
    MEMBER,
    OFFICER,
    PUBLIC,
    RAISE,
    RAISED,
    READY,
    REGISTERED,
    SECOND,
)

HERE = (REGISTERED, CONFIRMED)
PERSON = (replace(REGISTERED, standing="person"), CONFIRMED)
EACH = tuple(product(VISIBILITIES, VISIBILITIES))
UP = [(low, to) for low, to in EACH if VISIBILITIES.index(low) < VISIBILITIES.index(to)]
NOT_UP = [pair for pair in EACH if pair not in UP]


def at(visibility: Visibility) -> tuple[Any, ...]:
    """Return the facts of an organisation that is seen so."""
    if visibility == "closed":
        return HERE
    step = None if visibility == "sealed" else AT
    when = AT if visibility == "sealed" else READY
    change = replace(PUBLIC, visibility=visibility, asked_at=step, changed_at=when)
    return (*HERE, change)


def seen(*events: Any) -> Visibility:
    state = ORGANISATION.fold(events)
    assert isinstance(state, Organisation)
    return state.visibility


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_facts_of_these_tests_say_what_they_mean(visibility: Visibility) -> None:
    assert seen(*at(visibility)) == visibility


@pytest.mark.parametrize(("low", "to"), UP)
def test_up_is_by_its_own_focal_point_in_two_steps(low: Visibility, to: Visibility) -> None:
    ask, again = replace(ASK, visibility=to), replace(AGAIN, visibility=to)
    asked = replace(ASKED, visibility=to)
    for by in (OFFICER, MEMBER, ELSEWHERE):
        given(ORGANISATION, *at(low)).when(ask, by=by).then_forbidden()
        given(ORGANISATION, *at(low), asked).when(again, by=by, at=READY).then_forbidden()
    given(ORGANISATION, *at(low)).when(again, by=FOCAL, at=READY).then_refused("Ask for it first")
    given(ORGANISATION, *at(low)).when(ask, by=FOCAL).then(asked)
    soon = READY - timedelta(seconds=1)
    given(ORGANISATION, *at(low), asked).when(again, by=FOCAL, at=soon).then_refused("again from")
    shown = replace(PUBLIC, visibility=to)
    given(ORGANISATION, *at(low), asked).when(again, by=FOCAL, at=READY).then(shown)
    assert seen(*at(low), asked, shown) == to


@pytest.mark.parametrize(("here", "to"), NOT_UP)
def test_who_is_seen_so_already_asks_for_nothing(here: Visibility, to: Visibility) -> None:
    for command in (replace(ASK, visibility=to), replace(AGAIN, visibility=to)):
        given(ORGANISATION, *at(here)).when(command, by=FOCAL, at=READY).then_nothing()


def test_a_first_step_is_to_one_visibility_alone() -> None:
    asked = (*HERE, replace(ASKED, visibility="partners"))
    given(ORGANISATION, *asked).when(AGAIN, by=FOCAL, at=READY).then_refused("Ask for it first")
    given(ORGANISATION, *asked).when(ASK, by=FOCAL, at=READY).then(replace(ASKED, asked_at=READY))
    again = replace(AGAIN, visibility="partners")
    other = (*asked, replace(ASKED, asked_at=READY))
    given(ORGANISATION, *other).when(again, by=FOCAL, at=READY).then_refused("Ask for it first")


@pytest.mark.parametrize("by", [FOCAL, OFFICER])
@pytest.mark.parametrize(("here", "to"), EACH)
def test_down_is_at_once_and_never_up(here: Visibility, to: Visibility, by: Actor) -> None:
    hide = replace(HIDE, visibility=to)
    after = stricter(here, to)
    told = replace(CLOSED, visibility=after, changed_by=by.actor_id)
    if after == here:
        given(ORGANISATION, *at(here)).when(hide, by=by).then_nothing()
    else:
        given(ORGANISATION, *at(here)).when(hide, by=by).then(told)
    asked = (*at(here), replace(ASKED, asked_at=READY))
    given(ORGANISATION, *asked).when(hide, by=by).then(told)
    again = given(ORGANISATION, *asked, told).when(AGAIN, by=FOCAL, at=READY + SECOND_THOUGHT)
    again.then_nothing() if after == "public" else again.then_refused("Ask for it first")


def test_nobody_else_takes_it_down() -> None:
    for by in (MEMBER, ELSEWHERE):
        given(ORGANISATION, *at("public")).when(HIDE, by=by).then_forbidden()


@pytest.mark.parametrize("here", VISIBILITIES)
def test_a_flag_closes_and_a_sealed_one_stays_sealed(here: Visibility) -> None:
    after = stricter(here, "closed")
    told = [RAISED] if after == here else [RAISED, replace(CLOSED, visibility=after)]
    given(ORGANISATION, *at(here)).when(RAISE, by=FOCAL).then(*told)
    assert seen(*at(here), *told) == after


@pytest.mark.parametrize(
    "history", [(*at("sealed"), RAISED), (*PERSON, *at("sealed")[len(HERE) :])]
)
def test_under_a_flag_and_for_a_person_closed_is_the_widest(history: tuple[Any, ...]) -> None:
    wider: tuple[Visibility, ...] = ("partners", "public")
    for to in wider:
        ask = replace(ASK, visibility=to)
        given(ORGANISATION, *history).when(ask, by=FOCAL).then_refused("shown to others")
    ask = replace(ASK, visibility="closed")
    given(ORGANISATION, *history).when(ask, by=FOCAL).then(replace(ASKED, visibility="closed"))


def test_before_it_is_confirmed_it_can_be_sealed_and_not_be_shown() -> None:
    hide, ask = replace(HIDE, visibility="sealed"), replace(ASK, visibility="closed")
    told = replace(CLOSED, visibility="sealed")
    given(ORGANISATION, REGISTERED).when(hide, by=FOCAL).then(told)
    given(ORGANISATION, REGISTERED, told).when(ask, by=FOCAL).then_refused("confirmed")
    assert seen(REGISTERED, told, CONFIRMED) == "sealed"


# --- mergers and splits: the stricter of both ---------------------------------------------------


@pytest.mark.parametrize(("duplicate", "real"), EACH)
def test_a_merger_keeps_the_stricter_of_both(duplicate: Visibility, real: Visibility) -> None:
    both = (*at(real), *merging.of(merging.OTHER, *at(duplicate)))
    keeps = stricter(duplicate, real)
    told = replace(merging.MERGED, closes=keeps != "public", keeps=keeps, merged_at=READY)
    given(MERGERS, merging.WAITS, *both).when(merging.CONFIRM, by=SECOND, at=READY).then(told)
    assert seen(*at(real), told) == keeps
    undone = replace(merging.UNDONE, undone_at=READY + SECOND_THOUGHT)
    assert seen(*at(real), told, undone) == keeps, "what was hidden stays so"
    apart = seen(*merging.of(merging.OTHER, *at(duplicate)), told, undone)
    assert apart == stricter(duplicate, "closed")


def test_what_a_merger_sealed_asks_for_more_itself() -> None:
    told = replace(merging.MERGED, keeps="sealed")
    later = AT + timedelta(days=1)
    asked = replace(ASKED, visibility="partners", asked_at=later)
    shown = replace(PUBLIC, visibility="partners", asked_at=later)
    assert seen(*HERE, told) == "sealed"
    assert seen(*HERE, asked, shown, told) == "partners"
    hidden = replace(CLOSED, changed_at=READY)
    assert seen(*HERE, asked, shown, hidden, told) == "closed", "and not sealed again"


@pytest.mark.parametrize("whole", VISIBILITIES)
def test_what_comes_out_of_a_sealed_one_is_sealed(whole: Visibility) -> None:
    keeps = stricter(whole, "closed")
    both = (*at(whole), *splitting.NEW)
    told = replace(splitting.SPLIT, keeps=keeps)
    given(MERGERS, splitting.WAITS, *both).when(splitting.CONFIRM_IT, by=SECOND).then(told)
    assert seen(*splitting.NEW, splitting.WAITS, told) == keeps


@pytest.mark.parametrize("real", VISIBILITIES)
def test_what_comes_out_by_an_undo_is_sealed_if_the_whole_is(real: Visibility) -> None:
    """Also if the whole was sealed since then, or is itself a duplicate of what is sealed."""
    keeps = stricter(real, "closed")
    told = replace(merging.UNDONE, undone_at=READY, keeps=keeps)
    history = (merging.WAITS, merging.MERGED, *merging.of(merging.OTHER, *HERE))
    sealed_since = replace(merging.MERGED, merged_at=AT - timedelta(days=1))
    whole = at(real) if real == "sealed" else HERE
    now = (merging.WAITS, sealed_since, *whole)
    given(MERGERS, *now).when(merging.UNDO, by=OFFICER, at=READY).then(told)
    assert seen(*merging.of(merging.OTHER, *at("public")), sealed_since, told) == keeps
    into = replace(merging.MERGED, merger_id="m-2", duplicate_id=ID, real_id=merging.THIRD)
    top = merging.of(merging.THIRD, *whole)
    state = MERGERS.fold([*history, into])
    assert list(MERGERS.consults(merging.UNDO, state)) == [f"organisation-{merging.THIRD}"]
    given(MERGERS, *history, into, *top).when(merging.UNDO, by=OFFICER, at=READY).then(told)


def test_a_part_that_was_sealed_seals_the_whole_as_a_split_is_undone() -> None:
    sealed = merging.of(splitting.PART, replace(CLOSED, visibility="sealed"))
    history = (splitting.WAITS, splitting.SPLIT, *at("public"), *splitting.NEW, *sealed)
    back = replace(splitting.BACK, closes=True, keeps="sealed")
    given(MERGERS, *history).when(splitting.UNDO, by=OFFICER).then(back, splitting.UNDONE)


# --- any history --------------------------------------------------------------------------------

MOVES = st.lists(
    st.tuples(
        st.sampled_from([ASK, AGAIN, AGAIN, HIDE]),
        st.sampled_from(VISIBILITIES),
        st.sampled_from([FOCAL, FOCAL, OFFICER, SECOND, ELSEWHERE]),
        st.sampled_from([1, 73]),
    ),
    max_size=24,
)
FLAGS = st.lists(st.tuples(st.integers(0, 24), st.sampled_from([RAISE, CLEAR, CLEAR])), max_size=4)


@settings(max_examples=200, deadline=None)
@some(st.sampled_from(VISIBILITIES), MOVES, FLAGS)
def test_in_any_history_more_read_it_only_by_its_own_act_and_two_steps(
    start: Visibility,
    moves: Sequence[tuple[Any, Visibility, Actor, int]],
    flags: Sequence[tuple[int, Command]],
) -> None:
    events: list[Any] = list(at(start))
    when = READY
    for number, (command, to, by, hours) in enumerate(moves):
        when += timedelta(hours=hours)
        now = [replace(command, visibility=to), *(one for at_, one in flags if at_ == number)]
        for one in now:
            with suppress(Refused):
                state = ORGANISATION.fold(events)
                events += ORGANISATION.decide(one, Asked(at=when, by=by), state)
    levels = [seen(*events[:number]) for number in range(2, len(events) + 1)]
    for (before, after), event in zip(pairwise(levels), events[2:], strict=True):
        if VISIBILITIES.index(after) > VISIBILITIES.index(before):
            assert isinstance(event, VisibilityChanged)
            if event in at(start):
                continue
            assert event.changed_by == FOCAL.actor_id
            assert event.asked_at
            assert event.changed_at - event.asked_at >= SECOND_THOUGHT
            last = [one for one in events[: events.index(event)] if _asks(one)][-1]
            assert (last.visibility, last.asked_at) == (event.visibility, event.asked_at)
    raised = {one.flag_id for one in events if isinstance(one, RiskFlagRaised)}
    if raised - {one.flag_id for one in events if isinstance(one, RiskFlagCleared)}:
        assert levels[-1] in {"closed", "sealed"}


def _asks(event: object) -> bool:
    return isinstance(event, PublicListingAsked)
