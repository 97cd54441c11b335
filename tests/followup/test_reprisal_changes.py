"""Reprisal cases that change: withdrawn, assessed anew, better, and of another mandate."""

from dataclasses import replace
from typing import Any

from services.followup.reprisal.decide import REPRISAL
from shared.contracts.followup_reprisals import ReprisalConsentRecorded
from shared.core.actor import Asked
from shared.core.testing import AT, given
from tests.followup.reprisals import (
    AGREED,
    ASSESSED,
    CLOSE_TOO,
    CLOSED,
    CONSENT,
    CONSENTED,
    CONTACT,
    CONTACTED,
    DAY,
    DECIDE,
    DECIDED,
    FACTS,
    FOCAL,
    FOLLOW,
    FOLLOWED,
    HOLDER,
    NAMED,
    OFFICER,
    PASS,
    PASSED,
    REOPENED,
    REPORTED,
    SENT,
    TAKE,
    TAKEN,
    TEXT,
    TODAY,
)
from tests.followup.test_holding import OVER as OVER_NOW

NONE = "There is no such case"
OPEN = FACTS[:4]


def after(*facts: Any) -> Any:
    return given(REPRISAL, *facts)


def test_each_attempt_to_reach_the_victim_is_recorded() -> None:
    """XR4: the second attempt, by the same channel, is a second one."""
    contacted = after(*FACTS[:3])
    contacted.when(CONTACT, by=OFFICER).then_refused("went on meanwhile")
    contacted.when(replace(CONTACT, step=3), by=OFFICER).then(CONTACTED)
    later = replace(CONTACTED, next_look_on=None)
    after(*OPEN).when(replace(CONTACT, step=4), by=OFFICER).then(later)
    again = replace(FOLLOW, step=10)
    after(*FACTS[:10]).when(again, by=FOCAL).then(FOLLOWED)


def test_what_was_withdrawn_stops_what_was_not_done() -> None:
    """XR3: at the next command, by whoever is of the group; what is public is to review."""
    decided = (*FACTS[:7],)
    withdraw = replace(CONSENT, step=7, answer="withdrawn", informed=False)
    stopped = replace(CONSENTED, answer="withdrawn", informed=False, stopped=("letter",))
    for by in (OFFICER, HOLDER, FOCAL):
        after(*decided).when(withdraw, by=by).then(replace(stopped, done_by=by.actor_id))
    after(*OPEN).when(CONSENT, by=FOCAL).then_forbidden()
    after(*decided, stopped).when(replace(TAKE, step=8), by=HOLDER).then_refused("decides on")
    after(*decided, stopped).when(replace(DECIDE, step=8), by=HOLDER).then_refused("no consent")
    public = (
        *OPEN,
        replace(CONSENTED, consent="statement"),
        replace(ASSESSED, consent="statement"),
        replace(DECIDED, action="statement"),
        replace(TAKEN, action="statement"),
    )
    review = replace(withdraw, step=8, consent="statement")
    after(*public).when(review, by=OFFICER).then(
        replace(stopped, consent="statement", stopped=(), to_review=("statement",))
    )
    sent = (*OPEN, replace(CONSENTED, consent="sg_report"), SENT)
    of_report = replace(withdraw, step=6, consent="sg_report")
    after(*sent).when(of_report, by=OFFICER).then(
        replace(stopped, consent="sg_report", stopped=(), years_to_review=(2026,))
    )
    for later in ((CLOSED,), (CLOSED, REOPENED), (replace(FOLLOWED, condition="worse"),)):
        for history, command in ((public, review), (sent, of_report)):
            known = (*history, *later)
            still = replace(command, step=len(known))
            [fact] = REPRISAL.decide(still, Asked(at=AT, by=FOCAL), REPRISAL.fold(known))
            assert isinstance(fact, ReprisalConsentRecorded)
            assert fact.to_review or fact.years_to_review
    closed = after(*sent, CLOSED)
    closed.when(replace(of_report, step=7, answer="yes"), by=OFFICER).then_refused("is closed")


def test_new_conditions_stop_what_was_decided_without_them() -> None:
    conditions = replace(CONSENT, step=7, answer="conditions", note=TEXT)
    now = replace(CONSENTED, answer="conditions", note=TEXT, stopped=("letter",))
    after(*FACTS[:7]).when(conditions, by=OFFICER).then(now)
    after(*FACTS[:7], now).when(replace(TAKE, step=8), by=HOLDER).then_refused("decides on")


def test_an_action_is_taken_on_an_assessment_of_its_day() -> None:
    late, day = AT + 40 * DAY, TODAY + 7 * DAY
    some = after(*FACTS[:7])
    some.when(replace(TAKE, taken_on=day), by=HOLDER, at=late).then_refused("7 days")
    in_time = replace(TAKE, taken_on=day - DAY)
    some.when(in_time, by=HOLDER, at=late).then(replace(TAKEN, taken_on=day - DAY, done_at=late))


def test_what_is_better_is_imminent_no_more() -> None:
    imminent = (replace(REPORTED, imminent=True), *FACTS[1:4])
    far = replace(FOLLOW, step=5, condition="same", next_look_on=TODAY + 31 * DAY)
    still = after(*imminent, replace(FOLLOWED, condition="same"))
    still.when(far, by=FOCAL).then_refused("look again")
    for condition in ("better", "ended"):
        now = replace(FOLLOWED, condition=condition)
        known = replace(far, condition="same")
        then = replace(FOLLOWED, condition="same", next_look_on=far.next_look_on)
        after(*imminent, now).when(known, by=FOCAL).then(then)


def test_a_case_goes_on_when_its_mandate_does_not() -> None:
    """It is passed on, and its group is named anew; or two focal points close it."""
    after(*FACTS[:2]).when(PASS, by=FOCAL).then(PASSED)
    after(*FACTS[:2]).when(PASS, by=OFFICER).then_forbidden()
    for mandate in ("x", "sr-torture"):
        wrong = replace(PASS, mandate=mandate)
        after(*FACTS[:2]).when(wrong, by=FOCAL).then_refused("another mandate")
    passed = (*OPEN, PASSED)
    after(*passed).when(replace(CONSENT, step=5), by=OFFICER).then_refused(NONE)
    successor = replace(OFFICER, actor_id="officer-2", mandates=frozenset({"wgad"}))
    named = replace(NAMED, officers=("officer-2",))
    after(*passed, named).when(replace(CONSENT, step=6), by=successor).then(
        replace(CONSENTED, done_by="officer-2")
    )
    first = replace(AGREED, done_by="focal-2", part="focal")
    after(*FACTS[:10], first).when(CLOSE_TOO, by=FOCAL).then(
        replace(AGREED, done_by="focal-1", part="focal")
    )
    after(*FACTS[:10], first, OVER_NOW).when(CLOSE_TOO, by=FOCAL).then(CLOSED)
    after(*FACTS[:10], replace(first, done_by="focal-1"), OVER_NOW).when(CLOSE_TOO, by=FOCAL).then(
        replace(AGREED, done_by="focal-1", part="focal")
    )
