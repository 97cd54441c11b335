"""The read model of statements for the people who write and approve them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic_core import to_jsonable_python

from portal.letters.statements.tables import (
    missions,
    signatures,
    statements,
    steps,
    tables,
    versions,
)
from portal.web.steps import row_of
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_custody import StatementKeptAsRecord, StatementPassedOn
from shared.contracts.approvals_erasure import LetterTextErased
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_statements import (
    StatementApprovalGiven,
    StatementApprovalRequested,
    StatementApprovalVoided,
    StatementApproved,
    StatementChangesRequested,
    StatementDeclined,
    StatementDrafted,
    StatementEmbargoLifted,
    StatementEmbargoSet,
    StatementIssued,
    StatementRevised,
    StatementSignerDropped,
    StatementWithdrawn,
)
from shared.contracts.followup_visits import Window
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.missions import days_of

_NO_EMBARGO = {"embargo_until": None, "shared_at": None}


def project(published: Published) -> Iterable[Change]:
    position = published.position
    match published.fact:
        case StatementDrafted() as f:
            return [
                *(
                    Put(signatures, (f.statement_id, one), {"number": number})
                    for number, one in enumerate(f.mandates)
                ),
                _version(f, 1, f.drafted_by, f.drafted_at),
                *_happened(
                    position,
                    f.statement_id,
                    row_of("statement-drafted", f.drafted_at, by=f.drafted_by, version=1),
                    kind=f.kind,
                    mission_id=f.mission_id,
                    communication_ids=list(f.communication_ids),
                    submission_ids=list(f.submission_ids),
                    version=1,
                    content_hash=f.content_hash,
                    state="drafting",
                    edition=0,
                    drafted_at=f.drafted_at,
                ),
            ]
        case StatementRevised() as f:
            return [
                _version(f, f.version, f.revised_by, f.revised_at),
                *_happened(
                    position,
                    f.statement_id,
                    row_of("statement-revised", f.revised_at, by=f.revised_by, version=f.version),
                    version=f.version,
                    content_hash=f.content_hash,
                    state="drafting",
                    **_NO_EMBARGO,
                ),
            ]
        case StatementApprovalRequested() as f:
            step = row_of(
                "statement-approval-requested",
                f.requested_at,
                by=f.requested_by,
                version=f.version,
            )
            asked = {"state": "awaiting", "requested_at": f.requested_at}
            return _happened(position, f.statement_id, step, **asked)
        case StatementApproved() as f:
            step = row_of("statement-approved", f.approved_at, version=f.version)
            cleared = {"state": "approved", "approved_at": f.approved_at}
            return _happened(position, f.statement_id, step, **cleared)
        case StatementIssued() as f:
            step = row_of("statement-issued", f.issued_at, by=f.issued_by, version=f.edition)
            out = {"state": "issued", "issued_at": f.issued_at, "edition": f.edition}
            return _happened(position, f.statement_id, step, **out, **_NO_EMBARGO)
        case StatementEmbargoSet() as f:
            step = row_of("statement-embargo-set", f.set_at, by=f.set_by, mandate=f.mandate)
            until = {"embargo_until": f.until, "shared_at": f.shared_at}
            return _happened(position, f.statement_id, step, **until)
        case StatementEmbargoLifted() as f:
            step = row_of(
                "statement-embargo-lifted", f.lifted_at, by=f.lifted_by, mandate=f.mandate
            )
            return _happened(position, f.statement_id, step, **_NO_EMBARGO)
        case StatementWithdrawn() as f:
            step = row_of(
                "statement-withdrawn",
                f.withdrawn_at,
                by=f.withdrawn_by,
                mandate=f.mandate,
                note=f.reason,
            )
            return _happened(position, f.statement_id, step, state="withdrawn", **_NO_EMBARGO)
        case LetterTextErased(what="statement") as f:
            return [Put(steps, (f.item_id, position), row_of("letter-text-erased", f.erased_at))]
        case MissionHeard() as f:
            return [_mission(f)]
        case fact:
            return _of_a_mandate(position, fact)


def _of_a_mandate(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case StatementApprovalGiven() as f:
            given = {
                "ruled_version": f.version,
                "approved_version": f.version,
                "approved_by": f.given_by,
                "approved_at": f.given_at,
            }
            step = row_of(
                "statement-approval-given",
                f.given_at,
                by=f.given_by,
                mandate=f.mandate,
                version=f.version,
            )
        case StatementApprovalVoided() as f:
            step = row_of(
                "statement-approval-voided", f.voided_at, mandate=f.mandate, version=f.version
            )
            void = Put(signatures, (f.statement_id, f.mandate), {"approved_version": None})
            return [void, *_happened(position, f.statement_id, step, **_NO_EMBARGO)]
        case StatementDeclined() as f:
            given = {"declined_at": f.declined_at}
            step = row_of("statement-declined", f.declined_at, by=f.declined_by, mandate=f.mandate)
        case StatementPassedOn() as f:
            return _passed_on(position, f)
        case StatementKeptAsRecord() as f:
            step = row_of("statement-kept-as-record", f.kept_at, mandate=f.mandate)
            return _happened(position, f.statement_id, step, state="withdrawn", **_NO_EMBARGO)
        case StatementSignerDropped() as f:
            left = {"declined_at": f.dropped_at, "approved_version": None}
            step = row_of("statement-signer-dropped", f.dropped_at, mandate=f.mandate)
            out = Put(signatures, (f.statement_id, f.mandate), left)
            return [out, *_happened(position, f.statement_id, step, **_NO_EMBARGO)]
        case StatementChangesRequested() as f:
            step = row_of(
                "statement-changes-requested",
                f.requested_at,
                by=f.requested_by,
                mandate=f.mandate,
                version=f.version,
                note=f.note,
            )
            ruled = Put(signatures, (f.statement_id, f.mandate), {"ruled_version": f.version})
            back = {"state": "drafting", **_NO_EMBARGO}
            return [ruled, *_happened(position, f.statement_id, step, **back)]
        case _:
            return []
    return [
        Put(signatures, (f.statement_id, f.mandate), given),
        *_happened(position, f.statement_id, step),
    ]


def _passed_on(position: int, f: StatementPassedOn) -> Iterable[Change]:
    """The successor stands in the place of the old mandate, which leaves as one that declined."""
    step = row_of("statement-passed-on", f.passed_at, mandate=f.to)
    out = {"declined_at": f.passed_at, "approved_version": None}
    fresh = {"ruled_version": None, "approved_version": None} if f.joins else {}
    asked = {} if f.version is None else {"state": "awaiting", "approved_at": None}
    return [
        Put(signatures, (f.statement_id, f.mandate), out),
        *(
            Put(signatures, (f.statement_id, one), {"number": number})
            for number, one in enumerate(f.mandates)
        ),
        Put(signatures, (f.statement_id, f.to), {"declined_at": None, **fresh}),
        *_happened(position, f.statement_id, step, **asked, **_NO_EMBARGO),
    ]


def _mission(f: MissionHeard) -> Put:
    planned = Window(first=f.planned_first, last=f.planned_last)
    days = days_of(planned, f.began_on, f.ended_on)
    values = {
        "mandate": f.mandate,
        "state": f.state,
        "first": days.first,
        "last": days.last,
        "called_off": f.called_off,
        "findings": f.findings if f.began_on else None,  # that it began may be taken back
    }
    return Put(missions, (f.mission_id,), values)


def _version(f: StatementDrafted | StatementRevised, version: int, by: str, at: datetime) -> Put:
    values = {
        "about": to_jsonable_python(f.about),
        "wording": f.wording,
        "written_by": by,
        "written_at": at,
    }
    return Put(versions, (f.statement_id, version), values)


def _happened(
    position: int, statement_id: str, step: dict[str, Any], **values: Any
) -> list[Change]:
    return [
        Put(steps, (statement_id, position), step),
        Put(statements, (statement_id,), {**values, "changed": position}),
    ]


STATEMENTS = ReadModel(
    consumer="portal.statements", contracts=(APPROVALS,), tables=tables, project=project
)
