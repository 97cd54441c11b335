"""Rules of reprisal cases by their names: XR5, XR6 and XR7 of section I.4."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.reprisal.decide import REPRISAL
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_reprisals import ReprisalFollowedUp
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.testing import AT, given
from shared.reference.reprisals import REVIEWS
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.followup.reprisals import (
    ASSESSED,
    CLOSED,
    CONSENT,
    CONSENTED,
    DAY,
    DOCUMENTED,
    FACTS,
    FOCAL,
    FOLLOW,
    FOLLOWED,
    HOLDER,
    NOTE,
    OFFICER,
    REOPEN,
    REPORT,
    REPORTED,
    SHARE,
    SHARED,
    STRIKE,
    STRUCK,
    TODAY,
)

OPEN = FACTS[:4]
SHARING = (replace(CONSENTED, consent="sharing"), replace(ASSESSED, consent="sharing"))
MISSION = replace(OPENED, mandate="sr-torture", state="KEN")
ENDED = fact(
    MissionStepTaken,
    2,
    mandate="sr-torture",
    state="KEN",
    what="ended",
    phase="ended",
    on=TODAY,
    note_id="n-1",
    note=None,
)
FROM_VISIT: dict[str, Any] = {"origin": "visit", "link": MISSION_ID}


def after(*facts: Any) -> Any:
    return given(REPRISAL, *facts)


def test_xr5_a_case_from_a_visit_is_looked_at_by_each_review_after_its_end() -> None:
    """Ten, thirty and ninety days after the end of the visit, and not later than any case."""
    assert REVIEWS == (10, 30, 90)
    whole = (MISSION, ENDED, replace(REPORTED, **FROM_VISIT), *FACTS[1:4])
    for days, by in ((0, 10), (9, 10), (10, 30), (29, 30), (30, 90), (40, 90), (90, 180)):
        at = AT + timedelta(days=days)
        late = replace(FOLLOW, step=4, condition="same", next_look_on=TODAY + (by + 1) * DAY)
        after(*whole).when(late, by=FOCAL, at=at).then_refused("look again")
        in_time = replace(late, next_look_on=TODAY + by * DAY)
        looked = replace(FOLLOWED, condition="same", next_look_on=in_time.next_look_on, done_at=at)
        after(*whole).when(in_time, by=FOCAL, at=at).then(looked)
    reopen = replace(REOPEN, step=12, next_look_on=TODAY + 11 * DAY)
    closed = (MISSION, ENDED, replace(REPORTED, **FROM_VISIT), *FACTS[1:12])
    after(*closed).when(reopen, by=FOCAL).then_refused("look again")


def test_xr5_until_a_visit_ends_its_last_agreed_day_counts() -> None:
    whole = (MISSION, replace(REPORTED, **FROM_VISIT), *FACTS[1:4])
    first = MISSION.dates.last + 10 * DAY
    at = AT + (MISSION.dates.last - TODAY)
    late = replace(FOLLOW, step=4, condition="same", next_look_on=first + DAY)
    after(*whole).when(late, by=FOCAL, at=at).then_refused("look again")
    new = REPRISAL.decide(
        replace(late, next_look_on=first), Asked(at=at, by=FOCAL), REPRISAL.fold(whole)
    )
    assert isinstance(new[0], ReprisalFollowedUp)


def test_a_case_from_a_visit_is_of_a_mission_of_its_mandate_and_state() -> None:
    report = replace(REPORT, **FROM_VISIT)
    reported = replace(REPORTED, **FROM_VISIT)
    after(MISSION).when(report, by=OFFICER).then(reported)
    for others in ((), (replace(MISSION, state="CHE"),), (replace(MISSION, mandate="wgad"),)):
        after(*others).when(report, by=OFFICER).then_refused("no such mission")
    after(MISSION).when(replace(report, link=None), by=OFFICER).then_refused("came from")
    consulted = REPRISAL.consults(report, REPRISAL.initial)
    assert consulted == [f"mission-{MISSION_ID}"]
    assert consulted[0] in REPRISAL.consults(FOLLOW, REPRISAL.fold([reported]))


def test_xr6_a_case_is_public_once_a_document_of_the_united_nations_tells_of_it() -> None:
    whole = (*OPEN, *SHARING)
    after(*whole).when(NOTE, by=FOCAL).then(DOCUMENTED)
    after(*whole).when(NOTE, by=HOLDER).then_forbidden()
    for wrong in ("", "Ana Kip", "A/HRC/42/30 on Ana", "a/hrc/1", "A", "A/HRC/34/34/ADD.1"):
        after(*whole).when(replace(NOTE, symbol=wrong), by=FOCAL).then_refused("the symbol")
    part = replace(NOTE, symbol="A/HRC/34/34/Add.1")
    after(*whole).when(part, by=FOCAL).then(replace(DOCUMENTED, symbol=part.symbol))
    soon = replace(NOTE, published_on=TODAY + DAY)
    after(*whole).when(soon, by=FOCAL).then_refused("once it is public")
    after(*whole, DOCUMENTED).when(replace(NOTE, step=7), by=FOCAL).then_nothing()
    closed = (*FACTS[:11], CLOSED)
    after(*closed).when(replace(NOTE, step=12), by=FOCAL).then(DOCUMENTED)
    out = (*FACTS[:3], replace(FACTS[3], in_scope=False, next_look_on=None))
    after(*out).when(replace(NOTE, step=4), by=FOCAL).then_refused("is closed")


def test_a_document_that_was_noted_by_mistake_is_struck_with_a_reason() -> None:
    whole = (*OPEN, *SHARING, DOCUMENTED)
    after(*whole).when(STRIKE, by=FOCAL).then(STRUCK)
    after(*whole).when(STRIKE, by=HOLDER).then_forbidden()
    again = replace(STRIKE, step=8)
    after(*whole, DOCUMENTED).when(again, by=FOCAL).then(STRUCK)  # also if it was noted twice
    after(*whole, STRUCK).when(again, by=FOCAL).then_refused("No such document")
    after(*whole, STRUCK).when(replace(NOTE, step=8), by=FOCAL).then(DOCUMENTED)
    closed = (*FACTS[:11], CLOSED, DOCUMENTED)
    after(*closed).when(replace(STRIKE, step=13), by=FOCAL).then(STRUCK)


@pytest.mark.parametrize("by", [FOCAL, HOLDER, OFFICER])
def test_xr7_a_person_copies_a_safe_summary_with_consent_to_tell_others(by: Any) -> None:
    after(*OPEN, *SHARING).when(SHARE, by=by).then(replace(SHARED, done_by=by.actor_id))
    after(*OPEN, *SHARING).when(replace(SHARE, with_whom="x"), by=by).then_refused("copied to")
    after(*OPEN, CONSENTED, ASSESSED).when(SHARE, by=by).then_refused("no consent to")
    old = after(*OPEN, *SHARING)
    old.when(SHARE, by=by, at=day_after_the_assessment_ended()).then_refused("what harm")


def day_after_the_assessment_ended() -> Any:
    at = AT + timedelta(days=7)
    assert day_of(at) == TODAY + 7 * DAY
    return at


def test_xr7_what_was_copied_rests_on_its_consent() -> None:
    """After a case was opened again, too: the consent before it can be withdrawn (XR3)."""
    worse = replace(FOLLOWED, condition="worse")
    whole = (*OPEN, *SHARING, SHARED, worse)
    withdraw = replace(CONSENT, step=8, consent="sharing", answer="withdrawn", informed=False)
    withdrawn = replace(CONSENTED, consent="sharing", answer="withdrawn", informed=False)
    after(*whole).when(withdraw, by=OFFICER).then(withdrawn)
    without = (*OPEN, *SHARING, worse)
    after(*without).when(replace(withdraw, step=7), by=OFFICER).then_refused("no consent that")
