"""What a Government answers on a visit, and what becomes of it: E.3 and E.13 of the visits."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    DeemVisitCancelled,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    NameVisitTerritories,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import Standing
from shared.core.testing import given
from tests.followup.visits import (
    ACCEPTED,
    ACKNOWLEDGED,
    AGAIN,
    CANCELLED,
    DATED,
    DECIDED,
    DECLINED,
    DEEMED,
    HOLDER,
    INVITED,
    LAPSED,
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
    N,
    document,
    fact,
    filed,
    logged,
    now,
    of,
    then,
)

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
    assert (now(invited).invited_on, now(invited).status) == (TODAY, "dates")


def test_a_second_invitation_without_dates_keeps_those_of_the_state() -> None:
    again = replace(INVITED, document=document(N))
    stood = now(INVITED, DATED, again)
    assert (stood.status, stood.dates) == ("dates", SOON)
    assert now(INVITED, again).status == "invited"


def test_an_older_request_that_is_logged_late_turns_an_invitation_into_an_acceptance() -> None:
    """S14: it stands at its place, before the invitation."""
    stood = now(INVITED, OLD_REQUEST)
    assert (stood.status, stood.asked_on) == ("accepted", date(1993, 5, 4))
    assert (stood.invited_on, stood.unanswered_on) == (None, None)


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


def test_what_comes_meanwhile_takes_nothing_away_that_the_mandate_proposed() -> None:
    own = replace(DATED, by="mandate")
    put_off = replace(POSTPONED, by="mandate")
    for after in (REMINDED, ACKNOWLEDGED, RAISED):
        stood = now(REQUESTED, own, after)
        assert (stood.status, stood.dates, stood.unanswered_on) == ("dates", SOON, TODAY)
        history = (REQUESTED, own, put_off, after)
        assert now(*history).status == "postponed"
        cancel = logged(LogVisitCancellation, *history, by="state", reason="security")
        assert given(VISIT_FILE, *history).when(cancel, by=OFFICER)._decide()
    assert now(*TWICE, DEEMED, REMINDED).status == "reminded"


def test_the_mandates_own_dates_take_no_refusal_away() -> None:
    own = replace(DATED, by="mandate")
    assert now(REQUESTED, DECLINED, own) == now(REQUESTED, DECLINED)
    assert now(REQUESTED, DECLINED, DATED).status == "dates"


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


def test_postponed_twice_and_then_accepted_or_dated_anew_is_not_to_be_deemed_cancelled() -> None:
    """E.13: such as by a new Government."""
    deem = of(DeemVisitCancelled, 5, document_id=DEEMED.document.document_id)
    accepted = replace(ACCEPTED, document=document(N))
    invited = replace(INVITED, document=document(N))
    dated = replace(DATED, document=document(N))
    put_off_until = replace(POSTPONED, document=document(N), dates=SOON)
    for came in (accepted, invited, dated, put_off_until):
        assert now(*TWICE, came).postponed == 0
        given(VISIT_FILE, *TWICE, came).when(deem, by=HOLDER).then_refused("postponed twice")
    for own in (replace(dated, by="mandate"), replace(put_off_until, by="mandate")):
        assert now(*TWICE, own).postponed == 2


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
    assert now(*history, struck) == Standing()
    given(VISIT_FILE, *history, struck).when(command, by=OFFICER).then_nothing()
    given(VISIT_FILE, *history, struck).when(REQUEST, by=OFFICER).then_nothing()
    missing = replace(command, document_id="d")
    given(VISIT_FILE, *history).when(missing, by=OFFICER).then_refused("no such document")
    given(VISIT_FILE, *history).when(command, by=OTHER_OFFICER).then_forbidden()


def strike(gone: Any) -> Any:
    return fact(facts.VisitDocumentStruck, document_id=gone.document.document_id)


def test_what_is_struck_counts_no_more() -> None:
    assert now(OLD_REQUEST, strike(OLD_REQUEST)) == Standing()
    assert now(ACCEPTED, strike(ACCEPTED)) == Standing()


@pytest.mark.parametrize("gone", [RAISED, DEEMED, replace(CANCELLED, by="mandate")])
def test_what_the_holder_decided_only_the_holder_strikes(gone: Any) -> None:
    command = of(StrikeVisitDocument, 2, document_id=gone.document.document_id)
    given(VISIT_FILE, REQUESTED, gone).when(command, by=OFFICER).then_forbidden()
    assert given(VISIT_FILE, REQUESTED, gone).when(command, by=HOLDER)._decide()


def test_a_territory_is_of_the_state_and_has_a_prescribed_note() -> None:
    command = of(NameVisitTerritories, 0, state="SRB", territories=("XKX", "XKX"))
    [named] = given(VISIT_FILE).when(command, by=OFFICER)._decide()
    assert isinstance(named, facts.VisitTerritoriesNamed)
    assert named.territories == ("XKX",)
    again = replace(command, seen=1)
    given(VISIT_FILE, named).when(again, by=OFFICER).then_nothing()
    other = replace(command, state="FRA")
    given(VISIT_FILE).when(other, by=OFFICER).then_refused("territories of this State")
    given(VISIT_FILE).when(command, by=OTHER_HOLDER).then_forbidden()


def test_a_place_abroad_lies_in_another_state() -> None:
    """The file is that of the State that gives access; the host State is only named on it."""
    command = of(NameVisitTerritories, 0, state="USA", territories=(), hosts=("CUB", "CUB"))
    [named] = given(VISIT_FILE).when(command, by=OFFICER)._decide()
    assert isinstance(named, facts.VisitTerritoriesNamed)
    assert (named.state, named.territories, named.hosts) == ("USA", (), ("CUB",))
    again = replace(command, seen=1)
    given(VISIT_FILE, named).when(again, by=OFFICER).then_nothing()
    [none] = given(VISIT_FILE, named).when(replace(again, hosts=()), by=OFFICER)._decide()
    assert isinstance(none, facts.VisitTerritoriesNamed)
    assert none.hosts == ()
    for wrong in ("USA", "XXX", "FLK"):
        claimed = replace(command, hosts=(wrong,))
        given(VISIT_FILE).when(claimed, by=OFFICER).then_refused("lies in another State")
    given(VISIT_FILE).when(command, by=OTHER_HOLDER).then_forbidden()


def test_a_letter_that_is_logged_late_stands_in_the_order_of_its_day() -> None:
    """The status follows the days of the documents, and not the order in which they came."""
    early = replace(ACKNOWLEDGED, document=document(4, date(2020, 1, 1)))
    assert now(OLD_REQUEST, ACCEPTED, early).status == "accepted"
