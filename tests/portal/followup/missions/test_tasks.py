"""Tasks of a mission on its page: whose they are, one's own, and who reads them (E.2, E.7)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import update

from portal.followup.missions.read_model import missions as table
from shared.contracts.followup_mission_commands import (
    TYPES,
    MarkMissionTask,
    SetMissionTask,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.missions import TASKS
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role
OWN = frozenset({"sr-torture"})


@pytest.fixture
def missions(portal: Pages) -> Missions:
    some = Missions(portal.engine, portal.vault, portal.clock())
    some.hear(ahead=90)
    return some


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=OWN)


def desk(portal: Pages) -> Visitor:
    return portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))


def typed(missions: Missions, **also: Any) -> dict[str, Any]:
    due = day_of(missions.at) + timedelta(days=20)
    given = {
        "command_id": str(uuid4()),
        "seen": str(missions.mission.steps),
        "title": "Book <i>the quay</i>",
        "phase": "before",
        "due": due.isoformat(),
        "whose": "officer",
        "after": "visas",
        "readers": "desk",
        "note": "Ask Port Zorb",
    }
    return {**given, **also}


def kept(portal: Pages, missions: Missions) -> SetMissionTask:
    """Let the service rule on what the page asked for."""
    kind, data, _ = asked_for(portal.asked[-1])
    command: object = TypeAdapter(TYPES[kind]).validate_python(data)
    assert isinstance(command, SetMissionTask)
    missions.ask(SetMissionTask, line=command.line)
    return command


def test_a_task_of_its_own_is_added_noted_marked_and_opened_again(
    portal: Pages, missions: Missions
) -> None:
    visitor, page = officer(portal), f"/missions/{missions.mission_id}"
    assert f"{page}/tasks/new" in visitor.get(page).text
    wrong = visitor.post(f"{page}/tasks/new", typed(missions, title="", whose=""))
    assert wrong.status_code == 422
    assert "Enter what is to be done" in text(wrong.text)
    assert visitor.post(f"{page}/tasks/new", typed(missions)).status_code == 303
    task = kept(portal, missions).line.task
    shown = visitor.get(page).text
    assert "Book &lt;i&gt;the quay&lt;/i&gt;" in shown
    for said in ("Ask Port Zorb", "After: Visas"):
        assert said in text(shown)
    assert "of 11 done" in text(shown)
    for now in ("done", "open"):
        sent = {"command_id": str(uuid4()), "seen": "2", "now": now}
        assert visitor.post(f"{page}/tasks/{task}", sent).status_code == 303
        missions.ask(MarkMissionTask, task=task, now=now)
        assert ("1 of 11 done" in text(visitor.get(page).text)) is (now == "done")
    form = visitor.get(f"{page}/tasks/{task}/change").text
    assert "Ask Port Zorb" in form
    moved = typed(missions, title="Book the pier", note="", after="")
    assert visitor.post(f"{page}/tasks/{task}/change", moved).status_code == 303
    assert kept(portal, missions).line.task == task
    shown = text(visitor.get(page).text)
    assert "Book the pier" in shown
    assert "Port Zorb" not in shown


def test_a_task_is_given_to_a_person_who_works_on_the_visit(
    portal: Pages, missions: Missions
) -> None:
    visitor, page = officer(portal), f"/missions/{missions.mission_id}"
    desk(portal)
    portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    form = visitor.get(f"{page}/tasks/visas/change").text
    assert "What is to be done?" not in form, "of the template"
    offered = [part.split('"')[0] for part in form.split('<option value="')]
    people = [one for one in offered if one.startswith("desk:")]
    assert len(people) == 1
    sent = {
        "command_id": str(uuid4()),
        "seen": "1",
        "note": "",
        "after": "",
        "whose": people[0],
        "readers": "desk",
    }
    stranger = {**sent, "whose": "desk:somebody-else"}
    assert visitor.post(f"{page}/tasks/visas/change", stranger).status_code == 422
    assert visitor.post(f"{page}/tasks/visas/change", sent).status_code == 303
    line = kept(portal, missions).line
    assert (line.assignee, f"desk:{line.person}", line.own) == ("desk", people[0], None)
    assert "selected" in visitor.get(f"{page}/tasks/visas/change").text.split(people[0])[1][:12]


def test_what_the_mandate_keeps_to_itself_the_desk_neither_reads_nor_counts(
    portal: Pages, missions: Missions
) -> None:
    page = f"/missions/{missions.mission_id}"
    both = typed(missions, readers="team", whose="desk")
    assert "would not read" in text(officer(portal).post(f"{page}/tasks/new", both).text)
    own = typed(missions, readers="team")
    assert officer(portal).post(f"{page}/tasks/new", own).status_code == 303
    kept(portal, missions)
    for visitor, reads in ((officer(portal), True), (desk(portal), False)):
        for at in (page, "/missions"):
            shown = text(visitor.get(at).text)
            assert ("of 11 done" in shown) is reads
            assert ("of 10 done" in shown) is not reads
            assert ("Book" in shown) is (reads and at == page)


def test_the_desk_officer_of_the_state_marks_the_tasks_of_the_desk(
    portal: Pages, missions: Missions
) -> None:
    """E.10: tasks of the desk are its own to mark, and no others."""
    visitor, page = desk(portal), f"/missions/{missions.mission_id}"
    elsewhere = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    shown = visitor.get(page).text
    for task in TASKS:
        assert (f'href="{page}/tasks/{task}"' in shown) is (task in {"context", "debrief"})
    assert f"{page}/tasks/context/change" not in shown
    sent = {"command_id": str(uuid4()), "seen": str(missions.mission.steps), "now": "done"}
    assert elsewhere.get(f"{page}/tasks/context").status_code == 404
    assert elsewhere.post(f"{page}/tasks/context", sent).status_code == 404
    assert visitor.get(f"{page}/tasks/context").status_code == 200
    assert visitor.get(f"{page}/tasks/context", Accept_Language="ar").status_code == 200
    assert visitor.post(f"{page}/tasks/context", sent).status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    command: object = TypeAdapter(TYPES[kind]).validate_python(data)
    assert command == MarkMissionTask(
        mission_id=missions.mission_id, mandate="sr-torture", seen=1, task="context", now="done"
    )
    missions.ask(MarkMissionTask, task="context", now="done")
    assert "1 of 10 done" in text(visitor.get(page).text)


def test_the_desk_marks_no_task_of_a_visit_that_goes_on_in_a_joint_one(
    portal: Pages, missions: Missions
) -> None:
    page = f"/missions/{missions.mission_id}"
    with portal.engine.begin() as conn:
        conn.execute(update(table).values(joint=str(uuid4())))
    assert f"{page}/tasks/context" not in desk(portal).get(page).text
    assert desk(portal).get(f"{page}/tasks/context").status_code == 404


@pytest.mark.parametrize(
    ("path", "refused"), [("tasks/new", 403), ("tasks/visas/change", 403), ("tasks/visas", 404)]
)
def test_whoever_only_reads_the_mission_changes_no_task(
    portal: Pages, missions: Missions, path: str, refused: int
) -> None:
    page = f"/missions/{missions.mission_id}/{path}"
    assert desk(portal).get(page).status_code == refused
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert other.get(page).status_code == 404
    assert path not in desk(portal).get(f"/missions/{missions.mission_id}").text
    gone = officer(portal).get(f"/missions/{missions.mission_id}/tasks/tea/change")
    assert gone.status_code == 404
