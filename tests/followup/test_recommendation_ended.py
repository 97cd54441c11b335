"""How a recommendation ends: closed for a reason, superseded, taken up again."""

from dataclasses import replace

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup_recommendations import RecommendationReopened
from shared.core.testing import AT, given
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    IMPLEMENTED,
    INFORM,
    ISSUED,
    TEXT,
    assess,
    assessed,
    informed,
)
from tests.followup.test_recommendation_described import CLOSE, REOPEN, closed


def test_what_is_closed_is_graded_only_once_it_is_reopened() -> None:
    reopened = RecommendationReopened(
        recommendation_id="1",
        addressee="FRA",
        mandate="sr-torture",
        reason=TEXT,
        reopened_by="holder-1",
        reopened_at=AT,
    )
    given(RECOMMENDATION, ISSUED).when(CLOSE, by=HOLDER).then(closed())
    shut = (ISSUED, closed())
    given(RECOMMENDATION, *shut).when(CLOSE, by=HOLDER).then_nothing()
    other = replace(CLOSE, reason="decision")
    given(RECOMMENDATION, *shut).when(other, by=HOLDER).then_refused("closed already")
    newer = (ISSUED, closed("superseded", "2"))
    third = replace(CLOSE, reason="superseded", by_id="3")
    given(RECOMMENDATION, *newer).when(third, by=HOLDER).then_refused("closed already")
    given(RECOMMENDATION, *shut).when(assess("not"), by=HOLDER).then_refused("Reopen it")
    given(RECOMMENDATION, *shut).when(INFORM, by=FRANCE).then(informed("government", FRANCE))
    given(RECOMMENDATION, *shut).when(REOPEN, by=HOLDER).then(reopened)
    given(RECOMMENDATION, *shut, reopened).when(REOPEN, by=HOLDER).then_nothing()
    given(RECOMMENDATION, *shut, reopened).when(CLOSE, by=HOLDER).then_refused("reopened since")
    once_more = (*shut, reopened, closed("decision"))
    given(RECOMMENDATION, *once_more).when(REOPEN, by=HOLDER).then_refused("reopened since")
    given(RECOMMENDATION, *shut, reopened).when(assess("not"), by=HOLDER).then(assessed("not"))


def test_it_is_closed_for_a_reason_of_the_list() -> None:
    odd = replace(CLOSE, reason="bored")
    given(RECOMMENDATION, ISSUED).when(odd, by=HOLDER).then_refused("reason from the list")
    done = replace(CLOSE, reason="implemented")
    given(RECOMMENDATION, ISSUED).when(done, by=HOLDER).then_refused("best of a scheme")
    topped = (ISSUED, assessed("fully"), IMPLEMENTED)
    given(RECOMMENDATION, *topped).when(done, by=HOLDER).then(closed("implemented"))
    down = (*topped, assessed("not"))
    given(RECOMMENDATION, *down).when(done, by=HOLDER).then_refused("best of a scheme")


def test_state_succession_closes_it_and_the_successor_gets_its_own() -> None:
    ended = replace(CLOSE, reason="state_ended")
    given(RECOMMENDATION, ISSUED).when(ended, by=HOLDER).then(closed("state_ended"))


def test_what_supersedes_it_is_named() -> None:
    newer = replace(CLOSE, reason="superseded", by_id="2")
    given(RECOMMENDATION, ISSUED).when(newer, by=HOLDER).then(closed("superseded", "2"))
    for odd in (
        replace(newer, by_id=None),
        replace(newer, by_id="1"),
        replace(newer, reason="overtaken"),
    ):
        given(RECOMMENDATION, ISSUED).when(odd, by=HOLDER).then_refused("stands in its place")
