"""Joint statements: who joins, up to how many, and who keeps the slot."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.dialogue.state import Stage
from shared.contracts.stakeholders_dialogues import (
    CoSponsorAccepted,
    CoSponsorAsked,
    CoSponsorLeft,
    SlotPassedOn,
)
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import kinds
from shared.reference.dialogues import MOST_CO_SPONSORS, PASSING, RELEASES
from shared.reference.organisations import REGISTER_CLOCK
from tests.stakeholders.dialogues import (
    CLOSE,
    OFFICER,
    Story,
    accept,
    join,
    leave,
    of,
    part,
    publish,
    release,
    request,
    upload,
    who,
    withdraw,
)

ANN = "pseudonym-ann"


def names(story: Story, slot: str = "ann") -> list[str]:
    return [one.removeprefix("pseudonym-") for one in story.dialogue.slots[of(slot)].co_sponsors]


def test_an_organisation_asks_to_join_and_whose_statement_it_is_accepts() -> None:
    story = Story().lists("ann")
    [asked] = story.do(join("ann", "ben"), who("ben"))
    assert isinstance(asked, CoSponsorAsked)
    assert story.do(join("ann", "ben"), who("ben")) == []
    with pytest.raises(Forbidden, match="whose slot"):
        story.do(accept("ann", "ben"), who("ben"))
    [accepted] = story.do(accept("ann", "ben"), who("ann"))
    assert isinstance(accepted, CoSponsorAccepted)
    assert accepted.organisation == "pseudonym-ben"
    assert story.do(accept("ann", "ben"), who("ann")) == []
    with pytest.raises(Refused, match="did not ask"):
        story.do(accept("ann", "cem"), who("ann"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"speaks": "nhri"}, "same kind"),
        ({"grade": None}, "No accreditation"),
        ({"organisation": ANN}, "your own"),
        ({"merged": (ANN,)}, "your own"),
        ({"slot_id": of("nobody")}, "Nobody asked"),
    ],
)
def test_who_joins_is_entitled_as_who_speaks(changed: dict[str, Any], sentence: str) -> None:
    story = Story().lists("ann")
    with pytest.raises(Refused, match=sentence):
        story.do(join("ann", "ben", **changed), who("ben"))


def test_a_state_has_no_co_sponsors_and_no_state_joins() -> None:
    story = Story().lists("ann")
    story.do(request("FRA", "state"), OFFICER)
    with pytest.raises(Refused, match="same kind"):
        story.do(join("FRA", "ben", speaks="state"), OFFICER)
    with pytest.raises(Forbidden):
        story.do(join("ann", "ben"), OFFICER)


def test_an_organisation_joins_once_whichever_of_its_entries_asks() -> None:
    story = Story().lists("ann").joins("ann", "ben")
    assert story.do(join("ann", "cem", merged=("pseudonym-ben",)), who("cem")) == []


def test_a_statement_is_joined_before_the_dialogue_and_by_so_many() -> None:
    story = Story().lists("ann")
    for number in range(MOST_CO_SPONSORS):
        story.do(join("ann", f"org-{number}"), who(f"org-{number}"))
    with pytest.raises(Refused, match="at most"):
        story.do(join("ann", "late"), who("late"))
    story.do(part("ann", "org-0"), who("ann"))
    story.begins()
    with pytest.raises(Refused, match="before the dialogue begins"):
        story.do(join("ann", "late"), who("late"))


def test_who_joined_leaves_until_it_is_delivered_and_nobody_else_says_so() -> None:
    story = Story().lists("ann").joins("ann", "ben", "cem")
    for command, by in (
        (leave("ann", "ben"), who("cem")),
        (leave("ann", "nobody"), who("nobody")),
        (leave("nobody", "ben"), who("ben")),
    ):
        with pytest.raises(Forbidden, match="Only who joined"):
            story.do(command, by)
    [left] = story.do(leave("ann", "ben"), who("ben"))
    assert isinstance(left, CoSponsorLeft)
    assert (left.code, names(story)) == ("own", ["cem"])
    focal = Actor(actor_id="eve", roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}))
    assert story.do(leave("ann", "cem"), focal)
    story.joins("ann", "ben")
    story.begins().speaks("ann")
    with pytest.raises(Refused, match="not still to come"):
        story.do(leave("ann", "ben"), who("ben"))
    with pytest.raises(Refused, match="not still to come"):
        story.do(part("ann", "ben"), who("ann"))
    assert names(story) == ["ben"]


@pytest.mark.parametrize(
    ("code", "by"),
    [
        ("lead", who("ann")),
        ("no_grade", REGISTER_CLOCK),
        ("dissolved", REGISTER_CLOCK),
        *((code, OFFICER) for code in sorted(RELEASES)),
    ],
)
def test_a_co_sponsor_is_taken_off(code: str, by: Actor) -> None:
    story = Story().lists("ann").joins("ann", "ben", "cem")
    assert kinds(story.do(part("ann", "ben", code), by)) == ["CoSponsorLeft"]
    assert story.do(part("ann", "ben", code), by) == []
    assert story.do(part("nobody", "ben", "safety"), OFFICER) == []
    assert names(story) == ["cem"]


def test_nobody_else_takes_a_co_sponsor_off_and_for_no_other_reason() -> None:
    story = Story().lists("ann").joins("ann", "ben")
    for code, by in (("lead", who("cem")), ("safety", REGISTER_CLOCK), ("no_grade", who("ann"))):
        with pytest.raises(Forbidden):
            story.do(part("ann", "ben", code), by)
    with pytest.raises(Refused, match="from the list"):
        story.do(part("ann", "ben", "mood"), OFFICER)


# --- who keeps the slot --------------------------------------------------------------------------


def test_suspended_ngo_holds_a_slot_and_its_co_sponsors_keep_it_at_its_place() -> None:
    story = Story().lists("ann", "ben").joins("ann", "cem", "dot")
    story.do(upload("ann"), who("ann"))
    before = story.dialogue.slots[of("ann")]
    [passed] = story.do(release("ann"), REGISTER_CLOCK)
    assert isinstance(passed, SlotPassedOn)
    assert (passed.organisation, passed.requested_by) == ("pseudonym-cem", "cem")
    assert passed.speaker.cipher == "cem-speaks"
    assert passed.code == "no_grade"
    after = story.dialogue.slots[of("ann")]
    text = replace(before.statements["oral"], publishes=False)
    assert (after.place, after.stage, after.statements) == (
        before.place,
        Stage.LISTED,
        {"oral": text},
    )
    assert names(story) == ["dot"]
    assert story.line() == ["cem", "ben"]
    with pytest.raises(Forbidden):
        story.do(withdraw("ann"), who("ann"))
    theirs = replace(withdraw("ann"), organisation="pseudonym-cem")
    assert kinds(story.do(theirs, who("cem"))) == ["SlotPassedOn"]
    theirs = replace(withdraw("ann"), organisation="pseudonym-dot")
    assert kinds(story.do(theirs, who("dot"))) == ["SlotWithdrawn"]


def test_a_statement_that_passed_on_is_public_only_if_who_has_it_now_wants_it() -> None:
    story = Story().lists("ann").joins("ann", "cem")
    story.do(upload("ann"), who("ann"))
    story.do(withdraw("ann"), who("ann"))
    story.begins().speaks("ann")
    with pytest.raises(Refused, match="does not want it published"):
        story.do(publish("ann"), OFFICER)
    theirs = replace(upload("ann"), organisation="pseudonym-cem")
    assert kinds(story.do(theirs, who("cem"))) == ["StatementUploaded"]
    assert kinds(story.do(publish("ann"), OFFICER)) == ["StatementPublished"]


@pytest.mark.parametrize("code", sorted(RELEASES))
def test_a_slot_passes_on_for_these_reasons_and_is_free_for_the_others(code: str) -> None:
    story = Story().lists("ann").joins("ann", "ben")
    [fact] = story.do(release("ann", code))
    assert isinstance(fact, SlotPassedOn) is (code in PASSING)


def test_who_only_asked_or_has_a_slot_of_its_own_keeps_none() -> None:
    story = Story().lists("ann", "ben").joins("ann", "ben")
    story.do(join("ann", "cem"), who("cem"))
    assert kinds(story.do(withdraw("ann"), who("ann"))) == ["SlotWithdrawn"]
    story = Story().lists("ann", "ben").joins("ann", "ben")
    story.do(withdraw("ben"), who("ben"))
    assert kinds(story.do(withdraw("ann"), who("ann"))) == ["SlotPassedOn"]


@pytest.mark.parametrize("mine", ["ann", "dot"])
def test_a_co_sponsor_merged_with_who_has_a_slot_keeps_none(mine: str) -> None:
    """One organisation has one slot, whichever of its entries has it; also the one that goes."""
    story = Story().lists("ann", "dot").joins("ann", "ben", "cem")
    same = (("pseudonym-ben", f"pseudonym-{mine}"),)
    [passed] = story.do(withdraw("ann", same=same), who("ann"))
    assert isinstance(passed, SlotPassedOn)
    assert passed.organisation == "pseudonym-cem"
    [left] = story.do(replace(release("ann"), same=(("pseudonym-ben", "pseudonym-cem"),)))
    assert kinds([left]) == ["SlotWithdrawn"]


def test_who_joined_is_accepted_anew_for_a_slot_that_is_asked_for_again() -> None:
    story = Story().lists("ann", "ben").joins("ann", "ben")
    story.do(withdraw("ann"), who("ann"))
    story.asks("ann")
    story.do(withdraw("ben"), who("ben"))
    assert names(story) == ["ben"]
    assert not story.dialogue.slots[of("ann")].co_sponsors["pseudonym-ben"].accepted
    assert kinds(story.do(withdraw("ann"), who("ann"))) == ["SlotWithdrawn"]
    story.asks("ann")
    assert kinds(story.do(accept("ann", "ben"), who("ann"))) == ["CoSponsorAccepted"]
    assert kinds(story.do(withdraw("ann"), who("ann"))) == ["SlotPassedOn"]


def test_who_passed_a_slot_on_asks_for_another_one() -> None:
    story = Story().lists("ann").joins("ann", "ben")
    story.do(withdraw("ann"), who("ann"))
    with pytest.raises(Refused, match="asked for already"):
        story.asks("ann")
    story.do(replace(withdraw("ann"), organisation="pseudonym-ben"), who("ben"))
    with pytest.raises(Refused, match="another organisation"):
        story.asks("ann")
    assert kinds(story.asks("ann", slot_id=of("ann/2"))) == ["SlotRequested"]


def test_what_is_called_off_passes_to_nobody() -> None:
    story = Story().lists("ann").joins("ann", "ben")
    assert kinds(story.do(replace(CLOSE, called_off=True))) == ["SlotWithdrawn", "DialogueClosed"]
    with pytest.raises(Refused, match="called off"):
        story.do(join("ann", "cem"), who("cem"))


def test_a_fact_about_nothing_joins_nothing() -> None:
    story = Story().lists("ann").joins("ann", "ben")
    story.do(withdraw("ann"), who("ann"))
    joint = [one for one in story.facts if type(one).__name__.startswith(("CoSponsor", "SlotP"))]
    assert DIALOGUE.fold(joint) == DIALOGUE.initial
    empty = Story().state
    assert DIALOGUE.fold(joint, empty) == empty
    lone = Story().lists("ann").state
    [accepted] = [one for one in joint if isinstance(one, CoSponsorAccepted)]
    assert DIALOGUE.fold([accepted], lone) == lone
