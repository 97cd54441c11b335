"""Requests for advice of institutions: who does what, and a way on from every state."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.advice.decide import ADVICE
from services.stakeholders.advice.state import Absent, Stage, evolve
from services.stakeholders.app import STAKEHOLDERS_SERVICE, service
from shared.contracts.stakeholders_advice import AdviceAssigned, AdviceGiven, AdviceWithdrawn
from shared.contracts.stakeholders_advice_commands import RequestAdvice
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.testing import AT, given, kinds
from shared.platform.settings import Settings
from shared.reference.advice import MOST_QUESTIONS
from tests.stakeholders.advice import (
    ADVISER,
    ASSIGN,
    CLOCK,
    CLOSE,
    COLLEAGUE,
    CONTENT,
    DUE,
    FURTHER,
    GIVE,
    ID,
    NADIA,
    OFFICER,
    REMIND,
    REOPEN,
    REQUEST,
    REQUESTED,
    WITHDRAW,
    Story,
    text,
)
from tests.stakeholders.sessions import person

DAY = timedelta(days=1)
REFUSE = replace(CLOSE, code="not_ours")
THEIRS = "pseudonym-of-another"


# --- asking --------------------------------------------------------------------------------------


def test_an_institution_with_a_grade_asks_and_nobody_else() -> None:
    given(ADVICE).when(REQUEST, by=NADIA).then(REQUESTED)
    for other in (person("ngo"), OFFICER, CLOCK):
        given(ADVICE).when(REQUEST, by=other).then_forbidden()
    given(ADVICE).when(replace(REQUEST, grade="B"), by=NADIA).then(REQUESTED)
    for grade in (None, "C", "general"):
        ungraded = replace(REQUEST, grade=grade)
        given(ADVICE).when(ungraded, by=NADIA).then_refused("A or B, is in force")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"topic": "weather"}, "topic from the list"), ({"language": "tlh"}, "language from")],
)
def test_a_request_makes_sense(changed: dict[str, Any], sentence: str) -> None:
    given(ADVICE).when(replace(REQUEST, **changed), by=NADIA).then_refused(sentence)


def test_a_request_is_made_once_and_nobody_else_takes_its_place() -> None:
    made = given(ADVICE, REQUESTED)
    made.when(replace(REQUEST, topic="visit"), by=NADIA).then_nothing()
    made.when(REQUEST, by=COLLEAGUE).then_forbidden()
    made.when(replace(REQUEST, organisation=THEIRS), by=NADIA).then_forbidden()


def test_the_answer_is_due_when_the_office_says() -> None:
    quick = next(
        decider
        for command, decider in service(Settings(advice_days=3)).deciders
        if command is RequestAdvice
    )
    [fact] = quick.decide(REQUEST, Asked(at=AT, by=NADIA), quick.initial)
    assert fact.due_on == day_of(AT) + 3 * DAY
    usual = dict(STAKEHOLDERS_SERVICE.deciders)[RequestAdvice]
    assert usual.initial == Absent(days=30)


def test_whoever_speaks_for_the_institution_asks_further_once_there_is_an_answer() -> None:
    story = Story()
    with pytest.raises(Refused, match="no answer yet"):
        story.do(FURTHER, NADIA)
    story.answered()
    with pytest.raises(Refused, match="A or B"):
        story.do(replace(FURTHER, grade=None), NADIA)
    [fact] = story.do(FURTHER, COLLEAGUE, at=AT + 10 * DAY)
    assert (story.advice.stage, story.advice.due_on) == (Stage.WAITING, DUE + 10 * DAY)
    assert (story.advice.officer_id, story.advice.answer) == ("adviser-1", None)
    assert story.do(FURTHER, NADIA) == []
    assert kinds([fact]) == ["AdviceAskedFurther"]


def test_a_request_has_so_many_questions() -> None:
    story = Story().answered()
    for number in range(1, MOST_QUESTIONS):
        story.do(replace(FURTHER, question=text(f"q{number}")), NADIA)
        story.do(replace(GIVE, answer=text(f"a{number}")), ADVISER)
    with pytest.raises(Refused, match="at most 10 questions"):
        story.do(replace(FURTHER, question=text("more")), NADIA)


@pytest.mark.parametrize("command", [FURTHER, WITHDRAW, CONTENT])
def test_only_people_of_the_institution_speak_for_it(command: Any) -> None:
    story = Story().answered()
    for other in (OFFICER, ADVISER, person("nadia"), CLOCK):
        with pytest.raises(Forbidden):
            story.do(command, other)
    with pytest.raises(Forbidden):
        story.do(replace(command, organisation=THEIRS), NADIA)


@pytest.mark.parametrize("state", ["answered", "closed", "withdrawn"])
def test_a_request_is_taken_back_in_every_state(state: str) -> None:
    story = getattr(Story(), state)()
    facts = story.do(WITHDRAW, COLLEAGUE)
    assert kinds(facts) == ([] if state == "withdrawn" else ["AdviceWithdrawn"])
    assert story.advice.stage is Stage.WITHDRAWN


def test_what_was_taken_back_stays_so() -> None:
    story = Story().answered().withdrawn()
    for command, by in (
        (ASSIGN, OFFICER),
        (REMIND, OFFICER),
        (GIVE, ADVISER),
        (CLOSE, OFFICER),
        (REOPEN, OFFICER),
        (FURTHER, NADIA),
    ):
        with pytest.raises(Refused, match=r"took this request back|was taken back"):
            story.do(command, by)


# --- advising ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [ASSIGN, REMIND, REOPEN])
def test_only_a_stakeholder_officer_says_who_answers(command: Any) -> None:
    for other in (NADIA, ADVISER, CLOCK):
        given(ADVICE, REQUESTED).when(command, by=other).then_forbidden()


def test_it_is_assigned_and_goes_from_one_officer_to_another() -> None:
    story = Story()
    with pytest.raises(Refused, match="Choose the officer"):
        story.do(replace(ASSIGN, officer_id=""))
    story.do(ASSIGN)
    assert story.do(ASSIGN) == []
    [fact] = story.do(replace(ASSIGN, officer_id="adviser-2"))
    assert isinstance(fact, AdviceAssigned)
    assert (fact.before, fact.officer_id) == ("adviser-1", "adviser-2")
    with pytest.raises(Forbidden, match="to whom it is assigned"):
        story.do(GIVE, ADVISER)
    second = replace(ADVISER, actor_id="adviser-2")
    assert story.do(GIVE, second)


def test_who_lost_the_role_answers_nothing() -> None:
    story = Story()
    story.do(ASSIGN)
    for command in (GIVE, REFUSE):
        with pytest.raises(Forbidden):
            story.do(command, Actor(actor_id="adviser-1"))


def test_an_officer_is_reminded_once_a_day_and_whoever_comes_after_anew() -> None:
    story = Story()
    with pytest.raises(Refused, match="No officer"):
        story.do(REMIND)
    story.do(ASSIGN)
    assert kinds(story.do(REMIND)) == ["AdviceOfficerReminded"]
    assert story.do(REMIND) == []
    assert story.do(REMIND, at=AT + DAY)
    story.do(replace(ASSIGN, officer_id="officer-1"))
    assert story.do(REMIND)
    story.do(GIVE, OFFICER)
    with pytest.raises(Refused, match="has its answer"):
        story.do(REMIND)


def test_an_answer_that_is_given_again_corrects_the_one_before() -> None:
    story = Story().answered()
    assert story.do(GIVE, ADVISER) == []
    story.do(replace(GIVE, answer=text("YmV0dGVy")), ADVISER)
    given_ = [one for one in story.facts if isinstance(one, AdviceGiven)]
    assert [one.corrects for one in given_] == [False, True]
    assert story.advice.answer == text("YmV0dGVy")


# --- closing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "by"), [(CLOSE, OFFICER), (CLOSE, ADVISER), (CONTENT, COLLEAGUE)]
)
def test_either_side_closes_what_is_answered(command: Any, by: Actor) -> None:
    story = Story().answered()
    with pytest.raises(Refused, match="close it as answered"):
        story.do(REFUSE)
    assert kinds(story.do(command, by)) == ["AdviceClosed"]
    assert story.do(command, by) == []
    for later in (ASSIGN, REMIND, REFUSE):
        with pytest.raises(Refused, match="is closed"):
            story.do(later)
    with pytest.raises(Refused, match="is closed"):
        story.do(replace(GIVE, answer=text("bGF0ZQ")), ADVISER)


def test_without_an_answer_an_officer_closes_it_and_says_why() -> None:
    story = Story()
    for command, by in ((CLOSE, OFFICER), (CONTENT, NADIA)):
        with pytest.raises(Refused, match="no answer yet"):
            story.do(command, by)
    with pytest.raises(Refused, match="from the list"):
        story.do(replace(CLOSE, code="because"))
    for other in (NADIA, ADVISER, CLOCK):
        with pytest.raises(Forbidden):
            story.do(REFUSE, other)
    story.do(ASSIGN)
    assert story.do(REFUSE, ADVISER)
    assert story.advice.code == "not_ours"


def test_what_is_closed_opens_again_by_an_officer_or_by_another_question() -> None:
    story = Story()
    assert story.do(REOPEN) == [], "it is open"
    story.closed()
    story.do(REOPEN, at=AT + 5 * DAY)
    assert (story.advice.stage, story.advice.due_on) == (Stage.WAITING, DUE + 5 * DAY)
    assert story.do(GIVE, ADVISER), "the same answer is given again"
    story.do(CLOSE)
    assert story.do(FURTHER, NADIA)
    refused = Story()
    refused.do(REFUSE)
    assert refused.do(FURTHER, NADIA)
    assert refused.advice.code is None


def test_nothing_is_done_about_what_nobody_asked() -> None:
    for command in (FURTHER, WITHDRAW, ASSIGN, REMIND, GIVE, CLOSE, REOPEN):
        given(ADVICE).when(command, by=OFFICER).then_refused("no such")
    fact = AdviceWithdrawn(advice_id=ID, withdrawn_by="nadia", withdrawn_at=AT)
    assert evolve(ADVICE.initial, fact) == ADVICE.initial


WAYS = (
    (ASSIGN, OFFICER),
    (GIVE, ADVISER),
    (CLOSE, OFFICER),
    (REFUSE, OFFICER),
    (REOPEN, OFFICER),
    (FURTHER, NADIA),
    (WITHDRAW, NADIA),
)


@pytest.mark.parametrize("state", ["asked", "answered", "closed"])
def test_from_every_state_both_sides_have_a_way_on(state: str) -> None:
    """What was taken back alone is at its end: the institution makes another request."""

    found = set()
    for command, by in WAYS:
        story = Story()
        if state != "asked":
            getattr(story, state)()
        with suppress(Refused):
            if story.do(command, by):
                found.add(by.actor_id)
    assert found >= {"officer-1", "nadia"}
