"""The commands by which selection officers answer a "no" that one of them proposed.

``proposal``: the one that the officer read; another one is not answered by it.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmNotEligible:
    """A second selection officer."""

    vacancy_id: str
    candidate_id: str
    proposal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeNotEligible:
    """A second selection officer, who disagrees."""

    vacancy_id: str
    candidate_id: str
    proposal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackNotEligible:
    """The selection officer who proposed it."""

    vacancy_id: str
    candidate_id: str
    proposal: int


Command: TypeAlias = ConfirmNotEligible | DisputeNotEligible | TakeBackNotEligible

TYPES: dict[str, type] = {
    "confirm-not-eligible": ConfirmNotEligible,
    "dispute-not-eligible": DisputeNotEligible,
    "take-back-not-eligible": TakeBackNotEligible,
}
