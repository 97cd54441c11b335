"""Facts of a vacancy that goes on although something was missing: candidates, members, the mandate.

A5, A29 and A30 of selection-stakeholders-committee.md section A.3, and the alternates of A.8.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown

Cause: TypeAlias = Literal["alternate", "successor"]
"""An alternate takes the seat for this vacancy alone; a successor, because the member resigned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallExtended:
    """For everybody. ``reason_code``: one of shared.reference.vacancies.MORE_CALLS."""

    vacancy_id: str
    mandate: str
    closes_at: datetime
    reason_code: str
    extended_by: str
    extended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReissued:
    """Applications stand; what the panel said, and its short list, do not. ``round``: from 2 on."""

    vacancy_id: str
    mandate: str
    round: int
    closes_at: datetime
    reason_code: str
    reissued_by: str
    reissued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyLapsed:
    """The end. ``reason_code``: one of shared.reference.vacancies.LAPSES."""

    vacancy_id: str
    mandate: str
    reason_code: str
    lapsed_by: str
    lapsed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFilled:
    """The seat of ``replaces`` goes to ``member_id``, with the chair where that member had it.

    ``ends_on``: the last day, that of the term which is left or an own one; None: there is none.
    """

    vacancy_id: str
    mandate: str
    region: str
    member_id: str
    replaces: str
    chair: bool
    cause: Cause
    ends_on: date | None
    filled_by: str
    filled_at: datetime


Fact: TypeAlias = CallExtended | CallReissued | VacancyLapsed | SeatFilled

TYPES: dict[str, type] = {
    "call-extended": CallExtended,
    "call-reissued": CallReissued,
    "vacancy-lapsed": VacancyLapsed,
    "seat-filled": SeatFilled,
}


def without_term(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 of a seat that was given away had no last day."""
    return {**told, "ends_on": None}


FEED: Feed = {
    CallExtended: Shown(words="Call for candidatures extended", mandates="mandate"),
    CallReissued: Shown(words="Call for candidatures issued again", mandates="mandate"),
    VacancyLapsed: Shown(words="Vacancy lapsed", mandates="mandate"),
}
