"""The read model of communications, and of the submissions behind them.

Reference numbers come from the register's stream, and nothing orders it against a letter's own
stream: the fact that allots a number makes its own row and touches no other.
"""

from collections.abc import Iterable
from typing import Any

from portal.casefile.submissions.victims import named, told
from portal.letters.communications.of_mandates import of_a_mandate, of_authority
from portal.letters.communications.rows import happened, invited, version_of
from portal.letters.communications.tables import (
    additions,
    blocks,
    cleared,
    links,
    questions,
    shares,
    signatures,
    steps,
    submissions,
    tables,
    triages,
    versions,
    victims,
)
from portal.web.steps import row_of
from shared.contracts.approvals import (
    APPROVALS,
    ApprovalRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationWithdrawn,
    DraftRevised,
    ReferenceAssigned,
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.approvals_erasure import LetterTextErased
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
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_source import (
    DevelopmentAdded,
    IncidentAdded,
    PassageCleared,
    PerpetratorAdded,
)
from shared.contracts.intake_triage import SubmissionReopened
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel


def project(published: Published) -> Iterable[Change]:
    position = published.position
    match published.fact:
        case CommunicationDrafted() as f:
            return [
                Put(signatures, (f.communication_id, f.lead_mandate), invited(position, lead=True)),
                *(Put(links, (one, f.communication_id), {}) for one in f.submission_ids),
                version_of(
                    f.communication_id, 1, f.text, f.content_hash, f.drafted_by, f.drafted_at
                ),
                *happened(
                    position,
                    f.communication_id,
                    row_of("communication-drafted", f.drafted_at, by=f.drafted_by, version=1),
                    submission_ids=list(f.submission_ids),
                    type=f.type,
                    recipient=f.recipient,
                    addressee=f.addressee,
                    group_id=f.group_id,
                    language=f.language,
                    lead_mandate=f.lead_mandate,
                    version=1,
                    content_hash=f.content_hash,
                    state="drafting",
                    drafted_at=f.drafted_at,
                ),
            ]
        case DraftRevised() as f:
            return [
                version_of(
                    f.communication_id,
                    f.version,
                    f.text,
                    f.content_hash,
                    f.revised_by,
                    f.revised_at,
                ),
                *happened(
                    position,
                    f.communication_id,
                    row_of("draft-revised", f.revised_at, by=f.revised_by, version=f.version),
                    version=f.version,
                    content_hash=f.content_hash,
                    state="drafting",
                    approved_at=None,
                    **({"language": f.language} if f.language else {}),
                ),
            ]
        case ApprovalRequested() as f:
            asked = {"asked_version": f.version}
            return [
                Put(versions, (f.communication_id, f.version), {"requested_at": f.requested_at}),
                *(Put(signatures, (f.communication_id, one), asked) for one in f.mandates),
                *happened(
                    position,
                    f.communication_id,
                    row_of(
                        "approval-requested", f.requested_at, by=f.requested_by, version=f.version
                    ),
                    state="awaiting",
                    requested_at=f.requested_at,
                    approved_at=None,
                ),
            ]
        case CommunicationApproved() as f:
            step = row_of("communication-approved", f.approved_at, version=f.version)
            return happened(
                position, f.communication_id, step, state="approved", approved_at=f.approved_at
            )
        case TransmissionOrdered() as f:
            step = row_of("transmission-ordered", f.ordered_at, by=f.ordered_by)
            return happened(
                position, f.communication_id, step, state="ordered", ordered_at=f.ordered_at
            )
        case ReferenceAssigned() as f:
            number = f"{f.recipient} {f.number}/{f.year}"
            step = row_of("reference-assigned", f.assigned_at, detail=number)
            return [Put(steps, (f.communication_id, position), step)]
        case CommunicationTransmitted() as f:
            return happened(
                position,
                f.communication_id,
                row_of(
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
            step = row_of(
                "communication-withdrawn",
                f.withdrawn_at,
                by=f.withdrawn_by,
                mandate=f.mandate,
                note=f.reason,
            )
            return happened(position, f.communication_id, step, state="withdrawn")
        case LetterTextErased(what="communication") as f:
            step = row_of("letter-text-erased", f.erased_at)
            return [Put(steps, (f.item_id, position), step)]
        case fact:
            return [
                *of_a_mandate(position, fact),
                *of_authority(fact),
                *_of_consent(position, fact),
                *_of_a_submission(position, fact),
                *_added(fact),
            ]


def _of_consent(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case TransmissionBlocked() as f:
            return [
                Put(blocks, (f.communication_id, f.submission_id), {"blocked_at": f.blocked_at}),
                *happened(
                    position, f.communication_id, row_of("transmission-blocked", f.blocked_at)
                ),
            ]
        case TransmissionUnblocked() as f:
            step = row_of("transmission-unblocked", f.unblocked_at)
            return [
                Put(blocks, (f.communication_id, f.submission_id), {"blocked_at": None}),
                *happened(position, f.communication_id, step),
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
        case PassageCleared() as f:
            return [Put(cleared, (f.submission_id, one), {}) for one in f.passages]
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
                Put(triages, (f.submission_id, position), {"triaged_at": f.triaged_at}),
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


def _added(fact: Any) -> Iterable[Change]:
    """The source's additions after filing."""
    match fact:
        case DevelopmentAdded() as f:
            items = [(f.development_id, "development", f.text)]
        case IncidentAdded() as f:
            items = [(f.incident_id, "incident", f.incident)]
        case PerpetratorAdded() as f:
            items = [(f.perpetrator_id, "perpetrator", f.perpetrator)]
        case VictimsAdded(later=True) as f:
            items = [(one.victim_id, "victim", one.details) for one in f.victims]
        case InformationProvided() as f:
            added = {"kind": "answer", "text": f.answer, "added_at": f.provided_at}
            return [Put(additions, (f.submission_id, f.question_id), added)]
        case AttachmentAdded() as f:
            file = {"kind": "file", "media_type": f.media_type, "added_at": f.added_at}
            return [Put(additions, (f.submission_id, f.attachment_id), file)]
        case _:
            return []
    return [
        Put(
            additions,
            (f.submission_id, item_id),
            {"kind": kind, "text": text, "added_at": f.added_at},
        )
        for item_id, kind, text in items
    ]


COMMUNICATIONS = ReadModel(
    consumer="portal.communications",
    contracts=(INTAKE, APPROVALS),
    tables=tables,
    project=project,
)


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
