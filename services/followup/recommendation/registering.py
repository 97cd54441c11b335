"""A recommendation of the report on a visit: issued and public in the words of the report."""

from collections.abc import Sequence

from services.followup.recommendation.commands import RegisterRecommendation
from services.followup.recommendation.state import Event, Issued, State
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_publication import RecommendationPublished
from shared.contracts.followup_recommendations import RecommendationAddresseeNamed
from shared.core.actor import Asked


def register(command: RegisterRecommendation, asked: Asked, state: State) -> Sequence[Event]:
    """Register it once: a corrected report corrects it by a corrigendum."""
    if isinstance(state, Issued):
        return []
    item = command.item
    issued = RecommendationIssued(
        recommendation_id=item.recommendation_id,
        communication_id=None,
        addressee=command.addressee,
        mandate=command.mandate,
        text=item.text,
        issued_by=command.issued_by,
        issued_at=command.published_at,
    )
    named = [
        RecommendationAddresseeNamed(
            recommendation_id=item.recommendation_id,
            addressee_id=one.addressee_id,
            mandate=command.mandate,
            kind=one.kind,
            name=one.name,
            organisation_id=None,
            lead="no",
            named_by=command.issued_by,
            named_at=asked.at,
        )
        for one in item.addressees
    ]
    published = RecommendationPublished(
        recommendation_id=item.recommendation_id,
        communication_id=None,
        addressee=command.addressee,
        mandate=command.mandate,
        issued_at=command.published_at,
        text=command.words,
        published_by=command.published_by,
        published_at=command.published_at,
        version=1,
        symbol=None,
    )
    return [issued, *named, published]
