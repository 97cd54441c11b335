"""Custody of visit files, missions, reports and rounds: the Chief decides, and who goes on."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from portal.casefile.lint.comparing import comparisons
from portal.followup.inputs.read_model import INPUTS
from portal.followup.missions import queries as missions
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.followup.rounds import checking as of_round
from portal.followup.rounds import queries as of_rounds
from portal.followup.threads import news as thread_news
from portal.followup.visit_reports import checking
from portal.followup.visit_reports import queries as of_reports
from portal.followup.visits import queries as of_visits
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements.read_model import STATEMENTS
from portal.web.accounts.account import actor_of
from portal.web.policy import Sight
from services.followup.mission.passing import PassMissionOn
from services.followup.mission.passing import pass_on as pass_mission
from services.followup.mission.state import Mission
from services.followup.round.passing import PassRoundOn
from services.followup.round.passing import pass_on as pass_round
from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_file.passing import pass_on as pass_file
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.passing import PassVisitReportOn
from services.followup.visit_report.passing import pass_on as pass_report
from shared.contracts.followup_visit_commands import (
    LogVisitDates,
    LogVisitInvitation,
    LogVisitRequest,
)
from shared.contracts.followup_visit_report_commands import StartVisitReport
from shared.contracts.stakeholders_custody import Item
from shared.core.actor import Actor, Asked, system
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.visits import visit_file_id
from tests.portal.homes.custody.test_custody import ENDED, PAGE, TO, decided
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_registry as registry
from tests.support.dossiers import Dossiers
from tests.support.incidents import Incidents
from tests.support.inputs import Inputs
from tests.support.letters import LEAD
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.rounds import NGO, Rounds
from tests.support.terms import Terms
from tests.support.threads import Threads
from tests.support.visit_letters import TEXT, Letters
from tests.support.visit_reports import Reports
from tests.support.visits import Visits

FILE = visit_file_id(LEAD, "KEN")


@dataclass
class World:
    """A visit file, its mission, a report on another visit of it, and a round."""

    portal: Pages

    def __post_init__(self) -> None:
        engine, vault, at = self.portal.engine, self.portal.vault, self.portal.clock()
        ready(engine, [COMMUNICATIONS, STATEMENTS, REPLIES, RECOMMENDATIONS, INPUTS])
        self.terms = Terms(engine)
        self.visits = Visits(engine, vault, at)
        self.visits.log(LogVisitRequest, "KEN", ago=400, kind="official")
        self.missions = Missions(engine, vault, at)
        self.missions.hear()
        for what in ("security_cleared", "began", "ended"):
            self.missions.step(what)
        self.reports = Reports(self.missions).to("approved")
        self.rounds = Rounds(engine, vault, at)
        self.rounds.recommend()
        self.rounds.opened("org-1")
        self.terms.tell(registry.CREATED, registry.OTHER_CREATED, ENDED)

    def item(self, kind: Item) -> str:
        return {
            "visit-files": FILE,
            "missions": self.missions.mission_id,
            "visit-reports": self.missions.mission_id,
            "rounds": self.rounds.round_id,
        }[kind]

    def path(self, kind: Item) -> str:
        return f"{PAGE}/{LEAD}/{kind}/{self.item(kind)}"

    def passed(self, kind: Item, to: str | None = TO) -> None:
        """Let the service obey the decision of the Chief."""
        asked = Asked(at=self.missions.at, by=system("followup"))
        of: dict[str, Any] = {"mandate": LEAD, "to": to}
        match kind:
            case "visit-files":
                file = self.visits.states[FILE]
                self.visits.tell(*pass_file(PassVisitFileOn(visit_file_id=FILE, **of), asked, file))
            case "missions":
                mission = PassMissionOn(mission_id=self.item(kind), **of)
                self.missions._told(pass_mission(mission, asked, self.missions.mission))
            case "visit-reports":
                report = PassVisitReportOn(mission_id=self.item(kind), **of)
                self.reports._told(pass_report(report, asked, self.reports._state()))
            case "rounds":
                one = PassRoundOn(round_id=self.item(kind), **of)
                self.rounds._tell(*pass_round(one, asked, self.rounds.state))
            case _:
                pytest.fail(f"not of a visit: {kind}")


@pytest.fixture
def world(portal: Pages) -> World:
    return World(portal)


@pytest.fixture
def chief(portal: Pages, world: World) -> Visitor:
    return portal.signed_in(Role.CHIEF)


def holder(portal: Pages, mandate: str) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({mandate}))


def actor(portal: Pages, mandate: str, role: Role = Role.MANDATE_HOLDER) -> Actor:
    return actor_of(portal.person(role, mandates=frozenset({mandate})))


KINDS: list[Item] = ["visit-files", "missions", "visit-reports", "rounds"]


def test_what_is_open_of_visits_waits_for_the_chief(
    portal: Pages, chief: Visitor, world: World
) -> None:
    page = chief.get(PAGE).text
    for kind, said in zip(
        KINDS,
        ("Visit file, begun on", "Mission, begun on", "Report on a visit, begun on", "Follow-up"),
        strict=True,
    ):
        assert world.path(kind) in page
        assert said in text(page)
    assert "Kenya" in text(page)
    assert "Zorb" not in page, "nobody who decides where it goes reads a draft"


@pytest.mark.parametrize("kind", KINDS)
def test_the_chief_reads_what_goes_with_it_and_decides_once(
    portal: Pages, chief: Visitor, world: World, kind: Item
) -> None:
    form = text(chief.get(world.path(kind)).text)
    assert "What is published keeps the old name." in form
    assert "As a record" in form
    assert "Foreseen by the act of the Council" in form
    assert 'name="files"' not in chief.get(world.path(kind)).text
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "The theme goes on there (invented)."}
    assert "Check this decision" in text(chief.post(world.path(kind), sent).text)
    assert not portal.asked
    assert chief.post(world.path(kind), {**sent, "checked": "send"}).status_code == 303
    body: Any = json.loads(portal.asked[0].read())
    assert (body["data"]["kind"], body["data"]["item_id"]) == (kind, world.item(kind))
    assert (body["data"]["to"], body["data"]["submission_ids"]) == (TO, [])
    world.terms.tell(replace(decided(kind, world.item(kind)), submission_ids=()))
    assert chief.get(world.path(kind)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_decides(portal: Pages, world: World, role: Role) -> None:
    visitor = portal.signed_in(role, mandates=frozenset({LEAD, TO}))
    for kind in KINDS:
        assert visitor.get(world.path(kind)).status_code == 403
    assert not portal.asked


def test_what_was_passed_on_waits_no_more_and_once_more_when_its_successor_ends(
    chief: Visitor, world: World
) -> None:
    for kind in KINDS:
        world.passed(kind)
    page = chief.get(PAGE).text
    assert all(world.path(kind) not in page for kind in KINDS)
    over = replace(registry.TERMINATED, mandate=TO, ended_on=ENDED.ended_on)
    world.terms.tell(over)
    page = chief.get(PAGE).text
    assert all(f"{PAGE}/{TO}/{kind}/{world.item(kind)}" in page for kind in KINDS)


def _before(mission: Mission) -> Mission:
    """Return the mission as it was before the visit."""
    return replace(mission, moves=())


# --- a file --------------------------------------------------------------------------------------


def test_a_file_passed_on_is_the_successors_and_the_old_holder_reads_a_line(
    portal: Pages, world: World
) -> None:
    before, after = actor(portal, LEAD), actor(portal, TO)
    on = world.visits.today

    def sights() -> list[Sight]:
        with portal.engine.connect() as conn:
            found = [of_visits.file(conn, one, LEAD, "KEN", on) for one in (before, after)]
        return [one.sight for one in found if one]

    assert [one >= Sight.WRITE for one in sights()] == [True, False]
    world.passed("visit-files")
    assert [one >= Sight.WRITE for one in sights()] == [False, True]
    with portal.engine.connect() as conn:
        assert [row.visit_file_id for row in conn.execute(of_visits.waiting(after, on))] == [FILE]
        assert not conn.execute(of_visits.waiting(before, on)).all()
    page = holder(portal, TO).get(f"/visits/{LEAD}/KEN")
    assert "goes on with this file" in text(page.text)
    assert holder(portal, LEAD).get(f"/visits/{LEAD}/KEN").status_code == 404


def test_a_file_that_is_a_record_is_read_by_its_mandate_and_added_to_by_the_desk(
    portal: Pages, world: World
) -> None:
    world.passed("visit-files", None)
    page = text(holder(portal, LEAD).get(f"/visits/{LEAD}/KEN").text)
    assert "kept as a record" in page
    assert "What was sent or received" not in page
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/visits/{LEAD}/KEN").text
    assert "What was sent or received" in text(desk)
    with portal.engine.connect() as conn:
        waiting = of_visits.waiting(actor(portal, LEAD), world.visits.today)
        assert not conn.execute(waiting).all()


def test_of_the_dates_of_a_predecessor_elsewhere_nothing_is_told(
    portal: Pages, world: World
) -> None:
    """The successor hears of its own days: no other file of the old one is its own."""
    asked = world.visits
    for state, mandate in (("KEN", LEAD), ("NPL", LEAD), ("FRA", TO)):
        if state != "KEN":
            asked.log(LogVisitInvitation, state, mandate, ago=20)
        asked.log(LogVisitDates, state, mandate, ago=10, by="state", dates=asked.window(120))
    page = f"/visits/{LEAD}/KEN"
    before = text(holder(portal, LEAD).get(page).text)
    assert "Nepal" in before
    world.passed("visit-files")
    after = text(holder(portal, TO).get(page).text)
    assert "Nepal" not in after
    assert "France" in after


def test_who_goes_on_with_a_file_reads_the_letters_that_were_sent_and_no_draft(
    portal: Pages, world: World
) -> None:
    letters = Letters(portal.engine, portal.vault, portal.clock())
    sent, draft = letters.sent("one", LEAD), letters.drafted("two", LEAD)
    elsewhere = letters.sent("three", LEAD, state="NPL")
    assert holder(portal, TO).get(f"/visit-letters/{sent}").status_code == 404
    world.visits.told = 2 * letters.told  # the letters came before
    world.passed("visit-files")
    page = holder(portal, TO).get(f"/visit-letters/{sent}")
    assert page.status_code == 200
    assert TEXT in page.text
    for one in (draft, elsewhere):
        assert holder(portal, TO).get(f"/visit-letters/{one}").status_code == 404


def test_the_reason_outlives_the_text_of_a_report(
    portal: Pages, chief: Visitor, world: World
) -> None:
    """And a report of which data protection erased the text still goes somewhere."""
    portal.vault.forget(f"visitreport-{world.missions.mission_id}", at=portal.clock())
    sent = {"command_id": str(uuid4()), "to": TO, "reason": "The theme goes on there (invented)."}
    path = world.path("visit-reports")
    assert chief.post(path, {**sent, "checked": "send"}).status_code == 303


# --- a mission -----------------------------------------------------------------------------------


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
