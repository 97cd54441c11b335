"""What is done on tasks of a mission: one of its own, how any of them is kept, and its mark."""

from collections.abc import Callable, Mapping

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.missions import queries, words
from portal.followup.missions.forms import OwnTaskForm, TaskForm, TaskLineForm, showing
from portal.followup.missions.found import about, of, sealed
from portal.followup.missions.queries import Due, Mission
from portal.web.accounts import offices
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.erased import erased
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.followup_mission_commands import MarkMissionTask, SetMissionTask
from shared.contracts.followup_missions import OwnTask, TaskLine
from shared.core.message import derive_id
from shared.core.roles import Role


def marked(one: Mission, task: str) -> Answer:
    """Say where a task stands."""
    form, this = TaskForm(), _task(one, task)
    if not one.marks(this):
        raise NotFound
    showing(form, one.steps)
    if request.method == "GET":
        form.now.data = this.now
    note = vault().reveal(this.note) if this.note else None
    return act(
        about(one),
        form,
        Page(
            heading=titles([this])[task],
            texts=[(gettext("Note"), note)] if this.note else (),
            button=gettext("Keep it"),
        ),
        lambda: MarkMissionTask(**of(one, form.shown), task=task, now=form.now.data),
        said=gettext("The task is kept."),
    )


def added(one: Mission) -> Answer:
    form = OwnTaskForm()
    return _kept(
        one,
        form,
        None,
        gettext("Add a task"),
        lambda: _own(form, str(derive_id("task of a mission", form.id))),
    )


def changed(one: Mission, task: str) -> Answer:
    """Change one of its own, or say of one of the template whose it is and what to note."""
    this = _task(one, task)
    if this.title is None:
        line = TaskLineForm()
        return _kept(one, line, this, titles([this])[task], lambda: _line(line, task, None))
    form = OwnTaskForm()
    if request.method == "GET":
        form.title.data, form.phase.data = vault().reveal(this.title), this.phase
        form.due.data = this.due
    return _kept(one, form, this, gettext("Change the task"), lambda: _own(form, task))


def titles(some: list[Due]) -> dict[str, str]:
    """Return what each task is called, in the reader's language where it is of the template."""
    own = [each.title for each in some if each.title]
    opened = dict(zip(own, vault().reveal_all(own) if own else [], strict=True))
    return {
        each.name: str(words.TASKS[each.name])
        if each.title is None
        else opened[each.title] or erased()
        for each in some
    }


def _kept(
    one: Mission,
    form: TaskLineForm,
    this: Due | None,
    heading: str,
    line: Callable[[], TaskLine],
) -> Answer:
    with engine().connect() as conn:
        every = queries.due(conn, one)
    before = titles([each for each in every if this is None or each.name != this.name])
    people = _people(one)
    form.offer(people, before)
    showing(form, one.steps)
    if request.method == "GET" and this is not None:
        _fill(form, this, people)
    return act(
        about(one),
        form,
        Page(
            heading=heading,
            fields=_FIELDS if isinstance(form, OwnTaskForm) else None,
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: SetMissionTask(**of(one, form.shown), line=line()),
        said=gettext("The task is kept."),
    )


_FIELDS = ("title", "phase", "due", "whose", "after", "readers", "note")


def _fill(form: TaskLineForm, this: Due, people: Mapping[str, str]) -> None:
    own = f"{this.assignee}:{this.person}"
    form.whose.data = own if own in people else this.assignee
    form.after.data = this.after or ""
    form.readers.data = "team" if this.team else "desk"
    form.note.data = vault().reveal(this.note) if this.note else ""


def _own(form: OwnTaskForm, task: str) -> TaskLine:
    title = sealed(task, form.title.data or "")
    return _line(form, task, OwnTask(phase=form.phase.data, due=given(form.due), title=title))


def _line(form: TaskLineForm, task: str, own: OwnTask | None) -> TaskLine:
    note_id = str(derive_id("note on a task", form.id))
    return TaskLine(
        task=task,
        own=own,
        assignee=form.assignee,
        person=form.person,
        after=form.after.data or None,
        team=form.readers.data == "team",
        note_id=note_id,
        note=sealed(note_id, form.note.data) if form.note.data else None,
    )


def _people(one: Mission) -> dict[str, str]:
    """Return whose a task can be: each role, and under it who has it for this mission today."""
    with engine().connect() as conn:
        some = offices.holding(conn, today(), *_ROLES.values())
    found: dict[str, str] = {}
    for assignee, role in _ROLES.items():
        found[assignee] = str(words.ASSIGNEES[assignee])
        for each in some:
            mine = (
                one.state in each.state_codes
                if assignee == "desk"
                else not each.mandates.isdisjoint(one.mandates)
            )
            if each.has(role) and mine:
                found[f"{assignee}:{each.account_id}"] = f"{each.name} ({found[assignee]})"
    return found


_ROLES = {
    "holder": Role.MANDATE_HOLDER,
    "officer": Role.HUMAN_RIGHTS_OFFICER,
    "desk": Role.DESK_OFFICER,
}


def _task(one: Mission, task: str) -> Due:
    with engine().connect() as conn:
        for each in queries.due(conn, one):
            if each.name == task:
                return each
    raise NotFound
