"""The statement at the end of a mission, from the page of the mission to the public page."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from portal.letters.statements.missions import beside, mission, stated
from portal.web.db import engine
from services.followup.mission.decide import MISSION
from services.followup.mission.findings import MarkStatementIssued, on_approvals
from shared.contracts.approvals_statements import StatementDrafted
from shared.contracts.followup_mission_commands import (
    RecordPreliminaryFindingsRefused,
    RecordPreliminaryFindingsShared,
)
from shared.contracts.followup_missions import MissionOpened, MissionPassedOn
from shared.core.actor import Asked, system
from tests.portal.letters.statements.conftest import Press
from tests.portal.stakeholders.test_pages import text
from tests.support.approvals import Approvals
from tests.support.letters import LEAD, OTHER
from tests.support.missions import STATE, Missions
from tests.support.people import forms_of

WORDS: dict[str, Any] = {
    "title": "Kenya: preliminary findings",
    "text": "I thank the Government for its invitation.",
    "view": "none_received",
    "mandates": [],
}


@dataclass
class Visit(Missions):
    """A mission whose facts reach approvals as well."""

    service: Approvals | None = None

    def tell(self, *facts: Any) -> None:
        Missions.tell(self, *facts)
        if self.service is not None:
            self.service.hear_of_missions(*facts)

    @property
    def page(self) -> str:
        return f"/missions/{self.mission_id}"

    def mark(self, command: MarkStatementIssued) -> None:
        """Let the policy mark that it is public."""
        asked = Asked(at=self.at, by=system("followup"))
        facts = MISSION.decide(command, asked, self.mission)
        self.mission = MISSION.fold(facts, self.mission)
        self.tell(*facts)

    def share(self) -> None:
        also = {"office": "foreign_ministry", "channel": "meeting", "note_id": str(uuid4())}
        self.ask(RecordPreliminaryFindingsShared, on=self.at.date(), **also)

    def refuse(self) -> None:
        note_id = str(uuid4())
        note = self.vault.seal(f"mission-{note_id}", "It cancelled the meeting")
        also = {"office": "foreign_ministry", "note_id": note_id, "note": note}
        self.ask(RecordPreliminaryFindingsRefused, on=self.at.date(), **also)


@pytest.fixture
def visit(press: Press) -> Visit:
    portal = press.desk.portal
    one = Visit(portal.engine, portal.vault, portal.clock(), service=press.desk.service)
    one.hear()
    one.step("security_cleared")
    one.step("began")
    return one


def written(press: Press, visit: Visit, **typed: Any) -> str:
    """Write the statement from the page of the mission; return its page."""
    sent = press.desk.press(
        "officer", f"{visit.page}/statement/new", "/statement/new", **{**WORDS, **typed}
    )
    assert sent.status_code == 303, sent.text
    return str(sent.location.partition("?")[0])


def approved(press: Press, visit: Visit) -> str:
    page = written(press, visit)
    assert press.desk.press("officer", page, "/request-approval").status_code == 303
    assert press.desk.press("holder", page, "/approve").status_code == 303
    return page


def test_it_is_written_from_the_mission_with_its_state_and_its_days(
    press: Press, visit: Visit
) -> None:
    officer = press.desk["officer"]
    assert "Write the end-of-mission statement" in officer.get(visit.page).text
    form = officer.get(f"{visit.page}/statement/new").text
    for name in ("state", "visit_from", "visit_to", "kind", "lead_mandate", "symbol"):
        assert f'name="{name}"' not in form
    assert "Kenya" in form
    page = written(press, visit)
    [drafted] = [one for one in press.desk.service.facts if isinstance(one, StatementDrafted)]
    dates = visit.mission.dates
    assert dates is not None
    assert drafted.mission_id == visit.mission_id
    assert (drafted.kind, drafted.mandates, drafted.about.states) == (
        "end_of_mission",
        (LEAD,),
        (STATE,),
    )
    assert (drafted.about.visit_from, drafted.about.visit_to) == (dates.first, dates.last)
    assert f'href="{visit.page}"' in officer.get(page).text
    shown = officer.get(visit.page).text
    assert f'href="{page}"' in shown
    assert "Drafting" in shown
    assert "Write the end-of-mission statement" not in shown


def test_a_form_that_was_refused_keeps_what_was_typed_and_a_second_click_writes_one(
    press: Press, visit: Visit
) -> None:
    officer, address = press.desk["officer"], f"{visit.page}/statement/new"
    [form] = [f for f in forms_of(officer.get(address).text) if f["action"].endswith("/new")]
    typed = {**form["fields"], **WORDS}
    wrong = officer.post(address, {**typed, "view": "stated"})
    assert wrong.status_code == 422
    assert WORDS["text"] in text(wrong.text)
    for _ in range(2):
        assert officer.post(address, typed).status_code == 303
    facts = press.desk.service.facts
    assert sum(isinstance(one, StatementDrafted) for one in facts) == 1
    assert officer.get(address).status_code == 404


def test_one_that_was_begun_meanwhile_takes_no_text_away(press: Press, visit: Visit) -> None:
    officer, address = press.desk["officer"], f"{visit.page}/statement/new"
    [form] = [f for f in forms_of(officer.get(address).text) if f["action"].endswith("/new")]
    page = written(press, visit)
    late = officer.post(address, {**form["fields"], **WORDS})
    assert late.status_code == 422
    assert "This mission has a statement already." in text(late.text)
    assert WORDS["text"] in text(late.text)
    withdraw = f"{page}/withdraw?mandate={LEAD}"
    [asks] = [
        f for f in forms_of(press.desk["holder"].get(withdraw).text) if "reason" in f["fields"]
    ]
    gone = press.desk["holder"].post(withdraw, {**asks["fields"], "reason": "Begun twice"})
    assert gone.status_code == 303
    assert officer.post(address, {**form["fields"], **WORDS}).status_code == 303


def test_a_visit_that_was_called_off_meanwhile_takes_no_text_away(
    press: Press, visit: Visit
) -> None:
    officer, address = press.desk["officer"], f"{visit.page}/statement/new"
    [form] = [f for f in forms_of(officer.get(address).text) if f["action"].endswith("/new")]
    visit.step("taken_back")
    visit.hear("called_off", ahead=None)
    late = officer.post(address, {**form["fields"], **WORDS})
    assert late.status_code == 422
    assert "The visit was called off." in text(late.text)
    assert WORDS["text"] in text(late.text)
    assert officer.get(address).status_code == 404


def test_a_mission_that_is_a_record_offers_no_statement(press: Press, visit: Visit) -> None:
    kept = MissionPassedOn(
        mission_id=visit.mission_id,
        mandate=LEAD,
        state=STATE,
        step=visit.mission.steps + 1,
        done_by="policy",
        done_at=visit.at,
        to=None,
    )
    visit.tell(kept)
    shown = press.desk["officer"].get(visit.page)
    assert shown.status_code == 200
    assert "Write the end-of-mission statement" not in shown.text


def test_nobody_else_writes_it_or_finds_the_way(press: Press, visit: Visit) -> None:
    address = f"{visit.page}/statement/new"
    for who, status in (
        ("holder", 403),
        ("other officer", 404),
        ("desk officer", 403),
        ("government", 403),
    ):
        assert press.desk[who].get(address).status_code == status
    page = written(press, visit)
    desk = press.desk["desk officer"].get(visit.page).text
    assert page not in desk
    assert "end-of-mission statement" not in text(desk)
    assert press.desk["officer"].get(f"/missions/{uuid4()}/statement/new").status_code == 404


def test_it_is_issued_once_the_government_heard_the_findings(press: Press, visit: Visit) -> None:
    page = approved(press, visit)
    said = "The Government has not heard the preliminary findings yet."
    holder = press.desk["holder"]
    shown = holder.get(page).text
    assert said in text(shown)
    assert f"{page}/issue" not in shown
    visit.share()
    assert said not in text(holder.get(page).text)
    assert press.desk.press("holder", page, "/issue").status_code == 303
    [issued] = press.told
    assert issued.mission_id == visit.mission_id
    public = press.public(f"/register{page}")
    assert public.status_code == 200
    assert f"/register/visits/{visit.mission_id}" in public.text
    assert f"/missions/{visit.mission_id}" not in public.text


def test_it_waits_where_the_visit_did_not_begin_after_all(press: Press, visit: Visit) -> None:
    page = approved(press, visit)
    visit.share()
    assert f"{page}/issue" in press.desk["holder"].get(page).text
    visit.step("taken_back")
    shown = press.desk["holder"].get(page).text
    assert f"{page}/issue" not in shown
    assert "The Government has not heard the preliminary findings yet." in text(shown)


def test_a_page_that_is_open_says_that_the_government_heard(press: Press, visit: Visit) -> None:
    page, holder = approved(press, visit), press.desk["holder"]
    found = re.search(r'hx-get="([^"]*seen=[^"]*)"', holder.get(page).text)
    assert found
    live = unescape(found[1]).replace("seen=", "seen=x")
    again = "Show the statement as it is now"
    assert again not in holder.fragment(live).text
    visit.share()
    assert again in holder.fragment(live).text


def test_a_government_that_refused_does_not_stop_it(press: Press, visit: Visit) -> None:
    page = approved(press, visit)
    visit.refuse()
    assert press.desk.press("holder", page, "/issue").status_code == 303
    shown = text(press.desk["officer"].get(visit.page).text)
    assert "The Government refused to hear the preliminary findings" in shown
    assert "It cancelled the meeting" in shown
    desk = text(press.desk["desk officer"].get(visit.page).text)
    assert "It cancelled the meeting" not in desk


def test_what_is_issued_is_marked_on_the_mission(press: Press, visit: Visit) -> None:
    page = approved(press, visit)
    visit.share()
    press.desk.press("holder", page, "/issue")
    [issued] = press.told
    for command in (*on_approvals(issued), *on_approvals(issued)):
        visit.mark(command)
    for who in ("officer", "desk officer"):
        shown = press.desk[who].get(visit.page).text
        assert text(shown).count("The end-of-mission statement was issued") == 1
        assert "Issued" in text(shown)
    desk = press.desk["desk officer"].get(visit.page).text
    assert f"/register{page}" in desk


def test_cut_short_the_page_asks_to_save_the_text_anew(press: Press, visit: Visit) -> None:
    page = written(press, visit)
    said = "The mission has other days by now than this text says."
    officer = press.desk["officer"]
    assert said not in text(officer.get(page).text)
    visit.step("ended")
    assert said in text(officer.get(page).text)
    again = press.desk.press("officer", page, "/request-approval")
    assert "those of its mission" in text(again.text)
    revise = f"{page}/revise"
    assert 'name="visit_to"' not in officer.get(revise).text
    assert press.desk.press("officer", revise, "/revise").status_code == 303
    assert said not in text(officer.get(page).text)
    assert press.desk.press("officer", page, "/request-approval").status_code == 303


def test_a_joint_visit_is_in_the_name_of_its_mandates(press: Press, visit: Visit) -> None:
    dates = visit.mission.dates
    assert dates is not None
    other = MissionOpened(
        mission_id=str(uuid4()),
        mandate=OTHER,
        state=STATE,
        step=1,
        done_by="policy",
        done_at=visit.at,
        dates=dates,
        file_step=1,
    )
    press.desk.service.hear_of_missions(other)
    with press.desk.portal.app.app_context(), engine().connect() as conn:
        one = mission(conn, visit.mission_id)
        assert one is not None
        assert beside(conn, one) == [OTHER]
        theirs = mission(conn, other.mission_id)
        assert theirs is not None
        assert stated(conn, theirs) == []
    form = press.desk["officer"].get(f"{visit.page}/statement/new").text
    checked = [line for line in form.splitlines() if "checked" in line and OTHER in line]
    assert checked
    page = written(press, visit, mandates=[OTHER])
    with press.desk.portal.app.app_context(), engine().connect() as conn:
        [theirs_too] = stated(conn, theirs)
        assert page.endswith(theirs_too.statement_id)
        # One to the State on other days is of another visit.
        later = dates.last + timedelta(days=30)
        assert stated(conn, replace(theirs, first=later, last=later)) == []
        assert stated(conn, replace(theirs, mandate="sr-water-sanitation")) == []
    press.desk.press("officer", page, "/request-approval")
    press.desk.press("holder", page, "/approve")
    assert press.desk.press("other holder", page, "/approve").status_code == 303
    assert f'href="{visit.page}"' not in press.desk["other holder"].get(page).text


def test_a_statement_of_no_mission_names_none(press: Press, visit: Visit) -> None:
    page = press.drafted()
    assert f'href="{visit.page}"' not in press.desk["officer"].get(page).text
