"""A Government's request to remove an entry: refused at once, and placed by an officer."""

from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from services.stakeholders.removal import REMOVAL
from shared.contracts.stakeholders_removal_commands import PlaceRemovalRequest, RequestRemoval
from shared.contracts.stakeholders_removals import (
    RemovalRefused,
    RemovalRequested,
    RemovalRequestPlaced,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given, kinds

ID = str(derive_id("removal of a test"))
ENTRY, OTHER_ENTRY = (str(derive_id("organisation of a removal", n)) for n in range(2))
MISSION = Actor(
    actor_id="mission", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN", "XXX"})
)
OTHER_MISSION = replace(MISSION, actor_id="mission-2")
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
OF_IT = replace(OFFICER, actor_id="officer-2", organisation_id=ENTRY)
TEXT = Sealed(subject=f"removal-{ID}", cipher="x")
ASK = RequestRemoval(request_id=ID, state="KEN", text=TEXT, by_letter=False)
LETTER = replace(ASK, by_letter=True)
PLACE = PlaceRemovalRequest(request_id=ID, organisation_id=ENTRY, told=True)
NONE = replace(PLACE, organisation_id=None, told=False)
REQUESTED = RemovalRequested(
    request_id=ID,
    state="KEN",
    text=TEXT,
    by_letter=False,
    requested_by="mission",
    requested_at=AT,
)
REFUSED = RemovalRefused(request_id=ID, refused_at=AT)
PLACED = RemovalRequestPlaced(
    request_id=ID, organisation_id=ENTRY, told=True, placed_by="officer-1", placed_at=AT
)
ASKED = (REQUESTED, REFUSED)
COMMANDS = ((LETTER, OFFICER), (PLACE, OFFICER))


def test_the_answer_comes_with_the_request_whichever_entry_it_means() -> None:
    given(REMOVAL).when(ASK, by=MISSION).then(REQUESTED, REFUSED)
    given(REMOVAL, *ASKED).when(ASK, by=MISSION).then_nothing()
    given(REMOVAL, *ASKED).when(ASK, by=OTHER_MISSION).then_forbidden()


def test_an_officer_records_what_came_by_letter() -> None:
    by_letter = replace(REQUESTED, by_letter=True, requested_by="officer-1")
    given(REMOVAL).when(LETTER, by=OFFICER).then(by_letter, REFUSED)
    given(REMOVAL).when(LETTER, by=MISSION).then_forbidden()
    given(REMOVAL).when(ASK, by=OFFICER).then_forbidden()
    given(REMOVAL).when(replace(ASK, state="FRA"), by=MISSION).then_forbidden()
    given(REMOVAL).when(replace(ASK, state="XXX"), by=MISSION).then_refused("Choose a State")


def test_an_officer_says_which_entry_is_meant() -> None:
    given(REMOVAL, *ASKED).when(PLACE, by=OFFICER).then(PLACED)
    given(REMOVAL, *ASKED, PLACED).when(PLACE, by=OFFICER).then_nothing()
    given(REMOVAL, *ASKED).when(PLACE, by=MISSION).then_forbidden()
    given(REMOVAL, *ASKED).when(PLACE, by=OF_IT).then_refused("your own organisation")
    given(REMOVAL).when(PLACE, by=OFFICER).then_refused("There is no such request.")
    nobody = replace(NONE, told=True)
    given(REMOVAL, *ASKED).when(nobody, by=OFFICER).then_refused("Nobody can be told")
    of_none = replace(PLACED, organisation_id=None, told=False)
    given(REMOVAL, *ASKED).when(NONE, by=OFFICER).then(of_none)
    given(REMOVAL, *ASKED, of_none).when(NONE, by=OFFICER).then_nothing()


def test_a_mistake_is_put_right_until_the_organisation_was_told() -> None:
    quiet = replace(PLACED, told=False)
    given(REMOVAL, *ASKED, quiet).when(PLACE, by=OFFICER).then(PLACED)
    other = replace(PLACE, organisation_id=OTHER_ENTRY)
    given(REMOVAL, *ASKED, quiet).when(other, by=OFFICER).then(
        replace(PLACED, organisation_id=OTHER_ENTRY)
    )
    for command in (other, NONE):
        given(REMOVAL, *ASKED, PLACED).when(command, by=OFFICER).then_refused("was told")


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_asked_each_request_is_refused_once_and_one_organisation_is_told(
    seed: int,
) -> None:
    dice, facts = Random(seed), list[Any]()
    for _ in range(20):
        command = dice.choice((ASK, LETTER, PLACE, NONE, replace(PLACE, told=False)))
        by = dice.choice((MISSION, OTHER_MISSION, OFFICER, OF_IT))
        with suppress(Refused):
            facts += REMOVAL.decide(command, Asked(at=AT, by=by), REMOVAL.fold(facts))
    assert kinds(facts).count("RemovalRefused") == kinds(facts).count("RemovalRequested") <= 1
    assert sum(isinstance(one, RemovalRequestPlaced) and one.told for one in facts) <= 1
