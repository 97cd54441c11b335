"""A report that is owed and the report on its visit name each other, to who reads both."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.contracts.stakeholders_report_deadline_commands import TYPES, BindReportToVisit
from shared.contracts.stakeholders_report_deadlines import ReportBoundToVisit
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import MANDATE, STATE, Missions
from tests.support.organisations import asked_for
from tests.support.owed import Owed
from tests.support.people import forms_of
from tests.support.portal import Pages
from tests.support.visit_reports import SYMBOL, Reports, ended

OWN: dict[str, Any] = {"mandates": frozenset({MANDATE})}


@pytest.fixture
def reports(portal: Pages, owed: Owed) -> Reports:
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))


def _bound(owed: Owed, reports: Reports) -> str:
    one = owed.report(owed.session(), MANDATE, state=STATE)
    owed.tell(
        ReportBoundToVisit(
            report_id=one, mission_id=reports.missions.mission_id, bound_by="officer", bound_at=AT
        )
    )
    return f"/report-deadlines/{one}"


def test_an_officer_says_on_which_visit_it_is(portal: Pages, owed: Owed, reports: Reports) -> None:
    one = owed.report(owed.session(), MANDATE, state=STATE)
    page, officer = f"/report-deadlines/{one}", portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **OWN)
    assert f"{page}/visit" in officer.get(page).text
    [form] = [f for f in forms_of(officer.get(f"{page}/visit").text) if "visit" in f["fields"]]
    mission = reports.missions.mission_id
    officer.post(f"{page}/visit", {**form["fields"], "visit": mission})
    kind, data, _ = asked_for(portal.asked[-1])
    command: Any = TypeAdapter(TYPES[kind]).validate_python(data)
    assert command == BindReportToVisit(report_id=one, mission_id=mission, was_mission_id=None)
    elsewhere = owed.report(owed.session(), MANDATE, state="FRA")
    assert "No visit of this mandate" in officer.get(f"/report-deadlines/{elsewhere}/visit").text
    annual = owed.report(owed.session(), MANDATE, kind="annual", state=None)
    assert officer.get(f"/report-deadlines/{annual}/visit").status_code == 404
    assert f"{annual}/visit" not in officer.get(f"/report-deadlines/{annual}").text


def test_both_pages_name_each_other_and_say_where_the_other_stands(
    portal: Pages, owed: Owed, reports: Reports
) -> None:
    holder = portal.signed_in(Role.MANDATE_HOLDER, **OWN)
    reports.to("with_state")
    assert "nobody is reminded of the day" in text(holder.get(reports.page).text)
    page = _bound(owed, reports)
    shown = text(holder.get(reports.page).text)
    assert "nobody is reminded" not in shown
    assert "Owed to Human Rights Council, session 61 : To the State for comments" in shown
    assert reports.page in holder.get(page).text
    assert "The report on the visit is further: With the State" in text(holder.get(page).text)
    [form] = [f for f in forms_of(holder.get(f"{page}/stage").text) if "stage" in f["fields"]]
    assert form["fields"]["stage"] == "state"
    reports.to("published")
    one = page.rpartition("/")[2]
    owed.stage(one, "submitted", due_on=owed.today, submitted_on=owed.today)
    assert SYMBOL in holder.get(f"{page}/publish").text
    assert "The report on the visit is further" not in text(holder.get(page).text)


def test_nobody_reads_more_of_the_one_by_the_other(
    portal: Pages, owed: Owed, reports: Reports
) -> None:
    page = _bound(owed, reports)
    reports.to("with_state")
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({STATE}))
    assert "nobody is reminded" not in government.get(reports.page).text
    assert "report-deadlines" not in government.get(reports.page).text
    for who in (Role.CHIEF, Role.COORDINATION_COMMITTEE):
        shown = portal.signed_in(who).get(page)
        assert shown.status_code in {200, 404}
        assert reports.page not in shown.text
        assert "further" not in shown.text
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert other.get(f"{page}/visit").status_code == 404
