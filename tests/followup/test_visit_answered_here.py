"""A Government answers on its own page: E.10, its own side of a visit file."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts import followup_visits as facts
from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitCancellation,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    NameVisitTerritories,
    StrikeVisitDocument,
)
from shared.core.actor import Actor, Asked
from shared.core.geneva import start_of
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup.visits import (
    AGREED,
    DATED,
    DAY,
    DETENTION,
    HOLDER,
    LAPSED,
    OFFICER,
    POSTPONED,
    QRD,
    RAISED,
    REQUESTED,
    SENT,
    SETTLED,
    SOON,
    STATE,
    TODAY,
    document,
    fact,
    log,
    of,
    then,
)

GOVERNMENT = Actor(
    actor_id="government-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({STATE})
)
ABROAD = replace(GOVERNMENT, states=frozenset({"FRA"}))
PAPER = document(20, channel="here")


def answer(kind: type, seen: int, /, **also: Any) -> Any:
    """Whatever day and channel it says, it is of today, and came here."""
    return log(kind, seen, 20, TODAY - 3 * DAY, **also)


def came(history: list[Any], kind: type, /, **also: Any) -> Any:
    return then(history, fact(kind, document=PAPER, done_by="government-1", **also))


@pytest.mark.parametrize(
    ("command", "kind", "said"),
    [
        (answer(LogVisitAcknowledgement, 1, by="state"), facts.VisitAcknowledged, {"by": "state"}),
        (answer(LogVisitAcceptance, 1), facts.VisitAccepted, {"worded": "acceptance"}),
        (
            answer(LogVisitAcceptance, 1, dates=SOON),
            facts.VisitDatesProposed,
            {"by": "state", "dates": SOON, "worded": "acceptance"},
        ),
        (
            answer(LogVisitDates, 1, by="state", dates=SOON),
            facts.VisitDatesProposed,
            {"by": "state", "dates": SOON, "worded": "dates"},
        ),
        (
            answer(LogVisitDeclination, 1, by="state", reason="elections"),
            facts.VisitDeclined,
            {"by": "state", "reason": "elections"},
        ),
    ],
)
def test_its_answer_is_the_document_of_the_day(command: Any, kind: type, said: Any) -> None:
    history = [REQUESTED]
    given(VISIT_FILE, *history).when(command, by=GOVERNMENT).then(came(history, kind, **said))


def test_acts_of_the_mandate_are_not_counted_among_what_it_saw() -> None:
    history = [REQUESTED, RAISED]
    given(VISIT_FILE, *history).when(answer(LogVisitAcceptance, 1), by=GOVERNMENT).then(
        came(history, facts.VisitAccepted, worded="acceptance")
    )
    given(VISIT_FILE, *history).when(answer(LogVisitAcceptance, 2), by=GOVERNMENT).then_refused(
        "Another letter"
    )


def test_it_answers_the_terms_and_puts_agreed_days_off() -> None:
    sent = [REQUESTED, DATED, SENT]
    reserved = answer(LogTermsAnswer, 3, value="reserved", reservations=(DETENTION,))
    given(VISIT_FILE, *sent).when(reserved, by=GOVERNMENT).then(
        came(sent, facts.TermsAnswered, value="reserved", reservations=(DETENTION,))
    )
    agreed = [*sent, SETTLED, AGREED]
    hours = (start_of(SOON.first) - AT) // timedelta(hours=1)
    off = answer(LogVisitPostponement, 4, by="state", reason="security", hours_before=5)
    given(VISIT_FILE, *agreed).when(off, by=GOVERNMENT).then(
        came(
            agreed,
            facts.VisitPostponed,
            by="state",
            hours_before=hours,
            reason="security",
            dates=None,
        )
    )


def test_what_is_put_off_without_days_names_no_hours() -> None:
    off = answer(LogVisitPostponement, 3, by="state", reason="security", hours_before=5)
    agreed = [REQUESTED, DATED, POSTPONED]
    given(VISIT_FILE, *agreed).when(off, by=GOVERNMENT).then(
        came(
            agreed,
            facts.VisitPostponed,
            by="state",
            hours_before=None,
            reason="security",
            dates=None,
        )
    )


def test_of_what_it_does_not_have_it_learns_nothing() -> None:
    accept = answer(LogVisitAcceptance, 1)
    for history, by in (([], GOVERNMENT), ([REQUESTED], ABROAD), ([], ABROAD)):
        given(VISIT_FILE, *history).when(accept, by=by).then_refused("There is nothing that could")
    for command in (answer(LogTermsAnswer, 1, value="accepted"), off_without_dates()):
        given(VISIT_FILE, REQUESTED).when(command, by=GOVERNMENT).then_refused("does not answer")
    given(VISIT_FILE, REQUESTED, LAPSED).when(accept, by=GOVERNMENT).then_refused("does not answer")


def off_without_dates() -> Any:
    return answer(LogVisitCancellation, 1, by="state", reason="security")


@pytest.mark.parametrize(
    "command",
    [
        answer(LogVisitReminder, 1),
        answer(LogVisitInvitation, 1),
        answer(LogVisitDeclination, 1, by="mandate", reason="balance"),
        of(NameVisitTerritories, 1, territories=()),
        of(StrikeVisitDocument, 1, document_id=document(1).document_id),
    ],
)
def test_it_does_nothing_else(command: Any) -> None:
    given(VISIT_FILE, REQUESTED).when(command, by=GOVERNMENT).then_forbidden()


def test_what_it_answered_nobody_strikes_and_twice_is_once() -> None:
    answered = fact(facts.VisitAccepted, document=PAPER, worded="acceptance")
    strike = of(StrikeVisitDocument, 2, document_id=PAPER.document_id)
    for by in (QRD, OFFICER, HOLDER):
        given(VISIT_FILE, REQUESTED, answered).when(strike, by=by).then_refused("stays on file")
    state = VISIT_FILE.fold([REQUESTED, answered])
    again = VISIT_FILE.decide(answer(LogVisitAcceptance, 1), Asked(at=AT, by=GOVERNMENT), state)
    assert again == []
