"""The policy on custody: what a mandate left open goes where the Chief decided (SC3)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from services.followup.mission.passing import PassMissionOn
from services.followup.recommendation.commands import PassRecommendationOn
from services.followup.reply_case.commands import PassCaseOn
from services.followup.round.passing import PassRoundOn
from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_report.passing import PassVisitReportOn
from shared.contracts.stakeholders_custody import CustodyDecided, Item

Command: TypeAlias = (
    PassCaseOn
    | PassRecommendationOn
    | PassVisitFileOn
    | PassMissionOn
    | PassVisitReportOn
    | PassRoundOn
)
_ASKS: Final[Mapping[Item, Callable[[CustodyDecided], Command]]] = {
    "reply-cases": lambda f: PassCaseOn(communication_id=f.item_id, mandate=f.mandate, to=f.to),
    "recommendations": lambda f: PassRecommendationOn(
        recommendation_id=f.item_id, mandate=f.mandate, to=f.to
    ),
    "visit-files": lambda f: PassVisitFileOn(visit_file_id=f.item_id, mandate=f.mandate, to=f.to),
    "missions": lambda f: PassMissionOn(mission_id=f.item_id, mandate=f.mandate, to=f.to),
    "visit-reports": lambda f: PassVisitReportOn(mission_id=f.item_id, mandate=f.mandate, to=f.to),
    "rounds": lambda f: PassRoundOn(round_id=f.item_id, mandate=f.mandate, to=f.to),
}
"""Letters and statements are of another service."""


def on_stakeholders(fact: object) -> Sequence[Command]:
    if isinstance(fact, CustodyDecided) and fact.kind in _ASKS:
        return [_ASKS[fact.kind](fact)]
    return []
