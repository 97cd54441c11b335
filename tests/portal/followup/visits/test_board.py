"""Visit files for each role: E.10, first column, VR1, and the board of E.12."""

import re

import pytest

from portal.followup.visits.queries import BOARD
from shared.contracts.followup_visit_commands import (
    LogVisitAcceptance,
    LogVisitInvitation,
    LogVisitReminder,
    LogVisitRequest,
    NameVisitTerritories,
)
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


def test_a_territory_stands_with_its_prescribed_note(portal: Pages, visits: Visits) -> None:
    """E.13."""
    visits.log(LogVisitInvitation, "SRB", ago=5)
    visits.ask(NameVisitTerritories, "SRB", territories=("XKX",))
    visitor = officer(portal)
    note = "in the context of Security Council resolution 1244 (1999)."
    assert note in text(visitor.get(f"{BOARD_PAGE}/sr-torture/SRB").text)
    assert note in text(visitor.get(BOARD_PAGE).text)


def test_a_place_abroad_stands_with_the_state_in_which_it_lies(
    portal: Pages, visits: Visits
) -> None:
    """E.13: a base abroad. Nothing is on file of the host State."""
    visits.log(LogVisitInvitation, "USA", ago=5)
    visits.ask(NameVisitTerritories, "USA", territories=(), hosts=("CUB",))
    visitor = officer(portal)
    assert "Also a place abroad: Cuba" in text(visitor.get(f"{BOARD_PAGE}/sr-torture/USA").text)
    assert "Also a place abroad: Cuba" in text(visitor.get(BOARD_PAGE).text)
    assert not rows(visitor, "?state=CUB")


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
