"""Cases and recommendations of a mandate that ended; replies still arrive (SC3)."""

from dataclasses import replace
from typing import Any

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.recommendation.commands import PassRecommendationOn
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.reply_case.commands import PassCaseOn
from services.followup.reply_case.decide import REPLY_CASE
from shared.contracts.followup import ImplementationAssessed
from shared.contracts.followup_custody import CasePassedOn, RecommendationPassedOn
from shared.contracts.followup_recommendation_commands import OBSERVED, AssessImplementation
from shared.contracts.followup_reply_commands import CloseCase
from shared.contracts.stakeholders_custody import Item
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup import test_recommendation as recommendation
from tests.followup.cases import DESK, DUE, HOLDER, OTHER_HOLDER, log, somebody
from tests.stakeholders import test_custody as told
from tests.stakeholders import test_registry as registry

POLICY = system("followup")
PASS = PassCaseOn(communication_id="c-1", mandate="sr-torture", to="sr-food")
PASSED = CasePassedOn(
    communication_id="c-1", mandate="sr-torture", to="sr-food", joins=True, passed_at=AT
)
KEPT = replace(PASSED, to=None, joins=False)
SUCCESSOR = somebody(Role.MANDATE_HOLDER, mandates="sr-food")
PASS_ON = PassRecommendationOn(recommendation_id="1", mandate="sr-torture", to="sr-food")
PASSED_ON = RecommendationPassedOn(
    recommendation_id="1", mandate="sr-torture", to="sr-food", passed_at=AT
)


def closing(mandate: str) -> CloseCase:
    return CloseCase(
        communication_id="c-1",
        mandate=mandate,
        outcome="no_reply",
        reasons=Sealed("replycase-c-1", "r"),
    )


def test_the_chiefs_decision_is_obeyed_by_kind() -> None:
    def reacts(kind: Item) -> list[Any]:
        return list(FOLLOWUP_SERVICE.react(replace(told.DECIDED, kind=kind)))

    to = registry.OTHER
    assert reacts("reply-cases") == [replace(PASS, to=to)]
    assert reacts("recommendations") == [replace(PASS_ON, recommendation_id="c-1", to=to)]
    assert reacts("letters") == []


# --- a reply case --------------------------------------------------------------------------------


def test_the_successor_follows_the_case_in_place_of_the_mandate_that_ended() -> None:
    given(REPLY_CASE, DUE).when(PASS, by=POLICY).then(PASSED)
    given(REPLY_CASE, DUE, PASSED).when(PASS, by=POLICY).then_nothing()
    story = given(REPLY_CASE, DUE, PASSED)
    assert REPLY_CASE.decide(closing("sr-food"), _asked(SUCCESSOR), _state(DUE, PASSED))
    story.when(closing("sr-torture"), by=HOLDER).then_refused("did not sign")
    assert _state(DUE, PASSED).mandates == ("sr-food", "wgad")


def test_a_successor_that_signed_too_follows_it_once() -> None:
    to_other = replace(PASS, to="wgad")
    given(REPLY_CASE, DUE).when(to_other, by=POLICY).then(replace(PASSED, to="wgad", joins=False))
    assert _state(DUE, replace(PASSED, to="wgad", joins=False)).mandates == ("wgad",)


def test_replies_still_arrive_at_a_case_that_stays_a_record() -> None:
    given(REPLY_CASE, DUE).when(replace(PASS, to=None), by=POLICY).then(KEPT)
    both = (KEPT, replace(KEPT, mandate="wgad"))
    assert REPLY_CASE.decide(log("substantive"), _asked(DESK), _state(DUE, *both))
    for mandate, holder in (("sr-torture", HOLDER), ("wgad", OTHER_HOLDER)):
        given(REPLY_CASE, DUE, *both).when(closing(mandate), by=holder).then_refused("did not")


# --- a recommendation ----------------------------------------------------------------------------


def test_the_successor_assesses_what_the_ended_mandate_recommended() -> None:
    issued = _issued()
    given(RECOMMENDATION, issued).when(PASS_ON, by=POLICY).then(PASSED_ON)
    passed = given(RECOMMENDATION, issued, PASSED_ON)
    passed.when(PASS_ON, by=POLICY).then_nothing()
    passed.when(ASSESS, by=recommendation.HOLDER).then_forbidden()
    [graded] = RECOMMENDATION.decide(
        ASSESS, _asked(SUCCESSOR), RECOMMENDATION.fold([issued, PASSED_ON])
    )
    assert isinstance(graded, ImplementationAssessed)
    assert graded.mandate == "sr-food"


def test_a_recommendation_that_stays_a_record_is_assessed_by_nobody_and_informed_about() -> None:
    issued, kept = _issued(), replace(PASSED_ON, to=None)
    given(RECOMMENDATION, issued).when(replace(PASS_ON, to=None), by=POLICY).then(kept)
    record = given(RECOMMENDATION, issued, kept)
    record.when(ASSESS, by=recommendation.HOLDER).then_refused("kept as a record")
    record.when(replace(PASS_ON, to=None), by=POLICY).then_nothing()


ASSESS = AssessImplementation(
    recommendation_id="1",
    scheme="implementation-2",
    grade="partially",
    rationale=Sealed("recommendation-1", "r"),
    based_on=(OBSERVED,),
)


def _issued() -> Any:
    [issued] = RECOMMENDATION.decide(
        recommendation.issue(), _asked(recommendation.HOLDER), RECOMMENDATION.initial
    )
    return issued


def _state(*history: Any) -> Any:
    return REPLY_CASE.fold(history)


def _asked(by: Actor) -> Asked:
    return Asked(at=AT, by=by)
