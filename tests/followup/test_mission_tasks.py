"""Tasks of a mission: those of the template, and its own (E.2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.mission.decide import MISSION
from shared.contracts import followup_missions as facts
from shared.contracts.followup_mission_commands import MarkMissionTask, SetMissionTask
from shared.contracts.followup_missions import OwnTask, TaskLine
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import given
from shared.reference.missions import FOR_DAYS, MOST_TASKS, TASKS
from tests.followup.debriefs import DESK
from tests.followup.missions import MISSION_ID, OPENED, ask, fact
from tests.followup.test_mission import taken
from tests.followup.visits import DAY, HOLDER, OFFICER, OTHER_HOLDER, QRD, SOON, TODAY

OWN: Any = OwnTask(phase="before", due=TODAY + 10 * DAY, title=Sealed("mission-t", "title"))


def line(number: int = 1, **also: Any) -> TaskLine:
    given_: dict[str, Any] = {
        "task": str(derive_id("own task", number)),
        "own": OWN,
        "assignee": "officer",
        "person": None,
        "after": None,
        "team": False,
        "note_id": "n-1",
        "note": None,
    }
    return TaskLine(**{**given_, **also})


def kept(step: int, this: TaskLine) -> Any:
    return fact(facts.MissionTaskSet, step, line=this)


def keep(seen: int, this: TaskLine) -> Any:
    return ask(SetMissionTask, seen, line=this)


TEMPLATE = line(task="visas", own=None, person="officer-2")


def test_those_of_the_mandate_keep_a_task_of_their_own_and_mark_it() -> None:
    this = line()
    for by in (OFFICER, HOLDER):
        given(MISSION, OPENED).when(keep(1, this), by=by).then(
            replace(kept(2, this), done_by=by.actor_id)
        )
    for other in (QRD, OTHER_HOLDER):
        given(MISSION, OPENED).when(keep(1, this), by=other).then_forbidden()
    done = ask(MarkMissionTask, 2, task=this.task, now="done")
    given(MISSION, OPENED).when(done, by=OFFICER).then_refused("no such task")
    given(MISSION, OPENED, kept(2, this)).when(done, by=OFFICER).then(
        fact(facts.MissionTaskMarked, 3, task=this.task, now="done")
    )
    again = replace(done, now="open")
    marked = fact(facts.MissionTaskMarked, 3, task=this.task, now="done")
    given(MISSION, OPENED, kept(2, this), marked).when(again, by=OFFICER).then(
        fact(facts.MissionTaskMarked, 4, task=this.task, now="open")
    )


@pytest.mark.parametrize("task", ["context", "debrief", "own"])
def test_e10_the_desk_officer_of_the_state_marks_what_is_the_desks(task: str) -> None:
    own = line(assignee="desk", person="desk-2")
    task = own.task if task == "own" else task
    mission = given(MISSION, OPENED, kept(2, own))
    done = ask(MarkMissionTask, 1, task=task, now="done")
    marked = fact(facts.MissionTaskMarked, 3, task=task, now="done")
    mission.when(done, by=DESK).then(replace(marked, done_by=DESK.actor_id))
    elsewhere = replace(DESK, states=frozenset({"FRA"}))
    for other in (elsewhere, replace(DESK, roles=frozenset({Role.CHIEF})), QRD):
        mission.when(done, by=other).then_forbidden()
    mission.when(replace(done, mandate="wgad"), by=DESK).then_refused("no such mission")
    mission.when(keep(2, replace(own, person=None)), by=DESK).then_forbidden()
    kept_on = fact(facts.MissionPassedOn, 3, to=None)
    given(MISSION, OPENED, kept(2, own), kept_on).when(done, by=DESK).then_refused("as a record")


def test_e10_the_desk_marks_no_task_of_others_and_none_that_went_to_others() -> None:
    gone = line(task="context", own=None, assignee="officer")
    mission = given(MISSION, OPENED, kept(2, gone), kept(3, line(team=True)))
    for task in (*TASKS, line().task, "tea"):
        if task != "debrief":
            done = ask(MarkMissionTask, 3, task=task, now="done")
            mission.when(done, by=DESK).then_forbidden()


def test_a_task_that_is_there_is_changed_by_who_saw_it() -> None:
    this = line()
    other = replace(this, assignee="holder")
    there = given(MISSION, OPENED, kept(2, this))
    there.when(keep(2, other), by=OFFICER).then(kept(3, other))
    there.when(keep(1, other), by=OFFICER).then_refused("has changed")
    there.when(keep(0, this), by=OFFICER).then_nothing()
    there.when(keep(0, line(2)), by=OFFICER).then(kept(3, line(2)))
    given(MISSION, OPENED).when(keep(1, TEMPLATE), by=OFFICER).then(kept(2, TEMPLATE))
    given(MISSION, OPENED).when(keep(0, TEMPLATE), by=OFFICER).then_refused("has changed")


@pytest.mark.parametrize(
    ("this", "said"),
    [
        (line(task="visas"), "no such task"),
        (line(own=None), "no such task"),
        (line(assignee="state"), "Choose from the list"),
        (line(own=replace(OWN, phase="never")), "Choose from the list"),
        (line(own=replace(OWN, due=TODAY - DAY)), "from today on"),
        (line(own=replace(OWN, due=TODAY + 800 * DAY)), "from today on"),
        (line(assignee="desk", team=True), "would not read"),
        (line(after="tea"), "comes first"),
        (line(after=line().task), "comes first"),
    ],
)
def test_a_task_makes_sense(this: TaskLine, said: str) -> None:
    given(MISSION, OPENED).when(keep(1, this), by=OFFICER).then_refused(said)


def test_no_task_waits_for_itself_however_far() -> None:
    first, second = line(1, after="visas"), line(2, after=line(1).task)
    history = (OPENED, kept(2, first), kept(3, second))
    circle = replace(TEMPLATE, after=second.task)
    given(MISSION, *history).when(keep(3, circle), by=OFFICER).then_refused("comes first")
    given(MISSION, *history[:2]).when(keep(2, second), by=OFFICER).then(kept(3, second))


def test_a_day_that_is_over_stays_where_it_was_and_tasks_have_an_end() -> None:
    past = line(own=replace(OWN, due=TODAY - DAY))
    given(MISSION, OPENED, kept(2, past)).when(
        keep(2, replace(past, person="officer-2")), by=OFFICER
    ).then(kept(3, replace(past, person="officer-2")))
    full = [kept(number + 1, line(number)) for number in range(1, MOST_TASKS + 1)]
    given(MISSION, OPENED, *full).when(keep(51, line(99)), by=OFFICER).then_refused("as many tasks")
    off = fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    given(MISSION, OPENED, off).when(keep(2, line()), by=OFFICER).then_refused("called off")


def test_a_step_of_the_course_does_its_task_and_new_days_open_it_again() -> None:
    cleared = taken("security_cleared", 2)
    assert MISSION.fold([OPENED, cleared]).tasks == {"security": "done"}
    moved = replace(SOON, first=SOON.first + timedelta(days=1))
    changed = fact(facts.MissionPlansChanged, 3, plans="agreed", dates=moved, file_step=6)
    assert MISSION.fold([OPENED, cleared, changed]).tasks == dict.fromkeys(FOR_DAYS, "open")
    assert cleared.mission_id == MISSION_ID
