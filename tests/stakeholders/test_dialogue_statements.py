"""The statements of a dialogue: their words, their days, and who reads them."""

from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.dialogue.state import evolve
from shared.contracts.stakeholders_dialogues import (
    StatementPublished,
)
from shared.core.decider import Forbidden, Refused
from shared.core.message import Sealed
from shared.core.testing import kinds
from shared.reference.dialogues import MOST_WORDS, is_video
from tests.stakeholders.dialogues import (
    CLOSE,
    DAY,
    OFFICER,
    STARTS,
    Story,
    link_video,
    of,
    publish,
    take_back,
    upload,
    who,
    withdraw,
)

# --- statements ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "words", "fits"),
    [
        ("general", 2_000, True),
        ("general", 2_001, False),
        ("special", 1_500, True),
        ("special", 1_501, False),
        ("roster", 1_501, False),
        (None, 10, False),
    ],
)
def test_the_limit_of_words_is_by_the_status_of_the_day(
    grade: str | None, words: int, *, fits: bool
) -> None:
    story = Story().lists("ann")
    command = upload("ann", "written", grade=grade, words=words)
    if fits:
        assert kinds(story.do(command, who("ann"))) == ["StatementUploaded"]
    else:
        with pytest.raises(Refused):
            story.do(command, who("ann"))


def test_an_institution_has_no_limit_of_its_own() -> None:
    story = Story()
    story.asks("inst", "nhri")
    command = upload("inst", "written", grade="A", words=MOST_WORDS)
    assert story.do(command, who("inst", "nhri"))


def test_a_written_statement_comes_two_weeks_before_and_an_oral_one_until_the_end() -> None:
    story = Story().lists("ann")
    assert story.do(upload("ann", "written"), who("ann"), at=STARTS - 14 * DAY)
    with pytest.raises(Refused, match="two weeks"):
        story.do(upload("ann", "written", words=9, publishes=False), who("ann"))
    assert story.begins().do(upload("ann"), who("ann"))
    assert story.do(upload("ann"), who("ann")) == []
    story.do(CLOSE)
    with pytest.raises(Refused, match="is over"):
        story.do(upload("ann", publishes=False), who("ann"))


@pytest.mark.parametrize(
    "changed", [{"words": 0}, {"words": MOST_WORDS + 1}, {"language": "tlh"}, {"form": "video"}]
)
def test_a_statement_makes_sense(changed: dict[str, Any]) -> None:
    story = Story().lists("ann")
    with pytest.raises(Refused):
        story.do(replace(upload("ann"), **changed), who("ann"))


def test_nothing_is_uploaded_for_a_slot_of_others_or_one_given_back() -> None:
    story = Story().lists("ann")
    for name, by in (("ann", who("ben")), ("nobody", who("ann"))):
        with pytest.raises(Forbidden):
            story.do(upload(name), by)
    story.do(withdraw("ann"), who("ann"))
    with pytest.raises(Refused, match="given back"):
        story.do(upload("ann"), who("ann"))


def test_a_statement_is_published_once_it_was_delivered_if_its_author_wants() -> None:
    story = Story().lists("ann", "ben")
    with pytest.raises(Refused, match="no such statement"):
        story.do(publish("ann"))
    story.do(upload("ann"), who("ann"))
    story.do(upload("ben", publishes=False), who("ben"))
    with pytest.raises(Refused, match="once it was delivered"):
        story.do(publish("ann"))
    story.begins().speaks("ann").speaks("ben")
    [fact] = story.do(publish("ann"))
    assert isinstance(fact, StatementPublished)
    assert fact.received_in_time is False
    assert story.do(publish("ann")) == []
    with pytest.raises(Refused, match="does not want"):
        story.do(publish("ben"))


def test_what_was_delivered_is_never_replaced_and_its_author_says_who_reads_it() -> None:
    story = Story().lists("ann", "ben")
    story.do(upload("ann", publishes=False), who("ann"))
    story.begins().speaks("ann").speaks("ben")
    other = Sealed(f"slot-{of('ann')}", "b3RoZXI")
    for publishes in (True, False):
        with pytest.raises(Refused, match="stays as it is"):
            story.do(upload("ann", text=other, publishes=publishes), who("ann"))
    assert story.do(upload("ann"), who("ann"))
    assert story.do(publish("ann"))
    assert story.do(take_back("ann"), who("ann"))
    with pytest.raises(Refused, match="stays as it is"):
        story.do(upload("ann", text=other), who("ann"))
    assert story.do(upload("ben"), who("ben")), "what was not kept before comes late"


def test_what_was_not_reached_is_published_as_received_in_time_and_what_came_late_is_not() -> None:
    story = Story().lists("ann", "ben")
    story.do(upload("ann"), who("ann"))
    story.begins().do(upload("ben"), who("ben"))
    story.do(CLOSE)
    [fact] = story.do(publish("ann"))
    assert isinstance(fact, StatementPublished)
    assert fact.received_in_time is True
    with pytest.raises(Refused, match="in time"):
        story.do(publish("ben"))


def test_whose_statement_it_is_takes_it_back_at_any_time() -> None:
    story = Story().lists("ann")
    with pytest.raises(Refused, match="no such statement"):
        story.do(take_back("ann"), who("ann"))
    story.do(upload("ann"), who("ann"))
    story.begins().speaks("ann").do(CLOSE)
    story.do(publish("ann"))
    with pytest.raises(Forbidden):
        story.do(take_back("ann"), OFFICER)
    assert kinds(story.do(take_back("ann"), who("ann"))) == ["StatementTakenBack"]
    assert story.do(take_back("ann"), who("ann")) == []
    with pytest.raises(Refused, match="does not want"):
        story.do(publish("ann"))


def test_a_fact_about_nothing_changes_nothing() -> None:
    story = Story().lists("ann")
    story.do(upload("ann"), who("ann"))
    story.begins().speaks("ann")
    [published] = story.do(publish("ann"))
    absent, empty = DIALOGUE.initial, Story().state
    assert evolve(absent, published) == absent
    for fact in story.facts[2:]:
        assert evolve(empty, fact) == empty or not isinstance(fact, StatementPublished)
    asked = Story().lists("ann").state
    assert evolve(asked, published) == asked


# --- videos --------------------------------------------------------------------------------------


def test_an_officer_links_the_video_of_what_was_delivered_and_is_to_be_public() -> None:
    story = Story().lists("ann", "ben")
    with pytest.raises(Refused, match="no such statement"):
        story.do(link_video("ann"))
    for name in ("ann", "ben"):
        story.do(upload(name, publishes=name == "ann"), who(name))
    with pytest.raises(Refused, match="was delivered"):
        story.do(link_video("ann"))
    assert story.do(link_video("ann", None)) == []
    story.begins().speaks("ann").speaks("ben")
    with pytest.raises(Forbidden):
        story.do(link_video("ann"), who("ann"))
    with pytest.raises(Refused, match="does not want it published"):
        story.do(link_video("ben"))
    with pytest.raises(Refused, match="Nobody asked"):
        story.do(link_video("nobody"))
    assert kinds(story.do(link_video("ann"))) == ["StatementVideoLinked"]
    assert story.do(link_video("ann")) == []
    story.do(take_back("ann"), who("ann"))
    story.do(upload("ann"), who("ann"))
    assert story.do(link_video("ann")) == [], "the same recording of the same words"
    assert kinds(story.do(link_video("ann", None))) == ["StatementVideoLinked"]
    assert story.do(link_video("ann", None)) == []


def test_a_video_of_what_is_not_there_is_passed_over() -> None:
    told = Story().lists("ann").begins()
    told.do(upload("ann"), who("ann"))
    told.speaks("ann")
    (linked,) = told.do(link_video("ann"))
    for other in (Story(), Story().lists("ann")):
        assert evolve(other.state, linked) == other.state


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://webtv.un.org/en/asset/k1/k1", True),
        ("https://media.un.org/en/asset/k1", True),
        ("http://webtv.un.org/en/asset/k1", False),
        ("https://webtv.un.org.example.org/", False),
        ("https://somebody@webtv.un.org/", False),
        ("https://webtv.un.org:8443/", False),
        ("https://[", False),
        ("javascript:alert(1)//webtv.un.org", False),
        ("", False),
    ],
)
def test_a_video_is_on_a_host_of_the_council(address: str, *, fits: bool) -> None:
    assert is_video(address) is fits
