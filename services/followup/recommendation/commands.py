"""The commands of a recommendation: those in the contract, and that of this service's policy."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import followup_recommendation_commands
from shared.contracts.followup_visit_reports import ReportItem


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRecommendationOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    recommendation_id: str
    mandate: str
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecommendation:
    """Only this service's own policy sends it, once the report on a visit is published.

    ``words``: as everybody reads them in the report. ``issued_by``: the holder who approved it.
    """

    mission_id: str
    symbol: str
    addressee: str
    mandate: str
    item: ReportItem
    words: str
    issued_by: str
    published_by: str
    published_at: datetime

    @property
    def recommendation_id(self) -> str:
        return self.item.recommendation_id


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackRecommendation:
    """Only this service's own policy sends it, once the report was published by mistake."""

    recommendation_id: str
    withdrawn_by: str
    withdrawn_at: datetime


Command: TypeAlias = (
    followup_recommendation_commands.Command
    | PassRecommendationOn
    | RegisterRecommendation
    | TakeBackRecommendation
)
