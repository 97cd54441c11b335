"""Particulars of a recommendation and its number: section F.1, decision 0192."""

from dataclasses import replace
from datetime import date, timedelta

from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.numbering import NUMBER, NumberRecommendation, on_followup
from shared.contracts.followup_recommendation_commands import (
    PublishRecommendation,
    SetNextReview,
)
from shared.contracts.followup_recommendations import (
    UPCASTERS,
    RecommendationNumbered,
    RecommendationReopened,
    RecommendationReviewSet,
)
from shared.core.actor import system
from shared.core.testing import AT, given
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    OFFICER,
    OTHER_HOLDER,
    TEXT,
    assessed,
)
from tests.followup.test_recommendation_described import NOTE, PUBLIC, closed, named, noted
from tests.followup.test_taking_up import TAKEN

DAY = AT.date() + timedelta(days=90)


def review(on: date | None = DAY) -> RecommendationReviewSet:
    return RecommendationReviewSet(
        recommendation_id="1", mandate="sr-torture", on=on, set_by="holder-1", set_at=AT
    )


def test_the_holder_says_when_to_look_at_it_again() -> None:
    ask = SetNextReview(recommendation_id="1", on=DAY)
    given(RECOMMENDATION, ISSUED).when(ask, by=HOLDER).then(review())
    given(RECOMMENDATION, ISSUED).when(ask, by=OFFICER).then_forbidden()
    has = given(RECOMMENDATION, ISSUED, review())
    has.when(ask, by=HOLDER).then_nothing()
    has.when(replace(ask, on=AT.date()), by=HOLDER).then_refused("changed since")
    has.when(replace(ask, on=AT.date(), seen=DAY), by=HOLDER).then(review(AT.date()))
    has.when(replace(ask, on=None, seen=DAY), by=HOLDER).then(review(None))
    for days in (-1, 732):
        wrong = replace(ask, on=AT.date() + timedelta(days=days))
        given(RECOMMENDATION, ISSUED).when(wrong, by=HOLDER).then_refused("from today on")
    given(RECOMMENDATION, ISSUED, closed()).when(ask, by=HOLDER).then_refused("Reopen it first")


def test_a_grade_is_a_review_and_an_end_needs_none() -> None:
    ask = SetNextReview(recommendation_id="1", on=DAY)
    reopened = RecommendationReopened(
        recommendation_id="1", addressee="FRA", mandate="sr-torture", reason=TEXT,
        reopened_by="holder-1", reopened_at=AT,
    )  # fmt: skip
    graded = assessed("fully")
    for done in ([graded], [replace(graded, addressee_id="a-1")], [closed(), reopened]):
        of = given(RECOMMENDATION, ISSUED, named(), review(), *done)
        of.when(ask, by=HOLDER).then(review())


def test_particulars_are_the_holders_to_change_once_everybody_reads_them() -> None:
    given(RECOMMENDATION, ISSUED).when(NOTE, by=OFFICER).then(noted())
    given(RECOMMENDATION, ISSUED, noted()).when(NOTE, by=OFFICER).then_refused("changed since")
    given(RECOMMENDATION, ISSUED).when(NOTE, by=OTHER_HOLDER).then_forbidden()
    given(RECOMMENDATION, ISSUED).when(NOTE, by=FRANCE).then_forbidden()
    for wrong in (
        *(replace(NOTE, language="xx"), replace(NOTE, time_frame="soon")),
        *(replace(NOTE, type="order"), replace(NOTE, source_kind="rumour")),
    ):
        given(RECOMMENDATION, ISSUED).when(wrong, by=HOLDER).then_refused("from the list")
    out = given(RECOMMENDATION, ISSUED, PUBLIC)
    out.when(NOTE, by=OFFICER).then_forbidden()
    out.when(NOTE, by=HOLDER).then(noted("holder-1"))


def test_what_another_mechanism_said_has_no_type_of_the_mandates_own() -> None:
    for wrong in (NOTE, replace(NOTE, type="recommendation"), replace(NOTE, source_kind=None)):
        given(RECOMMENDATION, TAKEN).when(wrong, by=HOLDER).then_refused("as that mechanism says")
    plain = replace(NOTE, type="recommendation", source_kind=None)
    told = replace(noted("holder-1"), type="recommendation", source_kind=None)
    given(RECOMMENDATION, TAKEN).when(plain, by=HOLDER).then(told)
    old = {"step": 1}
    assert UPCASTERS["recommendation-particulars-noted"][0](old) == {
        "step": 1,
        "type": "recommendation",
        "source_kind": None,
    }


def test_no_two_have_the_same_number() -> None:
    one = NumberRecommendation(
        recommendation_id="1", mandate="sr-torture", addressee="FRA", year=AT.year
    )
    assert on_followup(ISSUED) == [one]
    first = RecommendationNumbered(
        recommendation_id="1",
        mandate="sr-torture",
        addressee="FRA",
        year=AT.year,
        number=1,
        numbered_at=AT,
    )
    given(NUMBER).when(one, by=system("followup")).then(first)
    given(NUMBER, first).when(one, by=system("followup")).then_nothing()
    other = replace(one, recommendation_id="2")
    second = replace(first, recommendation_id="2", number=2)
    given(NUMBER, first).when(other, by=system("followup")).then(second)


def test_particulars_that_nobody_saw_are_not_made_public() -> None:
    """Everybody reads them with the text, and an officer may note them until then."""
    publish = PublishRecommendation(recommendation_id="1", text="Close the cells.")
    has = given(RECOMMENDATION, ISSUED, noted())
    has.when(publish, by=HOLDER).then_refused("changed since")
    has.when(replace(publish, noted=1), by=HOLDER).then(PUBLIC)
    again = given(RECOMMENDATION, ISSUED, noted(), PUBLIC, noted(step=2))
    again.when(replace(publish, noted=1), by=HOLDER).then_nothing()
