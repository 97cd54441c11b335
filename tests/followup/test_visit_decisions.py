"""For which letters a holder's decision holds: it sends one, and ends with an answer (V1, V2)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_commands import (
    LogVisitReminder,
    LogVisitRequest,
    StrikeVisitDocument,
)
from shared.core.testing import AT, given
from tests.followup.visits import (
    ACCEPTED,
    ACKNOWLEDGED,
    CANCELLED,
    DATED,
    DAY,
    DECIDED,
    DECLINED,
    DEEMED,
    HOLDER,
    INVITED,
    LAPSED,
    OFFICER,
    POSTPONED,
    QRD,
    RAISED,
    REMINDED,
    REQUEST,
    REQUESTED,
    TODAY,
    N,
    document,
    fact,
    log,
    logged,
    now,
    of,
    then,
)

REMIND = replace(DECIDED, letter="reminder")
STRUCK = fact(facts.VisitDocumentStruck, document_id=REQUESTED.document.document_id)
TAKEN_BACK = fact(facts.VisitLetterTakenBack, letter="request", done_by="holder-1")
LATER = {"at": AT + 9 * DAY}


def a_request(*history: Any, days: int) -> Any:
    return logged(LogVisitRequest, *history, on=TODAY + days * DAY, kind="official")


@pytest.mark.parametrize("by", [OFFICER, QRD, HOLDER])
def test_a_spent_decision_does_not_come_back_with_a_struck_letter(by: Any) -> None:
    history = (DECIDED, REQUESTED)
    command = of(StrikeVisitDocument, 2, document_id=REQUESTED.document.document_id)
    struck = replace(STRUCK, done_by=by.actor_id)
    given(VISIT_FILE, *history).when(command, by=by).then(then(history, struck))
    assert now(*history, struck).to_send is None
    another = a_request(*history, struck, days=3)
    some = given(VISIT_FILE, *history, struck)
    some.when(another, by=OFFICER, **LATER).then_refused("No Mandate-holder")


def test_a_struck_letter_is_logged_anew_for_a_day_on_which_the_decision_stood() -> None:
    once = replace(DECIDED, done_at=AT - 9 * DAY)
    sent = replace(REQUESTED, decided_on=TODAY - 9 * DAY)
    history = (once, sent, STRUCK)
    some = given(VISIT_FILE, *history)
    [anew] = some.when(a_request(*history, days=-4), by=OFFICER)._decide()
    assert isinstance(anew, facts.VisitRequested)
    assert anew.decided_on == TODAY - 9 * DAY
    some.when(a_request(*history, days=-10), by=OFFICER).then_refused("No Mandate-holder")
    used = given(VISIT_FILE, *history, anew)
    twice = replace(a_request(*history, anew, days=-4), document=document(21, TODAY - 4 * DAY))
    used.when(twice, by=OFFICER).then_refused("No Mandate-holder")


OVER = [
    ACCEPTED,
    INVITED,
    DECLINED,
    replace(DECLINED, by="mandate"),
    DATED,
    POSTPONED,
    CANCELLED,
    DEEMED,
    LAPSED,
]


@pytest.mark.parametrize("gone", OVER)
def test_a_decision_ends_with_an_answer_and_with_what_leaves_nothing_to_send(gone: Any) -> None:
    for decision in (DECIDED, REMIND):
        assert now(REQUESTED, decision, gone).to_send is None
    history = (REQUESTED, REMIND, gone)
    later = log(LogVisitReminder, 3, N, TODAY + 3 * DAY)
    some = given(VISIT_FILE, *history)
    some.when(later, by=OFFICER, **LATER).then_refused("No request is open|No Mandate-holder")


def test_a_decision_stands_while_no_answer_comes() -> None:
    kept = replace(LAPSED, kept=True)
    own = (replace(DATED, by="mandate"), replace(POSTPONED, by="mandate"))
    for between in (ACKNOWLEDGED, RAISED, kept, *own):
        assert now(REQUESTED, REMIND, between).to_send == "reminder"


def test_what_went_out_while_a_decision_stood_is_logged_after_the_answer() -> None:
    once = replace(DECIDED, done_at=AT - 9 * DAY)
    history = (once, INVITED)
    [sent] = given(VISIT_FILE, *history).when(a_request(*history, days=-2), by=OFFICER)._decide()
    assert isinstance(sent, facts.VisitRequested)
    assert sent.decided_on == TODAY - 9 * DAY
    assert now(*history, sent).status == "accepted"


def test_what_was_taken_back_stood_until_the_day_before() -> None:
    once = replace(DECIDED, done_at=AT - 9 * DAY)
    some = given(VISIT_FILE, once, TAKEN_BACK)
    some.when(a_request(once, TAKEN_BACK, days=0), by=OFFICER).then_refused("No Mandate-holder")
    assert some.when(a_request(once, TAKEN_BACK, days=-1), by=OFFICER)._decide()


def test_a_letter_that_its_holder_logs_leaves_the_decision_on_another() -> None:
    own = replace(REQUESTED, document=document(N), done_by="holder-1", renewed=True)
    history = (REQUESTED, REMIND)
    command = replace(REQUEST, seen=2, document=document(N))
    given(VISIT_FILE, *history).when(command, by=HOLDER).then(then(history, own))
    assert now(*history, own).to_send == "reminder"
    assert now(*history, REMINDED).to_send is None
