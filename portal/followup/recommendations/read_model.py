"""The read model of recommendations. ``shared_with`` rules who may see what of them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, String, Table, Text, Uuid

from shared.contracts.followup import (
    FOLLOWUP,
    ImplementationAssessed,
    ImplementationInfoReceived,
    RecommendationIssued,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationLeadAnswered,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationReopened,
    RecommendationTagged,
    RecommendationUnrelated,
)
from shared.contracts.followup_taking_up import RecommendationLetGo, RecommendationTakenUp
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.schemes import SCHEMES, ended_by

TAKEN_UP, LET_GO = "taken up", "let go"
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
    Column("published_at", Instant),  # none while it is not public
    Column("published_version", Integer),
    Column("public_text", Text),
    Column("withdrawn_at", Instant),
    Column("kept_at", Instant),  # as a record of a mandate that ended
    Column("closed", String(20)),  # for which reason; none while it is followed up
    Column("by_id", String(36)),  # what stands in its place
    # Of what another mechanism recommended: which text of the corpus it is, and of which import.
    Column("item", String(64)),
    Column("source", String(20)),
    Column("batch_id", String(36)),
    Column("document", SealedText),
    Column("public_document", Text),
    Column("let_go_at", Instant),  # none while it is followed up
    Index("recommendations_item", "item"),
    Index("recommendations_batch_id", "batch_id"),
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
    Column("addressee_id", String(36)),  # none: the Government's follow-up
    Column("corrects", String(36)),
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
    Column("addressee_id", String(36)),  # none: the Government's follow-up
    Column("period", Integer),
    Column("based_on", JSON),
)
# What each grade is based on.
read = Table(
    "recommendations_read",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("info_id", String(36), primary_key=True, index=True),
    Column("addressee_id", String(36)),
)
# The schemes of which the Government's follow-up has the top grade: in one, it is implemented.
tops = Table(
    "recommendations_tops",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("scheme", String(40), primary_key=True),
    Column("graded_at", Instant),
)
addressees = Table(
    "recommendations_addressees",
    tables,
    Column("addressee_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("kind", String(20)),
    Column("name", SealedText),
    Column("organisation_id", String(100)),
    Column("lead", String(10)),
    Column("named_at", Instant),
)
positions = Table(
    "recommendations_positions",
    tables,
    Column("position_id", String(36), primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("position", String(20)),
    Column("note", SealedText),
    Column("by_government", Boolean),
    Column("recorded_by", String(80)),
    Column("recorded_at", Instant),
)
tags = Table(
    "recommendations_tags",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("place", Integer),  # in the list of its kind
    Index("recommendations_tags_code", "kind", "code"),
)
repeats = Table(
    "recommendations_repeats",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("repeats_id", String(36), primary_key=True, index=True),
    Column("related_at", Instant),
)
# Every text as it was issued or corrected, with the symbol of the corrigendum.
versions = Table(
    "recommendations_versions",
    tables,
    Column("recommendation_id", String(36), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("symbol", String(80)),
    Column("text", SealedText),
    Column("by", String(80)),
    Column("at", Instant),
)
# Closed or reopened, and taken up from the corpus or let go.
endings = Table(
    "recommendations_endings",
    tables,
    Column("event_id", Uuid, primary_key=True),
    Column("recommendation_id", String(36), index=True),
    Column("reason", String(20)),  # none: reopened
    Column("note", SealedText),
    Column("by", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case RecommendationIssued() as fact:
            return _issued(published, fact)
        case ImplementationInfoReceived() as fact:
            return [_informed(fact)]
        case ImplementationAssessed() as fact:
            return _assessed(published, fact)
        case RecommendationPublished() as fact:
            return [Put(recommendations, (fact.recommendation_id,), _public(fact))]
        case RecommendationWithdrawn() as fact:
            back = {"withdrawn_at": fact.withdrawn_at}
            return [Put(recommendations, (fact.recommendation_id,), {**_NOT_PUBLIC, **back})]
        case RecommendationShared() as fact:
            key = (fact.recommendation_id, fact.organisation_id)
            return [Put(invited, key, {"shared_at": fact.shared_at})]
        case RecommendationUnshared() as fact:
            return [Delete(invited, (fact.recommendation_id, fact.organisation_id))]
        case RecommendationPassedOn() as fact:
            passed = {"mandate": fact.to} if fact.to else {"kept_at": fact.passed_at}
            return [Put(recommendations, (fact.recommendation_id,), passed)]
        case fact:
            return [*_described(fact), *_ended(published, fact), *_taken(published, fact)]


_OF_PUBLIC = ("published_at", "published_version", "public_text", "public_document")
_NOT_PUBLIC: dict[str, Any] = dict.fromkeys(_OF_PUBLIC)


def _public(fact: RecommendationPublished) -> dict[str, Any]:
    return {
        "published_at": fact.published_at,
        "published_version": fact.version,
        "public_text": fact.text,
        "public_document": fact.origin.document if fact.origin else None,
        "withdrawn_at": None,
    }


def _described(fact: object) -> list[Change]:
    match fact:
        case RecommendationAddresseeNamed():
            return [_named(fact)]
        case RecommendationAddresseeRemoved():
            return [Delete(addressees, (fact.addressee_id,))]
        case RecommendationLeadAnswered():
            lead = "yes" if fact.accepted else "declined"
            return [Put(addressees, (fact.addressee_id,), {"lead": lead})]
        case RecommendationPositionRecorded():
            return [_position(fact)]
        case RecommendationTagged():
            return _tagged(fact)
        case RecommendationRelated():
            key = (fact.recommendation_id, fact.repeats_id)
            return [Put(repeats, key, {"related_at": fact.related_at})]
        case RecommendationUnrelated():
            return [Delete(repeats, (fact.recommendation_id, fact.repeats_id))]
        case _:
            return []


def _ended(published: Published, fact: object) -> list[Change]:
    match fact:
        case RecommendationCorrected():
            words = {"symbol": fact.symbol, "text": fact.text}
            said = {**words, "by": fact.corrected_by, "at": fact.corrected_at}
            return [
                Put(versions, (fact.recommendation_id, fact.version), said),
                Put(recommendations, (fact.recommendation_id,), {"text": fact.text}),
            ]
        case RecommendationClosed():
            why = {"reason": fact.reason, "note": fact.note}
            said = {**why, "by": fact.closed_by, "at": fact.closed_at}
            now = {"closed": fact.reason, "by_id": fact.by_id}
        case RecommendationReopened():
            why = {"reason": None, "note": fact.reason}
            said = {**why, "by": fact.reopened_by, "at": fact.reopened_at}
            now = {"closed": None, "by_id": None}
        case _:
            return []
    ended = {"recommendation_id": fact.recommendation_id, **said}
    return [
        Put(endings, (published.id,), ended),
        Put(recommendations, (fact.recommendation_id,), now),
    ]


def _taken(published: Published, fact: object) -> list[Change]:
    """Taken up from the corpus, perhaps once more with another text, or let go."""
    match fact:
        case RecommendationTakenUp():
            done = {"by": fact.taken_up_by, "at": fact.taken_up_at}
            text, said = {"text": fact.text, **done}, {"reason": TAKEN_UP, **done}
            origin = {**asdict(fact.origin), "document": fact.document}
            now = {**origin, "text": fact.text, "let_go_at": None}
            if fact.version == 1:
                first = {"correlation_id": published.correlation_id, "issued_by": fact.taken_up_by}
                whose = {"addressee": fact.addressee, "mandate": fact.mandate}
                now |= {**first, **whose, "issued_at": fact.taken_up_at}
            more: list[Change] = [Put(versions, (fact.recommendation_id, fact.version), text)]
        case RecommendationLetGo():
            now, more = {"let_go_at": fact.let_go_at}, []
            done = {"by": fact.let_go_by, "at": fact.let_go_at}
            said = {"reason": LET_GO, "note": fact.reason, **done}
        case _:
            return []
    step = {"recommendation_id": fact.recommendation_id, **said}
    this = Put(recommendations, (fact.recommendation_id,), now)
    return [this, Put(endings, (published.id,), step), *more]


def _named(fact: RecommendationAddresseeNamed) -> Change:
    values = {
        "recommendation_id": fact.recommendation_id,
        "kind": fact.kind,
        "name": fact.name,
        "organisation_id": fact.organisation_id,
        "lead": fact.lead,
        "named_at": fact.named_at,
    }
    return Put(addressees, (fact.addressee_id,), values)


def _position(fact: RecommendationPositionRecorded) -> Change:
    values = {
        "recommendation_id": fact.recommendation_id,
        "position": fact.position,
        "note": fact.note,
        "by_government": fact.by_government,
        "recorded_by": fact.recorded_by,
        "recorded_at": fact.recorded_at,
    }
    return Put(positions, (fact.position_id,), values)


def _tagged(fact: RecommendationTagged) -> list[Change]:
    """All tags at once: those that it does not name are gone."""
    this = fact.recommendation_id
    lists = {"theme": fact.themes, "person": fact.persons, "target": fact.targets}
    return [
        Delete(tags, (this,)),
        *(
            Put(tags, (this, kind, code), {"place": place})
            for kind, codes in lists.items()
            for place, code in enumerate(codes)
        ),
    ]


def _issued(published: Published, fact: RecommendationIssued) -> list[Change]:
    values = {
        "correlation_id": published.correlation_id,
        "communication_id": fact.communication_id,
        "addressee": fact.addressee,
        "mandate": fact.mandate,
        "text": fact.text,
        "issued_by": fact.issued_by,
        "issued_at": fact.issued_at,
    }
    first = {"text": fact.text, "by": fact.issued_by, "at": fact.issued_at}
    return [
        Put(recommendations, (fact.recommendation_id,), values),
        Put(versions, (fact.recommendation_id, 1), first),
    ]


def _informed(fact: ImplementationInfoReceived) -> Change:
    values = {
        "recommendation_id": fact.recommendation_id,
        "provider": fact.provider,
        "organisation_id": fact.organisation_id,
        "text": fact.text,
        "provided_by": fact.provided_by,
        "received_at": fact.received_at,
        "addressee_id": fact.addressee_id,
        "corrects": fact.corrects,
    }
    return Put(informations, (fact.info_id,), values)


def _assessed(published: Published, fact: ImplementationAssessed) -> list[Change]:
    """An assessment that is kept beside the earlier ones; the Government's last one counts."""
    values = {
        "recommendation_id": fact.recommendation_id,
        "scheme": fact.scheme,
        "grade": fact.grade,
        "rationale": fact.rationale,
        "assessed_by": fact.assessed_by,
        "assessed_at": fact.assessed_at,
        "addressee_id": fact.addressee_id,
        "period": fact.period,
        "based_on": list(fact.based_on),
    }
    about = {"addressee_id": fact.addressee_id}
    kept: list[Change] = [
        Put(assessments, (published.id,), values),
        *(Put(read, (published.id, info_id), about) for info_id in fact.based_on),
    ]
    return kept if fact.addressee_id is not None else [*kept, *_counted(fact)]


def _counted(fact: ImplementationAssessed) -> list[Change]:
    this, scheme = fact.recommendation_id, SCHEMES.get(fact.scheme)
    ended: list[Change] = [Delete(tops, (this, one)) for one in sorted(ended_by(fact.scheme))]
    if scheme and fact.grade == scheme.top:
        ended.append(Put(tops, (this, fact.scheme), {"graded_at": fact.assessed_at}))
    return [*ended, Put(recommendations, (this,), {"scheme": fact.scheme, "grade": fact.grade})]


RECOMMENDATIONS = ReadModel(
    consumer="portal.recommendations", contracts=(FOLLOWUP,), tables=tables, project=project
)
