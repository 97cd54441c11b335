"""Facts of the term of a seat on a panel, and what panels of before had instead.

"Seat" in selection-stakeholders-committee.md, A.2 and A.3.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTermEnded:
    """``ends_on`` was the last day. ``void``: what the member gave was sealed, and counts no more.

    The seat stays where it is, without a member who takes part, until somebody else gets it or
    its term is extended.
    """

    vacancy_id: str
    mandate: str
    region: str
    member_id: str
    ends_on: date
    void: bool
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTermExtended:
    """``reason_code``: one of shared.reference.panels.LONGER_TERMS."""

    vacancy_id: str
    mandate: str
    region: str
    member_id: str
    ends_on: date
    reason_code: str
    extended_by: str
    extended_at: datetime


Fact: TypeAlias = SeatTermEnded | SeatTermExtended

TYPES: dict[str, type] = {
    "seat-term-ended": SeatTermEnded,
    "seat-term-extended": SeatTermExtended,
}


def without_rules(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 of a panel had no rules: all panels scored by criterion, and drew no line."""
    rules = {
        "preset": "advisory-panel",
        "method": "criteria",
        "scale": (),
        "quorum": 3,
        "tie_rule": "take-all",
        "cut": 0,
    }
    return {**told, "rules": rules}


def without_terms(told: dict[str, Any]) -> dict[str, Any]:
    """Version 2 of a panel had seats for as long as its vacancy."""
    return {**told, "seats": tuple({**seat, "ends_on": None} for seat in told["seats"])}
