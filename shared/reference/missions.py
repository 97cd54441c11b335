"""Missions of a country visit as data: kinds of meetings, and the tasks that each mission has.

visits-recommendations-knowledge.md sections E.2, E.6 and E.7. Tasks of partners are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from shared.contracts.followup_visits import Window

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
TASK_STATES: Final = ("open", "done", "unneeded")
Assignee: TypeAlias = Literal["holder", "officer", "desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``days``: from the first day of the visit on, or from the last if ``end``."""

    phase: Literal["before", "during", "after"]
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


def days_of(planned: Window, began: date | None, ended: date | None) -> Window:
    """Return the days of a visit: as it went, and as it is planned where it has not yet gone."""
    first = began or planned.first
    return Window(first=first, last=ended or max(first, planned.last))
