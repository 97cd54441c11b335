"""A recommendation of the report on a visit, issued and public in the words of the report.

It says where in the report it stands, with the hash of its words there (decision 0176). It is taken
back with a report that was published by mistake.
"""

from collections.abc import Sequence
from hashlib import sha256

from services.followup.recommendation import informing
from services.followup.recommendation.commands import RegisterRecommendation, TakeBackRecommendation
from services.followup.recommendation.state import Absent, Event, Issued, State
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_publication import RecommendationPublished, RecommendationWithdrawn
from shared.contracts.followup_recommendations import RecommendationAddresseeNamed
from shared.contracts.followup_visit_reports import ReportPlace
from shared.core.actor import Asked


def register(command: RegisterRecommendation, asked: Asked, state: State) -> Sequence[Event]:
    """Register it once: a corrected report corrects it by a corrigendum."""
    if isinstance(state, Issued):
        return []
    item = command.item
    place = ReportPlace(
        mission_id=command.mission_id,
        symbol=command.symbol,
        paragraph=item.paragraph,
        words_hash=sha256(command.words.encode()).hexdigest(),
    )
    issued = RecommendationIssued(
        recommendation_id=item.recommendation_id,
        communication_id=None,
        addressee=command.addressee,
        mandate=command.mandate,
        text=item.text,
        issued_by=command.issued_by,
        issued_at=command.published_at,
        report=place,
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
        report=place,
    )
    return [issued, *named, published]


def take_back(command: TakeBackRecommendation, state: State) -> Sequence[Event]:
    """Take back what is public of it, whoever decides about it now."""
    if isinstance(state, Absent) or state.published is None:
        return []
    gone = RecommendationWithdrawn(
        recommendation_id=command.recommendation_id,
        addressee=state.addressee,
        mandate=state.mandate,
        issued_at=state.issued_at,
        reason="mistake",
        note=None,
        withdrawn_by=command.withdrawn_by,
        withdrawn_at=command.withdrawn_at,
    )
    return informing.with_what_is_on_it(gone, state)
