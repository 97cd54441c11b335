"""The tables of organisations, their risk flags and accreditation: what tells of one is sealed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeGuard

from sqlalchemy import JSON, Boolean, Column, Date, MetaData, String, Table

from portal.web.accounts import families
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimChecked,
    AccreditationClaimed,
    AccreditationRecorded,
)
from shared.contracts.stakeholders_accreditations import Fact as Accredited
from shared.contracts.stakeholders_dormancy import Fact as Aged
from shared.contracts.stakeholders_dormancy import (
    OrganisationDataConfirmed,
    OrganisationDormant,
)
from shared.contracts.stakeholders_focal_points import Fact as FocalPoint
from shared.contracts.stakeholders_focal_points import (
    FocalPointAccepted,
    FocalPointDesignated,
    FocalPointEnded,
    FocalPointProposed,
    FocalPointReinstated,
    FocalPointSuspended,
    FocalPointWorkReassigned,
)
from shared.contracts.stakeholders_mergers import Fact as Merger
from shared.contracts.stakeholders_mergers import (
    MergerDropped,
    MergerProposed,
    MergerUndone,
    OrganisationsMerged,
)
from shared.contracts.stakeholders_naming import Fact as Named
from shared.contracts.stakeholders_naming import (
    OrganisationNameConfirmed,
    OrganisationNameDropped,
    OrganisationNameProposed,
)
from shared.contracts.stakeholders_organisations import (
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    OrganisationRestored,
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagCleared,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    VisibilityChanged,
)
from shared.contracts.stakeholders_splits import Fact as Split
from shared.contracts.stakeholders_splits import (
    OrganisationSplit,
    SplitDropped,
    SplitProposed,
    SplitUndone,
)
from shared.core.message import Sealed
from shared.facts.kafka import Published
from shared.platform.tables import TAG, Instant, SealedText, tag_of
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.organisations"

tables = MetaData()
organisations = Table(
    "organisations",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("profile_tag", String(TAG)),  # of the text that is kept: lists read it and not the text
    Column("standing", String(20)),
    Column("stage", String(10), index=True),  # claimed, confirmed, refused, dissolved
    Column("staged_at", Instant),
    Column("split_stage", String(10)),  # by a fact of the split that made it; the later one counts
    Column("split_at", Instant),
    Column("proposed_by", String(80)),  # the first of two officers
    Column("code", String(20)),  # why it was refused
    Column("registered_at", Instant, index=True),
    Column("asked_at", Instant),  # of a first step up that waits for the second
    Column("asked_for", String(10)),
    Column("visibility", String(10)),  # public, partners, closed, sealed; null before any act
    Column("opened_by", Instant),  # the last first step by which more came to read it
    Column("closed_at", Instant),  # when an act last hid it; null while others find it
    Column("sealed_at", Instant),  # when it came out of an organisation that was sealed
    Column("confirmed_at", Instant, index=True),  # when its entry was last said to be right
    Column("dormant_at", Instant),
    Column("name_id", String(36)),  # the last other name that was proposed
    Column("name_step", String(20), index=True),  # proposed, confirmed, own, or why it was refused
    Column("name_by", String(80)),
    Column("name_at", Instant),
    Column("name", SealedText),  # long texts come last: SQLite reads all that stands before a value
    Column("profile", SealedText),
)
flags = Table(
    "organisation_flags",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("flag_id", String(36), primary_key=True),
    Column("reason", SealedText),
    Column("raised_by", String(80)),
    Column("raised_at", Instant),
    Column("proposed_by", String(80)),  # who proposed to clear it
    Column("cleared_at", Instant),
)
accreditations = Table(
    "organisation_accreditations",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("record_id", String(36), primary_key=True),
    Column("record_tag", String(TAG)),
    Column("corrects", String(36)),
    Column("source", String(10)),
    Column("recorded_at", Instant),
    Column("record", SealedText),
)
claims = Table(
    "organisation_claims",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("claim_id", String(36), primary_key=True),
    Column("claim", SealedText),
    Column("claimed_at", Instant),
    Column("checked_at", Instant),
    Column("found", Boolean),
)
focal_points = Table(
    "organisation_focal_points",
    tables,
    Column("organisation_id", String(36), primary_key=True),
    Column("focal_point_id", String(36), primary_key=True),
    Column("account_id", String(36), index=True),
    Column("about", SealedText),
    Column("by_letter", Boolean),
    Column("last_day", Date),
    Column("step", String(10), index=True),  # proposed, accepted, active, suspended, ended
    Column("proposed_at", Instant),
    Column("changed_at", Instant),
    Column("handed_to", String(36)),  # who took over what was open
    Column("handed_at", Instant),
)
mergers = families.table_of(tables)
splits = Table(
    "organisation_splits",
    tables,
    Column("split_id", String(36), primary_key=True),
    Column("organisation_id", String(36), index=True),
    Column("new_ids", JSON),  # entries that were made for it
    Column("merged_ids", JSON),  # entries that were merged into it before
    Column("since", Date),
    Column("step", String(10), index=True),  # proposed, dropped, split, undone
    Column("proposed_by", String(80)),
    Column("proposed_at", Instant),
    Column("split_at", Instant),
    Column("undone_at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    if isinstance(published.fact, FocalPoint):
        return _of_focal_point(published.fact)
    if isinstance(published.fact, Merger | Split):
        return list(_joined(published.fact))
    if isinstance(published.fact, Aged | Named):
        fact = published.fact
        return _of_age(fact) if isinstance(fact, Aged) else [_of_name(fact)]
    match published.fact:
        case OrganisationRegistered() as f:
            return [
                _of(
                    f.organisation_id,
                    **_profile(f.profile),
                    standing=f.standing,
                    **_stage("claimed", f.registered_at),
                    proposed_by=None,
                    code=None,
                    registered_at=f.registered_at,
                    asked_at=None,
                    closed_at=None,
                )
            ]
        case OrganisationConfirmationProposed() as f:
            return [_of(f.organisation_id, proposed_by=f.proposed_by)]
        case OrganisationConfirmed() as f:
            confirmed = _stage("confirmed", f.confirmed_at)
            return [_of(f.organisation_id, **confirmed, **_awake(f.confirmed_at))]
        case RegistrationRefused() as f:
            return [_of(f.organisation_id, **_stage("refused", f.refused_at), code=f.code)]
        case OrganisationRenamed() as f:
            return [_renamed(f)]
        case OrganisationDissolved() | OrganisationRestored() as f:
            return [_of(f.organisation_id, **_over(f))]
        case PublicListingAsked() as f:
            return [_of(f.organisation_id, asked_at=f.asked_at, asked_for=f.visibility)]
        case VisibilityChanged() as f:
            return [_seen(f)]
        case RiskFlagRaised() as f:
            raised = {"reason": f.reason, "raised_by": f.raised_by, "raised_at": f.raised_at}
            key = (f.organisation_id, f.flag_id)
            return [Put(flags, key, {**raised, "proposed_by": None, "cleared_at": None})]
        case RiskFlagClearingProposed() as f:
            return [Put(flags, (f.organisation_id, f.flag_id), {"proposed_by": f.proposed_by})]
        case RiskFlagCleared() as f:
            return [Put(flags, (f.organisation_id, f.flag_id), {"cleared_at": f.cleared_at})]
        case AccreditationRecorded() | AccreditationClaimed() | AccreditationClaimChecked() as f:
            return [_of_accreditation(f)]
        case _:
            return []


def _of_age(f: Aged) -> list[Change]:
    match f:
        case OrganisationDataConfirmed():
            return [_of(f.organisation_id, **_awake(f.confirmed_at))]
        case OrganisationDormant():
            return [_of(f.organisation_id, dormant_at=f.dormant_at)]
        case _:
            return []


def _of_name(f: Named) -> Put:
    match f:
        case OrganisationNameProposed():
            new = {"name_id": f.proposal_id, "name": f.name, "name_step": "proposed"}
            return _of(f.organisation_id, **new, name_by=f.proposed_by, name_at=f.proposed_at)
        case OrganisationNameConfirmed():
            said = {"name_step": "confirmed", "name_by": f.confirmed_by, "name_at": f.confirmed_at}
            return _of(f.organisation_id, **_profile(f.profile), **said)
        case OrganisationNameDropped():
            gone = {"name_step": f.code, "name_by": f.dropped_by, "name_at": f.dropped_at}
            return _of(f.organisation_id, **gone)


def _of_accreditation(f: Accredited) -> Put:
    match f:
        case AccreditationRecorded():
            record = {"record": f.record, "record_tag": tag_of(f.record), "corrects": f.corrects}
            said = {"source": f.source, "recorded_at": f.recorded_at}
            return Put(accreditations, (f.organisation_id, f.record_id), record | said)
        case AccreditationClaimed():
            kept = {"claim": f.claim, "claimed_at": f.claimed_at, "checked_at": None, "found": None}
            return Put(claims, (f.organisation_id, f.claim_id), kept)
        case AccreditationClaimChecked():
            checked = {"checked_at": f.checked_at, "found": f.found}
            return Put(claims, (f.organisation_id, f.claim_id), checked)


def _of_focal_point(f: FocalPoint) -> list[Change]:
    match f:
        case FocalPointProposed():
            named = {"account_id": f.account_id, "about": f.about, "by_letter": f.by_letter}
            days = {"last_day": f.last_day, "proposed_at": f.proposed_at}
            return [_step(f, "proposed", f.proposed_at, **named, **days)]
        case FocalPointAccepted():
            return [_step(f, "accepted", f.accepted_at)]
        case FocalPointDesignated():
            return [_step(f, "active", f.designated_at, last_day=f.last_day)]
        case FocalPointEnded():
            return [_step(f, "ended", f.ended_at)]
        case FocalPointSuspended():
            return [_step(f, "suspended", f.suspended_at)]
        case FocalPointWorkReassigned():
            key = (f.organisation_id, f.focal_point_id)
            to = {"handed_to": f.to_account, "handed_at": f.reassigned_at}
            return [Put(focal_points, key, to)]
        case FocalPointReinstated():
            return [_step(f, "active", f.reinstated_at)]
        case _:
            return []


def _joined(f: Merger | Split) -> Iterable[Put]:
    if isinstance(f, Split):
        return _of_split(f)
    out = [_of(f.duplicate_id, sealed_at=f.undone_at)] if _comes_out_sealed(f) else []
    return [_of_merger(f), *out]


def _comes_out_sealed(f: Merger) -> TypeGuard[MergerUndone]:
    return isinstance(f, MergerUndone) and f.keeps == "sealed"


def _of_merger(f: Merger) -> Put:
    match f:
        case MergerProposed():
            entries = {"duplicate_id": f.duplicate_id, "real_id": f.real_id}
            first = {"proposed_by": f.proposed_by, "proposed_at": f.proposed_at}
            return Put(mergers, (f.merger_id,), {"step": "proposed", **entries, **first})
        case MergerDropped():
            return Put(mergers, (f.merger_id,), {"step": "dropped"})
        case OrganisationsMerged():
            entries = {"duplicate_id": f.duplicate_id, "real_id": f.real_id}
            merged = {"closes": f.closes, "keeps": f.keeps, "merged_at": f.merged_at}
            return Put(mergers, (f.merger_id,), {"step": "merged", **entries, **merged})
        case MergerUndone():
            return Put(mergers, (f.merger_id,), {"step": "undone", "undone_at": f.undone_at})


def _of_split(f: Split) -> Iterator[Put]:
    match f:
        case SplitProposed():
            parts = {"new_ids": list(f.new_ids), "merged_ids": list(f.merged_ids)}
            first = {"proposed_by": f.proposed_by, "proposed_at": f.proposed_at}
            whole = {"organisation_id": f.organisation_id, "since": f.since}
            yield Put(splits, (f.split_id,), {"step": "proposed", **whole, **parts, **first})
        case SplitDropped():
            yield Put(splits, (f.split_id,), {"step": "dropped"})
            gone = {"split_stage": "refused", "split_at": f.dropped_at}
            yield from (_of(one, **gone) for one in f.new_ids)
        case OrganisationSplit():
            yield Put(splits, (f.split_id,), {"step": "split", "split_at": f.split_at})
            raised = {"raised_by": f.split_by, "raised_at": f.split_at}
            yield from (Put(flags, (f.part_id, flag), raised) for flag in f.flags)
            if f.new:
                yield _of(f.part_id, split_stage="confirmed", split_at=f.split_at)
            if f.keeps == "sealed":
                yield _of(f.part_id, sealed_at=f.split_at)
        case SplitUndone():
            yield Put(splits, (f.split_id,), {"step": "undone", "undone_at": f.undone_at})


def _step(f: FocalPoint, step: str, at: datetime, **also: object) -> Put:
    key = (f.organisation_id, f.focal_point_id)
    return Put(focal_points, key, {"step": step, "changed_at": at, **also})


def _of(organisation_id: str, **values: object) -> Put:
    return Put(organisations, (organisation_id,), values)


def _profile(sealed: Sealed) -> dict[str, object]:
    return {"profile": sealed, "profile_tag": tag_of(sealed)}


def _renamed(f: OrganisationRenamed) -> Put:
    awake = _awake(f.renamed_at) if f.provenance == "self" else {}
    return _of(f.organisation_id, **_profile(f.profile), proposed_by=None, **awake)


def _stage(stage: str, at: datetime) -> dict[str, object]:
    return {"stage": stage, "staged_at": at}


def _over(f: OrganisationDissolved | OrganisationRestored) -> dict[str, object]:
    if isinstance(f, OrganisationDissolved):
        return _stage("dissolved", f.dissolved_at)
    return _stage("confirmed", f.restored_at)


def _awake(at: datetime) -> dict[str, object]:
    return {"confirmed_at": at, "dormant_at": None}


def _seen(f: VisibilityChanged) -> Put:
    """A step down has no first step: the last one stays, as what is kept here compares with it."""
    seen: dict[str, object] = {"visibility": f.visibility, "asked_at": None}
    if f.asked_at is not None:
        seen["opened_by"] = f.asked_at
    if f.visibility in {"public", "partners"}:
        seen["closed_at"] = None
    elif f.asked_at is None:
        seen["closed_at"] = f.changed_at
    return _of(f.organisation_id, **seen)


ORGANISATIONS = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
