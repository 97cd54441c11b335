"""A law of a State that punishes contact with the UN: one officer records it, two lift it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from services.stakeholders.contact_law import CONTACT_LAW
from shared.contracts.stakeholders_contact_law_commands import LiftContactLaw, RecordContactLaw
from shared.contracts.stakeholders_contact_laws import (
    ContactLawLifted,
    ContactLawLiftingProposed,
    ContactLawRecorded,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
SECOND = replace(OFFICER, actor_id="officer-2")
MISSION = Actor(actor_id="mission", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))
TEXT = Sealed(subject="contactlaw-1", cipher="x")
RECORD = RecordContactLaw(state="KEN", since=date(2026, 1, 1), text=TEXT)
LIFT = LiftContactLaw(state="KEN")
COMMANDS = ((RECORD, OFFICER), (LIFT, OFFICER))
RECORDED = ContactLawRecorded(
    state="KEN", since=date(2026, 1, 1), text=TEXT, recorded_by="officer-1", recorded_at=AT
)
PROPOSED = ContactLawLiftingProposed(state="KEN", proposed_by="officer-1", proposed_at=AT)
LIFTED = ContactLawLifted(state="KEN", lifted_by="officer-2", lifted_at=AT)


def test_an_officer_records_it_and_nobody_else() -> None:
    given(CONTACT_LAW).when(RECORD, by=OFFICER).then(RECORDED)
    given(CONTACT_LAW, RECORDED).when(RECORD, by=SECOND).then_nothing()
    for command in (RECORD, LIFT):
        given(CONTACT_LAW, RECORDED).when(command, by=MISSION).then_forbidden()
    given(CONTACT_LAW).when(replace(RECORD, state="XXX"), by=OFFICER).then_refused("Choose a State")


@pytest.mark.parametrize("day", [date(1945, 10, 23), date(2027, 1, 7), date(26, 1, 1)])
def test_its_day_is_not_before_the_united_nations_and_not_far_away(day: date) -> None:
    given(CONTACT_LAW).when(replace(RECORD, since=day), by=OFFICER).then_refused("Enter a day")


def test_what_is_known_of_it_is_said_anew() -> None:
    more = replace(RECORD, text=replace(TEXT, cipher="y"))
    anew = replace(RECORDED, text=more.text)
    given(CONTACT_LAW, RECORDED).when(more, by=OFFICER).then(anew)
    given(CONTACT_LAW, RECORDED, PROPOSED, anew).when(LIFT, by=SECOND).then(
        replace(PROPOSED, proposed_by="officer-2")
    )


def test_two_officers_lift_it_and_it_can_be_recorded_again() -> None:
    given(CONTACT_LAW).when(LIFT, by=OFFICER).then_refused("No law of this State")
    given(CONTACT_LAW, RECORDED).when(LIFT, by=OFFICER).then(PROPOSED)
    given(CONTACT_LAW, RECORDED, PROPOSED).when(LIFT, by=OFFICER).then_refused("Another")
    given(CONTACT_LAW, RECORDED, PROPOSED).when(LIFT, by=SECOND).then(LIFTED)
    over = (RECORDED, PROPOSED, LIFTED)
    given(CONTACT_LAW, *over).when(LIFT, by=SECOND).then_nothing()
    given(CONTACT_LAW, *over).when(RECORD, by=OFFICER).then(RECORDED)
    given(CONTACT_LAW, *over, RECORDED).when(LIFT, by=SECOND).then(
        replace(PROPOSED, proposed_by="officer-2")
    )


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_asked_it_is_lifted_by_another_than_said_so_first(seed: int) -> None:
    dice, facts = Random(seed), list[Any]()
    for _ in range(30):
        text = replace(TEXT, cipher=dice.choice("xy"))
        command = dice.choice((replace(RECORD, text=text), LIFT, LIFT))
        by = dice.choice((OFFICER, SECOND, MISSION))
        with suppress(Refused):
            facts += CONTACT_LAW.decide(command, Asked(at=AT, by=by), CONTACT_LAW.fold(facts))
    for before, fact in pairwise(facts):
        if isinstance(fact, ContactLawLifted):
            assert isinstance(before, ContactLawLiftingProposed)
            assert before.proposed_by != fact.lifted_by
