"""The commands by which the selection officer keeps a vacancy from getting stuck."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.stakeholders_onward import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendCall:
    """``reason_code``: one of shared.reference.vacancies.EXTENSIONS."""

    vacancy_id: str
    closes_at: datetime
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReissueCall:
    """``reason_code``: one of shared.reference.vacancies.MORE_CALLS."""

    vacancy_id: str
    closes_at: datetime
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseVacancy:
    """``reason_code``: one of shared.reference.vacancies.LAPSES."""

    vacancy_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FillSeat:
    """Give the seat of ``replaces`` to an alternate, or to a successor.

    ``ends_on``: None: for the rest of its term.
    """

    vacancy_id: str
    replaces: str
    member_id: str
    cause: Cause
    ends_on: date | None = None


Command: TypeAlias = ExtendCall | ReissueCall | LapseVacancy | FillSeat

TYPES: dict[str, type] = {
    "extend-call": ExtendCall,
    "reissue-call": ReissueCall,
    "lapse-vacancy": LapseVacancy,
    "fill-seat": FillSeat,
}
