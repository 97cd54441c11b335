"""A recommendation of the report on a visit says where it stands, to everybody who reads it."""

from dataclasses import replace
from hashlib import sha256

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_visit_reports import ReportPlace
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import issued, published, tell, withdrawn
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.visit_reports import SYMBOL, Reports, ended

PUBLIC, OWN = "/register/recommendations", frozenset({"sr-torture"})
WORDS = published().text
ELSEWHERE = "in other words than there"


@pytest.fixture
def reports(portal: Pages) -> Reports:
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))


def place(reports: Reports) -> ReportPlace:
    return ReportPlace(
        mission_id=reports.missions.mission_id,
        symbol=SYMBOL,
        paragraph="92 (a)",
        words_hash=sha256(WORDS.encode()).hexdigest(),
    )


def told(portal: Pages, *facts: object) -> None:
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, facts)


def test_it_says_in_which_paragraph_of_which_report_it_stands(
    portal: Pages, reports: Reports
) -> None:
    at = place(reports)
    one, public = replace(issued(), report=at), replace(published(), report=at)
    told(portal, one, public)
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))
    link = f"/country-visits/reports/{at.mission_id}"
    pages = ((portal.visitor(), PUBLIC), (government, f"/recommendations/{one.recommendation_id}"))
    for visitor, page in pages:
        shown = visitor.get(page).text
        assert f"{SYMBOL} , paragraph 92 (a)" in text(shown)
        assert link not in shown, "not while the report is not public"
    reports.to("published")
    for visitor, page in pages:
        assert f'{link}"' in visitor.get(page).text
    found = portal.visitor().get(f"{PUBLIC}?q={SYMBOL}").text
    assert WORDS in text(found), "it is found by the symbol"
    assert ELSEWHERE not in found
    timeline = portal.visitor().get("/register/states/CHE").text
    assert f"<bdi>{SYMBOL}</bdi>" in timeline


def test_it_says_if_its_words_are_not_those_of_the_report(portal: Pages, reports: Reports) -> None:
    changed = replace(published(), report=place(reports), text="What is left of it.")
    told(portal, issued(), changed)
    assert ELSEWHERE in portal.visitor().get(PUBLIC).text
    told(portal, issued(), changed, replace(changed, version=2, symbol="A/HRC/61/54/Corr.1"))
    shown = portal.visitor().get(PUBLIC).text
    assert "As corrected by" in shown
    assert ELSEWHERE not in shown


def test_what_is_taken_back_says_it_no_more(portal: Pages, reports: Reports) -> None:
    at = place(reports)
    one, public = replace(issued(), report=at), replace(published(), report=at)
    page, holder = f"/recommendations/{one.recommendation_id}", Role.MANDATE_HOLDER
    told(portal, one, public, withdrawn())
    assert SYMBOL not in portal.visitor().get(PUBLIC).text
    assert SYMBOL in portal.signed_in(holder, mandates=OWN).get(page).text
    told(portal, one, public, withdrawn(), public, replace(withdrawn(), note=None))
    shown = portal.signed_in(holder, mandates=OWN).get(page).text
    assert SYMBOL not in shown, "its report was taken back with it"
