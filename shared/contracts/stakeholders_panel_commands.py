"""The commands about the term of a seat on a panel."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendSeatTerm:
    """The selection officer, before or after its end.

    ``reason_code``: one of shared.reference.panels.LONGER_TERMS.
    """

    vacancy_id: str
    member_id: str
    ends_on: date
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSeatTerms:
    """The portal's clock, once a day while the last day of a seat is over."""

    vacancy_id: str


Command: TypeAlias = ExtendSeatTerm | PassSeatTerms

TYPES: dict[str, type] = {
    "extend-seat-term": ExtendSeatTerm,
    "pass-seat-terms": PassSeatTerms,
}
