"""Terms of reference, reservations and dates that are agreed: V9 and V10 of section E.3."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.filing import TakeVisitLetterOff
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DecideVisitReservation,
    DeemVisitCancelled,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitInvitation,
    LogVisitReminder,
    LogVisitRequest,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import Reservation, Window
from shared.core.actor import Asked
from shared.core.message import derive_id
from shared.core.testing import AT, given
from shared.reference.visit_terms import clauses_of
from tests.followup.visits import (
    ACCEPTED,
    AGREED,
    CANCELLED,
    DATED,
    DAY,
    DECLINED,
    DEEMED,
    DETENTION,
    HOLDER,
    INVITED,
    NOTE,
    OFFICER,
    OTHER_HOLDER,
    POSTPONED,
    QRD,
    REQUESTED,
    RESERVED,
    SENT,
    SETTLED,
    SOON,
    TAKEN,
    TODAY,
    TWICE,
    N,
    by_itself,
    document,
    fact,
    filed,
    logged,
    now,
    of,
    then,
)

DATES = (REQUESTED, DATED)
READY = (*DATES, SENT, SETTLED)


def agree(*history: Any, dates: Window = SOON) -> Any:
    return of(AgreeVisitDates, len(history), document_id=document(N).document_id, dates=dates)


def decide(*history: Any, answer: int = 16, taken: bool = True) -> Any:
    return of(
        DecideVisitReservation,
        len(history),
        document_id=document(N).document_id,
        answer_id=document(answer).document_id,
        taken=taken,
    )


def test_terms_are_sent_and_answered() -> None:
    given(VISIT_FILE, REQUESTED).when(
        logged(LogTermsOfReference, REQUESTED, version="2016"), by=OFFICER
    ).then(then((REQUESTED,), filed(facts.TermsOfReferenceSent, N, version="2016")))
    for wrong, said in (("2024", "Choose from the list which terms"),):
        given(VISIT_FILE, REQUESTED).when(
            logged(LogTermsOfReference, REQUESTED, version=wrong), by=OFFICER
        ).then_refused(said)
    given(VISIT_FILE).when(logged(LogTermsOfReference, version="2016"), by=OFFICER).then_refused(
        "Neither a request nor an invitation"
    )
    answered = logged(LogTermsAnswer, REQUESTED, SENT, value="disputed")
    given(VISIT_FILE, REQUESTED, SENT).when(answered, by=QRD).then(
        then(
            (REQUESTED, SENT),
            replace(
                filed(facts.TermsAnswered, N, value="disputed", reservations=()), done_by="qrd-1"
            ),
        )
    )
    given(VISIT_FILE, REQUESTED).when(
        logged(LogTermsAnswer, REQUESTED, value="accepted"), by=OFFICER
    ).then_refused("No terms of reference were sent by that day")


@pytest.mark.parametrize(
    ("value", "reservations", "said"),
    [
        ("reserved", (), "for at least one clause"),
        ("accepted", (DETENTION,), "Only an acceptance with reservation"),
        ("reserved", (DETENTION, DETENTION), "once for each clause"),
        ("reserved", (Reservation(clause="tea", text=NOTE),), "once for each clause"),
    ],
)
def test_a_reservation_is_of_a_clause_of_the_terms_that_were_sent(
    value: str, reservations: Any, said: str
) -> None:
    command = logged(LogTermsAnswer, REQUESTED, SENT, value=value, reservations=reservations)
    given(VISIT_FILE, REQUESTED, SENT).when(command, by=OFFICER).then_refused(said)


def test_reprisals_are_a_clause_since_2016() -> None:
    assert "reprisals" in clauses_of("2016")
    assert "reprisals" not in clauses_of("1998")


def test_a_reservation_needs_the_holders_explicit_decision() -> None:
    history = (*DATES, SENT, RESERVED)
    given(VISIT_FILE, *history).when(agree(*history), by=HOLDER).then_refused(
        "Decide first on the reservation"
    )
    decided = replace(TAKEN, document=by_itself(N), done_by="holder-1")
    given(VISIT_FILE, *history).when(decide(*history), by=HOLDER).then(then(history, decided))
    for other in (OFFICER, OTHER_HOLDER, QRD):
        given(VISIT_FILE, *history).when(decide(*history), by=other).then_forbidden()
    given(VISIT_FILE, *history).when(decide(*history, answer=3), by=HOLDER).then_refused(
        "not the last answer"
    )
    given(VISIT_FILE, *READY).when(decide(*READY), by=HOLDER).then_refused("No reservation waits")
    assert now(*history, TAKEN).terms == "reservation_accepted"
    assert now(*history, replace(TAKEN, taken=False)).terms == "reservation_refused"
    assert now(*READY, TAKEN).terms == "accepted"  # what was decided on is gone
    assert now(*history, replace(SENT, document=document(31)), TAKEN).terms == "sent"


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (SENT,),
        (SENT, replace(SETTLED, value="refused")),
        (SENT, replace(SETTLED, value="disputed")),
        (SENT, RESERVED, replace(TAKEN, taken=False)),
    ],
)
def test_no_dates_are_agreed_before_the_terms_are_accepted(answers: tuple[Any, ...]) -> None:
    history = (*DATES, *answers)
    given(VISIT_FILE, *history).when(agree(*history), by=HOLDER).then_refused(
        "has not accepted the terms of reference"
    )


@pytest.mark.parametrize(("ahead", "short"), [(20, True), (55, True), (56, False), (100, False)])
def test_the_holder_confirms_dates_and_less_than_eight_weeks_are_short_notice(
    ahead: int, *, short: bool
) -> None:
    days = Window(first=TODAY + ahead * DAY, last=TODAY + (ahead + 5) * DAY)
    history = (REQUESTED, replace(DATED, dates=days), SENT, SETTLED)
    expected = fact(
        facts.VisitDatesAgreed,
        document=by_itself(N),
        dates=days,
        short_notice=short,
        mission_id=str(derive_id("mission", document(N).document_id)),
        done_by="holder-1",
    )
    given(VISIT_FILE, *history).when(agree(*history, dates=days), by=HOLDER).then(
        then(history, expected)
    )
    for other in (OFFICER, OTHER_HOLDER, QRD):
        given(VISIT_FILE, *history).when(agree(*history, dates=days), by=other).then_forbidden()


def test_the_days_are_within_those_of_the_government() -> None:
    quarter = Window(first=TODAY + 10 * DAY, last=TODAY + 100 * DAY)
    past = Window(first=TODAY - 5 * DAY, last=TODAY + 5 * DAY)
    for proposed, first, last, said in (
        (SOON, 100, 108, "within those that the Government"),
        (SOON, 99, 107, "within those that the Government"),
        (SOON, 102, 101, "within those that the Government"),
        (quarter, 10, 41, "at most a month"),
        (past, -1, 5, "before its dates are agreed"),
    ):
        history = (REQUESTED, replace(DATED, dates=proposed), SENT, SETTLED)
        days = Window(first=TODAY + first * DAY, last=TODAY + last * DAY)
        given(VISIT_FILE, *history).when(agree(*history, dates=days), by=HOLDER).then_refused(said)


def test_the_mandates_own_dates_are_not_agreed_before_the_government_says_so() -> None:
    history = (REQUESTED, ACCEPTED, replace(DATED, by="mandate"), SENT, SETTLED)
    given(VISIT_FILE, *history).when(agree(*history), by=HOLDER).then_refused("neither proposed")
    none = (REQUESTED, ACCEPTED, SENT, SETTLED)
    given(VISIT_FILE, *none).when(agree(*none), by=HOLDER).then_refused("neither proposed")
    invited = (replace(INVITED, dates=SOON), SENT, SETTLED)
    assert VISIT_FILE.fold(invited).now.dates_by == "state"


def test_agreed_dates_move_the_mission_and_open_another_once_it_was_called_off() -> None:
    agreed = (*READY, AGREED)
    assert now(*agreed).status == "agreed"
    given(VISIT_FILE, *agreed).when(agree(*agreed), by=HOLDER).then_refused("agreed already")
    moved = (*agreed, replace(POSTPONED, dates=SOON))
    (again,) = VISIT_FILE.decide(agree(*moved), asked(), VISIT_FILE.fold(moved))
    assert again.mission_id == "mission-1"  # type: ignore[union-attr]
    for end in (DEEMED, CANCELLED, DECLINED):
        stands = now(*agreed, end)
        assert (stands.mission_id, stands.called_off) == ("mission-1", True)
        assert not now(*DATES, end).called_off
    open_again = (*agreed, DEEMED, replace(DATED, document=document(30)))
    assert now(*open_again).terms is None
    again_sent = (replace(SENT, document=document(31)), replace(SETTLED, document=document(32)))
    anew = (*open_again, *again_sent)
    (other,) = VISIT_FILE.decide(agree(*anew), asked(), VISIT_FILE.fold(anew))
    assert other.mission_id != "mission-1"  # type: ignore[union-attr]
    assert not now(*anew, other).called_off


def asked() -> Any:
    return Asked(at=AT, by=HOLDER)


def test_what_comes_after_agreed_dates_takes_them_away_only_with_new_ones() -> None:
    agreed = (*READY, AGREED)
    assert now(*agreed, ACCEPTED).status == "agreed"
    assert now(*agreed, INVITED).status == "agreed"
    other = replace(DATED, document=document(30))
    assert now(*agreed, other).status == "dates"
    assert now(*agreed, replace(other, by="mandate")).status == "agreed"  # that is the holder's
    given(VISIT_FILE, *agreed).when(
        of(StrikeVisitDocument, len(agreed), document_id=AGREED.document.document_id), by=HOLDER
    ).then_refused("Dates that are agreed stay on file")


def test_a_visit_that_is_over_is_behind_what_comes_after_it() -> None:
    agreed = (*READY, AGREED)
    later = AT + timedelta(days=200)
    on = TODAY + 200 * DAY
    ask = logged(LogVisitRequest, *agreed, on=on, kind="official")
    assert VISIT_FILE.decide(ask, replace(asked(), at=later), VISIT_FILE.fold(agreed))
    invitation = logged(LogVisitInvitation, *agreed, on=on)
    (fresh,) = VISIT_FILE.decide(invitation, replace(asked(), at=later), VISIT_FILE.fold(agreed))
    assert isinstance(fresh, facts.VisitInvitationReceived)
    assert (fresh.now.status, fresh.now.terms, fresh.now.mission_id) == ("invited", None, None)
    request = logged(LogVisitRequest, *agreed, kind="official")
    given(VISIT_FILE, *agreed).when(request, by=HOLDER).then_refused("has invited or accepted")


def test_agreed_dates_leave_nothing_to_send() -> None:
    decided = fact(facts.VisitLetterDecided, letter="reminder", done_by="holder-1")
    assert now(*READY, decided).to_send == "reminder"
    assert now(*READY, decided, AGREED).to_send is None


def test_a_decision_counts_for_the_reservation_that_was_decided_on() -> None:
    history = (*DATES, SENT, RESERVED)
    other = replace(RESERVED, document=document(30))
    between = replace(RESERVED, document=document(30, TODAY - DAY))
    decided = replace(TAKEN, document=by_itself(18))
    assert now(*history, other, decided).terms == "reserved"
    struck = fact(facts.VisitDocumentStruck, document_id=RESERVED.document.document_id)
    assert now(*history, decided, struck, other).terms == "reserved"
    sent = replace(SENT, document=document(15, TODAY - DAY))
    assert now(*DATES, sent, RESERVED, decided, between).terms == "reservation_accepted"


def test_what_agreed_dates_rest_on_is_not_struck_under_them() -> None:
    reserved = (*DATES, SENT, RESERVED, TAKEN, AGREED)
    for agreed, rests in (
        ((*READY, AGREED), (DATED, SENT, SETTLED)),
        (reserved, (RESERVED, TAKEN)),
    ):
        for one in rests:
            strike = of(StrikeVisitDocument, len(agreed), document_id=one.document.document_id)
            given(VISIT_FILE, *agreed).when(strike, by=HOLDER).then_refused("Agreed dates rest")
            off = TakeVisitLetterOff(
                mandate=strike.mandate,
                state=strike.state,
                document_id=strike.document_id,
                struck_by="qrd-1",
            )
            assert not VISIT_FILE.decide(off, asked(), VISIT_FILE.fold(agreed))
            assert VISIT_FILE.decide(off, asked(), VISIT_FILE.fold((*agreed, POSTPONED)))
            put_off = replace(strike, seen=len(agreed) + 1)
            given(VISIT_FILE, *agreed, POSTPONED).when(put_off, by=HOLDER).then(
                then(
                    (*agreed, POSTPONED),
                    fact(
                        facts.VisitDocumentStruck,
                        document_id=one.document.document_id,
                        done_by="holder-1",
                    ),
                )
            )
    more = (*READY, replace(ACCEPTED, document=document(5, TODAY - DAY)), AGREED)
    for one in (REQUESTED, ACCEPTED):
        strike = of(StrikeVisitDocument, len(more), document_id=one.document.document_id)
        assert VISIT_FILE.decide(strike, asked(), VISIT_FILE.fold(more))


@pytest.mark.parametrize(("early", "moved"), [(2, True), (1, False), (0, False), (-2, False)])
def test_a_mission_whose_first_day_has_come_is_not_moved(early: int, *, moved: bool) -> None:
    history = (*READY, AGREED)
    on = SOON.first - early * DAY
    dates = Window(first=on + 2 * DAY, last=on + 5 * DAY)
    put_off = replace(POSTPONED, document=document(8, on), dates=dates)
    command = agree(*history, put_off, dates=dates)
    at = AT + (on - TODAY)
    (again,) = VISIT_FILE.decide(
        command, replace(asked(), at=at), VISIT_FILE.fold((*history, put_off))
    )
    assert (again.mission_id == "mission-1") is moved  # type: ignore[union-attr]


def test_nothing_of_a_visit_that_was_held_is_told_or_taken_over() -> None:
    agreed, later = (*READY, AGREED), replace(asked(), at=AT + timedelta(days=200))
    twice = (*TWICE, replace(SENT, document=document(31)), SETTLED)
    again = (*twice, replace(DATED, document=document(30)), AGREED)
    ids = {"document_id": document(N).document_id}
    for history, kind, also, said in (
        (agreed, RaiseVisitInCouncil, {"session": 61}, "No request is open"),
        (agreed, CarryVisitFileOver, {"kept": True}, "Nothing is open"),
        (again, DeemVisitCancelled, {}, "deemed cancelled once"),
    ):
        command = of(kind, len(history), **ids, **also)
        given(VISIT_FILE, *history).when(command, by=HOLDER, at=later.at).then_refused(said)


def test_nothing_is_to_remind_of_while_dates_of_the_government_stand() -> None:
    for history in (DATES, (*READY, AGREED)):
        remind = logged(LogVisitReminder, *history)
        given(VISIT_FILE, *history).when(remind, by=HOLDER).then_refused("No request is open")
        told = of(
            RaiseVisitInCouncil,
            len(history),
            document_id=document(N).document_id,
            session=61,
        )
        given(VISIT_FILE, *history).when(told, by=HOLDER).then_refused("No request is open")
    own = (REQUESTED, replace(DATED, by="mandate"))
    assert VISIT_FILE.decide(logged(LogVisitReminder, *own), asked(), VISIT_FILE.fold(own))
