"""The rows of information on implementation, its files, and what became of it."""

from portal.casefile.attachments import rows
from portal.followup.recommendations.tables import evidence, informations, public_information
from shared.contracts.followup import ImplementationInfoReceived
from shared.contracts.followup_evidence import ImplementationFileAdded
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithdrawn,
    ImplementationInfoWithheld,
)
from shared.read_models.model import Change, Delete, Put

_NOT_PUBLIC = (
    *("withheld_at", "withheld_for", "for_provider", "told"),
    *("taken_back_at", "taken_back_for"),
)


def said_of(fact: object) -> list[Change]:
    match fact:
        case ImplementationInfoReceived():
            return [_informed(fact)]
        case ImplementationFileAdded():
            return [_file(fact)]
        case ImplementationInfoPublished():
            return _published(fact)
        case ImplementationInfoWithheld(withheld_at=at, reason=reason):
            why = {"withheld_for": reason, "for_provider": fact.for_provider}
            said = {"withheld_at": at, "told": fact.told, **why}
            return [Put(informations, (fact.info_id,), said)]
        case ImplementationInfoTakenBack(taken_back_at=at, reason=code):
            back = {"taken_back_at": at, "taken_back_for": code}
            return [
                Delete(public_information, (fact.recommendation_id, fact.info_id)),
                Put(informations, (fact.info_id,), back),
            ]
        case ImplementationInfoWithdrawn():
            return [Put(informations, (fact.info_id,), {"withdrawn_at": fact.withdrawn_at})]
        case _:
            return []


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
        "since": fact.since,
        "until": fact.until,
        "wish": fact.wish,
        "name": fact.name,
    }
    return Put(informations, (fact.info_id,), values)


def _published(fact: ImplementationInfoPublished) -> list[Change]:
    this = fact.recommendation_id
    values = {
        "provider": fact.provider,
        "name": fact.name,
        "text": fact.text,
        "since": fact.since,
        "until": fact.until,
        "published_at": fact.published_at,
    }
    return [
        *(Delete(public_information, (this, each)) for each in fact.replaces),
        Put(public_information, (this, fact.info_id), values),
        Put(informations, (fact.info_id,), dict.fromkeys(_NOT_PUBLIC)),
    ]


def _file(fact: ImplementationFileAdded) -> Change:
    values = {"info_id": fact.info_id, **rows.values(fact, at=fact.added_at)}
    return Put(evidence, (fact.attachment_id,), values)
