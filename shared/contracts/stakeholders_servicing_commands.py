"""The commands of servicing. The Chief asks for each."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignServicingOfficer:
    """``share``: of working time, in percent. ``deputy_id``: who stands in; None: nobody."""

    assignment_id: str
    mandate: str
    officer_id: str
    deputy_id: str | None
    share: int
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndServicing:
    """``ended_on``: the last day."""

    mandate: str
    assignment_id: str
    ended_on: date


Command: TypeAlias = AssignServicingOfficer | EndServicing

TYPES: dict[str, type] = {
    "assign-servicing-officer": AssignServicingOfficer,
    "end-servicing": EndServicing,
}
