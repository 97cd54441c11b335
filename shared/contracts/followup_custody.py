"""Facts of followup: what a mandate that ended followed up goes to another, or to the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePassedOn:
    """``to`` follows the case in place of ``mandate``; None: it stays as a record of that one.

    ``joins``: it did not sign the letter. Replies still arrive.
    """

    communication_id: str
    mandate: str
    to: str | None
    joins: bool
    passed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationPassedOn:
    """``to`` assesses what ``mandate`` recommended; None: nobody does any more."""

    recommendation_id: str
    mandate: str
    to: str | None
    passed_at: datetime


Fact: TypeAlias = CasePassedOn | RecommendationPassedOn

TYPES: dict[str, type] = {
    "case-passed-on": CasePassedOn,
    "recommendation-passed-on": RecommendationPassedOn,
}
