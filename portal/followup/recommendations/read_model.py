"""The read model of recommendations. ``sight`` rules who may see what of them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from portal.followup.recommendations.information_model import said_of
from portal.followup.recommendations.tables import (
    addressees,
    assessments,
    endings,
    evidence,
    informations,
    invited,
    positions,
    proposed,
    public_information,
    read,
    recommendations,
    repeats,
    reviews,
    suggested,
    tables,
    tags,
    tops,
    versions,
)
from shared.contracts.followup import (
    FOLLOWUP,
    ImplementationAssessed,
    RecommendationIssued,
)
from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenBack,
    AddresseeProposalTakenUp,
    AddresseeProposed,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
)
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
    RecommendationNumbered,
    RecommendationParticularsNoted,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationReopened,
    RecommendationReviewSet,
    RecommendationTagged,
    RecommendationUnrelated,
    TagSuggestionAccepted,
    TagSuggestionRejected,
)
from shared.contracts.followup_taking_up import RecommendationLetGo, RecommendationTakenUp
from shared.contracts.followup_visit_reports import ReportPlace
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.schemes import SCHEMES, ended_by

TAKEN_UP, LET_GO = "taken up", "let go"
__all__ = [
    "LET_GO",
    "RECOMMENDATIONS",
    "TAKEN_UP",
    "addressees",
    "assessments",
    "endings",
    "evidence",
    "informations",
    "invited",
    "positions",
    "proposed",
    "public_information",
    "read",
    "recommendations",
    "repeats",
    "reviews",
    "suggested",
    "tables",
    "tags",
    "tops",
    "versions",
]  # with the tables, for who reads them


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    return [*_projected(published), *_changed(fact), *_reviewed(fact), *_proposed(fact)]


def _proposed(fact: object) -> list[Change]:
    match fact:
        case AddresseeProposed():
            said = {"kind": fact.kind, "name": fact.name, "reason": fact.reason}
            by = {"proposed_by": fact.proposed_by, "proposed_at": fact.proposed_at}
            values = {"recommendation_id": fact.recommendation_id, **said, **by}
        case AddresseeProposalTakenUp():
            values = {"answered_at": fact.taken_up_at, "addressee_id": fact.addressee_id}
        case AddresseeProposalDeclined():
            values = {"answered_at": fact.declined_at, "declined_for": fact.reason}
        case AddresseeProposalTakenBack():
            values = {"taken_back_at": fact.taken_back_at}
        case _:
            return []
    return [Put(proposed, (fact.proposal_id,), values)]


def _reviewed(fact: Any) -> list[Change]:
    match fact:
        case RecommendationReviewSet(on=date() as on):
            return [Put(reviews, (fact.recommendation_id,), {"on": on})]
        case (
            RecommendationReviewSet()
            | ImplementationAssessed()
            | RecommendationClosed()
            | RecommendationLetGo()
        ):
            return [Delete(reviews, (fact.recommendation_id,))]
        case _:
            return []


def _projected(published: Published) -> Iterable[Change]:
    match published.fact:
        case RecommendationIssued() as fact:
            return _issued(published, fact)
        case ImplementationAssessed() as fact:
            return _assessed(published, fact)
        case RecommendationPublished() as fact:
            return [Put(recommendations, (fact.recommendation_id,), _public(fact))]
        case RecommendationWithdrawn() as fact:
            back = {**_NOT_PUBLIC, "withdrawn_at": fact.withdrawn_at}
            gone = _NOWHERE if fact.note is None else {}  # its report was taken back
            this = (fact.recommendation_id,)
            return [Put(recommendations, this, {**back, **gone}), Delete(public_information, this)]
        case RecommendationShared() as fact:
            key = (fact.recommendation_id, fact.organisation_id)
            return [Put(invited, key, {"shared_at": fact.shared_at})]
        case RecommendationUnshared() as fact:
            return [Delete(invited, (fact.recommendation_id, fact.organisation_id))]
        case RecommendationPassedOn() as fact:
            passed = {"mandate": fact.to} if fact.to else {"kept_at": fact.passed_at}
            return [Put(recommendations, (fact.recommendation_id,), passed)]
        case fact:
            more = [*_described(fact), *_ended(published, fact), *_taken(published, fact)]
            return [*more, *said_of(fact)]


_CHANGED: Mapping[type, str] = {
    RecommendationAddresseeNamed: "named_at",
    RecommendationAddresseeRemoved: "removed_at",
    RecommendationLeadAnswered: "answered_at",
    RecommendationPositionRecorded: "recorded_at",
    RecommendationTagged: "tagged_at",
    RecommendationParticularsNoted: "noted_at",
    ImplementationAssessed: "assessed_at",
    ImplementationInfoPublished: "published_at",
    ImplementationInfoTakenBack: "taken_back_at",
    RecommendationClosed: "closed_at",
    RecommendationReopened: "reopened_at",
}
"""What is said of one that is public beside its words (``marked``), and when it was."""


def _changed(fact: Any) -> list[Change]:
    """Return when what everybody reads changed: the moment of anything else is nobody's to read."""
    match fact:
        case RecommendationLeadAnswered(accepted=False):  # that it was asked is not public
            return []
        case ImplementationAssessed(addressee_id=str()):  # of another than the Government
            return []
        case _:
            moment = _CHANGED.get(type(fact))
    if moment is None:
        return []
    return [Put(recommendations, (fact.recommendation_id,), {"changed_at": getattr(fact, moment)})]


_OF_PUBLIC = ("published_at", "published_version", "public_text", "public_document")
_NOT_PUBLIC: dict[str, Any] = dict.fromkeys(_OF_PUBLIC)
_NOWHERE: dict[str, Any] = dict.fromkeys(("mission_id", "report", "paragraph", "words_hash"))


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
        case RecommendationParticularsNoted():
            return _noted(fact)
        case RecommendationNumbered():
            series = f"{fact.mandate}-{fact.addressee}-{fact.year}"
            said = {"reference": f"{series}-{fact.number}"}
            return [Put(recommendations, (fact.recommendation_id,), said)]
        case TagSuggestionAccepted(accepted_by=by, accepted_at=at):
            return [_decided(fact, accepted=True, by=by, at=at)]
        case TagSuggestionRejected(rejected_by=by, rejected_at=at):
            return [_decided(fact, accepted=False, by=by, at=at)]
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
    lists = {
        "theme": fact.themes,
        "person": fact.persons,
        "target": fact.targets,
        "article": fact.articles,
    }
    return [
        Delete(tags, (this,)),
        *(
            Put(tags, (this, kind, code), {"place": place})
            for kind, codes in lists.items()
            for place, code in enumerate(codes)
        ),
    ]


def _noted(fact: RecommendationParticularsNoted) -> list[Change]:
    values = {
        "title": fact.title,
        "section": fact.section,
        "language": fact.language,
        "time_frame": fact.time_frame,
        "type": fact.type,
        "source_kind": fact.source_kind,
        "target": fact.target,
        "noted": fact.step,
    }
    return [Put(recommendations, (fact.recommendation_id,), values)]


def _decided(
    fact: TagSuggestionAccepted | TagSuggestionRejected, *, accepted: bool, by: str, at: datetime
) -> Change:
    key = (fact.recommendation_id, fact.kind, fact.code)
    return Put(suggested, key, {"accepted": accepted, "by": by, "at": at})


def _issued(published: Published, fact: RecommendationIssued) -> list[Change]:
    values = {
        "correlation_id": published.correlation_id,
        "communication_id": fact.communication_id,
        "addressee": fact.addressee,
        "mandate": fact.mandate,
        "text": fact.text,
        "issued_by": fact.issued_by,
        "issued_at": fact.issued_at,
        **_place(fact.report),
        **({"common_id": fact.common_id} if fact.common_id else {}),
    }
    first = {"text": fact.text, "by": fact.issued_by, "at": fact.issued_at}
    return [
        Put(recommendations, (fact.recommendation_id,), values),
        Put(versions, (fact.recommendation_id, 1), first),
    ]


def _place(of: ReportPlace | None) -> dict[str, Any]:
    if of is None:
        return {}
    place = {"mission_id": of.mission_id, "report": of.symbol}
    return {**place, "paragraph": of.paragraph, "words_hash": of.words_hash}


def _assessed(published: Published, fact: ImplementationAssessed) -> list[Change]:
    """An assessment that is kept beside the earlier ones; the Government's last one counts."""
    values = {
        "recommendation_id": fact.recommendation_id,
        "scheme": fact.scheme,
        "grade": fact.grade,
        "rationale": fact.rationale,
        "mandate": fact.mandate,
        "assessed_by": fact.assessed_by,
        "assessed_at": fact.assessed_at,
        "addressee_id": fact.addressee_id,
        "period": fact.period,
        "based_on": list(fact.based_on),
        "delegation_id": fact.delegation_id,
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
