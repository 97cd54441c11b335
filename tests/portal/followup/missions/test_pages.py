"""Missions for each role: E.10, and the two versions of the programme (E.12)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.missions import found, words
from portal.followup.missions.offered import steps
from portal.followup.missions.queries import Mission, Taken
from portal.web.policy import Sight
from shared.contracts.followup_mission_commands import (
    TYPES,
    MarkMissionTask,
    SetConfidentialItem,
    SetProgrammeItem,
    TakeMissionStep,
)
from shared.contracts.followup_visits import Window
from shared.core.roles import Role
from shared.reference.holding import Holding
from shared.reference.missions import CONFIDENTIAL, ITEM_STATES, MEETINGS, TASK_STATES, TASKS
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear()
    some.official("Minister Zora")
    some.confidential("Widow Quib")
    some.step("security_cleared", "Only by day")
    return some


def page_of(missions: Missions) -> str:
    return f"/missions/{missions.mission_id}"


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **OWN)


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_the_team_reads_both_programmes_and_the_desk_of_the_state_one(
    portal: Pages, missions: Missions
) -> None:
    page = page_of(missions)
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for visitor, of_team in ((officer(portal), True), (desk, False)):
        shown = text(visitor.get(page).text)
        assert "Minister Zora" in shown
        assert "In preparation" in shown
        assert "Security cleared" in shown
        assert ("Only by day" in shown) is of_team
        assert ("Confidential programme" in shown) is of_team
        sheet = text(visitor.get(f"{page}/sheet").text)
        assert "Minister Zora" in sheet
        assert "09:30" in sheet
        for got in (shown, sheet):
            assert "Quib" not in got
        for apart in ("confidential", "confidential/sheet"):
            answer = visitor.get(f"{page}/{apart}")
            assert answer.status_code == (200 if of_team else 403)
            assert ("Widow Quib" in answer.text) is of_team
    assert "Minister Zora" in text(officer(portal).get(f"{page}/confidential/sheet").text)
    assert desk.get(f"{page}/programme/new").status_code == 403


@pytest.mark.parametrize(
    ("role", "also", "status"),
    [
        (R.MANDATE_HOLDER, {"mandates": frozenset({"wgad"})}, 404),
        (R.DESK_OFFICER, {"state_codes": frozenset({"FRA"})}, 404),
        (R.GOVERNMENT, {"state_codes": frozenset({"KEN"})}, 403),
        (R.COORDINATION_COMMITTEE, {}, 403),
        (R.QUICK_RESPONSE_DESK, {}, 403),
    ],
)
def test_nobody_else_opens_a_mission(
    portal: Pages, missions: Missions, role: Role, also: dict[str, Any], status: int
) -> None:
    visitor = portal.signed_in(role, **also)
    for page in ("", "/sheet"):
        assert visitor.get(page_of(missions) + page).status_code == status


def test_a_person_with_two_roles_writes_only_for_the_own_mandate(
    portal: Pages, missions: Missions
) -> None:
    visitor = portal.signed_in(
        R.DESK_OFFICER,
        R.HUMAN_RIGHTS_OFFICER,
        mandates=frozenset({"wgad"}),
        state_codes=frozenset({"KEN"}),
    )
    page = page_of(missions)
    assert visitor.get(page).status_code == 200
    for path in ("confidential", "confidential/new", "programme/new", "tasks/visas"):
        assert visitor.get(f"{page}/{path}").status_code == 404


def test_the_programme_is_kept_in_its_own_part(portal: Pages, missions: Missions) -> None:
    visitor, page = officer(portal), page_of(missions)
    dates = missions.mission.dates
    assert dates is not None
    typed = {
        "day": dates.first.isoformat(),
        "begins": "14:00",
        "kind": "nhri",
        "state": "proposed",
        "text": "Commissioner <i>Nal</i>",
        "ends": "15:30",
        "place": "House of <i>Orb</i>",
    }
    for path, kind, seen in (
        ("programme", SetProgrammeItem, "2"),
        ("confidential", SetConfidentialItem, "1"),
    ):
        assert visitor.get(f"{page}/{path}/new").status_code == 200
        sent = {"command_id": str(uuid4()), "seen": seen, **typed}
        wrong = visitor.post(f"{page}/{path}/new", {**sent, "begins": "9.30"})
        assert wrong.status_code == 422
        assert "Enter a time such as 09:30" in text(wrong.text)
        wrong = visitor.post(f"{page}/{path}/new", {**sent, "ends": "13:00"})
        assert "Enter an end that is later" in text(wrong.text)
        assert visitor.post(f"{page}/{path}/new", sent).status_code == 303
        command = last(portal)
        assert isinstance(command, kind)
        assert (command.mandate, command.seen) == ("sr-torture", int(seen))
        assert portal.vault.reveal(command.item.text) == "Commissioner <i>Nal</i>"
        assert portal.vault.reveal(command.item.place) == "House of <i>Orb</i>"
        assert (command.item.ends, command.item.lead) == ("15:30", None)
    for code in CONFIDENTIAL:
        answer = visitor.post(
            f"{page}/programme/new", {"command_id": str(uuid4()), **typed, "kind": code}
        )
        assert answer.status_code == 422
    (item,) = missions.mission.items.values()
    form = visitor.get(f"{page}/programme/{item.item_id}").text
    assert "Minister Zora" in form
    assert 'value="3"' in form
    changed = {"command_id": str(uuid4()), "seen": "3", **typed, "kind": "government"}
    assert visitor.post(f"{page}/programme/{item.item_id}", changed).status_code == 303
    assert last(portal).item.item_id == item.item_id
    (rest,) = missions.rest.items.values()
    assert "Widow Quib" in visitor.get(f"{page}/confidential/{rest.item_id}").text
    assert visitor.get(f"{page}/programme/{rest.item_id}").status_code == 404


def test_tasks_and_steps_are_logged(portal: Pages, missions: Missions) -> None:
    visitor, page = officer(portal), page_of(missions)
    assert "checked" in visitor.get(f"{page}/tasks/visas").text
    sent = {"command_id": str(uuid4()), "seen": "3", "now": "done"}
    assert visitor.post(f"{page}/tasks/visas", sent).status_code == 303
    command = last(portal)
    assert isinstance(command, MarkMissionTask)
    assert (command.task, command.now) == ("visas", "done")
    missions.ask(MarkMissionTask, task="visas", now="unneeded")
    assert "Not needed" in text(visitor.get(page).text)
    on = str(missions.at.date())
    began = {"command_id": str(uuid4()), "seen": "3", "on": on, "note": "At the airport"}
    assert f'value="{on}"' in visitor.get(f"{page}/steps/began").text
    assert visitor.post(f"{page}/steps/began", began).status_code == 303
    command = last(portal)
    assert isinstance(command, TakeMissionStep)
    assert command.note is not None
    assert command.note.subject == f"mission-{command.note_id}"
    holder = portal.signed_in(R.MANDATE_HOLDER, **OWN)
    bare = {"command_id": str(uuid4()), "seen": "3", "on": on}
    assert holder.post(f"{page}/steps/interrupted", bare).status_code == 303
    assert (last(portal).note, str(last(portal).on)) == (None, on)
    for path in ("steps/interrupted", "steps/tea", "tasks/tea", f"programme/{uuid4()}"):
        assert visitor.get(f"{page}/{path}").status_code == 404
    missions.step("began")
    assert "The visit was interrupted" in text(holder.get(page).text)
    assert "The visit was interrupted" not in text(visitor.get(page).text)


def test_what_becomes_of_the_dates_stands_on_the_page(portal: Pages, missions: Missions) -> None:
    visitor, page = officer(portal), page_of(missions)
    missions.hear("open", ahead=None)
    assert "Dates are open again" in text(visitor.get(page).text)
    assert "The mission" in text(visitor.get("/visits/sr-torture/KEN").text)
    assert "From " not in text(visitor.get(page).text)
    missions.hear("unsettled")
    assert "Terms of reference are open again" in text(visitor.get(page).text)
    missions.hear("called_off", ahead=None)
    shown = visitor.get(page).text
    assert "Called off" in shown
    assert "/steps/" not in shown


def test_an_item_is_erased_and_its_place_stays(portal: Pages, missions: Missions) -> None:
    (rest,) = missions.rest.items.values()
    portal.vault.forget(f"mission-{rest.item_id}", at=portal.clock())
    page = officer(portal).get(f"{page_of(missions)}/confidential").text
    assert "Quib" not in page
    assert f'id="item-{rest.item_id}"' in page


def test_a_visit_under_way_says_what_its_file_says(portal: Pages, missions: Missions) -> None:
    missions.step("began")
    missions.hear("called_off", ahead=None)
    shown = text(officer(portal).get(page_of(missions)).text)
    for said in ("Under way", "Called off", "From "):
        assert said in shown


def test_what_is_taken_out_no_state_reads(portal: Pages, missions: Missions) -> None:
    missions.official("Prison Vex", state="withdrawn")
    missions.official("Refused Rill", state="refused")
    missions.confidential("Shelter Nox", state="withdrawn")
    page = page_of(missions)
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert "Taken out" in text(officer(portal).get(page).text)
    assert "Vex" not in desk.get(page).text
    for visitor in (desk, officer(portal)):
        sheet = visitor.get(f"{page}/sheet").text
        assert "Minister Zora" in sheet
        assert "Vex" not in sheet
        assert "Rill" not in sheet
    team = officer(portal).get(f"{page}/confidential/sheet").text
    assert "Rill" in team
    for out in ("Vex", "Nox"):
        assert out not in team
    assert "version of the team" in title(team)
    assert "version for the State" in title(officer(portal).get(f"{page}/sheet").text)
    assert team.count("Give it to no State") == 2  # on the screen, and on each printed day


def title(page: str) -> str:
    return page.split("<title>")[1].split("</title>", maxsplit=1)[0]


def test_while_nobody_holds_office_the_officer_is_offered_to_end_it(
    portal: Pages, missions: Missions, monkeypatch: pytest.MonkeyPatch
) -> None:
    missions.step("began")
    page = page_of(missions)
    assert officer(portal).get(f"{page}/steps/ended").status_code == 404
    vacant = Holding(mandate="sr-torture", signs_until=missions.at.date() - timedelta(days=1))
    monkeypatch.setattr(found, "holdings", lambda *_: {"sr-torture": vacant})
    assert officer(portal).get(f"{page}/steps/ended").status_code == 200


def test_the_page_offers_the_steps_that_the_service_takes(missions: Missions) -> None:
    today = missions.at.date()
    dates = Window(first=today, last=today + timedelta(days=7))

    def offered(*taken: str, decides: bool = False, **also: Any) -> tuple[str, ...]:
        given = {"dates": dates, "plans": "agreed", "phase": "planning", "dated": 1, **also}
        one = Mission(
            mission_id="m",
            mandate="sr-torture",
            state="KEN",
            steps=len(taken) + 1,
            sight=Sight.WRITE,
            confidential=True,
            **given,
        )
        course: Any = [
            Taken(step=number, what=what, on=today, note=None, done_by="x")  # type: ignore[arg-type]
            for number, what in enumerate(taken, start=2)
        ]
        return steps(one, course, today, decides=decides, items=False)

    assert offered() == ("security_cleared",)
    assert offered("security_cleared") == ("security_cleared", "began")
    assert "began" not in offered("security_cleared", dated=3)
    assert "began" not in offered("security_cleared", plans="unsettled")
    later = Window(first=today + timedelta(days=2), last=today + timedelta(days=3))
    assert "began" not in offered("security_cleared", dates=later)
    assert offered(plans="called_off") == ()
    assert offered("began", phase="underway") == ("taken_back",)
    assert "ended" in offered("began", phase="underway", plans="called_off", decides=True)
    stopped = ("began", "interrupted")
    assert offered(*stopped, phase="interrupted") == ()
    assert "taken_back" in offered(*stopped, phase="interrupted", decides=True)
    assert "taken_back" in offered(*stopped, "taken_back", phase="underway")


def test_an_empty_programme_says_so(portal: Pages) -> None:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear()
    page = page_of(some)
    visitor = officer(portal)
    for path, said in (
        ("", "What is agreed with the State will appear here."),
        ("/confidential", "Meetings that no State is to know of will appear here."),
        ("/sheet", "No meeting is on the programme yet."),
    ):
        assert said in text(visitor.get(page + path).text)
    assert visitor.get(f"/missions/{uuid4()}").status_code == 404


def test_every_code_has_its_word() -> None:
    assert set(words.MEETINGS) == set(MEETINGS)
    assert set(words.ITEM_STATES) == set(ITEM_STATES)
    assert set(words.TASKS) == set(TASKS)
    assert set(words.TASK_STATES) == set(TASK_STATES)
