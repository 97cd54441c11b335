"""The first weeks of a holder: started with a term, item by item, and ready once no bar is left."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.app import STAKEHOLDERS_SERVICE, service
from services.stakeholders.onboarding import ACCOUNTS, ONBOARDING, StartOnboarding
from shared.contracts.stakeholders_onboarding import (
    Fact,
    KitItem,
    OnboardingCompleted,
    OnboardingItemCompleted,
    OnboardingItemWaived,
    OnboardingStarted,
)
from shared.contracts.stakeholders_onboarding_commands import (
    CompleteOnboardingItem,
    WaiveOnboardingItem,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.hosting.service import Service
from shared.platform.settings import Settings
from shared.reference.onboarding import (
    BARS,
    KIT,
    NAMES,
    OFFICER_TOO,
    SINCE,
    TWO_FACTOR,
    VISIT_FILES,
)
from tests.stakeholders import test_terms as terms

POLICY = system("stakeholders")
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
MANDATE = "sr-torture"
HOLDER = Actor(
    actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({MANDATE})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({MANDATE}),
)
TERM = replace(terms.STARTED, starts_on=SINCE, ends_on=date(2029, 11, 27))
START = StartOnboarding(of=TERM, kit=KIT)


def begun(service: Service, fact: object) -> list[StartOnboarding]:
    """Return the onboarding that follows from a fact; seats are foreseen from it, too."""
    return [one for one in service.react(fact) if isinstance(one, StartOnboarding)]


STARTED = OnboardingStarted(
    term_id="t-1",
    mandate=MANDATE,
    holder_id="holder-1",
    starts_on=SINCE,
    kit=KIT,
    bars=BARS,
    started_at=AT,
)
NOTE = Sealed("term-t-1", "note")
BY = {"holder": HOLDER, "officer": OFFICER, "chief": CHIEF}
DECLARE = CompleteOnboardingItem(term_id="t-1", item="solemn-declaration", evidence=NOTE)
DECLARED = OnboardingItemCompleted(
    term_id="t-1",
    mandate=MANDATE,
    item="solemn-declaration",
    evidence=NOTE,
    bars_left=("conflict-declaration", TWO_FACTOR, "standing-authorisation"),
    done_by="holder-1",
    done_at=AT,
)
WAIVE = WaiveOnboardingItem(term_id="t-1", item="induction-session", reason=NOTE)
WAIVED = OnboardingItemWaived(
    term_id="t-1",
    mandate=MANDATE,
    item="induction-session",
    reason=NOTE,
    waived_by="chief-1",
    waived_at=AT,
)
COMPLETED = OnboardingCompleted(term_id="t-1", mandate=MANDATE, completed_at=AT)
KEY = CompleteOnboardingItem(term_id="t-1", item=TWO_FACTOR, evidence=None)


def done(item: str, *left: str) -> OnboardingItemCompleted:
    return replace(DECLARED, item=item, bars_left=left)


# --- M12: it starts with a term ------------------------------------------------------------------


def test_a_policy_starts_it_when_a_term_is_recorded_whatever_records_it() -> None:
    assert begun(STAKEHOLDERS_SERVICE, TERM) == [START]
    given(ONBOARDING).when(START, by=POLICY).then(STARTED)
    given(ONBOARDING, STARTED).when(START, by=POLICY).then_nothing()


def test_a_term_that_began_before_onboarding_was_on_record_counts_as_onboarded() -> None:
    before = replace(TERM, starts_on=date(2026, 11, 27))
    assert begun(STAKEHOLDERS_SERVICE, before) == []
    assert begun(STAKEHOLDERS_SERVICE, terms.ENDED) == []


def test_the_kit_is_the_domains_and_four_items_of_it_bar_signing() -> None:
    assert [item.key for item in KIT if item.bars] == [
        "solemn-declaration",
        "conflict-declaration",
        TWO_FACTOR,
        "standing-authorisation",
    ]
    assert [item.key for item in KIT] == list(NAMES)
    assert len(KIT) == 13


def test_an_office_sets_another_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    kit = '[{"key": "oath", "owner": "chief", "due_days": 1, "bars": true}]'
    monkeypatch.setenv("RAPPORTEUR_ONBOARDING_KIT", kit)
    own = service(Settings())
    item = KitItem(key="oath", owner="chief", due_days=1, bars=True)
    assert begun(own, TERM) == [StartOnboarding(of=TERM, kit=(item,))]


def test_a_kit_without_bars_is_ready_at_once() -> None:
    free = tuple(item for item in KIT if not item.bars)
    given(ONBOARDING).when(StartOnboarding(of=TERM, kit=free), by=POLICY).then(
        replace(STARTED, kit=free, bars=()), COMPLETED
    )


# --- M13: each item ------------------------------------------------------------------------------


@pytest.mark.parametrize("item", KIT, ids=lambda item: item.key)
def test_its_owner_and_the_chief_say_that_an_item_is_done(item: KitItem) -> None:
    command = replace(DECLARE, item=item.key)
    left = tuple(one for one in BARS if one != item.key)
    for by in (CHIEF, ACCOUNTS if item.key == TWO_FACTOR else BY[item.owner]):
        given(ONBOARDING, STARTED).when(command, by=by).then(
            replace(DECLARED, item=item.key, bars_left=left, done_by=by.actor_id)
        )
    told = done(item.key, *left)
    given(ONBOARDING, STARTED, told).when(command, by=CHIEF).then_nothing()
    others = {HOLDER.actor_id: HOLDER, OFFICER.actor_id: OFFICER}
    if item.key != TWO_FACTOR:
        others.pop(BY[item.owner].actor_id, None)
    if item.key in OFFICER_TOO:
        others.pop(OFFICER.actor_id)
    for by in others.values():
        given(ONBOARDING, STARTED).when(command, by=by).then_forbidden()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_says_it(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}))
    for item in KIT:
        given(ONBOARDING, STARTED).when(replace(DECLARE, item=item.key), by=other).then_forbidden()
        given(ONBOARDING, STARTED).when(replace(WAIVE, item=item.key), by=other).then_forbidden()


def test_an_officer_of_the_mandate_says_too_that_the_visit_files_are_gone_through() -> None:
    command = replace(DECLARE, item=VISIT_FILES)
    given(ONBOARDING, STARTED).when(command, by=OFFICER).then(
        replace(DECLARED, item=VISIT_FILES, bars_left=BARS, done_by=OFFICER.actor_id)
    )
    waived = replace(WAIVE, item=VISIT_FILES)
    assert given(ONBOARDING, STARTED).when(waived, by=OFFICER)._decide()
    elsewhere = replace(OFFICER, mandates=frozenset({"sr-food"}))
    given(ONBOARDING, STARTED).when(command, by=elsewhere).then_forbidden()
    before = replace(STARTED, kit=tuple(one for one in KIT if one.key != VISIT_FILES))
    given(ONBOARDING, before).when(command, by=OFFICER).then_refused("no such")
    [item] = [one for one in KIT if one.key == VISIT_FILES]
    assert (item.owner, item.due_days, item.bars) == ("holder", 60, False)


def test_another_holder_of_the_mandate_says_nothing_for_the_new_one() -> None:
    other = replace(HOLDER, actor_id="holder-2")
    given(ONBOARDING, STARTED).when(DECLARE, by=other).then_forbidden()
    elsewhere = replace(OFFICER, mandates=frozenset({"sr-food"}))
    handover = replace(DECLARE, item="handover")
    given(ONBOARDING, STARTED).when(handover, by=elsewhere).then_forbidden()


def test_what_is_not_in_the_kit_or_not_begun_is_refused() -> None:
    given(ONBOARDING, STARTED).when(replace(DECLARE, item="tea"), by=CHIEF).then_refused("no such")
    given(ONBOARDING).when(DECLARE, by=CHIEF).then_refused("no such")


# --- section C.8 ---------------------------------------------------------------------------------


def test_holder_refuses_induction_waived_with_reason_bars_never() -> None:
    given(ONBOARDING, STARTED).when(WAIVE, by=CHIEF).then(WAIVED)
    given(ONBOARDING, STARTED, WAIVED).when(WAIVE, by=CHIEF).then_nothing()
    for bar in BARS:
        given(ONBOARDING, STARTED).when(replace(WAIVE, item=bar), by=CHIEF).then_refused("never")
    told = done("induction-session", *BARS)
    given(ONBOARDING, STARTED, told).when(WAIVE, by=CHIEF).then_refused("done already")
    given(ONBOARDING, STARTED, WAIVED).when(
        replace(DECLARE, item="induction-session"), by=CHIEF
    ).then(replace(told, done_by="chief-1"))


# --- M14: ready ----------------------------------------------------------------------------------


def test_it_is_ready_with_the_last_bar_whatever_else_is_open() -> None:
    three = [done(key, *BARS[n + 1 :]) for n, key in enumerate(BARS[:3])]
    last = replace(DECLARE, item=BARS[3])
    given(ONBOARDING, STARTED, *three).when(last, by=HOLDER).then(done(BARS[3]), COMPLETED)
    later = replace(DECLARE, item="manual-and-code")
    ready: tuple[Fact, ...] = (STARTED, *three, done(BARS[3]), COMPLETED)
    given(ONBOARDING, *ready).when(later, by=HOLDER).then(done("manual-and-code"))


_ASKS = st.tuples(
    st.sampled_from([DECLARE, WAIVE]),
    st.sampled_from([item.key for item in KIT]),
    st.sampled_from([HOLDER, OFFICER, CHIEF, ACCOUNTS]),
)


@settings(max_examples=60, deadline=None)
@drawn(st.lists(_ASKS, max_size=30))
def test_in_any_history_nobody_is_ready_before_each_bar_is_done_and_none_is_waived(
    asks: list[tuple[Any, str, Actor]],
) -> None:
    history: list[Any] = [STARTED]
    for command, item, by in asks:
        state = ONBOARDING.fold(history)
        try:
            history += ONBOARDING.decide(replace(command, item=item), Asked(at=AT, by=by), state)
        except Refused:
            continue
    state = ONBOARDING.fold(history)
    assert state.waived.isdisjoint(BARS)
    assert history.count(COMPLETED) == (0 if state.bars else 1)
    told = [one for one in history if isinstance(one, OnboardingItemCompleted)]
    assert len({one.item for one in told}) == len(told)
    assert not told or set(told[-1].bars_left) == set(state.bars)
