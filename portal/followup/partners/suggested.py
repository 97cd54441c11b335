"""What the template asks of each kind of partner, for the mandate to give as tasks (E.7)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from flask import request

from portal.followup.missions.queries import Mission
from portal.followup.partners.forms import TaskForm
from portal.followup.partners.queries import Partner, Task
from portal.web.i18n.texts import lazy
from shared.core.message import derive_id
from shared.reference.missions import PARTNER_TASKS, PartnerTask, has_report

TITLES: Final[Mapping[str, str]] = {
    "context": lazy("Write the context note with the desk officer"),
    "courtesy": lazy("Courtesy meeting"),
    "press": lazy("Logistics of the press conference"),
    "inputs": lazy("Inputs, contacts and interpreters"),
    "table": lazy("Round table with the country team"),
    "programming": lazy("Programming after the visit, and dialogue with the Government"),
    "clearance": lazy("Security clearance"),
    "information": lazy("Information and materials"),
    "meetings": lazy("Facilitate meetings"),
    "holder": lazy("Meet the mandate-holder"),
    "statement": lazy("Publicise the end-of-mission statement"),
    "retaliation": lazy("Watch for retaliation against those who were met"),
    "report": lazy("Translate the report and make it known"),
    "seminar": lazy("Follow-up seminar"),
    "interlocutors": lazy("Suggest whom to meet, through the safe channel"),
}


def lines(one: Mission, this: Partner, given: Sequence[Task]) -> list[tuple[str, str]]:
    """Return what can be asked of this partner and was not given: its name and title."""
    known = {each.task_id for each in given}
    return [
        (name, str(TITLES[name]))
        for name, task in _of(one, this).items()
        if task.part in this.scope and task_id(this, name) not in known
    ]


def asked(one: Mission, this: Partner) -> str | None:
    """Return the line that the address names, if it is one of this partner's."""
    line = request.args.get("line", "")
    known = _of(one, this).get(line)
    return line if known and known.part in this.scope else None


def _of(one: Mission, this: Partner) -> Mapping[str, PartnerTask]:
    """Return what the template asks of a partner: no report is made known that there is not."""
    every = PARTNER_TASKS[this.kind]
    return {name: every[name] for name in every if name != "report" or has_report(one.kind)}


def task_id(this: Partner, line: str) -> str:
    """The id of the task that is given by this line, once for each admission."""
    return str(derive_id("suggested task of a partner", this.partner_id, this.began, line))


def fill(form: TaskForm, one: Mission, this: Partner, line: str, today: date) -> None:
    task = PARTNER_TASKS[this.kind][line]
    form.title.data, form.part.data = str(TITLES[line]), task.part
    form.due.data = task.due(one.dates, today)
