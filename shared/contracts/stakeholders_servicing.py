"""Facts of stakeholders: which officers service a mandate, from which day to which (M11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicingOfficerAssigned:
    """An officer serves the mandate, not its holder. ``share``: of working time, in percent.

    ``deputy_id``: who stands in for the officer; None: nobody.
    """

    assignment_id: str
    mandate: str
    officer_id: str
    deputy_id: str | None
    share: int
    starts_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicingOfficerEnded:
    """``ended_on``: the last day."""

    assignment_id: str
    mandate: str
    ended_on: date
    recorded_by: str
    recorded_at: datetime


Fact: TypeAlias = ServicingOfficerAssigned | ServicingOfficerEnded

TYPES: dict[str, type] = {
    "servicing-officer-assigned": ServicingOfficerAssigned,
    "servicing-officer-ended": ServicingOfficerEnded,
}
