"""The page of a visit file: its documents, dates beside those of others, and what comes next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitInvitation,
    LogVisitRequest,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import VisitDatesAgreed, VisitDatesProposed, Window
from shared.reference.visits import visit_file_id
from tests.portal.followup.visits.test_board import (
    BOARD_PAGE,
    FILE,
    NEPAL,
    OTHER,
    R,
    officer,
    rows,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.visits import NOTE, REFERENCE, Visits


def test_a_file_is_opened_by_its_mandate_and_state(portal: Pages, visits: Visits) -> None:
    visitor = officer(portal)
    found = visitor.get(f"{BOARD_PAGE}/find?mandate=sr-torture&state=KEN")
    assert found.location.endswith(FILE)
    page = text(visitor.get(FILE).text)
    assert "Nothing on file" in page
    assert "What is sent and received about this visit will appear here." in page
    for query in ("?mandate=wgad&state=KEN", "?mandate=sr-torture&state=XYZ", ""):
        assert visitor.get(f"{BOARD_PAGE}/find{query}").location.endswith(BOARD_PAGE)
    committee = portal.signed_in(R.COORDINATION_COMMITTEE)
    assert committee.get(f"{BOARD_PAGE}/find?mandate=sr-torture&state=KEN").location.endswith(
        BOARD_PAGE
    )
    for missing in ("sr-tea/KEN", "sr-torture/OTH", "wgad/KEN"):
        assert visitor.get(f"{BOARD_PAGE}/{missing}").status_code == 404


def test_other_mandates_and_states_on_the_same_weeks_are_told(portal: Pages, asked: Visits) -> None:
    """V8: another mandate within two months shows to both, an overlap in this mandate warns."""
    asked.log(LogVisitInvitation, "FRA", "wgad", ago=20)
    asked.log(LogVisitDates, "FRA", "wgad", ago=10, by="state", dates=asked.window(120))
    asked.log(LogVisitInvitation, "NPL", ago=20)
    asked.log(LogVisitDates, "NPL", ago=10, by="state", dates=asked.window(104))
    page = text(officer(portal).get(f"{BOARD_PAGE}/sr-torture/FRA").text)
    assert "two months before or after" in page
    assert "on the same days" in page
    assert NEPAL in page
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **OTHER)
    theirs = text(other.get(f"{BOARD_PAGE}/wgad/FRA").text)
    assert "two months before or after" in theirs
    assert "on the same days" not in theirs


def test_a_joint_visit_is_no_clash_with_itself(portal: Pages, visits: Visits) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=20)
    days = missions.mission.dates
    assert days
    for mandate in ("wgad", "sr-torture"):
        visits.log(LogVisitInvitation, "KEN", mandate, ago=20, dates=days)
    now = replace(visits.states[visit_file_id("sr-torture", "KEN")].now, status="agreed")
    agreed = VisitDatesAgreed(
        visit_file_id=visit_file_id("sr-torture", "KEN"),
        mandate="sr-torture",
        state="KEN",
        now=replace(now, mission_id=missions.mission_id),
        step=2,
        done_by="account-1",
        done_at=portal.clock(),
        document=visits.document(9),
        dates=days,
        short_notice=True,
        mission_id=missions.mission_id,
    )
    visits.tell(agreed)
    for joined, near in ((False, True), (True, False)):
        if joined:
            missions.join("wgad")
        page = officer(portal).get(f"{BOARD_PAGE}/sr-torture/KEN").text
        assert ('id="near"' in page) is near


@pytest.mark.parametrize(
    ("theirs", "near"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 1, 31), True),
        (date(2027, 5, 31), True),
        (date(2027, 6, 1), False),
    ],
)
def test_moving_the_own_dates_by_days_tells_no_day_of_the_others(
    portal: Pages, visits: Visits, theirs: date, *, near: bool
) -> None:
    """Months are compared: each day of a month answers alike."""
    visits.log(LogVisitInvitation, "FRA", "wgad", ago=20, dates=Window(first=theirs, last=theirs))
    visits.log(LogVisitInvitation, "FRA", ago=20)
    for day in (1, 17, 31):
        own = Window(first=date(2027, 3, day), last=date(2027, 3, day))
        visits.log(LogVisitDates, "FRA", ago=0, by="mandate", dates=own)
        page = officer(portal).get(f"{BOARD_PAGE}/sr-torture/FRA").text
        assert ('id="near"' in page) is near


def test_dates_at_the_end_of_the_calendar_are_shown(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitInvitation, "FRA", ago=20)
    far = Window(first=date(9999, 12, 1), last=date(9999, 12, 31))
    now = visits.states[visit_file_id("sr-torture", "FRA")].now
    visits.tell(
        VisitDatesProposed(
            visit_file_id=visit_file_id("sr-torture", "FRA"),
            mandate="sr-torture",
            state="FRA",
            now=replace(now, dates=far),
            step=2,
            done_by="account-1",
            done_at=portal.clock(),
            document=visits.document(9),
            by="state",
            dates=far,
            worded="dates",
        )
    )
    assert officer(portal).get(f"{BOARD_PAGE}/sr-torture/FRA").status_code == 200


def test_an_answer_is_asked_for_from_the_day_of_the_dates(portal: Pages, asked: Visits) -> None:
    """V8: a letter that comes afterwards moves nothing."""
    day = asked.today + timedelta(days=30 - 90)
    for _ in range(2):
        page = text(officer(portal).get(f"{BOARD_PAGE}/sr-torture/FRA").text)
        assert f"An answer is asked for by {day.day} {day:%b} {day.year}" in page
        asked.log(LogVisitAcknowledgement, "FRA", ago=1, by="mandate")


def test_documents_are_paged_the_newest_first(portal: Pages, visits: Visits) -> None:
    for ago in range(25, 0, -1):
        visits.reference = f"Zora {ago}."
        visits.log(LogVisitInvitation, "KEN", ago=ago)
    visitor = officer(portal)
    first, second = visitor.get(FILE).text, visitor.get(f"{FILE}?documents=2").text
    assert first.index("Zora 1.") < first.index("Zora 20.")
    assert "Zora 21." not in first
    assert "Zora 25." in second
    assert "Zora 20." not in second
    assert "1 to 20 of 25" in text(first)


def test_a_reminder_is_proposed_and_never_goes_by_itself(portal: Pages, visits: Visits) -> None:
    visits.log(LogVisitRequest, "KEN", ago=10, kind="official")
    visitor = officer(portal)
    assert "A reminder is proposed from" in text(visitor.get(FILE).text)
    portal.clock.forward(timedelta(days=180))
    visitor = officer(portal)
    assert "A reminder is proposed. The mandate-holder decides" in text(visitor.get(FILE).text)
    visits.decided("reminder", "KEN")
    assert "decided that a reminder goes out" in text(visitor.get(FILE).text)
    committee = portal.signed_in(R.COORDINATION_COMMITTEE)
    assert "Requested" in rows(committee)


def test_what_was_struck_stays_to_be_read(portal: Pages, visits: Visits) -> None:
    document_id = visits.log(LogVisitInvitation, "KEN", ago=10)
    visits.ask(StrikeVisitDocument, "KEN", document_id=document_id)
    page = text(officer(portal).get(FILE).text)
    assert "(struck)" in page
    assert "Nothing on file" in page
    assert "Strike it" not in page
    assert REFERENCE in page
    assert NOTE in page
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    theirs = desk.get(FILE).text
    assert "(struck)" in theirs
    assert REFERENCE not in theirs
    assert NOTE not in theirs


def test_what_a_holder_let_lapse_begins_again(portal: Pages, asked: Visits) -> None:
    asked.ask(CarryVisitFileOver, "KEN", document_id="d-1", kept=False)
    page = text(officer(portal).get(FILE).text)
    assert "Lapsed" in page
    assert "Let lapse by a mandate-holder" in page
    assert "A new request or an invitation begins it again." in page


def test_the_file_says_what_is_still_being_processed(portal: Pages, asked: Visits) -> None:
    later = portal.after(f"{asked.applier.model.contracts[0].topic}:0:999999")
    assert "does not show all of it yet" in officer(portal).get(f"{FILE}?after={later}").text
