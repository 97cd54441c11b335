"""Tasks of a mission: those of the template, and its own (section E.2)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from services.followup.mission.state import Mission, of_state, step_of
from shared.contracts.followup_mission_commands import MarkMissionTask, OfTasks, SetMissionTask
from shared.contracts.followup_missions import MissionTaskMarked, MissionTaskSet, TaskLine
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.missions import (
    ASSIGNEES,
    MOST_TASKS,
    TASK_PHASES,
    TASK_STATES,
    TASKS,
    tasks_of,
)

_LONGEST: Final = timedelta(days=731)


def decide(
    command: OfTasks, asked: Asked, state: Mission
) -> Sequence[MissionTaskMarked | MissionTaskSet]:
    if isinstance(command, MarkMissionTask):
        return _mark(command, asked, state)
    return _set(command, asked, state)


def is_theirs(task: str, asked: Asked, state: Mission) -> bool:
    """Whether the person is the desk officer of the State, and the task is the desk's (E.10)."""
    line, template = state.lines.get(task), TASKS.get(task)
    whose = line or template
    return whose is not None and whose.assignee == "desk" and of_state(asked, state)


def _mark(command: MarkMissionTask, asked: Asked, state: Mission) -> Sequence[MissionTaskMarked]:
    if not _is_known(command.task, state) or command.now not in TASK_STATES:
        raise Refused("There is no such task.")
    if state.tasks.get(command.task, "open") == command.now:
        return []
    return [
        MissionTaskMarked(
            **step_of(command, asked, state, state.steps), task=command.task, now=command.now
        )
    ]


def _set(command: SetMissionTask, asked: Asked, state: Mission) -> Sequence[MissionTaskSet]:
    line, known = command.line, state.lines.get(command.line.task)
    if line == known:
        return []
    of_template = line.task in TASKS
    if of_template is (line.own is not None) or (of_template and not _is_known(line.task, state)):
        raise Refused("There is no such task.")
    if state.called_off:
        raise Refused("The visit was called off.")
    if _is_known(line.task, state) and command.seen != state.steps:
        raise Refused("The mission has changed. Look at it again.")
    _makes_sense(line, known, asked)
    if line.own and known is None and _own(state.lines) >= MOST_TASKS:
        raise Refused("The mission has as many tasks of its own as it can have.")
    if line.after is not None and not _comes_first(line.after, line.task, state):
        raise Refused("Choose another task that comes first.")
    return [MissionTaskSet(**step_of(command, asked, state, state.steps), line=line)]


def _makes_sense(line: TaskLine, known: TaskLine | None, asked: Asked) -> None:
    if line.assignee not in ASSIGNEES or (line.own and line.own.phase not in TASK_PHASES):
        raise Refused("Choose from the list whose the task is, and when.")
    if line.team and line.assignee == "desk":
        raise Refused("The desk officer would not read this task.")
    if line.own is None or (known and known.own and known.own.due == line.own.due):
        return
    today = day_of(asked.at)
    if not today <= line.own.due <= today + _LONGEST:
        raise Refused("Enter a day from today on, at most two years ahead.")


def _is_known(task: str, state: Mission) -> bool:
    if task in TASKS:
        return task in tasks_of(state.kind)
    return task in state.lines


def _own(lines: Mapping[str, TaskLine]) -> int:
    return sum(line.own is not None for line in lines.values())


def _comes_first(first: str, task: str, state: Mission) -> bool:
    """Whether the first task is one of the mission that waits, however far, for no such task."""
    while first != task and _is_known(first, state):
        line = state.lines.get(first)
        if line is None or line.after is None:
            return True
        first = line.after
    return False
