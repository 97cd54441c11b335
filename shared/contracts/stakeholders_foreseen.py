"""Facts of the vacancies that a work cycle brings: A1 of section A.3 of the domain.

The system foresees them from the terms of holders; nobody asks for it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown

Kind: TypeAlias = Literal["foreseeable", "unforeseen"]
"""The last term of a holder ends; or a seat falls vacant before its time."""
Cause: TypeAlias = Literal["filled", "mandate-ended", "changed"]
"""The seat has a next holder; the mandate ended; the terms on record say something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyForeseen:
    """``foreseen_id``: the term that ends. Said again where the term ends on another day.

    ``seat_region``: the regional group of a Working Group's seat. ``conditional``: the mandate has
    to be extended first. ``cycle``: the year in which the work cycle begins, on 1 April.
    ``ends_on``: the last day of the holder. ``session_on``: the first day of the month of the
    Council's session that can fill the seat.
    """

    foreseen_id: str
    mandate: str
    seat_region: str | None
    kind: Kind
    conditional: bool
    cycle: int
    ends_on: date
    session_on: date
    foreseen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyNoLongerForeseen:
    foreseen_id: str
    mandate: str
    cause: Cause
    gone_at: datetime


Fact: TypeAlias = VacancyForeseen | VacancyNoLongerForeseen

TYPES: dict[str, type] = {
    "vacancy-foreseen": VacancyForeseen,
    "vacancy-no-longer-foreseen": VacancyNoLongerForeseen,
}

FEED: Feed = {VacancyForeseen: Shown(words="Vacancy foreseen", mandates="mandate")}
