"""Random histories of a consultation: originals stay, and no outcome precedes an answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.consultation.commands import CloseInTime
from services.stakeholders.consultation.decide import CONSULTATION
from services.stakeholders.consultation.state import Consultation, Stage, evolve
from shared.contracts.stakeholders_consultations import (
    Fact,
    OutcomePublished,
    ProposalAnswered,
    ProposalsGrouped,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from shared.core.message import Sealed
from shared.core.testing import each
from tests.stakeholders.consultations import (
    CANCEL,
    CLOCK,
    CLOSES,
    EXTEND,
    ID,
    OFFICER,
    OPENS,
    OUTCOME,
    Story,
    answer,
    group,
    of,
    withdraw,
)
from tests.stakeholders.sessions import person

DAY = timedelta(days=1)
CLOSE = CloseInTime(consultation_id=ID)


NAMES = [f"person-{n}" for n in range(4)]
STEPS = st.one_of(
    st.tuples(
        st.sampled_from(["propose", "withdraw", "steal", "group", "answer", "erased"]),
        st.sampled_from(NAMES),
    ),
    st.tuples(st.sampled_from(["extend", "cancel", "publish", "pass", "close"]), st.just("")),
)


def step(story: Story, what: str, name: str) -> None:  # one branch for each kind of step
    match what:
        case "propose":
            story.proposes(name)
        case "withdraw":
            story.do(withdraw(name), person(name))
        case "steal":
            story.do(withdraw(name), OFFICER)
        case "group":
            story.do(group(name))
        case "answer":
            story.do(answer(name))
        case "erased":
            story.do(answer(name, code="erased", text=None))
        case "extend":
            later = story.consultation.closes_at + 3 * DAY
            story.do(replace(EXTEND, closes_at=later))
        case "cancel":
            story.do(CANCEL)
        case "publish":
            story.do(OUTCOME)
        case "pass":
            story.at += 2 * DAY
        case _:
            story.closes().do(CLOSE, CLOCK)


class Watched:
    """The facts of a consultation, one by one: what must hold after each of them."""

    def __init__(self) -> None:
        self.state: Any = CONSULTATION.initial
        self.texts: dict[str, Sealed] = {}
        self.closes_at = CLOSES

    def saw(self, fact: Fact) -> None:
        before, self.state = self.state, evolve(self.state, fact)
        if not isinstance(before, Consultation):
            return
        self._follows(before, fact)
        assert self.state.proposals.keys() >= before.proposals.keys(), "originals stay"
        assert self.state.closes_at >= before.closes_at, "no time is taken away"

    def _follows(self, before: Consultation, fact: Fact) -> None:
        match fact:
            case ProposalSubmitted():
                assert before.stage is Stage.CALLED
                assert OPENS <= fact.submitted_at < before.closes_at
                assert fact.proposal_id not in before.proposals
            case ProposalWithdrawn():
                assert before.proposals[fact.proposal_id].author_id == fact.withdrawn_by
            case ProposalsGrouped() | ProposalAnswered():
                assert before.stage is Stage.CLOSED
            case OutcomePublished():
                answered = all(one.answer for one in before.live())
                assert before.stage is Stage.PUBLISHED or answered
            case _:
                assert before.stage in {Stage.CALLED, Stage.CLOSED}


@some(st.lists(STEPS, max_size=40))
@settings(max_examples=80, deadline=None)
def test_whatever_happens_no_outcome_precedes_an_answer_and_originals_stay(
    steps: list[tuple[str, str]],
) -> None:
    story, watched = Story(), Watched()
    each(steps, lambda one: step(story, *one))
    for fact in story.facts:
        watched.saw(fact)
    assert CONSULTATION.fold(story.facts) == story.state


@some(st.lists(STEPS, max_size=25))
@settings(max_examples=40, deadline=None)
def test_from_every_state_a_lawful_way_leads_to_an_end(steps: list[tuple[str, str]]) -> None:
    """Each live proposal is grouped and answered, and the outcome is published or corrected."""
    story = Story()
    each(steps, lambda one: step(story, *one))
    if story.consultation.stage is Stage.CANCELLED:
        return
    story.closes()
    names = [
        name for name in NAMES if of(name) in {o.proposal_id for o in story.consultation.live()}
    ]
    if names and story.consultation.stage is not Stage.PUBLISHED:
        story.do(group(*names))
        story.do(answer(*names, code="erased", text=None))
    assert story.do(replace(OUTCOME, outcome="The end"))
    assert story.consultation.stage is Stage.PUBLISHED
