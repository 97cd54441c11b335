"""The policies of reports on visits: their recommendations go with them.

Those of a published report are registered (Q1 of section F.2), and taken back with one that was
published by mistake.
"""

from collections.abc import Sequence

from services.followup.recommendation.commands import (
    RegisterRecommendation,
    TakeBackRecommendation,
)
from shared.contracts.followup_visit_reports import VisitReportPublished, VisitReportWithdrawn


def on_followup(fact: object) -> Sequence[RegisterRecommendation | TakeBackRecommendation]:
    match fact:
        case VisitReportPublished():
            return _registering(fact)
        case VisitReportWithdrawn():
            return [
                TakeBackRecommendation(
                    recommendation_id=each, withdrawn_by=fact.done_by, withdrawn_at=fact.done_at
                )
                for each in fact.taken_back
            ]
        case _:
            return []


def _registering(fact: VisitReportPublished) -> list[RegisterRecommendation]:
    return [
        RegisterRecommendation(
            mission_id=fact.mission_id,
            symbol=fact.symbol,
            addressee=fact.state,
            mandate=fact.mandate,
            item=each.item,
            words=each.words,
            issued_by=fact.approved_by,
            published_by=fact.done_by,
            published_at=fact.done_at,
        )
        for each in fact.recommendations
    ]
