"""Visit files for each role: E.10, first column, VR1, and the board of E.12."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.followup.visits.queries import BOARD
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitInvitation,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import VisitDatesProposed, Window
from shared.core.roles import Role
from shared.reference import mandate_acronym, recipient_name
from shared.reference.visits import visit_file_id
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages, Visitor
from tests.support.visits import NOTE, REFERENCE, Visits

R = Role
BOARD_PAGE = "/visits"
FILE = f"{BOARD_PAGE}/sr-torture/KEN"
KENYA, FRANCE, NEPAL = (recipient_name(one) for one in ("KEN", "FRA", "NPL"))
MINE = {"mandates": frozenset({"sr-torture"})}
OTHER = {"mandates": frozenset({"wgad"})}


@pytest.fixture
def visits(portal: Pages) -> Visits:
    return Visits(portal.engine, portal.vault, portal.clock())


@pytest.fixture
def asked(visits: Visits) -> Visits:
    """Kenya was asked four years ago, and France has proposed dates."""
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitRequest, "FRA", ago=500, kind="official")
    visits.log(LogVisitAcceptance, "FRA", ago=90, dates=visits.window())
    return visits


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **MINE)


def rows(visitor: Visitor, query: str = "") -> str:
    page = visitor.get(f"{BOARD_PAGE}{query}").text
    if '<table class="govuk-table table--work" id="files"' not in page:
        return ""
    start = page.index('id="files"')
    return page[start : page.index("</table>", start)]


@pytest.mark.parametrize(
    ("role", "also", "reads", "writes"),
    [
        (R.MANDATE_HOLDER, MINE, True, True),
        (R.HUMAN_RIGHTS_OFFICER, MINE, True, True),
        (R.QUICK_RESPONSE_DESK, {}, True, True),
        (R.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}, True, False),
        (R.MANDATE_HOLDER, OTHER, False, False),
        (R.HUMAN_RIGHTS_OFFICER, OTHER, False, False),
        (R.COORDINATION_COMMITTEE, {}, False, False),
    ],
)
def test_who_reads_a_file_and_who_sees_a_line(
    portal: Pages,
    asked: Visits,
    role: Role,
    also: dict[str, frozenset[str]],
    *,
    reads: bool,
    writes: bool,
) -> None:
    visitor = portal.signed_in(role, **also)
    board = rows(visitor)
    assert KENYA in board
    assert mandate_acronym("sr-torture") in board
    assert "Unanswered for 4 years" in board
    assert (f'{FILE}"' in board) is reads
    assert REFERENCE not in board
    page = visitor.get(FILE)
    if not reads:
        assert page.status_code in {403, 404}
        return
    assert REFERENCE in page.text
    assert NOTE in page.text
    assert ("Log an invitation" in page.text) is writes
    assert ("Write a reminder" in page.text) is (role is R.HUMAN_RIGHTS_OFFICER)


def test_the_id_of_a_file_leads_to_it_or_to_its_line(portal: Pages, asked: Visits) -> None:
    """A notice knows the id alone."""
    by_id = f"{BOARD_PAGE}/{visit_file_id('sr-torture', 'KEN')}"
    led = officer(portal).get(by_id)
    assert (led.status_code, led.headers["Location"]) == (303, FILE)
    assert officer(portal).get(f"{BOARD_PAGE}/{visit_file_id('wgad', 'KEN')}").status_code == 404
    asked.decided("request", "NPL")
    drafted = f"{BOARD_PAGE}/{visit_file_id('sr-torture', 'NPL')}"
    for role, also in ((R.MANDATE_HOLDER, OTHER), (R.COORDINATION_COMMITTEE, {})):
        other = portal.signed_in(role, **also)
        assert other.get(by_id).headers["Location"].endswith("?mandate=sr-torture&state=KEN")
        assert other.get(drafted).status_code == 404
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    assert desk.get(by_id).status_code == 404
    for role in (R.GOVERNMENT, R.NGO_MEMBER):
        assert portal.signed_in(role).get(by_id).status_code == 403


def test_a_partner_in_the_country_sees_the_line_once_days_are_proposed(
    portal: Pages, asked: Visits
) -> None:
    """From V8 on, of its own State: the line, and no day."""
    here = portal.signed_in(R.UN_PARTNER, state_codes=frozenset({"KEN"}))
    by_id = f"{BOARD_PAGE}/{visit_file_id('sr-torture', 'KEN')}"
    assert (rows(here), here.get(by_id).status_code) == ("", 404)
    asked.log(LogVisitAcceptance, "KEN", ago=10, dates=asked.window())
    assert KENYA in rows(here)
    assert FRANCE not in rows(here)
    assert f'{FILE}"' not in rows(here)
    assert here.get(FILE).status_code in {403, 404}
    assert here.get(by_id).headers["Location"].endswith("?mandate=sr-torture&state=KEN")
    for states in ({"state_codes": frozenset({"FRA"})}, {}):
        elsewhere = portal.signed_in(R.UN_PARTNER, **states)
        assert KENYA not in rows(elsewhere)
        assert elsewhere.get(by_id).status_code == 404


def test_the_desk_of_a_state_sees_no_other_state(portal: Pages, asked: Visits) -> None:
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    assert FRANCE in rows(desk)
    assert KENYA not in rows(desk)
    assert desk.get(FILE).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - BOARD))
def test_nobody_else_has_a_door(portal: Pages, asked: Visits, role: Role) -> None:
    visitor = portal.signed_in(role)
    assert visitor.get(BOARD_PAGE).status_code == 403
    assert visitor.get(FILE).status_code == 403


def test_a_line_has_no_dates(portal: Pages, asked: Visits) -> None:
    """VR1: they are not public; whoever reads the file reads them there."""
    first = asked.window().first
    for visitor in (officer(portal), portal.signed_in(R.COORDINATION_COMMITTEE)):
        board = rows(visitor)
        assert "Dates proposed" in board
        assert f"{first.day} {first:%b}" not in board
        assert first.isoformat() not in board
    assert "Last document" in text(officer(portal).get(BOARD_PAGE).text)
    page = text(officer(portal).get(f"{BOARD_PAGE}/sr-torture/FRA").text)
    assert "Visit from" in page
    assert "Dates are proposed. An answer is asked for by" in page


LINES = [
    (R.MANDATE_HOLDER, OTHER),
    (R.HUMAN_RIGHTS_OFFICER, OTHER),
    (R.COORDINATION_COMMITTEE, {}),
]


@pytest.mark.parametrize(("role", "also"), LINES)
def test_a_line_has_no_day_of_a_document_and_stands_by_state_and_mandate(
    portal: Pages, asked: Visits, role: Role, also: dict[str, frozenset[str]]
) -> None:
    """VR1: a line with mandate, State, status."""
    asked.log(LogVisitRequest, "NPL", ago=3_000, kind="official")
    visitor = portal.signed_in(role, **also)
    board = rows(visitor)
    assert board.index(FRANCE) < board.index(KENYA) < board.index(NEPAL)
    assert "<time" not in board
    assert not re.search(r"\b(19|20)\d\d\b", board)
    page = text(visitor.get(BOARD_PAGE).text)
    assert "They are listed by State and mandate." in page or role is not R.COORDINATION_COMMITTEE
    assert "Last document" not in page


@pytest.mark.parametrize(("role", "also"), LINES)
def test_nobody_else_learns_what_a_holder_decided_and_has_not_sent(
    portal: Pages, visits: Visits, role: Role, also: dict[str, frozenset[str]]
) -> None:
    visits.decided("request", "KEN")
    visits.log(LogVisitInvitation, "FRA", ago=9)
    visitor = portal.signed_in(role, **also)
    assert FRANCE in rows(visitor)
    for query in ("", "?status=none", "?state=KEN"):
        assert KENYA not in rows(visitor, query)
    assert KENYA in rows(officer(portal), "?status=none")
    offered = 'value="none"' in visitor.get(BOARD_PAGE).text
    assert offered is (role is not R.COORDINATION_COMMITTEE)


def test_own_files_come_before_the_lines_of_others(portal: Pages, asked: Visits) -> None:
    asked.log(LogVisitRequest, "CHE", "wgad", ago=5_000, kind="official")
    board = rows(officer(portal))
    assert board.index(KENYA) < board.index(FRANCE) < board.index(recipient_name("CHE"))


def test_a_file_on_which_nothing_is_comes_last(portal: Pages, asked: Visits) -> None:
    asked.decided("request", "NPL")
    board = rows(officer(portal))
    assert board.index(KENYA) < board.index(FRANCE) < board.index(NEPAL)


def test_the_oldest_without_an_answer_come_first(portal: Pages, asked: Visits) -> None:
    asked.log(LogVisitRequest, "NPL", ago=3_000, kind="official")
    board = rows(officer(portal))
    assert board.index(NEPAL) < board.index(KENYA) < board.index(FRANCE)


def test_the_board_is_filtered(portal: Pages, asked: Visits) -> None:
    asked.log(LogVisitInvitation, "NPL", "wgad", ago=5)
    visitor = officer(portal)
    for query, shown in (
        ("?mandate=wgad", {NEPAL}),
        ("?state=KEN", {KENYA}),
        ("?region=WEOG", {FRANCE}),
        ("?status=invited", {NEPAL}),
        ("?years=2", {KENYA}),
        ("?years=5", set()),
        ("?years=forever&state=XYZ&region=x&status=x&mandate=x", {KENYA, FRANCE, NEPAL}),
    ):
        board = rows(visitor, query)
        assert {one for one in (KENYA, FRANCE, NEPAL) if one in board} == shown, query
    assert "No file fits the filters" in visitor.get(f"{BOARD_PAGE}?years=5").text


def test_years_are_counted_from_a_leap_day(portal: Pages, asked: Visits) -> None:
    portal.clock.at = portal.clock.at.replace(year=2028, month=2, day=29)
    assert KENYA in rows(officer(portal), "?years=5")


def test_an_empty_board_says_so(portal: Pages, visits: Visits) -> None:
    assert "A file will appear here" in officer(portal).get(BOARD_PAGE).text


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


def test_a_territory_stands_with_its_prescribed_note(portal: Pages, visits: Visits) -> None:
    """E.13."""
    visits.log(LogVisitInvitation, "SRB", ago=5)
    visits.ask(NameVisitTerritories, "SRB", territories=("XKX",))
    visitor = officer(portal)
    note = "in the context of Security Council resolution 1244 (1999)."
    assert note in text(visitor.get(f"{BOARD_PAGE}/sr-torture/SRB").text)
    assert note in text(visitor.get(BOARD_PAGE).text)


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


def test_what_comes_next_stands_on_the_pages_where_work_waits(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitRequest, "KEN", ago=200, kind="official")
    visits.log(LogVisitRequest, "FRA", ago=100, kind="official")
    visits.log(LogVisitRequest, "NPL", "wgad", ago=500, kind="official")
    holder = portal.signed_in(R.MANDATE_HOLDER, **MINE)
    for visitor, address in ((holder, "/waiting"), (officer(portal), "/mandate")):
        page = text(visitor.get(address).text)
        assert "Country visits: what comes next" in page
        assert KENYA in page
        assert FRANCE not in page
        assert NEPAL not in page
    visits.log(LogVisitReminder, "KEN", ago=0)
    assert "Country visits: what comes next" not in holder.get("/waiting").text


def test_the_desk_which_sends_sees_where_it_lands_what_is_to_be_sent(
    portal: Pages, visits: Visits
) -> None:
    visits.log(LogVisitRequest, "NPL", ago=500, kind="official")
    visits.decided("request", "KEN", "wgad")
    desk = portal.signed_in(R.QUICK_RESPONSE_DESK)
    page = text(desk.get("/triage/").text)
    assert "Country visits: what comes next" in page
    assert KENYA in page
    assert "decided that a request goes out" in page
    assert NEPAL not in page
    visits.log(LogVisitRequest, "KEN", "wgad", ago=0, kind="official")
    assert "Country visits: what comes next" not in desk.get("/triage/").text
