"""What a grade is based on, its scheme, and information that is corrected."""

from dataclasses import replace

from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.state import Event
from shared.contracts.followup import Provider
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    ProvideImplementationInfo,
)
from shared.core.actor import Actor
from shared.core.testing import AT, given
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    IMPLEMENTED,
    INFORM,
    ISSUED,
    NGO,
    NHRI,
    OPEN,
    assess,
    assessed,
    informed,
    shared,
)
from tests.followup.test_recommendation_described import CLOSE, closed


def test_a_grade_says_what_it_is_based_on() -> None:
    told = (ISSUED, informed("government", FRANCE))
    read = replace(assess("not"), based_on=("i-1",), period=AT.year)
    said = replace(assessed("not"), based_on=("i-1",), period=AT.year)
    given(RECOMMENDATION, *told).when(read, by=HOLDER).then(said)
    given(RECOMMENDATION, ISSUED).when(read, by=HOLDER).then_refused("based on")
    for year in (AT.year - 1, AT.year + 1):
        odd = replace(read, period=year)
        given(RECOMMENDATION, *told).when(odd, by=HOLDER).then_refused("Choose a year")


def test_a_grade_without_any_information_says_that_nothing_is_known() -> None:
    bare = replace(assess("not"), based_on=())
    given(RECOMMENDATION, ISSUED).when(bare, by=HOLDER).then_refused("nothing is known")
    unknown = replace(bare, grade="unknown")
    said = replace(assessed("unknown"), based_on=())
    given(RECOMMENDATION, ISSUED).when(unknown, by=HOLDER).then(said)


def test_schemes_stand_beside_each_other_and_none_is_converted() -> None:
    done = replace(assess("completed"), scheme="upr-progress")
    said = replace(assessed("completed"), scheme="upr-progress")
    topped = (ISSUED, assessed("fully"), IMPLEMENTED)
    given(RECOMMENDATION, *topped).when(done, by=HOLDER).then(said)
    worse = (*topped, replace(said, grade="none"))
    given(RECOMMENDATION, *worse).when(assess("fully"), by=HOLDER).then(assessed("fully"))
    close = replace(CLOSE, reason="implemented")
    given(RECOMMENDATION, *worse).when(close, by=HOLDER).then(closed("implemented"))


def test_a_grade_of_the_version_that_succeeds_a_scheme_ends_the_earlier_one() -> None:
    earlier = replace(assessed("fully"), scheme="implementation", based_on=())
    history = (ISSUED, earlier, IMPLEMENTED, assessed("not"))
    close = replace(CLOSE, reason="implemented")
    given(RECOMMENDATION, *history).when(close, by=HOLDER).then_refused("best of a scheme")
    given(RECOMMENDATION, *history[:3]).when(close, by=HOLDER).then(closed("implemented"))


def test_information_corrected_after_the_grade_is_new_information_of_the_same_provider() -> None:
    history = (*OPEN, informed("ngo", NGO), replace(assessed("not"), based_on=("i-1",)))
    correct = replace(INFORM, info_id="i-2", corrects="i-1")
    said = replace(informed("ngo", NGO), info_id="i-2", corrects="i-1")
    given(RECOMMENDATION, *history).when(correct, by=NGO).then(said)
    colleague = replace(NGO, actor_id="ngo-2")
    given(RECOMMENDATION, *history).when(correct, by=colleague).then(
        replace(said, provided_by="ngo-2")
    )
    unknown = replace(correct, corrects="i-9")
    called = replace(NGO, actor_id="ngo-3", organisation_id="government")
    by_government = (ISSUED, shared("government"), informed("government", FRANCE))
    cases: list[tuple[tuple[Event, ...], ProvideImplementationInfo, Actor, Provider]] = [
        (history, correct, NHRI, "nhri"),
        (history, correct, FRANCE, "government"),
        (history, unknown, NGO, "ngo"),
        (by_government, correct, called, "ngo"),
    ]
    for told, what, by, provider in cases:
        new = replace(informed(provider, by), info_id="i-2")
        given(RECOMMENDATION, *told).when(what, by=by).then(new)


def test_a_grade_by_another_than_the_claim_stands_beside_it() -> None:
    """The owner says that all is done, the mandate that nothing is: both are kept, with by whom."""
    history = (ISSUED, informed("government", FRANCE))
    not_so = replace(assess("not"), based_on=("i-1", OBSERVED))
    said = replace(assessed("not"), based_on=("i-1", OBSERVED))
    given(RECOMMENDATION, *history).when(not_so, by=HOLDER).then(said)
