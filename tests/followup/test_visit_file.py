"""A visit file: E.1, E.3 and E.13 of the specification of visits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.state import File, stands
from shared.contracts import followup_visits as facts
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    DecideVisitLetter,
    DeemVisitCancelled,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
    TakeBackVisitLetter,
)
from shared.contracts.followup_visits import Standing, Window
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.onboarding import BARS, SINCE
from shared.reference.visits import remind_on, years_since
from tests.followup.visits import (
    ACCEPTED,
    ACKNOWLEDGED,
    AGAIN,
    CANCELLED,
    DATED,
    DAY,
    DECIDED,
    DECLINED,
    DEEMED,
    HOLDER,
    INVITED,
    LAPSED,
    MANDATE,
    OFFICER,
    OLD_REQUEST,
    OTHER_HOLDER,
    OTHER_OFFICER,
    POSTPONED,
    QRD,
    RAISED,
    REMINDED,
    REQUEST,
    REQUESTED,
    SOON,
    TODAY,
    TWICE,
    document,
    fact,
    filed,
    log,
    of,
)

N = 20  # a document that no history here has


def then(history: Sequence[Any], new: Any) -> Any:
    """Return the new fact with where the file stands after it."""
    return stands(VISIT_FILE.fold(history), new)[0]


def now(*history: Any) -> Standing:
    return VISIT_FILE.fold(history).now


def logged(kind: type, /, *history: Any, on: date = TODAY, **also: Any) -> Any:
    steps = [one for one in history if not isinstance(one, HoldingHeard)]
    return log(kind, len(steps), N, on, **also)


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
        of(DecideVisitLetter, seen, letter="request"),
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
    command = of(DecideVisitLetter, 0, letter="request")
    given(VISIT_FILE, over).when(command, by=HOLDER).then_refused("Nobody signs")
    assert VISIT_FILE.consults(command, File()) == [f"officeholder-{MANDATE}"]
    given(VISIT_FILE, held()).when(command, by=HOLDER).then(then([], DECIDED))


def test_nobody_signs_before_the_first_weeks_or_after_the_last_day() -> None:
    command = of(DecideVisitLetter, 0, letter="request")
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


def test_a_holder_decides_on_a_letter_and_takes_it_back() -> None:
    command = of(DecideVisitLetter, 0, letter="request")
    given(VISIT_FILE).when(command, by=HOLDER).then(then([], DECIDED))
    again = replace(command, seen=1)
    given(VISIT_FILE, DECIDED).when(again, by=HOLDER).then_nothing()
    other = replace(again, letter="reminder")
    given(VISIT_FILE, DECIDED).when(other, by=HOLDER).then_refused("Another letter")
    back = of(TakeBackVisitLetter, 1)
    gone = fact(facts.VisitLetterTakenBack, letter="request", done_by="holder-1")
    given(VISIT_FILE, DECIDED).when(back, by=HOLDER).then(then([DECIDED], gone))
    given(VISIT_FILE).when(of(TakeBackVisitLetter, 0), by=HOLDER).then_nothing()
    assert now(DECIDED).to_send == "request"
    assert now(DECIDED, gone).to_send is None
    assert now(DECIDED).status == "none"


def test_a_letter_is_decided_on_where_it_makes_sense() -> None:
    for history in ((INVITED,), (REQUESTED, ACCEPTED), (REQUESTED, DATED)):
        command = of(DecideVisitLetter, len(history), letter="request")
        given(VISIT_FILE, *history).when(command, by=HOLDER).then_refused("propose dates")
    reminder = of(DecideVisitLetter, 0, letter="reminder")
    given(VISIT_FILE).when(reminder, by=HOLDER).then_refused("nothing to remind")
    declined = given(VISIT_FILE, REQUESTED, DECLINED)
    declined.when(replace(reminder, seen=2), by=HOLDER).then_refused("nothing to remind")


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
        (Window(first=TODAY + 9 * DAY, last=TODAY + 8 * DAY), "after the first"),
        (Window(first=TODAY + 9 * DAY, last=TODAY + 300 * DAY), "three months"),
        (Window(first=TODAY - DAY, last=TODAY), "before the letter"),
    ):
        command = replace(REQUEST, dates=dates)
        given(VISIT_FILE, DECIDED).when(command, by=OFFICER).then_refused(why)
    invited = (INVITED, DECIDED)
    given(VISIT_FILE, *invited).when(replace(REQUEST, seen=2), by=OFFICER).then_refused("propose")


def test_a_document_is_dated_sent_and_known() -> None:
    for changed, why in (
        ({"dated_on": TODAY + DAY}, "dated before"),
        ({"dated_on": date(1900, 1, 1)}, "dated before"),
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


# --- answers -------------------------------------------------------------------------------------


def test_an_invitation_after_a_predecessors_request_is_filed_as_an_acceptance() -> None:
    """E.13, S14."""
    history = (OLD_REQUEST,)
    command = logged(LogVisitInvitation, *history)
    accepted = filed(facts.VisitAccepted, N, worded="invitation")
    given(VISIT_FILE, *history).when(command, by=OFFICER).then(then(history, accepted))
    dated = filed(facts.VisitDatesProposed, N, by="state", dates=SOON, worded="invitation")
    with_dates = replace(command, dates=SOON)
    given(VISIT_FILE, *history).when(with_dates, by=OFFICER).then(then(history, dated))
    after_no = (REQUESTED, DECLINED)
    given(VISIT_FILE, *after_no).when(replace(command, seen=2), by=OFFICER).then(
        then(after_no, accepted)
    )


def test_an_invitation_without_a_request_is_one() -> None:
    command = logged(LogVisitInvitation, dates=SOON)
    invited = filed(facts.VisitInvitationReceived, N, dates=SOON)
    given(VISIT_FILE).when(command, by=OFFICER).then(then([], invited))
    dropped = (OLD_REQUEST, LAPSED)
    given(VISIT_FILE, *dropped).when(replace(command, seen=2), by=OFFICER).then(
        then(dropped, invited)
    )
    assert now(invited).invited_on == TODAY


def test_an_acceptance_that_names_dates_is_filed_as_a_proposal_of_dates() -> None:
    """E.13, S14."""
    dated = filed(facts.VisitDatesProposed, N, by="state", dates=SOON, worded="acceptance")
    command = logged(LogVisitAcceptance, REQUESTED, dates=SOON)
    given(VISIT_FILE, REQUESTED).when(command, by=OFFICER).then(then([REQUESTED], dated))
    accepted = filed(facts.VisitAccepted, N, worded="acceptance")
    plain = replace(command, dates=None)
    given(VISIT_FILE, REQUESTED).when(plain, by=OFFICER).then(then([REQUESTED], accepted))
    given(VISIT_FILE).when(replace(plain, seen=0), by=OFFICER).then_refused("No request")


def test_an_acknowledgement_never_counts_as_an_answer() -> None:
    """E.13."""
    acknowledged = filed(facts.VisitAcknowledged, N, by="state")
    command = logged(LogVisitAcknowledgement, REQUESTED, by="state")
    given(VISIT_FILE, REQUESTED).when(command, by=QRD).then(
        then([REQUESTED], replace(acknowledged, done_by="qrd-1"))
    )
    stood = now(REQUESTED, ACKNOWLEDGED)
    assert (stood.status, stood.unanswered_on) == ("acknowledged", TODAY)
    assert now(INVITED, ACKNOWLEDGED).status == "acknowledged"
    assert now(REQUESTED, ACCEPTED, ACKNOWLEDGED).status == "accepted"
    given(VISIT_FILE).when(replace(command, seen=0), by=QRD).then_refused("nothing on file")


def test_a_visit_is_declined_by_either() -> None:
    command = logged(LogVisitDeclination, REQUESTED, by="state", reason="scheduling")
    declined = filed(facts.VisitDeclined, N, by="state", reason="scheduling")
    given(VISIT_FILE, REQUESTED).when(command, by=OFFICER).then(then([REQUESTED], declined))
    wrong = replace(command, reason="weather")
    given(VISIT_FILE, REQUESTED).when(wrong, by=OFFICER).then_refused("reason")
    given(VISIT_FILE).when(replace(command, seen=0), by=OFFICER).then_refused("No request")
    assert now(REQUESTED, DECLINED).asked_on == TODAY
    by_us = replace(DECLINED, by="mandate")
    assert now(REQUESTED, by_us) == Standing(status="declined", last_on=TODAY)


def test_an_outstanding_request_is_raised_in_the_council() -> None:
    command = of(RaiseVisitInCouncil, 1, document_id=RAISED.document.document_id, session=61)
    raised = replace(RAISED, done_by="holder-1")
    given(VISIT_FILE, REQUESTED).when(command, by=HOLDER).then(then([REQUESTED], raised))
    given(VISIT_FILE, REQUESTED, RAISED).when(command, by=HOLDER).then_nothing()
    zero = replace(command, session=0)
    given(VISIT_FILE, REQUESTED).when(zero, by=HOLDER).then_refused("number of the session")
    given(VISIT_FILE, INVITED).when(command, by=HOLDER).then_refused("nothing to tell")
    assert now(REQUESTED, RAISED).status == "informed"


# --- dates ---------------------------------------------------------------------------------------


def test_dates_are_proposed_by_either_and_the_mandates_own_are_no_answer() -> None:
    for by in ("state", "mandate"):
        dated = filed(facts.VisitDatesProposed, N, by=by, dates=SOON, worded="dates")
        command = logged(LogVisitDates, REQUESTED, by=by, dates=SOON)
        given(VISIT_FILE, REQUESTED).when(command, by=OFFICER).then(then([REQUESTED], dated))
        assert (now(REQUESTED, dated).unanswered_on is None) is (by == "state")
    given(VISIT_FILE).when(replace(command, seen=0), by=OFFICER).then_refused("Neither")


def test_a_postponement_is_of_dates_with_its_hours_reason_and_new_dates() -> None:
    history = (REQUESTED, DATED)
    command = logged(
        LogVisitPostponement, *history, by="state", reason="late", hours_before=48, dates=SOON
    )
    postponed = filed(
        facts.VisitPostponed, N, by="state", hours_before=48, reason="late", dates=SOON
    )
    given(VISIT_FILE, *history).when(command, by=OFFICER).then(then(history, postponed))
    for changed, why in (
        ({"reason": "weather"}, "reason"),
        ({"hours_before": -1}, "hours"),
        ({"hours_before": 9_000}, "hours"),
    ):
        wrong = replace(command, **changed)
        given(VISIT_FILE, *history).when(wrong, by=OFFICER).then_refused(why)
    none = replace(command, seen=1)
    given(VISIT_FILE, REQUESTED).when(none, by=OFFICER).then_refused("No dates")
    assert now(*history, postponed).postponed == 0
    by_us = replace(POSTPONED, by="mandate")
    assert now(REQUESTED, replace(DATED, by="mandate"), by_us).unanswered_on == TODAY


def test_a_second_postponement_without_new_dates_offers_a_deemed_cancellation() -> None:
    """E.13: and the request stays open."""
    command = of(DeemVisitCancelled, 3, document_id=DEEMED.document.document_id)
    once = given(VISIT_FILE, REQUESTED, DATED, POSTPONED)
    once.when(command, by=HOLDER).then_refused("postponed twice")
    deemed = replace(DEEMED, done_by="holder-1")
    given(VISIT_FILE, *TWICE).when(replace(command, seen=4), by=HOLDER).then(then(TWICE, deemed))
    stood = now(*TWICE, deemed)
    assert (stood.status, stood.asked_on, stood.unanswered_on) == ("deemed", TODAY, TODAY)
    assert (stood.postponed, stood.dates) == (0, None)
    invited = now(INVITED, DATED, POSTPONED, AGAIN, deemed)
    assert (invited.status, invited.invited_on, invited.unanswered_on) == ("deemed", TODAY, None)


def test_a_deemed_cancellation_is_reopened_by_new_dates_or_an_acceptance() -> None:
    """E.13."""
    history = (*TWICE, DEEMED)
    dates = logged(LogVisitDates, *history, by="state", dates=SOON)
    dated = filed(facts.VisitDatesProposed, N, by="state", dates=SOON, worded="dates")
    given(VISIT_FILE, *history).when(dates, by=OFFICER).then(then(history, dated))
    accept = logged(LogVisitAcceptance, *history)
    accepted = filed(facts.VisitAccepted, N, worded="acceptance")
    given(VISIT_FILE, *history).when(accept, by=OFFICER).then(then(history, accepted))


def test_a_visit_in_sight_is_cancelled_and_a_new_request_begins_again() -> None:
    command = logged(LogVisitCancellation, REQUESTED, ACCEPTED, by="state", reason="security")
    cancelled = filed(facts.VisitCancelled, N, by="state", deemed=False, reason="security")
    history = (REQUESTED, ACCEPTED)
    given(VISIT_FILE, *history).when(command, by=OFFICER).then(then(history, cancelled))
    wrong = replace(command, reason="weather")
    given(VISIT_FILE, *history).when(wrong, by=OFFICER).then_refused("reason")
    none = replace(command, seen=1)
    given(VISIT_FILE, REQUESTED).when(none, by=OFFICER).then_refused("No visit is in sight")
    assert now(REQUESTED, ACCEPTED, CANCELLED) == Standing(status="cancelled", last_on=TODAY)


# --- change of holder, mistakes, territories -----------------------------------------------------


def test_a_new_holder_takes_over_what_is_open_or_lets_it_lapse() -> None:
    command = of(CarryVisitFileOver, 1, document_id=LAPSED.document.document_id, kept=False)
    lapsed = replace(LAPSED, done_by="holder-1")
    given(VISIT_FILE, OLD_REQUEST).when(command, by=HOLDER).then(then([OLD_REQUEST], lapsed))
    kept = replace(command, kept=True)
    given(VISIT_FILE, OLD_REQUEST).when(kept, by=HOLDER).then(
        then([OLD_REQUEST], replace(lapsed, kept=True))
    )
    given(VISIT_FILE, CANCELLED).when(command, by=HOLDER).then_refused("Nothing is open")
    assert now(OLD_REQUEST, LAPSED).status == "lapsed"
    assert now(OLD_REQUEST, replace(LAPSED, kept=True)).status == "requested"


def test_a_document_logged_by_mistake_is_struck_and_the_file_stands_as_before() -> None:
    history = (DECIDED, REQUESTED)
    command = of(StrikeVisitDocument, 2, document_id=REQUESTED.document.document_id)
    struck = fact(facts.VisitDocumentStruck, document_id=REQUESTED.document.document_id)
    given(VISIT_FILE, *history).when(command, by=OFFICER).then(then(history, struck))
    assert now(*history, struck) == now(DECIDED)
    given(VISIT_FILE, *history, struck).when(command, by=OFFICER).then_nothing()
    given(VISIT_FILE, *history, struck).when(REQUEST, by=OFFICER).then_nothing()
    missing = replace(command, document_id="d")
    given(VISIT_FILE, *history).when(missing, by=OFFICER).then_refused("no such document")
    given(VISIT_FILE, *history).when(command, by=OTHER_OFFICER).then_forbidden()


def strike(gone: Any) -> Any:
    return fact(facts.VisitDocumentStruck, document_id=gone.document.document_id)


def test_a_struck_letter_is_still_to_be_sent_if_a_holder_decided_on_it() -> None:
    assert now(OLD_REQUEST, strike(OLD_REQUEST)) == Standing()
    assert now(ACCEPTED, strike(ACCEPTED)) == Standing()
    assert now(REQUESTED, REMINDED, strike(REMINDED)).to_send == "reminder"
    assert now(REQUESTED, DECIDED, strike(REQUESTED)).to_send == "request"


@pytest.mark.parametrize("gone", [RAISED, DEEMED, replace(CANCELLED, by="mandate")])
def test_what_the_holder_decided_only_the_holder_strikes(gone: Any) -> None:
    command = of(StrikeVisitDocument, 2, document_id=gone.document.document_id)
    given(VISIT_FILE, REQUESTED, gone).when(command, by=OFFICER).then_forbidden()
    assert given(VISIT_FILE, REQUESTED, gone).when(command, by=HOLDER)._decide()


def test_a_territory_is_of_the_state_and_has_a_prescribed_note() -> None:
    command = of(NameVisitTerritories, 0, state="SRB", territories=("XKX", "XKX"))
    [named] = given(VISIT_FILE).when(command, by=OFFICER)._decide()
    assert named.territories == ("XKX",)
    again = replace(command, seen=1)
    given(VISIT_FILE, named).when(again, by=OFFICER).then_nothing()
    other = replace(command, state="FRA")
    given(VISIT_FILE).when(other, by=OFFICER).then_refused("territories of this State")
    given(VISIT_FILE).when(command, by=OTHER_HOLDER).then_forbidden()


def test_a_letter_that_is_logged_late_stands_in_the_order_of_its_day() -> None:
    """The status follows the days of the documents, and not the order in which they came."""
    early = replace(ACKNOWLEDGED, document=document(4, date(2020, 1, 1)))
    assert now(OLD_REQUEST, ACCEPTED, early).status == "accepted"
