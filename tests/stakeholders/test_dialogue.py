"""Dialogues and their speakers: selection-stakeholders-committee.md, sections B.3, B.4 and B.8."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.dialogue.decide import DIALOGUE
from shared.contracts.stakeholders_dialogues import (
    SlotRequested,
    SlotWithdrawn,
    Speaks,
    StatementDelivered,
)
from shared.core.decider import Forbidden, Refused
from shared.core.message import Sealed
from shared.core.testing import AT, given, kinds
from shared.reference.dialogues import ORDER, seconds_of, within
from shared.reference.organisations import REGISTER_CLOCK
from tests.stakeholders.dialogues import (
    CHANGE,
    CLOSE,
    DAY,
    DETAILS,
    ID,
    OFFICER,
    SCHEDULE,
    SCHEDULED,
    STARTS,
    Story,
    call,
    deliver,
    listing,
    of,
    publish,
    put_back,
    release,
    request,
    who,
    withdraw,
)

# --- the dialogue --------------------------------------------------------------------------------


def test_a_stakeholder_officer_schedules_a_dialogue_and_nobody_else() -> None:
    given(DIALOGUE).when(SCHEDULE, by=OFFICER).then(SCHEDULED)
    given(DIALOGUE).when(SCHEDULE, by=who("ann")).then_forbidden()
    given(DIALOGUE, SCHEDULED).when(SCHEDULE, by=OFFICER).then_refused("already")
    given(DIALOGUE).when(SCHEDULE, by=OFFICER, at=STARTS).then_refused("after it is scheduled")
    given(DIALOGUE).when(CHANGE, by=OFFICER).then_refused("no such")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "title"),
        ({"mandate": "sr-nothing"}, "mandate"),
        ({"state_concerned": "ZZZ"}, "State"),
        ({"minutes": 0}, "minutes"),
        ({"visits": -1}, "reports"),
    ],
)
def test_a_dialogue_makes_sense(changed: dict[str, Any], sentence: str) -> None:
    details = replace(DETAILS, **changed)
    given(DIALOGUE).when(replace(SCHEDULE, details=details), by=OFFICER).then_refused(sentence)
    change = replace(CHANGE, details=details)
    given(DIALOGUE, SCHEDULED).when(change, by=OFFICER).then_refused(sentence)


def test_it_is_changed_until_it_is_closed() -> None:
    story = Story(state_concerned=None)
    assert kinds(story.do(CHANGE)) == ["DialogueChanged"]
    assert story.do(CHANGE) == []
    story.begins().do(CLOSE)
    with pytest.raises(Refused, match="is over"):
        story.do(CHANGE)


@pytest.mark.parametrize(
    "command",
    [CHANGE, CLOSE, listing("ann"), call("ann"), put_back("ann"), deliver("ann"), publish("ann")],
)
def test_only_an_officer_runs_it(command: Any) -> None:
    given(DIALOGUE, SCHEDULED).when(command, by=who("ann"), at=STARTS).then_forbidden()
    given(DIALOGUE, SCHEDULED).when(release("ann"), by=who("ann")).then_forbidden()
    given(DIALOGUE, SCHEDULED).when(release("ann", "safety"), by=REGISTER_CLOCK).then_forbidden()


# --- asking for a slot ---------------------------------------------------------------------------


def test_a_slot_is_asked_for_with_the_speaker_sealed_and_no_grade_in_the_fact() -> None:
    [fact] = Story().asks("ann")
    assert fact == SlotRequested(
        dialogue_id=ID,
        slot_id=of("ann"),
        speaks="ngo",
        organisation="pseudonym-ann",
        state=None,
        speaker=Sealed(f"slot-{of('ann')}", "bmFtZQ"),
        requests=1,
        requested_by="ann",
        requested_at=AT + timedelta(seconds=2),
    )


@pytest.mark.parametrize(
    ("speaks", "grade", "entitled"),
    [
        ("ngo", "general", True),
        ("ngo", "roster", True),
        ("ngo", None, False),
        ("ngo", "A", False),
        ("nhri", "A", True),
        ("nhri", "B", False),
        ("nhri_concerned", "A", True),
        ("nhri_concerned", "B", False),
        ("nhri", None, False),
    ],
)
def test_the_grade_in_force_on_the_day_of_the_act_decides(
    speaks: Speaks, grade: str | None, *, entitled: bool
) -> None:
    story = Story()
    if entitled:
        assert story.asks("ann", speaks, grade=grade)
    else:
        with pytest.raises(Refused, match="in force today"):
            story.asks("ann", speaks, grade=grade)


def test_a_slot_is_asked_for_24_hours_before_but_by_whose_floor_it_is() -> None:
    story = Story()
    latest = STARTS - DAY
    assert story.do(request("ann"), who("ann"), at=latest)
    for name, speaks in (("ben", "ngo"), ("FRA", "state"), ("cem", "nhri_concerned")):
        with pytest.raises(Refused, match="24 hours"):
            story.asks(name, speaks)  # type: ignore[arg-type]
    assert story.asks("KEN", "state_concerned")
    assert story.asks("holder", "holder")


def test_a_slot_is_asked_for_once_and_by_whom_it_is_for() -> None:
    story = Story()
    story.asks("ann")
    with pytest.raises(Refused, match="already"):
        story.asks("ann")
    with pytest.raises(Forbidden):
        story.do(request("KEN", "state"), who("ann"))
    with pytest.raises(Forbidden):
        story.do(request("ben", "nhri"), who("ben"))
    with pytest.raises(Refused, match="as what"):
        story.do(request("ben", speaks="president"), who("ben"))  # type: ignore[arg-type]


def test_a_slot_of_a_state_names_it_and_the_state_concerned_is_the_one_it_is_about() -> None:
    story = Story()
    with pytest.raises(Refused, match="not the State concerned"):
        story.asks("FRA", "state_concerned")
    for wrong in (request("FRA", "state", state="ZZZ"), request("hold", "holder", state="FRA")):
        with pytest.raises(Refused, match="State from the list"):
            story.do(wrong)
    with pytest.raises(Refused, match="State from the list"):
        Story(state_concerned=None).do(request("x", "state_concerned", state=None))


# --- the order -----------------------------------------------------------------------------------


def test_the_institution_of_the_state_concerned_speaks_right_after_it() -> None:
    story = Story()
    asked: list[tuple[str, Speaks]] = [
        ("ann", "ngo"),
        ("inst", "nhri"),
        ("FRA", "state"),
        ("own", "nhri_concerned"),
        ("KEN", "state_concerned"),
        ("hold", "holder"),
    ]
    for name, speaks in asked:
        story.asks(name, speaks)
    story.do(listing(*(name for name, _ in asked)))
    found = [slot.speaks for slot in story.dialogue.line()]
    assert found == list(ORDER)
    assert found.index("nhri_concerned") == found.index("state_concerned") + 1


def test_among_equals_who_asked_first_is_first_and_who_asks_again_is_last() -> None:
    story = Story().lists("ann", "ben", "cem")
    assert story.line() == ["ann", "ben", "cem"]
    story.do(withdraw("ann"), who("ann"))
    story.asks("ann")
    story.do(listing("ann"))
    assert story.line() == ["ben", "cem", "ann"]


def test_two_servers_whose_clocks_differ_do_not_change_who_is_first() -> None:
    story = Story()
    story.asks("ann")
    story.do(request("ben"), who("ben"), at=story.at - timedelta(minutes=1))
    story.do(listing("ann", "ben"))
    assert story.line() == ["ann", "ben"]
    assert story.do(listing("ann", "ann")) == []


def test_at_the_same_time_who_asked_less_often_is_first() -> None:
    story = Story()
    at = story.at
    story.do(request("ann"), who("ann"), at=at)
    story.do(withdraw("ann"), who("ann"), at=at)
    story.do(request("ann"), who("ann"), at=at)
    story.do(request("ben"), who("ben"), at=at)
    story.do(listing("ann", "ben"))
    assert story.line() == ["ben", "ann"]


def test_minutes_are_by_who_speaks_and_the_holder_has_two_more_for_each_visit() -> None:
    assert [seconds_of(one, 3) for one in ORDER] == [26 * 60, 300, 90, 90, 90, 90]
    assert within([90, 90, 90], 200) == 2
    assert within([90, 90], 180) == 2
    assert within([], 0) == 0


# --- who has the floor ---------------------------------------------------------------------------


def test_the_next_on_the_list_has_the_floor_and_nobody_else() -> None:
    story = Story().lists("ann", "ben")
    with pytest.raises(Refused, match="not begun"):
        story.do(call("ann"))
    story.begins()
    with pytest.raises(Refused, match="Somebody else is next"):
        story.do(call("ben"))
    with pytest.raises(Refused, match="Nobody asked"):
        story.do(call("nobody"))
    assert kinds(story.do(call("ann"))) == ["SpeakerCalled"]
    began = story.at
    assert story.do(call("ann")) == []
    with pytest.raises(Refused, match="has the floor"):
        story.do(call("ben"))
    with pytest.raises(Refused, match="does not have the floor"):
        story.do(deliver("ben"))
    [delivered] = story.do(deliver("ann"), at=began + timedelta(seconds=85))
    assert isinstance(delivered, StatementDelivered)
    assert delivered.seconds == 85
    assert story.do(deliver("ann")) == []
    assert story.dialogue.left == 3600 - 85


def test_who_was_called_by_mistake_goes_back_to_the_same_place() -> None:
    story = Story().lists("ann", "ben").begins()
    assert story.do(put_back("ann")) == []
    story.do(call("ann"))
    assert kinds(story.do(put_back("ann"))) == ["SpeakerPutBack"]
    assert story.line() == ["ann", "ben"]
    story.do(withdraw("ben"), who("ben"))
    with pytest.raises(Refused, match="does not have the floor"):
        story.do(put_back("ben"))


def test_who_is_absent_is_passed_over_and_can_be_listed_again() -> None:
    story = Story().lists("ann", "ben").begins()
    story.do(release("ann", "absent"))
    story.speaks("ben")
    assert kinds(story.do(listing("ann"))) == ["SpeakerListed"]
    assert story.stage("ann") == "listed"
    with pytest.raises(Refused, match="cannot be listed"):
        story.do(listing("ben"))


def test_nobody_has_the_floor_for_whom_the_time_is_not_enough() -> None:
    story = Story(minutes=2).lists("ann", "ben").begins()
    story.speaks("ann", seconds=60)
    with pytest.raises(Refused, match="not enough time"):
        story.do(call("ben"))
    story.do(replace(CHANGE, details=replace(DETAILS, minutes=3)))
    assert story.do(call("ben"))


def test_a_grade_that_ended_gives_no_floor_and_what_was_delivered_stands() -> None:
    story = Story().lists("ann", "ben").begins()
    story.speaks("ann")
    with pytest.raises(Refused, match="in force today"):
        story.do(call("ben", grade=None))
    story.do(release("ben"), REGISTER_CLOCK)
    with pytest.raises(Refused, match="still to come"):
        story.do(release("ann"), REGISTER_CLOCK)
    assert (story.stage("ann"), story.stage("ben")) == ("delivered", "withdrawn")
    assert story.do(release("ben")) == []
    with pytest.raises(Refused, match="reason"):
        story.do(release("ben", "views"))


def test_what_was_not_reached_is_told_when_it_is_closed() -> None:
    story = Story().lists("ann", "ben")
    story.asks("cem")
    with pytest.raises(Refused, match="not begun"):
        story.do(CLOSE)
    story.begins().do(call("ann"))
    with pytest.raises(Refused, match="has the floor"):
        story.do(CLOSE)
    story.do(deliver("ann"))
    assert kinds(story.do(CLOSE)) == [
        "StatementNotReached",
        "StatementNotReached",
        "DialogueClosed",
    ]
    assert story.do(CLOSE) == []
    with pytest.raises(Refused, match="can no longer"):
        story.do(withdraw("ben"), who("ben"))


def test_called_off_every_slot_goes_and_nobody_asks_any_more() -> None:
    story = Story().lists("ann")
    off = replace(CLOSE, called_off=True)
    [gone, closed] = story.do(off)
    assert isinstance(gone, SlotWithdrawn)
    assert gone.code == "called_off"
    assert kinds([closed]) == ["DialogueClosed"]
    with pytest.raises(Refused, match="called off"):
        story.asks("ben")


def test_a_slot_is_given_back_by_who_asked_alone() -> None:
    story = Story().lists("ann")
    for other in (who("ben"), OFFICER):
        with pytest.raises(Forbidden):
            story.do(withdraw("ann"), other)
    assert kinds(story.do(withdraw("ann"), who("ann"))) == ["SlotWithdrawn"]
    assert story.do(withdraw("ann"), who("ann")) == []
