"""Facts of followup: who grades recommendations in the name of a mandate, and until when (FR5).

Section F.8 of visits-recommendations-knowledge.md. There is one stream for each mandate.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

GradingScope: TypeAlias = Literal["all", "state", "visit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingDelegated:
    """An officer grades in the mandate's name, to the end of the day ``until`` in Geneva.

    It ends sooner with the term of whoever delegated it, and counts only while the officer services
    the mandate. ``state``: whose recommendations, of the scope ``state``. ``mission_id``: of the
    scope ``visit``; ``recommendations``: those that the report on that visit had registered.
    """

    mandate: str
    delegation_id: str
    delegate_id: str
    scope: GradingScope
    state: str | None
    mission_id: str | None
    recommendations: tuple[str, ...]
    until: date
    delegated_by: str
    delegated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingDelegationEnded:
    """The mandate took it back. What was graded under it stands."""

    mandate: str
    delegation_id: str
    delegate_id: str
    ended_by: str
    ended_at: datetime


Fact: TypeAlias = GradingDelegated | GradingDelegationEnded

TYPES: dict[str, type] = {
    "grading-delegated": GradingDelegated,
    "grading-delegation-ended": GradingDelegationEnded,
}
