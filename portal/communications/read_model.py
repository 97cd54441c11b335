"""Communications as pages see them, and the submissions that they rest on.

Numbers come from the register's stream, between which and a letter's own there is no order: the
fact that a number was allotted makes a row of its own and touches no other.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.communications.tables import (
    blocks,
    letters,
    links,
    questions,
    shares,
    signatures,
    steps,
    submissions,
    tables,
    versions,
    victims,
)
from portal.submissions.victims import named, told
from shared.contracts.approvals import (
    APPROVALS,
    ApprovalGiven,
    ApprovalRequested,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationWithdrawn,
    DraftRevised,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
    ReferenceAssigned,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.intake import (
    BLOCKING,
    INTAKE,
    AdmissibilityConfirmed,
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionNotActioned,
    SubmissionTriaged,
    VictimsAdded,
)
from shared.contracts.intake_triage import SubmissionReopened
from shared.kafka import Published
from shared.message import Sealed
from shared.read_model import Change, Put, ReadModel

_VOID = {
    "approved_version": None,
    "approved_by": None,
    "approved_at": None,
    "authorised_by": None,
    "authorised_at": None,
}


def project(published: Published) -> Iterable[Change]:
    position = published.position
    match published.fact:
        case CommunicationDrafted() as f:
            return [
                Put(
                    signatures, (f.communication_id, f.lead_mandate), _invited(position, lead=True)
                ),
                *(Put(links, (one, f.communication_id), {}) for one in f.submission_ids),
                _version(f.communication_id, 1, f.text, f.content_hash, f.drafted_by, f.drafted_at),
                *_told(
                    position,
                    f.communication_id,
                    _step("communication-drafted", f.drafted_at, by=f.drafted_by, version=1),
                    submission_ids=list(f.submission_ids),
                    type=f.type,
                    recipient=f.recipient,
                    lead_mandate=f.lead_mandate,
                    version=1,
                    content_hash=f.content_hash,
                    state="drafting",
                    drafted_at=f.drafted_at,
                ),
            ]
        case DraftRevised() as f:
            return [
                _version(
                    f.communication_id,
                    f.version,
                    f.text,
                    f.content_hash,
                    f.revised_by,
                    f.revised_at,
                ),
                *_told(
                    position,
                    f.communication_id,
                    _step("draft-revised", f.revised_at, by=f.revised_by, version=f.version),
                    version=f.version,
                    content_hash=f.content_hash,
                    state="drafting",
                    approved_at=None,
                ),
            ]
        case ApprovalRequested() as f:
            asked = {"asked_version": f.version}
            return [
                Put(versions, (f.communication_id, f.version), {"requested_at": f.requested_at}),
                *(Put(signatures, (f.communication_id, one), asked) for one in f.mandates),
                *_told(
                    position,
                    f.communication_id,
                    _step(
                        "approval-requested", f.requested_at, by=f.requested_by, version=f.version
                    ),
                    state="awaiting",
                    requested_at=f.requested_at,
                ),
            ]
        case CommunicationApproved() as f:
            step = _step("communication-approved", f.approved_at, version=f.version)
            return _told(
                position, f.communication_id, step, state="approved", approved_at=f.approved_at
            )
        case TransmissionOrdered() as f:
            step = _step("transmission-ordered", f.ordered_at, by=f.ordered_by)
            return _told(
                position, f.communication_id, step, state="ordered", ordered_at=f.ordered_at
            )
        case ReferenceAssigned() as f:
            number = f"{f.recipient} {f.number}/{f.year}"
            step = _step("reference-assigned", f.assigned_at, detail=number)
            return [Put(steps, (f.communication_id, position), step)]
        case CommunicationTransmitted() as f:
            return _told(
                position,
                f.communication_id,
                _step(
                    "communication-transmitted",
                    f.transmitted_at,
                    by=f.transmitted_by,
                    detail=f.reference,
                ),
                state="transmitted",
                reference=f.reference,
                channel=f.channel,
                transmitted_at=f.transmitted_at,
            )
        case CommunicationWithdrawn() as f:
            step = _step(
                "communication-withdrawn",
                f.withdrawn_at,
                by=f.withdrawn_by,
                mandate=f.mandate,
                note=f.reason,
            )
            return _told(position, f.communication_id, step, state="withdrawn")
        case fact:
            return [
                *_of_a_mandate(position, fact),
                *_of_consent(position, fact),
                *_of_a_submission(position, fact),
            ]


def _of_a_mandate(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case MandateInvited() as f:
            return [
                Put(signatures, (f.communication_id, f.mandate), _invited(position, lead=False)),
                *_told(
                    position,
                    f.communication_id,
                    _step("mandate-invited", f.invited_at, by=f.invited_by, mandate=f.mandate),
                ),
            ]
        case MandateJoined() as f:
            step = _step("mandate-joined", f.joined_at, mandate=f.mandate)
            return _signed(position, f.communication_id, step, joined_at=f.joined_at)
        case MandateDeclined() as f:
            step = _step("mandate-declined", f.declined_at, by=f.declined_by, mandate=f.mandate)
            return _signed(position, f.communication_id, step, declined_at=f.declined_at)
        case ApprovalGiven() as f:
            step = _step(
                "approval-given", f.given_at, by=f.given_by, mandate=f.mandate, version=f.version
            )
            return _signed(
                position,
                f.communication_id,
                step,
                approved_version=f.version,
                approved_by=f.given_by,
                approved_at=f.given_at,
                ruled_version=f.version,
            )
        case ApprovalVoided() as f:
            step = _step("approval-voided", f.voided_at, mandate=f.mandate, version=f.version)
            return _signed(position, f.communication_id, step, **_VOID)
        case ChangesRequested() as f:
            step = _step(
                "changes-requested",
                f.requested_at,
                by=f.requested_by,
                mandate=f.mandate,
                version=f.version,
                note=f.note,
            )
            return [
                *_signed(position, f.communication_id, step, ruled_version=f.version),
                Put(letters, (f.communication_id,), {"state": "drafting", "approved_at": None}),
            ]
        case TransmissionAuthorisationGranted() as f:
            step = _step(
                "transmission-authorisation-granted",
                f.granted_at,
                by=f.granted_by,
                mandate=f.mandate,
            )
            return _signed(
                position,
                f.communication_id,
                step,
                authorised_by=f.granted_by,
                authorised_at=f.granted_at,
            )
        case TransmissionAuthorisationRevoked() as f:
            step = _step(
                "transmission-authorisation-revoked",
                f.revoked_at,
                by=f.revoked_by,
                mandate=f.mandate,
            )
            return _signed(
                position, f.communication_id, step, authorised_by=None, authorised_at=None
            )
        case _:
            return []


def _of_consent(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case TransmissionBlocked() as f:
            return [
                Put(blocks, (f.communication_id, f.submission_id), {"blocked_at": f.blocked_at}),
                *_told(position, f.communication_id, _step("transmission-blocked", f.blocked_at)),
            ]
        case TransmissionUnblocked() as f:
            step = _step("transmission-unblocked", f.unblocked_at)
            return [
                Put(blocks, (f.communication_id, f.submission_id), {"blocked_at": None}),
                *_told(position, f.communication_id, step),
            ]
        case ConsentWithdrawn() as f:
            stopped = {"consent_withdrawn_at": f.withdrawn_at} if f.scope in BLOCKING else {}
            return [Put(submissions, (f.submission_id,), stopped), told(victims, f, position)]
        case ConsentGranted() as f:
            goes_on = {} if f.still_withdrawn else {"consent_withdrawn_at": None}
            return [Put(submissions, (f.submission_id,), goes_on), told(victims, f, position)]
        case _:
            return []


def _of_a_submission(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case AllegationReceived() as f:
            return [
                Put(submissions, (f.submission_id,), _received(f)),
                *named(victims, f.submission_id, f.victims, position),
            ]
        case VictimsAdded() as f:
            return named(victims, f.submission_id, f.victims, position)
        case SubmissionTriaged() as f:
            triage = {
                "urgency": f.urgency,
                "mandates": list(f.mandates),
                "triage_position": position,
                "triaged_at": f.triaged_at,
            }
            shared = {"triage_position": position}
            return [
                Put(submissions, (f.submission_id,), triage),
                *(Put(shares, (f.submission_id, one), shared) for one in f.mandates),
            ]
        case AdmissibilityConfirmed() as f:
            return [Put(submissions, (f.submission_id,), {"admissible_at": f.confirmed_at})]
        case SubmissionNotActioned() as f:
            return [Put(submissions, (f.submission_id,), {"not_actioned_at": f.decided_at})]
        case SubmissionReopened() as f:
            return [Put(submissions, (f.submission_id,), {"not_actioned_at": None})]
        case InformationRequested() as f:
            asked = {"question": f.question, "asked_at": f.asked_at}
            return [Put(questions, (f.submission_id, f.question_id), asked)]
        case InformationProvided() as f:
            answer = {"answer": f.answer, "answered_at": f.provided_at}
            return [Put(questions, (f.submission_id, f.question_id), answer)]
        case _:
            return []


COMMUNICATIONS = ReadModel(
    consumer="portal.communications",
    contracts=(INTAKE, APPROVALS),
    tables=tables,
    project=project,
)


def _told(
    position: int, communication_id: str, step: dict[str, Any], **letter: Any
) -> list[Change]:
    """A row of the timeline, and what it means for the letter."""
    return [
        Put(steps, (communication_id, position), step),
        Put(letters, (communication_id,), {**letter, "changed": position}),
    ]


def _signed(
    position: int, communication_id: str, step: dict[str, Any], **signature: Any
) -> list[Change]:
    """The same, and what it means for the step's mandate."""
    return [
        Put(signatures, (communication_id, step["mandate"]), signature),
        *_told(position, communication_id, step),
    ]


def _step(
    kind: str,
    at: datetime,
    *,
    by: str | None = None,
    mandate: str | None = None,
    version: int | None = None,
    detail: str | None = None,
    note: Sealed | None = None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "at": at,
        "by_id": by,
        "mandate": mandate,
        "version": version,
        "detail": detail,
        "note": note,
    }


def _invited(position: int, *, lead: bool) -> dict[str, Any]:
    return {"lead": lead, "position": position}


def _version(
    communication_id: str, version: int, text: Sealed, content_hash: str, by: str, at: datetime
) -> Put:
    values = {"text": text, "content_hash": content_hash, "written_by": by, "written_at": at}
    return Put(versions, (communication_id, version), values)


def _received(f: AllegationReceived) -> dict[str, Any]:
    return {
        "received_at": f.received_at,
        "language": f.language,
        "state": f.state,
        "perpetrators": f.perpetrators,
        "incident": f.incident,
        "narrative": f.narrative,
        "particulars": f.particulars,
    }
