"""Whose a slot is: an organisation's while somebody is of it, and a State's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.stakeholders_dialogues import Speaks
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import kinds
from shared.reference.organisations import REGISTER_CLOCK
from tests.stakeholders.dialogues import (
    CHANGE,
    DAY,
    DETAILS,
    OFFICER,
    STARTS,
    Story,
    release,
    request,
    take_back,
    upload,
    who,
    withdraw,
)

KENYA = Actor(actor_id="mission", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))
FOCAL = Actor(actor_id="eve", roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}))


@pytest.mark.parametrize("organisation", [None, "pseudonym-ben"])
def test_who_left_the_organisation_has_none_of_its_slots(organisation: str | None) -> None:
    story = Story().lists("ann")
    story.do(upload("ann"), who("ann"))
    for command in (upload("ann", words=9), withdraw("ann"), take_back("ann")):
        with pytest.raises(Forbidden, match="whose slot"):
            story.do(replace(command, organisation=organisation), who("ann"))


def test_whoever_speaks_for_the_organisation_answers_for_its_slots() -> None:
    story = Story().lists("ann")
    assert kinds(story.do(upload("ann"), FOCAL)) == ["StatementUploaded"]
    assert kinds(story.do(take_back("ann"), FOCAL)) == ["StatementTakenBack"]
    assert kinds(story.do(withdraw("ann"), FOCAL)) == ["SlotWithdrawn"]
    with pytest.raises(Forbidden):
        story.do(replace(withdraw("ann"), organisation="pseudonym-ben"), FOCAL)


def test_an_organisation_has_one_slot_whichever_of_its_entries_asks() -> None:
    story = Story()
    story.asks("ann")
    one_with = replace(request("ben"), merged=("pseudonym-ann", "pseudonym-cem"))
    with pytest.raises(Refused, match="asked for already"):
        story.do(one_with, who("ben"))
    story.do(withdraw("ann"), who("ann"))
    assert kinds(story.do(one_with, who("ben"))) == ["SlotRequested"]
    with pytest.raises(Refused, match="asked for already"):
        story.do(replace(request("ann"), merged=("pseudonym-ben",)), who("ann"))


def test_the_register_takes_the_slot_of_who_is_no_more_and_no_other() -> None:
    story = Story().lists("ann", "ben")
    assert kinds(story.do(release("ann", "dissolved"), REGISTER_CLOCK)) == ["SlotWithdrawn"]
    with pytest.raises(Forbidden):
        story.do(release("ben", "safety"), REGISTER_CLOCK)


@pytest.mark.parametrize(("state", "speaks"), [("KEN", "state_concerned"), ("FRA", "state")])
def test_a_government_asks_for_the_slot_of_its_state_and_of_no_other(
    state: str, speaks: Speaks
) -> None:
    story = Story()
    command = request(state, speaks)
    if state == "KEN":
        assert kinds(story.do(command, KENYA)) == ["SlotRequested"]
    else:
        with pytest.raises(Forbidden):
            story.do(command, KENYA)
    with pytest.raises(Forbidden):
        story.do(request("holder", "holder"), KENYA)
    with pytest.raises(Forbidden):
        story.do(request("ann"), KENYA)


def test_a_mission_has_the_slot_that_a_colleague_or_an_officer_entered_for_its_state() -> None:
    story = Story()
    story.do(request("KEN", "state_concerned"), OFFICER)
    story.do(request("FRA", "state"), OFFICER)
    mine = replace(upload("KEN", grade=None), organisation=None)
    assert kinds(story.do(mine, KENYA)) == ["StatementUploaded"]
    with pytest.raises(Forbidden):
        story.do(replace(withdraw("FRA"), organisation=None), KENYA)
    assert kinds(story.do(replace(withdraw("KEN"), organisation=None), KENYA)) == ["SlotWithdrawn"]


@pytest.mark.parametrize(
    "starts", [STARTS - 40 * DAY, datetime.min.replace(tzinfo=UTC), STARTS - 30 * DAY]
)
def test_a_dialogue_is_not_moved_into_the_past(starts: datetime) -> None:
    story = Story()
    with pytest.raises(Refused, match="still to come"):
        story.do(replace(CHANGE, details=replace(DETAILS, starts_at=starts)))
    story.begins()
    assert story.do(replace(CHANGE, details=replace(DETAILS, minutes=70)))
    assert story.do(
        replace(CHANGE, details=replace(DETAILS, starts_at=story.at + timedelta(hours=3)))
    )


def test_the_state_concerned_changes_once_nobody_speaks_because_of_it() -> None:
    story = Story()
    story.do(request("KEN", "state_concerned"), OFFICER)
    other = replace(CHANGE, details=replace(DETAILS, state_concerned="UGA"))
    with pytest.raises(Refused, match="State concerned"):
        story.do(other)
    story.do(replace(withdraw("KEN"), organisation=None), KENYA)
    assert kinds(story.do(other)) == ["DialogueChanged"]
