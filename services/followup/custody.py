"""The policy on custody: cases and recommendations go where the Chief decided (SC3)."""

from collections.abc import Sequence
from typing import TypeAlias

from services.followup.recommendation.commands import PassRecommendationOn
from services.followup.reply_case.commands import PassCaseOn
from shared.contracts.stakeholders_custody import CustodyDecided

Command: TypeAlias = PassCaseOn | PassRecommendationOn


def on_stakeholders(fact: object) -> Sequence[Command]:
    match fact:
        case CustodyDecided(kind="reply-cases"):
            return [PassCaseOn(communication_id=fact.item_id, mandate=fact.mandate, to=fact.to)]
        case CustodyDecided(kind="recommendations"):
            passed = PassRecommendationOn(
                recommendation_id=fact.item_id, mandate=fact.mandate, to=fact.to
            )
            return [passed]
        case _:
            return []
