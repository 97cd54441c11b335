"""Missions of a country visit as data: kinds of meetings, and the tasks that each mission has.

visits-recommendations-knowledge.md sections E.2, E.6 and E.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

from shared.contracts.followup_missions import Assignee, TaskPhase
from shared.contracts.followup_partners import Kind, Part
from shared.contracts.followup_visits import VisitKind, Window

CONFIDENTIAL: Final = ("victims", "civil_society")
"""Meetings that stand in the confidential programme alone."""
MEETINGS: Final = (
    "government",
    "parliament",
    "judiciary",
    "nhri",
    "un",
    "detention",
    "site",
    "diplomats",
    "press",
    *CONFIDENTIAL,
)
ITEM_STATES: Final = ("proposed", "confirmed", "refused", "cancelled", "held", "withdrawn")
FOR_STATE: Final = ("proposed", "confirmed")
"""What the day sheets for the State have."""
GONE: Final = "withdrawn"
"""The state of an item that was taken out."""
AGREED: Final = "confirmed"
"""The state that says that the State knows of an item: what was typed last in it was exchanged."""
PROPOSED: Final = "proposed"
"""The state in which an item is put to the other side."""
MOST_WAITING: Final = 50
"""Proposals of one side that wait for an answer."""
MOST_PROPOSALS: Final = 500
"""In one exchange."""
KNOWN: Final = (AGREED, "refused", "cancelled", "held")
"""The states in which an item that was exchanged is read: not while it is to move, or taken out."""
OFFICES: Final = (
    "foreign_ministry",
    "head_of_government",
    "head_of_state",
    "other_ministry",
    "permanent_mission",
)
"""With whom of a Government preliminary findings are shared: offices, and nobody's name."""
WAYS: Final = ("meeting", "call", "note")
"""How they are shared."""
PARTICULARS: Final = ("team", "places", "languages", "body")
"""What is written of a mission beside its programme; ``body``: an outside one that supports it."""
TASK_STATES: Final = ("open", "done", "unneeded")
TASK_PHASES: Final[tuple[TaskPhase, ...]] = ("before", "during", "after")
ASSIGNEES: Final[tuple[Assignee, ...]] = ("holder", "officer", "desk")
MOST_TASKS: Final = 50
"""Of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``days``: from the first day of the visit on, or from the last if ``end``."""

    phase: TaskPhase
    assignee: Assignee
    days: int
    end: bool = False

    def due(self, dates: Window) -> date:
        return (dates.last if self.end else dates.first) + timedelta(days=self.days)


TASKS: Final[Mapping[str, Task]] = MappingProxyType(
    {
        "request": Task(phase="before", assignee="officer", days=-56),
        "input": Task(phase="before", assignee="holder", days=-56),
        "context": Task(phase="before", assignee="desk", days=-42),
        "visas": Task(phase="before", assignee="officer", days=-42),
        "programme": Task(phase="before", assignee="officer", days=-14),
        "security": Task(phase="before", assignee="officer", days=-7),
        "findings": Task(phase="during", assignee="holder", days=0, end=True),
        "debrief": Task(phase="after", assignee="desk", days=10, end=True),
        "sources": Task(phase="after", assignee="officer", days=14, end=True),
        "report": Task(phase="after", assignee="holder", days=60, end=True),
    }
)


def has_report(kind: VisitKind) -> bool:
    """Whether a report is written on a visit of this kind: on an unofficial one there is none."""
    return kind != "unofficial"


def tasks_of(kind: VisitKind) -> Mapping[str, Task]:
    """Return the tasks of the template for a visit of this kind."""
    return TASKS if has_report(kind) else {one: TASKS[one] for one in TASKS if one != "report"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerTask:
    """``days``: from the first day of the visit on, or from the last if ``end``."""

    part: Part
    days: int
    end: bool = False

    def due(self, dates: Window, today: date) -> date:
        """Return its day; today where that is over."""
        on = (dates.last if self.end else dates.first) + timedelta(days=self.days)
        return max(on, today)


PARTNER_TASKS: Final[Mapping[Kind, Mapping[str, PartnerTask]]] = MappingProxyType(
    {
        "rc": {
            "context": PartnerTask(part="preparation", days=-42),
            "courtesy": PartnerTask(part="during", days=0),
            "press": PartnerTask(part="during", days=0, end=True),
        },
        "unct": {
            "inputs": PartnerTask(part="preparation", days=-42),
            "table": PartnerTask(part="during", days=0),
            "programming": PartnerTask(part="follow_up", days=60, end=True),
        },
        "security": {"clearance": PartnerTask(part="preparation", days=-7)},
        "nhri": {
            "information": PartnerTask(part="preparation", days=-42),
            "meetings": PartnerTask(part="preparation", days=-14),
            "holder": PartnerTask(part="during", days=0),
            "statement": PartnerTask(part="follow_up", days=7, end=True),
            "retaliation": PartnerTask(part="follow_up", days=14, end=True),
            "report": PartnerTask(part="follow_up", days=365, end=True),
            "seminar": PartnerTask(part="follow_up", days=365, end=True),
        },
        "ngo": {"interlocutors": PartnerTask(part="preparation", days=-42)},
        "desk": {},
    }
)
"""What a mandate may ask of each kind of partner (E.7). Nothing is given by itself."""
DONE_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "programme_agreed": "programme",
        "security_cleared": "security",
        "sources_told": "sources",
    }
)
"""The tasks that are done with a step of the course."""
FOR_DAYS: Final = ("programme", "security")
"""The tasks that are open again once there are new days."""
SOON: Final = timedelta(days=7)
"""So long before its day it is told that something falls due, and so long after it that it did."""


def falls_due(on: date, today: date) -> Literal["soon", "late"] | None:
    """Return what is told today of what is due on that day; None: nothing, yet or any more."""
    if on - SOON <= today <= on:
        return "soon"
    return "late" if on < today <= on + SOON else None


def days_of(planned: Window, began: date | None, ended: date | None) -> Window:
    """Return the days of a visit: as it went, and as it is planned where it has not yet gone."""
    first = began or planned.first
    return Window(first=first, last=ended or max(first, planned.last))
