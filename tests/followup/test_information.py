"""What becomes of information outside rounds: Q7, Q8 and FR1 of section F."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.followup.recommendation.commands import TakeBackRecommendation
from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup import ImplementationInfoReceived
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithdrawn,
    ImplementationInfoWithheld,
    PublishImplementationInfo,
    TakeImplementationInfoBack,
    WithdrawImplementationInfo,
    WithholdImplementationInfo,
)
from shared.contracts.followup_publication import RecommendationPublished, RecommendationWithdrawn
from shared.contracts.followup_recommendation_commands import WithdrawRecommendation
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup.test_evidence import ADD
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    INFORM,
    NGO,
    NHRI,
    OFFICER,
    OPEN,
    OTHER_HOLDER,
    TEXT,
    assess,
    informed,
    unshared,
)

SINCE, UNTIL = date(2025, 1, 1), date(2025, 6, 30)
SAID = replace(informed("ngo", NGO), wish="publish", name=TEXT, since=SINCE, until=UNTIL)
PUBLIC = RecommendationPublished(
    recommendation_id="1",
    communication_id="c-1",
    addressee="FRA",
    mandate="sr-torture",
    issued_at=AT,
    text="x",
    published_by="holder-1",
    published_at=AT,
)
TOLD = (*OPEN, PUBLIC, SAID)
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.PUBLICATION_OFFICER}))
PUBLISH = PublishImplementationInfo(recommendation_id="1", info_id="i-1", text="Done.", name="Org")
WITHHOLD = WithholdImplementationInfo(recommendation_id="1", info_id="i-1", reason=TEXT)
TAKE_BACK = TakeImplementationInfoBack(recommendation_id="1", info_id="i-1", reason="mistake")
WITHDRAW = WithdrawImplementationInfo(recommendation_id="1", info_id="i-1")
PUBLISHED = ImplementationInfoPublished(
    recommendation_id="1",
    info_id="i-1",
    addressee="FRA",
    mandate="sr-torture",
    provider="ngo",
    name="Org",
    text="Done.",
    since=SINCE,
    until=UNTIL,
    published_by="holder-1",
    published_at=AT,
)
WITHHELD = ImplementationInfoWithheld(
    recommendation_id="1",
    info_id="i-1",
    mandate="sr-torture",
    reason=TEXT,
    withheld_by="holder-1",
    withheld_at=AT,
)
BACK = ImplementationInfoTakenBack(
    recommendation_id="1",
    info_id="i-1",
    mandate="sr-torture",
    reason="mistake",
    taken_back_by="holder-1",
    taken_back_at=AT,
)
NOT_PUBLIC = RecommendationWithdrawn(
    recommendation_id="1",
    addressee="FRA",
    mandate="sr-torture",
    issued_at=AT,
    reason="mistake",
    note=TEXT,
    withdrawn_by="holder-1",
    withdrawn_at=AT,
)


def withdrawn(info_id: str = "i-1") -> ImplementationInfoWithdrawn:
    return ImplementationInfoWithdrawn(
        recommendation_id="1",
        info_id=info_id,
        mandate="sr-torture",
        withdrawn_by="ngo-1",
        withdrawn_at=AT,
    )


def correction(of: str, info_id: str) -> ImplementationInfoReceived:
    return replace(SAID, info_id=info_id, corrects=of)


def test_a_provider_says_the_days_and_what_may_become_of_it() -> None:
    say = replace(INFORM, wish="publish", name=TEXT, since=SINCE, until=UNTIL)
    given(RECOMMENDATION, *OPEN).when(say, by=NGO).then(SAID)
    given(RECOMMENDATION, *OPEN).when(INFORM, by=NGO).then(informed("ngo", NGO))
    nameless = replace(say, name=None)
    given(RECOMMENDATION, *OPEN).when(nameless, by=NGO).then_refused("name to show")
    unnamed = replace(say, wish="unnamed")
    given(RECOMMENDATION, *OPEN).when(unnamed, by=NGO).then(
        replace(SAID, wish="unnamed", name=None)
    )
    tomorrow = AT.date() + timedelta(days=1)
    for wrong in (replace(say, since=UNTIL, until=SINCE), replace(say, until=tomorrow)):
        given(RECOMMENDATION, *OPEN).when(wrong, by=NGO).then_refused("days that have come")


def test_a_government_is_named_by_what_it_is() -> None:
    said = replace(informed("government", FRANCE), wish="publish")
    for wish in ("publish", "unnamed"):
        say = replace(INFORM, wish=wish, name=TEXT)
        given(RECOMMENDATION, *OPEN).when(say, by=FRANCE).then(said)


def test_the_holder_publishes_it_as_its_provider_wishes() -> None:
    given(RECOMMENDATION, *TOLD).when(PUBLISH, by=HOLDER).then(PUBLISHED)
    given(RECOMMENDATION, *TOLD, PUBLISHED).when(PUBLISH, by=HOLDER).then_nothing()
    bare = replace(PUBLISH, name=None)
    for wrong in (bare, replace(PUBLISH, text=" ")):
        given(RECOMMENDATION, *TOLD).when(wrong, by=HOLDER).then_refused("not what its provider")
    unnamed = (*OPEN, PUBLIC, replace(SAID, wish="unnamed", name=None))
    given(RECOMMENDATION, *unnamed).when(PUBLISH, by=HOLDER).then_refused("not what its provider")
    given(RECOMMENDATION, *unnamed).when(bare, by=HOLDER).then(replace(PUBLISHED, name=None))
    given(RECOMMENDATION, *OPEN, SAID).when(PUBLISH, by=HOLDER).then_refused(
        "recommendation public"
    )
    new = (*TOLD, correction("i-1", "i-2"))
    other = replace(PUBLISH, info_id="i-2")
    in_its_place = replace(PUBLISHED, info_id="i-2", replaces=("i-1",))
    given(RECOMMENDATION, *TOLD, PUBLISHED, new[-1]).when(other, by=HOLDER).then(in_its_place)
    told = (*TOLD, PUBLISHED, new[-1], in_its_place)
    given(RECOMMENDATION, *told).when(TAKE_BACK, by=HOLDER).then_nothing()
    given(RECOMMENDATION, *new).when(PUBLISH, by=HOLDER).then_refused("corrected it")
    given(RECOMMENDATION, *new, withdrawn("i-2")).when(PUBLISH, by=HOLDER).then(PUBLISHED)


@pytest.mark.parametrize("command", [PUBLISH, WITHHOLD])
def test_what_is_for_the_mandate_alone_is_not_decided_about(
    command: PublishImplementationInfo | WithholdImplementationInfo,
) -> None:
    """As all that came before there was a wish."""
    old = (*OPEN, PUBLIC, informed("ngo", NGO))
    given(RECOMMENDATION, *old).when(command, by=HOLDER).then_refused("mandate alone")
    given(RECOMMENDATION, *OPEN).when(command, by=HOLDER).then_refused("no such information")
    for other in (OFFICER, NGO, OTHER_HOLDER):
        given(RECOMMENDATION, *TOLD).when(command, by=other).then_forbidden()


def test_the_holder_withholds_it_with_a_reason_and_may_publish_it_later() -> None:
    given(RECOMMENDATION, *TOLD).when(WITHHOLD, by=HOLDER).then(WITHHELD)
    said = replace(WITHHOLD, for_provider=TEXT)
    given(RECOMMENDATION, *TOLD).when(said, by=HOLDER).then(replace(WITHHELD, for_provider=TEXT))
    given(RECOMMENDATION, *TOLD, WITHHELD).when(WITHHOLD, by=HOLDER).then_nothing()
    given(RECOMMENDATION, *TOLD, WITHHELD).when(PUBLISH, by=HOLDER).then(PUBLISHED)
    given(RECOMMENDATION, *TOLD, PUBLISHED).when(WITHHOLD, by=HOLDER).then_refused("back first")


def test_what_is_public_is_taken_back_at_once_also_of_a_record() -> None:
    record = RecommendationPassedOn(
        recommendation_id="1", mandate="sr-torture", to=None, passed_at=AT
    )
    told = (*TOLD, PUBLISHED, record)
    for by in (HOLDER, OFFICER, DESK):
        back = replace(BACK, taken_back_by=by.actor_id)
        given(RECOMMENDATION, *told).when(TAKE_BACK, by=by).then(back)
    for other in (OTHER_HOLDER, NGO):
        given(RECOMMENDATION, *told).when(TAKE_BACK, by=other).then_forbidden()
    odd = replace(TAKE_BACK, reason="bored")
    given(RECOMMENDATION, *told).when(odd, by=HOLDER).then_refused("reason from the list")
    given(RECOMMENDATION, *told, BACK).when(TAKE_BACK, by=HOLDER).then_nothing()
    given(RECOMMENDATION, *OPEN).when(TAKE_BACK, by=HOLDER).then_nothing()
    given(RECOMMENDATION, *TOLD, PUBLISHED, BACK).when(PUBLISH, by=HOLDER).then(PUBLISHED)
    given(RECOMMENDATION, *TOLD, PUBLISHED, NOT_PUBLIC).when(TAKE_BACK, by=HOLDER).then_nothing()


def test_with_a_recommendation_goes_what_is_public_on_it() -> None:
    other = replace(SAID, info_id="i-2")
    gone = WithdrawRecommendation(recommendation_id="1", reason="mistake", note=TEXT)
    told = (*TOLD, PUBLISHED, other)
    given(RECOMMENDATION, *told).when(gone, by=HOLDER).then(NOT_PUBLIC, BACK)
    given(RECOMMENDATION, *told, BACK).when(gone, by=HOLDER).then(NOT_PUBLIC)
    with_its_report = TakeBackRecommendation(
        recommendation_id="1", withdrawn_by="holder-1", withdrawn_at=AT
    )
    given(RECOMMENDATION, *told).when(with_its_report, by=HOLDER).then(
        replace(NOT_PUBLIC, note=None), BACK
    )
    given(RECOMMENDATION, *told, NOT_PUBLIC, BACK, PUBLIC).when(PUBLISH, by=HOLDER).then(PUBLISHED)


def test_its_provider_takes_it_back_until_it_is_public() -> None:
    colleague = replace(NGO, actor_id="ngo-2")
    by_colleague = replace(withdrawn(), withdrawn_by="ngo-2")
    given(RECOMMENDATION, *TOLD).when(WITHDRAW, by=colleague).then(by_colleague)
    given(RECOMMENDATION, *TOLD, withdrawn()).when(WITHDRAW, by=NGO).then_nothing()
    given(RECOMMENDATION, *TOLD, PUBLISHED).when(WITHDRAW, by=NGO).then_refused("It is public")
    for stage in ((WITHHELD,), (PUBLISHED, BACK), (PUBLISHED, NOT_PUBLIC)):
        given(RECOMMENDATION, *TOLD, *stage).when(WITHDRAW, by=NGO).then(withdrawn())
    for other in (NHRI, FRANCE):
        given(RECOMMENDATION, *TOLD).when(WITHDRAW, by=other).then_refused("no such information")
    given(RECOMMENDATION, *OPEN).when(WITHDRAW, by=NGO).then_refused("no such information")
    given(RECOMMENDATION, *TOLD).when(WITHDRAW, by=HOLDER).then_forbidden()
    gone = (*OPEN, SAID, unshared("org-1"))
    given(RECOMMENDATION, *gone).when(WITHDRAW, by=NGO).then_refused("no such recommendation")


def test_with_a_correction_goes_what_it_stands_in_place_of() -> None:
    told = (*TOLD, correction("i-1", "i-2"), correction("i-2", "i-3"))
    last = replace(WITHDRAW, info_id="i-3")
    every = [withdrawn(one) for one in ("i-3", "i-2", "i-1")]
    given(RECOMMENDATION, *told).when(last, by=NGO).then(*every)
    public = (*TOLD, PUBLISHED, *told[len(TOLD) :])
    given(RECOMMENDATION, *public).when(last, by=NGO).then(*every[:2])


def test_nothing_rests_on_what_was_taken_back() -> None:
    told = (*TOLD, withdrawn())
    on_it = replace(assess("partially"), based_on=("i-1",))
    given(RECOMMENDATION, *told).when(on_it, by=HOLDER).then_refused("what the grade is based on")
    given(RECOMMENDATION, *told).when(PUBLISH, by=HOLDER).then_refused("no such information")
    given(RECOMMENDATION, *told).when(ADD, by=NGO).then_refused("no such information")
    again = replace(INFORM, info_id="i-2", corrects="i-1")
    new = replace(informed("ngo", NGO), info_id="i-2")
    given(RECOMMENDATION, *told).when(again, by=NGO).then(new)
