"""The policy of published reports: their recommendations are registered (Q1 of section F.2)."""

from collections.abc import Sequence

from services.followup.recommendation.commands import RegisterRecommendation
from shared.contracts.followup_visit_reports import VisitReportPublished


def on_followup(fact: object) -> Sequence[RegisterRecommendation]:
    if not isinstance(fact, VisitReportPublished):
        return []
    return [
        RegisterRecommendation(
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
