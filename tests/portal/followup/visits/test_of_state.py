"""A Government's side of a visit file: what was exchanged with it, and nothing else (VR6)."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    DecideVisitReservation,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitReminder,
    LogVisitRequest,
    RaiseVisitInCouncil,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import (
    Reservation,
    VisitAccepted,
    VisitFilePassedOn,
    VisitRequested,
    VisitTerritoriesNamed,
)
from shared.core.roles import Role
from tests.portal.followup.visits.test_acting import DAYS, form, last
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages, Visitor
from tests.support.seeing import lasting
from tests.support.visit_letters import TEXT, Letters
from tests.support.visits import NOTE, REFERENCE, Visits

R = Role
LIST = "/visit-correspondence"
PAGE = f"{LIST}/sr-torture/KEN"
RESERVED = "Not <b>block</b> 9"


def government(portal: Pages, state: str = "KEN") -> Visitor:
    return portal.signed_in(R.GOVERNMENT, state_codes=frozenset({state}))


def exchanged(visits: Visits) -> str:
    """Exchange letters up to terms with a reservation; return the answer to them."""
    visits.log(LogVisitRequest, ago=900, kind="official")
    visits.log(LogVisitReminder, ago=500)
    visits.log(LogVisitInvitation, ago=60, dates=visits.window())
    visits.log(LogTermsOfReference, ago=40, version="2016")
    answer = visits.document(20)
    text = visits.vault.seal(f"visitfile-{answer.document_id}", RESERVED)
    reserved = (Reservation(clause="detention", text=text),)
    visits.ask(LogTermsAnswer, document=answer, value="reserved", reservations=reserved)
    return answer.document_id


def test_a_government_reads_the_letters_as_they_were_exchanged(
    portal: Pages, visits: Visits
) -> None:
    visitor = government(portal)
    assert "will appear here" in visitor.get(LIST).text
    exchanged(visits)
    assert f'href="{PAGE}"' in visitor.get(LIST).text
    page = visitor.get(PAGE).text
    for said in (
        *("Request", "Reminder", "Invitation", "Terms of reference of 2016", REFERENCE),
        *("Accepted with reservation", "Not &lt;b&gt;block&lt;/b&gt; 9"),
        *("From the Government", "From the mandate", "Visit from"),
    ):
        assert said in page, said
    assert "Proposal of dates" not in page  # it was filed as one, and reads as an invitation
    assert NOTE not in page
    assert "account-1" not in page


def test_a_letter_that_was_approved_here_is_there_word_for_word(
    portal: Pages, visits: Visits
) -> None:
    letters = Letters(portal.engine, portal.vault, portal.clock())
    visits.filed(
        VisitRequested,
        document=visits.document(3),
        kind="official",
        dates=None,
        renewed=False,
        decided_on=None,
        letter_id=letters.letter_id("one"),
    )
    letters.sent("one")
    letters.drafted("two", text="Quern words of a draft")
    page = government(portal).get(PAGE).text
    assert TEXT in page
    assert "Quern words" not in page


def test_of_all_the_rest_there_is_not_a_byte(portal: Pages, visits: Visits) -> None:
    answer = exchanged(visits)
    visitor = government(portal)
    before = [lasting(visitor.get(one).text) for one in (LIST, PAGE)]
    visits.ask(DecideVisitReservation, document_id="d-1", answer_id=answer, taken=True)
    visits.ask(AgreeVisitDates, document_id="d-2", dates=visits.window())
    late = {"by": "mandate", "reason": "late", "hours_before": 40}
    mistaken = visits.log(LogVisitPostponement, ago=1, **late)
    visits.ask(StrikeVisitDocument, document_id=mistaken)
    visits.filed(VisitTerritoriesNamed, territories=("XKX",), hosts=("CUB",))
    visits.filed(VisitFilePassedOn, to=None)
    other = ("KEN", "wgad")  # nothing was sent about it
    visits.decided("request", *other)
    struck = visits.log(LogVisitRequest, *other, ago=40, kind="urgent")
    visits.ask(StrikeVisitDocument, *other, document_id=struck)
    assert visitor.get(f"{LIST}/wgad/KEN").status_code == 404
    visits.log(LogVisitInvitation, "FRA", ago=10, dates=visits.window())
    Letters(portal.engine, portal.vault, portal.clock()).awaiting("again")
    assert [lasting(visitor.get(one).text) for one in (LIST, PAGE)] == before


def test_what_the_council_was_told_is_not_there(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitRequest, ago=900, kind="official")
    visitor = government(portal)
    before = [lasting(visitor.get(one).text) for one in (LIST, PAGE)]
    visits.ask(RaiseVisitInCouncil, document_id="d-1", session=61)
    assert [lasting(visitor.get(one).text) for one in (LIST, PAGE)] == before


def test_for_others_it_does_not_exist(portal: Pages, visits: Visits) -> None:
    exchanged(visits)
    abroad = government(portal, "FRA")
    assert "will appear here" in abroad.get(LIST).text
    assert abroad.get(PAGE).status_code == abroad.get(f"{LIST}/wgad/FRA").status_code == 404
    for role in sorted(set(R) - {R.GOVERNMENT, R.UN_PARTNER}):
        other = portal.signed_in(role, state_codes=frozenset({"KEN"}))
        assert {other.get(one).status_code for one in (LIST, PAGE)} == {403}, role


def test_e10_the_coordinator_reads_them_once_days_were_proposed(
    portal: Pages, visits: Visits
) -> None:
    def partner(state: str, office: str | None) -> Visitor:
        states = frozenset({state})
        return portal.signed_in(R.UN_PARTNER, state_codes=states, office=office)

    coordinator = partner("KEN", "coordinator")
    others = [partner("KEN", one) for one in (None, "security", "field")]
    others.append(partner("FRA", "coordinator"))
    visits.log(LogVisitRequest, ago=900, kind="official")
    assert coordinator.get(PAGE).status_code == 404, "no days were proposed"
    assert "will appear here" in coordinator.get(LIST).text
    visits.log(LogVisitInvitation, ago=60, dates=visits.window())
    assert f'href="{PAGE}"' in coordinator.get(LIST).text
    assert f'href="{LIST}"' in coordinator.get("/visits").text
    shown = coordinator.get(PAGE).text
    for said in ("Request", "Invitation", "Visit from", REFERENCE):
        assert said in shown, said
    assert NOTE not in shown
    assert "Answer the mandate" not in shown
    assert "Answer the mandate" in government(portal).get(PAGE).text
    assert coordinator.get(f"{PAGE}/answer/acceptance").status_code == 403
    for other in others:
        assert other.get(PAGE).status_code == 404
        assert PAGE not in other.get(LIST).text
        assert (LIST in other.get("/visits").text) is (other is others[-1])


def test_a_letter_that_comes_later_is_first(portal: Pages, visits: Visits) -> None:
    exchanged(visits)
    visits.log(LogVisitPostponement, ago=2, by="state", reason="elections", hours_before=None)
    page = government(portal).get(PAGE).text
    assert page.index("Postponement") < page.index("Terms of reference of 2016")
    assert "Elections" not in page  # the office's code for the reason
    day = visits.today - timedelta(days=2)
    assert f'datetime="{day.isoformat()}"' in page


SAYS = "Words of <b>the Government</b>"
ANSWERS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("acknowledgement", {}, {"by": "state"}),
    ("acceptance", {}, {"dates": None}),
    ("dates", DAYS, {"by": "state"}),
    ("declination", {"reason": "elections"}, {"by": "state", "reason": "elections"}),
    ("postponement", {"reason": "health"}, {"by": "state", "reason": "health", "dates": None}),
    ("cancellation", {"reason": "none"}, {"by": "state", "reason": "none"}),
    ("terms_answer", {"value": "reserved", "clause_detention": RESERVED}, {"value": "reserved"}),
]


@pytest.mark.parametrize(("kind", "typed", "expected"), ANSWERS)
def test_a_government_answers_and_reads_it_once_more_before(
    portal: Pages, visits: Visits, kind: str, typed: dict[str, str], expected: dict[str, Any]
) -> None:
    exchanged(visits)
    visitor, path = government(portal), f"{PAGE}/answer/{kind}"
    assert f'href="{path}"' in visitor.get(PAGE).text
    page = visitor.get(path)
    assert page.status_code == 200
    assert 'name="seen" type="hidden" value="5"' in page.text  # letters, whatever else is on file
    entered = form(seen="5", reference="NV 9", says=SAYS, **typed)
    check = visitor.post(path, entered)
    assert "NV 9" in text(check.text)
    assert not portal.asked
    sent = visitor.post(path, {**entered, "checked": "send"})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(PAGE)
    command = last(portal)
    assert (command.mandate, command.state, command.seen) == ("sr-torture", "KEN", 5)
    assert portal.vault.reveal(command.document.note) == SAYS
    for field, value in expected.items():
        assert getattr(command, field) == value
    if kind == "terms_answer":
        (reserved,) = command.reservations
        assert (reserved.clause, portal.vault.reveal(reserved.text)) == ("detention", RESERVED)


def test_what_it_answered_stands_word_for_word_for_both(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitRequest, ago=40, kind="official")
    visitor = government(portal)
    assert f"{PAGE}/answer/terms_answer" not in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/answer/terms_answer").status_code == 404
    assert visitor.get(f"{PAGE}/answer/nothing").status_code == 404
    visits.note = SAYS
    paper = visits.document(0, channel="here")
    visits.filed(VisitAccepted, document=paper, worded="acceptance")
    page = visitor.get(PAGE).text
    assert "by an account of the Government" in page
    assert "&lt;b&gt;the Government&lt;/b&gt;" in page
    officer = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    page = officer.get("/visits/sr-torture/KEN").text
    assert "What the Government says" in page
    assert "&lt;b&gt;the Government&lt;/b&gt;" in page
    assert f"documents/{paper.document_id}/strike" not in page


def test_nobody_else_answers_for_a_government(portal: Pages, visits: Visits) -> None:
    exchanged(visits)
    path = f"{PAGE}/answer/acceptance"
    assert government(portal, "FRA").get(path).status_code == 404
    assert government(portal, "FRA").post(path, form(checked="send")).status_code == 404
    desk = portal.signed_in(R.QUICK_RESPONSE_DESK)
    assert desk.get(path).status_code == 403
    assert not portal.asked
