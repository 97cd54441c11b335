"""Pages of missions, reports and rounds that another mandate goes on with (decision 0121)."""

from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from portal.casefile.lint.comparing import comparisons
from portal.followup.missions import queries as missions
from portal.followup.rounds import checking as of_round
from portal.followup.rounds import queries as of_rounds
from portal.followup.threads import news as thread_news
from portal.followup.visit_reports import checking
from portal.followup.visit_reports import queries as of_reports
from services.followup.mission.state import Mission
from services.followup.visit_report.decide import VISIT_REPORT
from shared.contracts.followup_visit_report_commands import StartVisitReport
from shared.core.actor import Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.custody.conftest import World, actor, holder
from tests.portal.homes.custody.test_custody import TO
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.incidents import Incidents
from tests.support.inputs import Inputs
from tests.support.letters import LEAD
from tests.support.partners import Partners
from tests.support.portal import Pages
from tests.support.rounds import NGO
from tests.support.threads import Threads


def _before(mission: Mission) -> Mission:
    """Return the mission as it was before the visit."""
    return replace(mission, moves=())


def test_a_mission_passed_on_is_the_successors_with_what_hangs_on_it(
    portal: Pages, world: World
) -> None:
    page = f"/missions/{world.missions.mission_id}"
    incidents = Incidents(portal.engine, portal.vault, portal.clock(), world.missions.mission_id)
    incidents.logged("A guard watched the door")
    assert holder(portal, TO).get(page).status_code == 404
    world.passed("missions")
    assert "another mandate goes on" in text(holder(portal, TO).get(page).text)
    assert "A guard watched" in text(holder(portal, TO).get(f"{page}/incidents").text)
    for path in (page, f"{page}/incidents", f"{page}/confidential"):
        assert holder(portal, LEAD).get(path).status_code == 404


def test_who_goes_on_with_a_mission_hears_what_is_written_in_its_threads(
    portal: Pages, world: World
) -> None:
    threads = Threads(Partners(world.missions))
    one = threads.opened("rc", "The road is open (invented)")
    world.passed("missions")
    with portal.engine.connect() as conn:
        since = portal.clock() - timedelta(days=1)
        assert {each.mandate for each in thread_news.written(conn, since)} == {TO}
    page = f"/missions/{world.missions.mission_id}/threads"
    assert one in holder(portal, TO).get(page).text
    assert holder(portal, LEAD).get(page).status_code == 404


def test_what_was_sent_to_a_call_stays_with_the_mandate_that_ended(
    portal: Pages, world: World
) -> None:
    inputs = Inputs(portal, replace(world.missions, mission=_before(world.missions.mission)))
    call = inputs.issue("Tell us (invented)")
    one = inputs.submit(call, "The quay is closed (invented)")
    page = f"/missions/{world.missions.mission_id}/input"
    assert one in holder(portal, LEAD).get(page).text
    world.passed("missions")
    shown = holder(portal, TO).get(page)
    assert shown.status_code == 200
    assert one not in shown.text
    assert "/extend" not in shown.text
    assert holder(portal, TO).get(f"{page}/contributions/{one}").status_code == 404
    for mandate in (LEAD, TO):
        work = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({mandate}))
        assert "contribution to read" not in text(work.get("/work").text)


def test_a_mission_that_is_a_record_is_read_by_its_mandate_and_changed_by_nobody(
    portal: Pages, world: World
) -> None:
    page = f"/missions/{world.missions.mission_id}"
    world.passed("missions", None)
    shown = text(holder(portal, LEAD).get(page).text)
    assert "kept as a record" in shown
    assert "Add a meeting" not in shown
    assert "What can be logged now" not in shown
    assert f"{page}/partners" not in holder(portal, LEAD).get(page).text


def test_the_assessment_of_a_record_is_read_and_written_by_nobody(
    portal: Pages, world: World
) -> None:
    dossiers = Dossiers(portal, world.missions)
    dossiers.entry("The quay was seen (invented)")
    page = f"/missions/{world.missions.mission_id}/assessment"
    assert f"{page}/issue" in holder(portal, LEAD).get(page).text
    dossiers.issue()
    world.passed("missions", None)
    shown = holder(portal, LEAD).get(page).text
    assert "The quay was seen" in shown
    assert "kept as a record" in text(shown)
    for path in ("un/new", "issue", "issue-for-partners"):
        assert f"{page}/{path}" not in shown
        assert holder(portal, LEAD).get(f"{page}/{path}").status_code == 404
    assert holder(portal, LEAD).get(f"{page}/team/1/withdraw").status_code == 200


# --- a report and a round ------------------------------------------------------------------------


def test_a_report_passed_on_is_approved_anew_by_the_successor(portal: Pages, world: World) -> None:
    before, after = actor(portal, LEAD), actor(portal, TO)
    one = world.missions.mission_id
    world.passed("visit-reports")
    with portal.engine.connect() as conn:
        assert of_reports.report(conn, before, one) is None
        found = of_reports.report(conn, after, one)
        assert of_reports.before(conn, one) == [LEAD]
    assert found is not None
    assert (found.stage, found.mandate, found.approved_by) == ("deciding", TO, None)
    assert "The mandate of the report ended" in text(
        holder(portal, TO).get(world.reports.page).text
    )


def test_words_of_a_predecessor_are_compared_with_what_it_knew(
    portal: Pages, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def known(_: Connection, mandate: str, state: str) -> list[str]:
        asked.append(f"{mandate} {state}")
        return []

    monkeypatch.setattr(checking, "known_about", known)
    monkeypatch.setattr(checking, "told_before", lambda *_, **__: None)
    monkeypatch.setattr(of_round, "told_before", lambda *_, **__: None)
    monkeypatch.setattr(
        of_round,
        "tells_too_much",
        lambda *_, mandate, state, **__: known(cast("Connection", None), mandate, state),
    )
    world.passed("visit-reports")
    world.passed("missions")
    world.passed("rounds")
    one = world.missions.mission_id
    with portal.app.test_request_context(), portal.engine.connect() as conn:
        report = of_reports.report(conn, actor(portal, TO), one)
        found = of_rounds.find(conn, actor(portal, TO), world.rounds.round_id)
        assert missions.before(conn, one) == [LEAD]
        assert report is not None
        assert found is not None
        checking.compared(conn, report, "Words", of_reports.before(conn, one), typed=False)
        of_round._tells(found, None, "Words")
    assert [one.split()[0] for one in asked] == [TO, LEAD, TO, LEAD]


def test_of_what_a_predecessor_was_told_the_check_says_one_bit_and_no_place(
    portal: Pages, world: World
) -> None:
    inputs = Inputs(portal, replace(world.missions, mission=_before(world.missions.mission)))
    inputs.submit(
        inputs.issue("Tell us (invented)"), "It is full (invented)", name="Detention Zorb"
    )
    check = f"{world.reports.page}/check"
    assert "Zorb" in holder(portal, LEAD).get(check).text, "who has the contribution reads its name"
    world.passed("visit-reports")
    shown = holder(portal, TO).get(check).text
    assert "what the mandate knew that had it before" in text(shown)
    assert "Zorb" not in shown
    assert "Nothing was found" not in text(shown)
    sent = {
        "command_id": str(uuid4()),
        "seen": str(world.reports.state.steps),
        "text_hash": world.reports.state.text_hash,
    }
    stopped = holder(portal, TO).post(f"{world.reports.page}/approve", sent)
    assert stopped.status_code == 422
    assert "Zorb" not in stopped.text
    with portal.engine.connect() as conn:
        told = str(derive_id("told before", LEAD, "KEN"))
        assert comparisons(conn, told), "each text counts, so guesses have an end"


def test_a_successor_begins_the_report_that_its_predecessor_withdrew_and_reads_none_of_it(
    portal: Pages, world: World
) -> None:
    page, mission = world.reports.page, f"/missions/{world.missions.mission_id}"
    world.passed("visit-reports", None)
    assert f"{page}/start" not in holder(portal, LEAD).get(page).text
    assert holder(portal, LEAD).get(f"{page}/start").status_code == 404
    world.passed("missions")
    visitor = holder(portal, TO)
    assert visitor.get(page).status_code == 404, "a draft of another mandate"
    assert f"{page}/start" in visitor.get(mission).text
    steps = str(world.reports._state().steps)
    assert f'value="{steps}"' in visitor.get(f"{page}/start").text
    start = StartVisitReport(
        mission_id=world.missions.mission_id, mandate=TO, seen=world.reports._state().steps
    )
    by = actor(portal, TO)
    world.reports._told(
        VISIT_REPORT.decide(start, Asked(at=world.missions.at, by=by), world.reports._state())
    )
    shown = visitor.get(page)
    assert shown.status_code == 200
    assert "Zorb" not in shown.text
    assert "Prison Quay" not in shown.text
    assert "The text will appear here" in text(shown.text)


def test_a_report_that_is_a_record_is_withdrawn(portal: Pages, world: World) -> None:
    world.passed("visit-reports", None)
    shown = text(holder(portal, LEAD).get(world.reports.page).text)
    assert "Withdrawn" in shown
    assert "The mandate ended" in shown


def test_a_round_passed_on_is_the_successors_and_its_provider_answers_as_before(
    portal: Pages, world: World
) -> None:
    world.passed("rounds")
    with portal.engine.connect() as conn:
        one = world.rounds.round_id
        assert of_rounds.find(conn, actor(portal, LEAD), one) is None
        found = of_rounds.find(conn, actor(portal, TO), one)
    assert found is not None
    assert found.mandate == TO
    provider = portal.signed_in(Role.NGO_MEMBER, organisation_id=NGO.organisation_id)
    shown = text(provider.get(f"/rounds/{one}/answer").text)
    assert "The mandate that asked has ended" in shown
    assert "take your answers back" in shown


def test_a_round_that_is_a_record_is_closed(portal: Pages, world: World) -> None:
    world.passed("rounds", None)
    with portal.engine.connect() as conn:
        found = of_rounds.find(conn, actor(portal, LEAD), world.rounds.round_id)
    assert found is not None
    assert found.closed
