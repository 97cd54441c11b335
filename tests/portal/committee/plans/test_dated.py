"""Dates of visit files beside what is planned: who reads which, and what clashes."""

import pytest

from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitDates,
    LogVisitInvitation,
    PublishVisitDates,
)
from shared.contracts.followup_visits import VisitDatesAgreed
from shared.core.roles import Role
from tests.portal.committee.plans.conftest import DETENTION, HOUSING, OTHER, OWN, PAGE
from tests.portal.stakeholders.test_pages import text
from tests.support.planned import Board
from tests.support.portal import Pages, Visitor
from tests.support.visits import Visits


@pytest.fixture
def visits(portal: Pages, board: Board) -> Visits:
    """Kenya proposed dates to one mandate; Nepal agreed on a mission of two."""
    visits = Visits(portal.engine, portal.vault, portal.clock())
    visits.log(LogVisitInvitation, "KEN", OTHER, ago=20)
    visits.log(LogVisitDates, "KEN", OTHER, ago=10, by="state", dates=visits.window(50))
    days = visits.window(80)
    for mandate in (OWN, OTHER):
        visits.log(LogVisitInvitation, "NPL", mandate, ago=40, dates=days)
        visits.log(LogTermsOfReference, "NPL", mandate, ago=30, version="2016")
        visits.log(LogTermsAnswer, "NPL", mandate, ago=20, value="accepted")
        paper = visits.document(10, channel=None)
        also = {"document": paper, "short_notice": False, "mission_id": "joint"}
        visits.filed(VisitDatesAgreed, "NPL", mandate, dates=days, **also)
    return visits


def section(visitor: Visitor, query: str = "") -> str:
    page = visitor.get(f"{PAGE}{query}").text
    found = page.partition('id="visits"')[2].partition("</section>")[0]
    return text(f"<main{found}</main>")


def test_each_reads_the_dates_of_the_files_that_they_read(
    portal: Pages, board: Board, visits: Visits, chair: Visitor
) -> None:
    """And the Committee what a holder made public."""
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    own = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OWN}))
    of_kenya = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    seen = {
        name: [state in section(one) for state in ("Kenya", "Nepal")]
        for name, one in (("desk", desk), ("own", own), ("kenya", of_kenya), ("chair", chair))
    }
    assert seen == {
        "desk": [True, True], "own": [False, True], "kenya": [True, False], "chair": [False] * 2,
    }  # fmt: skip
    assert "Dates appear here once one side proposes them." in section(chair)
    visits.ask(PublishVisitDates, "NPL", OWN, dates=visits.window(80))
    told = section(chair)
    assert ("Nepal" in told, DETENTION in told, HOUSING in told) == (True, True, False)
    days = desk.get(f"{PAGE}/visits.ics").text
    assert days.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Visit: Nepal" in days
    assert portal.signed_in(Role.GOVERNMENT).get(f"{PAGE}/visits.ics").status_code == 403


def test_dates_clash_with_plans_and_visits_of_others_and_a_mission_not_with_itself(
    portal: Pages, board: Board, visits: Visits
) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    told = section(desk)
    assert told.count("Clash ") == 0
    assert "Dates agreed" in told
    board.planned(OWN)
    board.planned(OTHER)
    told = section(desk)
    assert told.count("Clash ") == 1, "with the plan of the other mandate alone"
    assert f"Visit: {DETENTION}" in told
    visits.log(LogVisitInvitation, "KEN", "sr-torture", ago=20)
    days = {"by": "state", "dates": visits.window(85)}
    visits.log(LogVisitDates, "KEN", "sr-torture", ago=10, **days)
    assert section(desk).count("Clash ") == 2, "each of both visits"
    assert "Nepal" not in section(desk, "?clash=yes")
    assert "Kenya" not in section(desk, "?state=NPL")
    assert "Nepal" not in section(desk, "?stage=planned")
    assert "No dates of a visit fit the filters." in section(desk, "?stage=dropped")
