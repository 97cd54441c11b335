"""Consultations and proposals: selection-stakeholders-committee.md, section B.3."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.consultation.commands import CloseInTime
from services.stakeholders.consultation.decide import CONSULTATION
from shared.contracts.stakeholders_consultations import (
    OutcomePublished,
    ProposalSubmitted,
)
from shared.core.decider import Forbidden, Refused
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given, kinds
from shared.reference.consultations import MOST_PROPOSALS
from tests.stakeholders.consultations import (
    CALL,
    CALLED,
    CALLED_FOR,
    CANCEL,
    CLOCK,
    CLOSES,
    EXTEND,
    ID,
    OFFICER,
    OPEN,
    OPENS,
    OUTCOME,
    OVER,
    TITLE,
    Story,
    answer,
    group,
    of,
    propose,
    withdraw,
)
from tests.stakeholders.sessions import person

DAY = timedelta(days=1)
CLOSE = CloseInTime(consultation_id=ID)


# --- calling, extending, cancelling --------------------------------------------------------------


def test_a_stakeholder_officer_calls_a_consultation_and_nobody_else() -> None:
    given(CONSULTATION).when(CALL, by=OFFICER).then(CALLED)
    given(CONSULTATION).when(CALL, by=person("ann")).then_forbidden()
    given(CONSULTATION, CALLED).when(CALL, by=OFFICER).then_refused("already")
    given(CONSULTATION).when(CALL, by=OFFICER, at=CLOSES).then_refused("after it is called")
    given(CONSULTATION).when(EXTEND, by=OFFICER).then_refused("no such")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "title"),
        ({"question": ""}, "asked"),
        ({"closes_at": OPENS}, "closes before"),
        ({"audience": ()}, "whom"),
        ({"audience": ("ngo", "state")}, "whom"),
        ({"visible": "sometimes"}, "when"),
    ],
)
def test_a_call_makes_sense(changed: dict[str, Any], sentence: str) -> None:
    command = replace(CALL, call=replace(CALLED_FOR, **changed))
    given(CONSULTATION).when(command, by=OFFICER).then_refused(sentence)


@pytest.mark.parametrize("command", [EXTEND, CANCEL, group("ann"), answer("ann"), OUTCOME])
def test_only_an_officer_runs_it(command: Any) -> None:
    for other in (person("ann"), CLOCK):
        given(CONSULTATION, CALLED).when(command, by=other, at=OVER).then_forbidden()


def test_a_time_is_moved_later_and_never_earlier() -> None:
    story = Story()
    assert story.do(replace(EXTEND, closes_at=CLOSES)) == []
    for wrong in (CLOSES - DAY, AT):
        with pytest.raises(Refused, match="later time"):
            story.do(replace(EXTEND, closes_at=wrong))
    story.do(EXTEND)
    assert story.consultation.closes_at == EXTEND.closes_at
    story.do(propose("ann"), person("ann"), at=CLOSES + DAY)


def test_what_is_closed_opens_again_until_an_answer_was_given() -> None:
    story = Story().proposes("ann", "ben").closes()
    assert kinds(story.do(EXTEND)) == ["ConsultationClosed", "ConsultationExtended"]
    story.proposes("cem").closes()
    story.do(group("ann"))
    story.do(answer("ann"))
    with pytest.raises(Refused, match="answered already"):
        story.do(replace(EXTEND, closes_at=EXTEND.closes_at + DAY))


def test_a_past_time_opens_nothing_again() -> None:
    story = Story().closes()
    story.do(CLOSE)
    with pytest.raises(Refused, match="later time"):
        story.do(EXTEND, at=EXTEND.closes_at)


def test_it_is_cancelled_with_a_reason_until_the_outcome_is_published() -> None:
    with pytest.raises(Refused, match="reason"):
        Story().do(replace(CANCEL, code="because"))
    story = Story().proposes("ann")
    assert kinds(story.do(CANCEL)) == ["ConsultationCancelled"]
    assert story.do(CANCEL) == []
    for command in (EXTEND, group("ann"), answer("ann"), OUTCOME):
        with pytest.raises(Refused, match="cancelled"):
            story.do(command)
    with pytest.raises(Refused, match="cancelled"):
        story.proposes("ben")
    assert story.do(withdraw("ann"), person("ann")), "one's own text is taken back in any state"
    published = Story().closes()
    published.do(OUTCOME)
    for late in (CANCEL, EXTEND, group("ann")):
        with pytest.raises(Refused, match="is published"):
            published.do(late)


# --- proposing -----------------------------------------------------------------------------------


def test_a_proposal_of_the_audience() -> None:
    given(CONSULTATION, CALLED).when(propose("ann"), by=person("ann"), at=OPEN).then(
        ProposalSubmitted(
            consultation_id=ID,
            proposal_id=of("ann"),
            author_id="ann",
            organisation="pseudonym-ann",
            category="ngo",
            text=Sealed(f"proposal-{of('ann')}", "dGV4dA"),
            language="en",
            consent="named",
            submitted_at=OPEN,
        )
    )


def test_only_the_audience_proposes_and_only_while_it_is_open() -> None:
    called = given(CONSULTATION, CALLED)
    called.when(propose("ann"), by=person("ann"), at=AT).then_refused("not open yet")
    called.when(propose("ann"), by=person("ann"), at=CLOSES).then_refused("closed")
    called.when(propose("ann", category="nhri"), by=person("ann"), at=OPEN).then_forbidden()
    called.when(propose("ann", category="state"), by=person("ann"), at=OPEN).then_refused("others")
    nhri = person("ann", Role.CONTACT_POINT)
    with pytest.raises(Refused, match="others"):
        Story(audience=("ngo",)).do(propose("ann", category="nhri"), nhri)
    assert Story().do(propose("ann", category="nhri"), nhri)


@pytest.mark.parametrize(("name", "value"), [("consent", "perhaps"), ("language", "tlh")])
def test_a_proposal_makes_sense(name: str, value: str) -> None:
    command = propose("ann", **{name: value})
    given(CONSULTATION, CALLED).when(command, by=person("ann"), at=OPEN).then_refused("Choose")


def test_a_proposal_is_made_once_and_its_text_never_changes() -> None:
    story = Story().proposes("ann")
    assert story.do(propose("ann", language="fr"), person("ann")) == []
    with pytest.raises(Forbidden):
        story.do(propose("ann"), person("ben"))


def test_one_person_makes_so_many_and_what_was_taken_back_does_not_count() -> None:
    story = Story()
    for number in range(MOST_PROPOSALS):
        story.do(propose(f"one-{number}"), person("ann"))
    with pytest.raises(Refused, match="at most 20"):
        story.do(propose("more"), person("ann"))
    story.do(withdraw("one-3"), person("ann"))
    assert story.do(propose("more"), person("ann"))


def test_a_proposal_is_taken_back_by_its_author_alone() -> None:
    story = Story().proposes("ann")
    for other in (person("ben"), OFFICER, CLOCK):
        with pytest.raises(Forbidden):
            story.do(withdraw("ann"), other)
    with pytest.raises(Forbidden):
        story.do(withdraw("nobody's"), person("ann"))
    assert kinds(story.do(withdraw("ann"), person("ann"))) == ["ProposalWithdrawn"]
    assert story.do(withdraw("ann"), person("ann")) == []


# --- grouping, answering, the outcome ------------------------------------------------------------


def test_proposals_are_grouped_and_moved_once_it_is_closed() -> None:
    story = Story().proposes("ann", "ben")
    with pytest.raises(Refused, match="still open"):
        story.do(group("ann"))
    story.closes()
    assert kinds(story.do(group("ann", "ann", "ben"))) == ["ConsultationClosed", "ProposalsGrouped"]
    assert story.facts[-1].proposal_ids == (of("ann"), of("ben"))  # type: ignore[union-attr]
    assert story.do(group("ann")) == []
    assert story.do(group("ann", title=Sealed(TITLE.subject, "bmV3"))), "it is called otherwise"
    other = str(derive_id("group", 2))
    story.do(group("ben", group_id=other))
    assert story.consultation.proposals[of("ben")].group == other
    with pytest.raises(Refused, match="at least one"):
        story.do(group())


def test_what_was_taken_back_is_neither_grouped_nor_answered() -> None:
    story = Story().proposes("ann")
    story.do(withdraw("ann"), person("ann"))
    story.closes()
    for command in (group("ann"), group("nobody"), answer("ann")):
        with pytest.raises(Refused, match="not there"):
            story.do(command)


def test_an_answer_has_a_text_unless_the_proposal_was_erased() -> None:
    story = Story().proposes("ann", "ben").closes()
    with pytest.raises(Refused, match="into a group"):
        story.do(answer("ann"))
    story.do(group("ann", "ben"))
    for wrong, sentence in (
        (answer("ann", code="maybe"), "from the list"),
        (answer(), "at least one"),
        (answer("ann", text=None), "Say why"),
    ):
        with pytest.raises(Refused, match=sentence):
            story.do(wrong)
    assert kinds(story.do(answer("ann", "ben"))) == ["ProposalAnswered", "ProposalAnswered"]
    assert story.do(answer("ben")) == []
    assert story.do(answer("ben", code="erased", text=None)), "the last answer holds"


def test_no_outcome_before_each_proposal_has_an_answer() -> None:
    story = Story().proposes("ann", "ben", "cem")
    with pytest.raises(Refused, match="still open"):
        story.do(OUTCOME)
    story.closes()
    story.do(group("ann", "ben", "cem"))
    story.do(answer("ann"))
    with pytest.raises(Refused, match="2 proposals have no answer"):
        story.do(OUTCOME)
    story.do(answer("ben"))
    with pytest.raises(Refused, match="1 proposal has no answer"):
        story.do(OUTCOME)
    story.do(withdraw("cem"), person("cem"))
    with pytest.raises(Refused, match="Enter what came"):
        story.do(replace(OUTCOME, outcome=" "))
    assert kinds(story.do(OUTCOME)) == ["OutcomePublished"]
    assert story.do(OUTCOME) == []


def test_an_outcome_is_corrected_by_another_that_says_so() -> None:
    story = Story().closes()
    story.do(OUTCOME)
    [first] = [fact for fact in story.facts if isinstance(fact, OutcomePublished)]
    [second] = story.do(replace(OUTCOME, outcome="What we really change"))
    assert isinstance(second, OutcomePublished)
    assert (first.corrects, second.corrects) == (False, True)
