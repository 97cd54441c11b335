"""A visit file: E.1, E.3 and E.13 of the specification of visits."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.state import File
from shared.contracts import followup_visits as facts
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    DeemVisitCancelled,
    LogVisitCancellation,
    LogVisitDeclination,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    RaiseVisitInCouncil,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.onboarding import BARS, SINCE
from shared.reference.visits import remind_on, years_since
from tests.followup.visits import (
    ACCEPTED,
    DATED,
    DAY,
    DECIDED,
    DECLINED,
    HOLDER,
    INVITED,
    MANDATE,
    OFFICER,
    OLD_REQUEST,
    OTHER_HOLDER,
    OTHER_OFFICER,
    QRD,
    REMINDED,
    REQUEST,
    REQUESTED,
    TODAY,
    TWICE,
    document,
    fact,
    log,
    logged,
    now,
    of,
    then,
)

# --- who -----------------------------------------------------------------------------------------


def test_who_works_for_the_mandate_and_the_desk_log() -> None:
    for by in (OFFICER, QRD, HOLDER):
        logged_by = replace(REQUESTED, done_by=by.actor_id)
        given(VISIT_FILE, DECIDED).when(REQUEST, by=by).then(then([DECIDED], logged_by))
    for by in (OTHER_HOLDER, OTHER_OFFICER):
        given(VISIT_FILE, DECIDED).when(REQUEST, by=by).then_forbidden()
    for role in set(Role) - {
        Role.QUICK_RESPONSE_DESK,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
    }:
        other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({MANDATE}))
        given(VISIT_FILE, DECIDED).when(REQUEST, by=other).then_forbidden()


def own_acts(seen: int) -> list[Any]:
    return [
        of(TakeBackVisitLetter, seen),
        of(DeemVisitCancelled, seen, document_id="d"),
        of(RaiseVisitInCouncil, seen, document_id="d", session=61),
        of(CarryVisitFileOver, seen, document_id="d", kept=True),
    ]


def test_the_holder_alone_decides() -> None:
    for command in own_acts(4):
        for by in (OFFICER, QRD, OTHER_HOLDER):
            given(VISIT_FILE, *TWICE).when(command, by=by).then_forbidden()


def test_what_the_mandate_itself_declines_postpones_or_cancels_is_the_holders() -> None:
    for command in (
        logged(LogVisitDeclination, REQUESTED, DATED, by="mandate", reason="balance"),
        logged(LogVisitPostponement, REQUESTED, DATED, by="mandate", reason="priorities"),
        logged(LogVisitCancellation, REQUESTED, DATED, by="mandate", reason="security"),
    ):
        some = given(VISIT_FILE, REQUESTED, DATED)
        some.when(command, by=OFFICER).then_forbidden()
        assert some.when(command, by=HOLDER)._decide()


def held(**changed: Any) -> HoldingHeard:
    term = HolderNoted(
        mandate=MANDATE,
        term_id="t-1",
        seat=None,
        holder_id="holder-1",
        starts_on=date(2024, 8, 1),
        last=date(2027, 7, 31),
        noted_at=AT,
    )
    return HoldingHeard(mandate=MANDATE, term=replace(term, **changed))


def test_whose_term_is_over_decides_nothing() -> None:
    over = held(last=TODAY - DAY)
    command = logged(LogVisitRequest, kind="official")
    given(VISIT_FILE, over).when(command, by=HOLDER).then_refused("Nobody signs")
    assert VISIT_FILE.consults(command, File()) == [f"officeholder-{MANDATE}"]
    assert given(VISIT_FILE, held()).when(command, by=HOLDER)._decide()


def test_nobody_signs_before_the_first_weeks_or_after_the_last_day() -> None:
    command = logged(LogVisitRequest, kind="official")
    start = held(starts_on=SINCE, last=SINCE + timedelta(days=900))
    bars = HoldingHeard(
        mandate=MANDATE,
        bars=BarsNoted(mandate=MANDATE, term_id="t-1", open=BARS, noted_at=AT),
    )
    on = AT + (SINCE - TODAY) + DAY
    given(VISIT_FILE, start, bars).when(command, by=HOLDER, at=on).then_refused("first weeks")
    life = HoldingHeard(
        mandate=MANDATE,
        life=MandateLifeNoted(
            mandate=MANDATE, transmits_until=TODAY - DAY, signs_until=None, noted_at=AT
        ),
    )
    given(VISIT_FILE, held(), life).when(command, by=HOLDER).then_refused("Nothing is transmitted")


# --- requests and reminders ----------------------------------------------------------------------


def test_a_holder_takes_back_what_was_decided_without_a_text() -> None:
    back = of(TakeBackVisitLetter, 1)
    gone = fact(facts.VisitLetterTakenBack, letter="request", done_by="holder-1")
    given(VISIT_FILE, DECIDED).when(back, by=HOLDER).then(then([DECIDED], gone))
    given(VISIT_FILE).when(of(TakeBackVisitLetter, 0), by=HOLDER).then_nothing()
    assert now(DECIDED).to_send == "request"
    assert now(DECIDED, gone).to_send is None
    assert now(DECIDED).status == "none"


def test_a_request_goes_out_as_a_holder_decided_unless_it_is_history() -> None:
    given(VISIT_FILE).when(replace(REQUEST, seen=0), by=OFFICER).then_refused("No Mandate-holder")
    before = log(LogVisitRequest, 1, 1, TODAY - DAY, kind="official")
    given(VISIT_FILE, DECIDED).when(before, by=OFFICER).then_refused("No Mandate-holder")
    old = log(LogVisitRequest, 0, 2, date(1993, 5, 4), kind="official")
    given(VISIT_FILE).when(old, by=OFFICER).then(then([], OLD_REQUEST))
    own = replace(REQUESTED, done_by="holder-1")
    given(VISIT_FILE).when(replace(REQUEST, seen=0), by=HOLDER).then(then([], own))
    assert now(DECIDED, OLD_REQUEST).to_send == "request"
    assert now(DECIDED, REQUESTED).to_send is None


def test_a_renewed_request_keeps_the_day_of_the_first() -> None:
    """E.1: first made in 1993, renewed today."""
    history = (OLD_REQUEST, DECIDED)
    renewed = replace(REQUESTED, renewed=True)
    given(VISIT_FILE, *history).when(replace(REQUEST, seen=2), by=OFFICER).then(
        then(history, renewed)
    )
    stood = now(*history, renewed)
    assert (stood.asked_on, stood.unanswered_on) == (date(1993, 5, 4), date(1993, 5, 4))
    assert years_since(date(1993, 5, 4), TODAY) == 32


def test_a_request_is_sound() -> None:
    given(VISIT_FILE, DECIDED).when(replace(REQUEST, kind="tour"), by=OFFICER).then_refused("kind")
    for dates, why in (
        (Window(first=TODAY + 9 * DAY, last=TODAY + 8 * DAY), "not before the first"),
        (Window(first=date(9999, 12, 1), last=date(9999, 12, 9)), "five years"),
        (Window(first=TODAY + 9 * DAY, last=TODAY + 300 * DAY), "three months"),
        (Window(first=TODAY - DAY, last=TODAY), "before the letter"),
    ):
        command = replace(REQUEST, dates=dates)
        given(VISIT_FILE, DECIDED).when(command, by=OFFICER).then_refused(why)
    invited = (INVITED, DECIDED)
    given(VISIT_FILE, *invited).when(replace(REQUEST, seen=2), by=OFFICER).then_refused("propose")


def test_a_document_is_dated_sent_and_known() -> None:
    for changed, why in (
        ({"dated_on": TODAY + DAY}, "not after"),
        ({"dated_on": date(1900, 1, 1)}, "No special procedure is older than 1 Jan 1967"),
        ({"passed_on": TODAY + DAY}, "once it was"),
        ({"channel": "pigeon"}, "how it was"),
        ({"channel": None}, "how it was"),
    ):
        command = replace(REQUEST, document=document(1, **changed))
        given(VISIT_FILE, DECIDED).when(command, by=OFFICER).then_refused(why)
    for changed in ({"state": "XYZ"}, {"state": "OTH"}):
        given(VISIT_FILE, DECIDED).when(replace(REQUEST, **changed), by=QRD).then_refused("State")
    unknown = replace(REQUEST, mandate="sr-tea")
    given(VISIT_FILE).when(unknown, by=QRD).then_refused("mandate")
    given(VISIT_FILE, DECIDED).when(replace(REQUEST, seen=0), by=OFFICER).then_refused("changed")
    given(VISIT_FILE, DECIDED, REQUESTED).when(REQUEST, by=OFFICER).then_nothing()


def test_a_reminder_is_proposed_after_six_months_then_yearly_and_needs_a_decision() -> None:
    assert remind_on(now(REQUESTED)) == TODAY + timedelta(days=183)
    assert remind_on(now(REQUESTED, REMINDED)) == TODAY + timedelta(days=365)
    assert remind_on(now(REQUESTED, ACCEPTED)) is None
    decided = fact(facts.VisitLetterDecided, letter="reminder", done_by="holder-1")
    history = (REQUESTED, decided)
    assert remind_on(now(*history)) is None
    command = log(LogVisitReminder, 2, 12)
    given(VISIT_FILE, *history).when(command, by=OFFICER).then(then(history, REMINDED))
    one = replace(command, seen=1)
    given(VISIT_FILE, REQUESTED).when(one, by=OFFICER).then_refused("No Mandate-holder")
    given(VISIT_FILE, DECLINED).when(one, by=OFFICER).then_refused("nothing to remind")
    assert now(*history, REMINDED).status == "reminded"
    assert now(REQUESTED, ACCEPTED, REMINDED).status == "accepted"
