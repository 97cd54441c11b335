"""Facts of followup: a text of the reference corpus is followed up by a mandate, or no more.

Rows of the corpus are in no fact, so the recommendation has a text of its own, and says of which
row it is the text. Section F.5 of visits-recommendations-knowledge.md.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """``item``: by which the text is known in all sheets. ``source``: of SOURCES.

    ``batch_id``: the import that brought the text as it was read.
    """

    item: str
    source: str
    batch_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOrigin:
    """Where a recommendation that is public comes from. ``document``: who said it, and where."""

    item: str
    source: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationTakenUp:
    """A mandate follows up what another mechanism recommended: nobody issues it here.

    It begins the recommendation, or begins it anew once it was let go. ``document``: who said it,
    and where. ``version``: of the text, which may be another one by then.
    """

    recommendation_id: str
    origin: Origin
    addressee: str
    mandate: str
    text: Sealed
    document: Sealed
    version: int
    taken_up_by: str
    taken_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLetGo:
    """Its mandate follows it up no more: nothing had been said, graded or made public of it."""

    recommendation_id: str
    addressee: str
    mandate: str
    reason: Sealed
    let_go_by: str
    let_go_at: datetime


Fact: TypeAlias = RecommendationTakenUp | RecommendationLetGo

TYPES: dict[str, type] = {
    "recommendation-taken-up": RecommendationTakenUp,
    "recommendation-let-go": RecommendationLetGo,
}

FEED: Feed = {
    RecommendationTakenUp: Shown(
        words="Recommendation of another mechanism taken up",
        mandates="mandate",
        recipient="addressee",
    ),
    RecommendationLetGo: Shown(
        words="Recommendation of another mechanism let go",
        mandates="mandate",
        recipient="addressee",
    ),
}
