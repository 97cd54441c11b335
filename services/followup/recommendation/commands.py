"""The commands of a recommendation: those in the contract, and that of this service's policy."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import followup_recommendation_commands


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRecommendationOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    recommendation_id: str
    mandate: str
    to: str | None


Command: TypeAlias = followup_recommendation_commands.Command | PassRecommendationOn
