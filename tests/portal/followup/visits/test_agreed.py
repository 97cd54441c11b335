"""What a visit file says and offers once dates are agreed, and after the visit."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    DecideVisitReservation,
    GradeVisitCooperation,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitDates,
    LogVisitInvitation,
    LogVisitRequest,
    PublishVisitDates,
)
from shared.contracts.followup_visits import Reservation
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.visits import visit_file_id
from tests.portal.followup.visits.test_acting import LETTER, form, last
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages, Visitor
from tests.support.visits import Visits

FILE = "/visits/sr-torture/KEN"
OWN = {"mandates": frozenset({"sr-torture"})}


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, **OWN)


def agreed(visits: Visits, ahead: int = 20) -> None:
    days = visits.window(ahead)
    visits.log(LogVisitRequest, ago=60, kind="official")
    visits.log(LogVisitDates, ago=40, by="state", dates=days)
    visits.log(LogTermsOfReference, ago=15, version="2016")
    visits.log(LogTermsAnswer, ago=9, value="accepted")
    visits.ask(AgreeVisitDates, document_id="d-10", dates=days)


def signed_in(portal: Pages, role: Role = Role.HUMAN_RIGHTS_OFFICER) -> Visitor:
    return portal.signed_in(role, **OWN)


def test_a_reservation_is_shown_clause_by_clause_and_the_holder_decides(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitInvitation, ago=20, dates=visits.window(20))
    visits.log(LogTermsOfReference, ago=15, version="1998")
    officer, holder = signed_in(portal), signed_in(portal, Role.MANDATE_HOLDER)
    path, decision = f"{FILE}/terms-answer", f"{FILE}/decide/reservation"
    assert holder.get(decision).status_code == 404
    assert "clause_reprisals" not in officer.get(path).text  # no clause of 1998
    typed = form(**LETTER, value="reserved", clause_detention="Not <b>block</b> 9", checked="send")
    assert officer.post(path, typed).status_code == 303
    document, (reserved,) = last(portal).document, last(portal).reservations
    assert reserved.clause == "detention"
    assert reserved.text.subject == f"visitfile-{document.document_id}"
    visits.ask(LogTermsAnswer, document=document, value="reserved", reservations=(reserved,))
    page = officer.get(FILE).text
    assert "Not &lt;b&gt;block&lt;/b&gt; 9" in page
    assert "Accepted with reservation: to be decided" in page
    assert "The mandate-holder decides on the reservation" in page
    shown = holder.get(decision).text
    assert "Not &lt;b&gt;block&lt;/b&gt; 9" in shown
    assert document.document_id in shown
    answered = form(seen="3", answer=document.document_id, taken="yes")
    assert holder.post(decision, answered).status_code == 303
    command = last(portal)
    assert isinstance(command, DecideVisitReservation)
    assert (command.answer_id, command.taken) == (document.document_id, True)
    visits.ask(
        DecideVisitReservation, document_id="d-9", answer_id=document.document_id, taken=True
    )
    page = text(holder.get(FILE).text)
    assert "The terms hold with the reservation." in page
    assert "The mandate-holder confirms the dates." in page
    agree, days = f"{FILE}/decide/agree", visits.window(20)
    assert f'value="{days.first}"' in holder.get(agree).text
    typed = form(first=str(days.first), last=str(days.last))
    assert "This is short notice" in text(holder.post(agree, typed).text)
    assert holder.post(agree, {**typed, "checked": "send"}).status_code == 303
    command = last(portal)
    assert isinstance(command, AgreeVisitDates)
    assert command.dates == days
    visits.ask(AgreeVisitDates, document_id="d-10", dates=days)
    page = text(holder.get(FILE).text)
    assert "Short notice: less than eight weeks ahead" in page
    assert "Agreed dates" in page
    portal.vault.forget(f"visitfile-{document.document_id}", at=portal.clock())
    assert "block" not in officer.get(FILE).text
    portal.clock.forward(timedelta(minutes=15))
    for one in (decision, agree):
        assert "confirm" in holder.get(one).location


def test_the_holder_publishes_the_agreed_days_on_a_page_to_check(
    portal: Pages, visits: Visits
) -> None:
    path, days = f"{FILE}/decide/publish-dates", visits.window(20)
    visits.log(LogVisitInvitation, ago=40, dates=days)
    assert holder(portal).get(path).status_code == 404
    visits.log(LogTermsOfReference, ago=15, version="2016")
    visits.log(LogTermsAnswer, ago=9, value="accepted")
    visits.ask(AgreeVisitDates, document_id="d-10", dates=days)
    mine = holder(portal)
    assert path in mine.get(FILE).text
    assert path not in signed_in(portal).get(FILE).text
    assert signed_in(portal).get(path).status_code == 403
    assert "cannot be taken back" in text(mine.get(path).text)
    typed = form(seen=str(visits.states[visit_file_id("sr-torture", "KEN")].steps))
    assert "Check the dates that become public" in text(mine.post(path, typed).text)
    assert mine.post(path, {**typed, "checked": "send"}).status_code == 303
    assert last(portal) == PublishVisitDates(
        mandate="sr-torture", state="KEN", seen=int(typed["seen"]), dates=days
    )
    visits.ask(PublishVisitDates, dates=days)
    page = mine.get(FILE).text
    assert path not in page
    assert "Everybody reads these dates." in page
    portal.clock.forward(timedelta(minutes=15))
    assert "confirm" in mine.get(path).location


def test_what_comes_next_says_what_is_missing_for_the_dates(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, ago=20, dates=visits.window())
    officer = signed_in(portal)
    assert "Dates are proposed. An answer is asked for by" in text(officer.get(FILE).text)
    visits.log(LogTermsOfReference, ago=15, version="2016")
    assert "The terms of reference are not settled." in text(officer.get(FILE).text)
    visits.log(LogTermsAnswer, ago=9, value="accepted")
    holder = signed_in(portal, Role.MANDATE_HOLDER)
    days = visits.window()
    typed = form(first=str(days.first), last=str(days.last))
    check = text(holder.post(f"{FILE}/decide/agree", typed).text)
    assert "The preparation of the visit begins with them." in check
    visits.log(LogTermsOfReference, ago=1, version="2016")
    answer_id = visits.log(
        LogTermsAnswer,
        ago=0,
        value="reserved",
        reservations=(Reservation(clause="staff", text=Sealed("none", "x")),),
    )
    visits.ask(
        DecideVisitReservation,
        document_id="d-9",
        answer_id=answer_id,
        taken=False,
    )
    assert "The reservation is not accepted." in text(officer.get(FILE).text)


def test_agreed_dates_offer_no_reminder_and_are_not_struck(portal: Pages, visits: Visits) -> None:
    agreed(visits)
    page = holder(portal).get(FILE).text
    for path in ("decide/reminder", "decide/tell-the-council", "documents/d-10/strike"):
        assert path not in page
    visits.log(LogTermsAnswer, ago=0, value="refused")
    shown = text(holder(portal).get(FILE).text)
    assert "The terms of reference are not settled any more." in shown


def test_a_visit_that_is_over_is_said_to_be_over(portal: Pages, visits: Visits) -> None:
    agreed(visits, 1)
    board = "/visits?status="
    assert "Dates agreed" in text(holder(portal).get(FILE).text)
    portal.clock.forward(timedelta(days=10))
    visits.at = portal.clock()
    visitor = holder(portal)
    page = text(visitor.get(FILE).text)
    assert "Visit over" in page
    assert "The visit is prepared." not in page
    assert "Log a request" in page
    assert f'{FILE}"' in visitor.get(board + "over").text
    assert f'{FILE}"' not in visitor.get(board + "agreed").text
    visits.decided("request")
    page = text(visitor.get(FILE).text)
    assert "A mandate-holder decided that a request goes out." in page
    assert "Take the decision on the letter back" in page


def test_whoever_reads_a_line_alone_does_not_learn_on_which_day_it_was_over(
    portal: Pages, visits: Visits
) -> None:
    agreed(visits, 1)

    def listed(status: str) -> str:
        committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
        return committee.get(f"/visits?status={status}").text.partition("<tbody")[2]

    assert "Dates agreed" in listed("agreed")
    portal.clock.forward(timedelta(days=10))
    visits.at = portal.clock()
    assert "Dates agreed" in listed("agreed")
    assert listed("over") == ""


def test_nobody_accepts_a_reservation_that_nobody_can_read(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, ago=20, dates=visits.window())
    visits.log(LogTermsOfReference, ago=15, version="1998")
    reserved = Reservation(clause="staff", text=portal.vault.seal("visitfile-d-1", "None"))
    answer = visits.log(LogTermsAnswer, ago=9, value="reserved", reservations=(reserved,))
    portal.vault.forget("visitfile-d-1", at=portal.clock())
    visitor, path = holder(portal), f"{FILE}/decide/reservation"
    typed: dict[str, Any] = {"command_id": str(uuid4()), "seen": "3", "answer": answer}
    no = visitor.post(path, {**typed, "taken": "yes"})
    assert no.status_code == 409
    assert "can be read by nobody" in text(no.text)
    assert visitor.post(path, {**typed, "taken": "no"}).status_code == 303


def test_an_answer_can_reserve_a_clause_of_any_version_that_was_sent(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitInvitation, ago=20)
    visits.log(LogTermsOfReference, ago=15, version="2016")
    visits.log(LogTermsOfReference, ago=5, version="1998")
    assert "clause_reprisals" in holder(portal).get(f"{FILE}/terms-answer").text


def test_everybody_reads_that_a_visit_is_over_once_its_year_is(
    portal: Pages, visits: Visits
) -> None:
    """VR1: the day on which the line changed would be the last day of the visit."""
    agreed(visits)
    new_year = date(visits.window(20).last.year + 1, 1, 1)
    visitor = portal.visitor()
    portal.clock.forward(new_year - visits.today - timedelta(days=1))
    assert "Dates agreed" in visitor.get("/en/country-visits").text
    portal.clock.forward(timedelta(days=1))
    page = visitor.get("/en/country-visits").text
    assert "Visit over" in page
    assert "Dates agreed" not in page


def test_the_holder_grades_the_cooperation_on_the_request_and_may_publish_it(
    portal: Pages, visits: Visits
) -> None:
    path, public = f"{FILE}/decide/grade", "/country-visits?state=KEN"
    mine, said = holder(portal), "Partial cooperation"
    assert mine.get(path).status_code == 404, "nothing was asked"
    visits.log(LogVisitRequest, ago=60, kind="official")
    assert path in mine.get(FILE).text
    typed = form(seen="1", grade="cooperation.partial", checked="send")
    assert mine.post(path, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, GradeVisitCooperation)
    assert (command.scheme, command.grade, command.public) == ("cooperation", "partial", False)
    given = {"scheme": "cooperation", "grade": "partial"}
    visits.ask(GradeVisitCooperation, **given, public=False)
    assert said in text(mine.get(FILE).text)
    for visitor in (
        portal.visitor(),
        portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"})),
    ):
        assert said not in visitor.get(public).text
    visits.ask(GradeVisitCooperation, **given, public=True)
    assert "Everybody reads this grade" in text(mine.get(FILE).text)
    assert said in text(portal.visitor().get(public).text)
    page = text(portal.visitor().get("/grading-schemes").text)
    for shown in ("A/HRC/46/26", "Requests for visits", "5: a specific action", "Version 2"):
        assert shown in page, shown
