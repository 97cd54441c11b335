"""Facts of a "no" at screening, which takes effect only with a second selection officer.

A8 of selection-stakeholders-committee.md section A.3. The confirmation is an
``EligibilityScreened``; until then only selection officers see that a "no" was proposed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why, by code. ``version``: of the list in shared.reference.eligibility that was offered."""

    version: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligibleProposed:
    """``proposal``: the number of this one among those for the application, from 1.

    ``grounds``: None of before there was a list; ``reason`` says the same in words.
    """

    vacancy_id: str
    candidate_id: str
    proposal: int
    reason: Sealed
    grounds: Grounds | None
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligibleDisputed:
    """Another officer disagrees: the application stands as it was before the proposal."""

    vacancy_id: str
    candidate_id: str
    proposal: int
    disputed_by: str
    disputed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligibleTakenBack:
    """By the officer who proposed it."""

    vacancy_id: str
    candidate_id: str
    proposal: int
    taken_back_by: str
    taken_back_at: datetime


Fact: TypeAlias = NotEligibleProposed | NotEligibleDisputed | NotEligibleTakenBack


def without_grounds(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 gave its reason in words alone."""
    return {**told, "grounds": None}


TYPES: dict[str, type] = {
    "not-eligible-proposed": NotEligibleProposed,
    "not-eligible-disputed": NotEligibleDisputed,
    "not-eligible-taken-back": NotEligibleTakenBack,
}

UPCASTERS = {"not-eligible-proposed": (without_grounds,)}
