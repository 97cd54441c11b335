"""The read model of recommendations. ``shared_with`` rules who may see what of them."""

from collections.abc import Iterable

from sqlalchemy import Column, Index, MetaData, String, Table, Uuid

from shared.contracts.followup import (
    FOLLOWUP,
    ImplementationAssessed,
    ImplementationInfoReceived,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel

tables = MetaData()
recommendations = Table(
    "recommendations_issued",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("correlation_id", Uuid),
    Column("communication_id", String(36)),
    Column("addressee", String(3)),
    Column("mandate", String(60)),
    Column("text", SealedText),
    Column("issued_by", String(80)),
    Column("issued_at", Instant),
    Column("scheme", String(40)),  # of the last assessment, like the grade
    Column("grade", String(40)),
    Column("implemented_at", Instant),
    Column("published_at", Instant),  # none while it is not public
    Column("withdrawn_at", Instant),
    Column("kept_at", Instant),  # as a record of a mandate that ended
    Index("recommendations_issued_at", "issued_at"),
)
# The organisations that the holder invited to read it before it is public.
invited = Table(
    "recommendations_invited",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("organisation_id", String(100), primary_key=True),
    Column("shared_at", Instant),
)
informations = Table(
    "recommendations_information",
    tables,
    Column("info_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("provider", String(20)),
    Column("organisation_id", String(100)),
    Column("text", SealedText),
    Column("provided_by", String(80)),
    Column("received_at", Instant),
)
assessments = Table(
    "recommendations_assessments",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("scheme", String(40)),
    Column("grade", String(40)),
    Column("rationale", SealedText),
    Column("assessed_by", String(80)),
    Column("assessed_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case RecommendationIssued() as fact:
            return [_issued(published, fact)]
        case ImplementationInfoReceived() as fact:
            return [_informed(fact)]
        case ImplementationAssessed() as fact:
            return _assessed(published, fact)
        case RecommendationImplemented() as fact:
            values = {"implemented_at": fact.implemented_at}
            return [Put(recommendations, (fact.recommendation_id,), values)]
        case RecommendationPublished() as fact:
            public = {"published_at": fact.published_at, "withdrawn_at": None}
            return [Put(recommendations, (fact.recommendation_id,), public)]
        case RecommendationWithdrawn() as fact:
            back = {"published_at": None, "withdrawn_at": fact.withdrawn_at}
            return [Put(recommendations, (fact.recommendation_id,), back)]
        case RecommendationShared() as fact:
            key = (fact.recommendation_id, fact.organisation_id)
            return [Put(invited, key, {"shared_at": fact.shared_at})]
        case RecommendationUnshared() as fact:
            return [Delete(invited, (fact.recommendation_id, fact.organisation_id))]
        case RecommendationPassedOn() as fact:
            passed = {"mandate": fact.to} if fact.to else {"kept_at": fact.passed_at}
            return [Put(recommendations, (fact.recommendation_id,), passed)]
        case _:
            return []


def _issued(published: Published, fact: RecommendationIssued) -> Change:
    values = {
        "correlation_id": published.correlation_id,
        "communication_id": fact.communication_id,
        "addressee": fact.addressee,
        "mandate": fact.mandate,
        "text": fact.text,
        "issued_by": fact.issued_by,
        "issued_at": fact.issued_at,
    }
    return Put(recommendations, (fact.recommendation_id,), values)


def _informed(fact: ImplementationInfoReceived) -> Change:
    values = {
        "recommendation_id": fact.recommendation_id,
        "provider": fact.provider,
        "organisation_id": fact.organisation_id,
        "text": fact.text,
        "provided_by": fact.provided_by,
        "received_at": fact.received_at,
    }
    return Put(informations, (fact.info_id,), values)


def _assessed(published: Published, fact: ImplementationAssessed) -> list[Change]:
    """An assessment that is kept beside the earlier ones; the last one counts."""
    values = {
        "recommendation_id": fact.recommendation_id,
        "scheme": fact.scheme,
        "grade": fact.grade,
        "rationale": fact.rationale,
        "assessed_by": fact.assessed_by,
        "assessed_at": fact.assessed_at,
    }
    counts = {"scheme": fact.scheme, "grade": fact.grade}
    return [
        Put(assessments, (published.id,), values),
        Put(recommendations, (fact.recommendation_id,), counts),
    ]


RECOMMENDATIONS = ReadModel(
    consumer="portal.recommendations", contracts=(FOLLOWUP,), tables=tables, project=project
)
