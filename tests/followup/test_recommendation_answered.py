"""A grade that rests on answers of follow-up rounds (Q9), which it reads for itself alone."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_recommendation_commands import AssessImplementation
from shared.core.testing import AT, given
from tests.followup.test_grading_delegated import HEARD, delegated
from tests.followup.test_recommendation import (
    HOLDER,
    ISSUED,
    OFFICER,
    assess,
    assessed,
    issue,
)

HEAD: dict[str, Any] = {"round_id": "r-1", "mandate": ISSUED.mandate, "state": "FRA"}
DONE: dict[str, Any] = {"done_by": "ngo-1", "done_at": AT}
OPENED = facts.FollowUpRoundOpened(
    **HEAD, **DONE, scope="state", year=2026, rows=(ISSUED.recommendation_id,), due_on=AT.date()
)
READ = replace(assess("not"), based_on=("a-1",), rounds=("r-1", "r-1"))
GRADED = replace(assessed("not"), based_on=("a-1",))


def of(kind: Any, /, **also: Any) -> Any:
    return kind(**{**HEAD, **DONE, "provider_id": "p-1", **also})


def submitted(answer_id: str = "a-1", row: str = ISSUED.recommendation_id, **also: Any) -> Any:
    answer = facts.Answer(recommendation_id=row, answer_id=answer_id, wish="holder")
    given: dict[str, Any] = {"step": 2, "submission_id": "s-1", "kind": "ngo", "name": None, **also}
    return of(facts.FollowUpAnswersSubmitted, answers=(answer,), **given)


TAKEN_BACK = of(facts.FollowUpAnswersWithdrawn, step=3)
UNASKED = of(facts.FollowUpAskTakenBack)
PASSED = facts.FollowUpRoundPassedOn(
    state="FRA", done_by="clerk", round_id="r-1", mandate="sr-food", to=ISSUED.mandate, done_at=AT
)


@pytest.mark.parametrize(
    "heard",
    [
        (OPENED, submitted()),
        (OPENED, submitted(), TAKEN_BACK, submitted()),
        (OPENED, submitted(), submitted("a-2", provider_id="p-2")),
        (replace(OPENED, mandate="sr-food"), submitted(), PASSED),
        (OPENED, submitted(), replace(PASSED, mandate=ISSUED.mandate, to=None)),
    ],
)
def test_a_grade_rests_on_an_answer_that_counts(heard: tuple[Any, ...]) -> None:
    """Also one for the mandate alone, and in a round that is a record."""
    given(RECOMMENDATION, ISSUED, *heard).when(READ, by=HOLDER).then(GRADED)


@pytest.mark.parametrize(
    "heard",
    [
        (),
        (OPENED,),
        (submitted(),),
        (OPENED, submitted(), TAKEN_BACK),
        (OPENED, submitted(), UNASKED),
        (OPENED, submitted(), submitted("a-2")),
        (OPENED, submitted(row="another")),
        (replace(OPENED, mandate="sr-food"), submitted()),
        (OPENED, submitted(), replace(PASSED, mandate=ISSUED.mandate, to="sr-food")),
    ],
)
def test_every_other_answer_is_refused_in_the_same_words(heard: tuple[Any, ...]) -> None:
    """Taken back, replaced, not sent, of another row, of another mandate's round."""
    given(RECOMMENDATION, ISSUED, *heard).when(READ, by=HOLDER).then_refused(
        "Choose from the list what the grade is based on."
    )


def test_an_officer_to_whom_it_is_delegated_rests_on_answers_too() -> None:
    said = replace(GRADED, assessed_by=OFFICER.actor_id, delegation_id="d-1")
    history = (ISSUED, HEARD, delegated(), OPENED, submitted())
    given(RECOMMENDATION, *history).when(READ, by=OFFICER).then(said)


def test_a_grade_reads_the_rounds_that_it_names_and_nothing_else_does() -> None:
    issued = RECOMMENDATION.fold([ISSUED])
    read = RECOMMENDATION.consults_for
    assert read(READ, issued, HOLDER) == ["followupround-r-1"]
    assert list(read(READ, issued, OFFICER))[-1:] == ["followupround-r-1"]
    assert len(read(READ, issued, OFFICER)) == 3
    assert read(replace(READ, rounds=()), issued, HOLDER) == []
    assert read(READ, RECOMMENDATION.initial, HOLDER) == []
    assert read(issue(), issued, HOLDER) == []
    assert AssessImplementation.__dataclass_fields__["rounds"].default == ()
