"""Facts of a letter, in the order in which they happen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalRequested,
    ApprovalVoided,
    ChangesRequested,
    CommunicationApproved,
    CommunicationDrafted,
    CommunicationTransmitted,
    CommunicationType,
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
from shared.contracts.approvals_authority import (
    DelegationGranted,
    StandingAuthorisationGranted,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import (
    InvitationExtended,
    MandateDroppedOut,
    NamingAllowed,
)
from shared.contracts.approvals_holding import VacantMandateDropped
from shared.core.message import Sealed, derive_id
from tests.support.submissions import ID as SUBMISSION
from tests.support.submissions import unreadable

LETTER = str(derive_id("communication", 1))
LEAD, OTHER, THIRD = "sr-torture", "sr-hrds", "wgad"
FIRST, SECOND = "The first wording.\nIt has two lines.", "The second wording.\nIt has two lines."
T0 = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

Seal = Callable[[str, str], Sealed]


def content_hash(text: str) -> str:
    """Return a fingerprint as facts of old have it: without a key."""
    return sha256(text.encode()).hexdigest()


def at(minute: int) -> datetime:
    return T0 + timedelta(minutes=minute)


def drafted(
    communication_id: str = LETTER,
    *,
    type_: CommunicationType = "UA",
    recipient: str = "KEN",
    submission_id: str = SUBMISSION,
    others: tuple[str, ...] = (OTHER,),
    by: str = "officer",
    seal: Seal = unreadable,
) -> list[Any]:
    return [
        CommunicationDrafted(
            communication_id=communication_id,
            submission_ids=(submission_id,),
            type=type_,
            recipient=recipient,
            lead_mandate=LEAD,
            text=seal(f"communication-{communication_id}", FIRST),
            content_hash=content_hash(FIRST),
            drafted_by=by,
            drafted_at=at(0),
        ),
        *(invited(*others, communication_id=communication_id, by=by) if others else ()),
    ]


def invited(
    *mandates: str, communication_id: str = LETTER, by: str = "officer"
) -> list[MandateInvited]:
    return [
        MandateInvited(
            communication_id=communication_id, mandate=one, invited_by=by, invited_at=at(0)
        )
        for one in mandates or (OTHER,)
    ]


def requested(
    communication_id: str = LETTER, *, version: int = 1, mandates: tuple[str, ...] = (LEAD, OTHER)
) -> ApprovalRequested:
    return ApprovalRequested(
        communication_id=communication_id,
        version=version,
        content_hash=content_hash(FIRST if version == 1 else SECOND),
        mandates=mandates,
        requested_by="officer",
        requested_at=at(1),
    )


def extended(communication_id: str = LETTER, mandate: str = OTHER) -> InvitationExtended:
    return InvitationExtended(
        communication_id=communication_id,
        mandate=mandate,
        join_by=at(600),
        extended_by="officer",
        extended_at=at(1),
    )


def dropped_out(communication_id: str = LETTER, mandate: str = OTHER) -> MandateDroppedOut:
    return MandateDroppedOut(
        communication_id=communication_id,
        mandate=mandate,
        join_by=at(600),
        dropped_out_at=at(601),
    )


def fell_vacant(communication_id: str = LETTER, mandate: str = OTHER) -> VacantMandateDropped:
    return VacantMandateDropped(
        communication_id=communication_id,
        mandate=mandate,
        since=at(601).date(),
        dropped_at=at(602),
    )


def passed_on(communication_id: str = LETTER, to: str = "sr-food") -> LetterPassedOn:
    return LetterPassedOn(
        communication_id=communication_id,
        mandate=LEAD,
        to=to,
        lead=True,
        joins=True,
        version=1,
        passed_at=at(603),
    )


def kept_as_record(communication_id: str = LETTER) -> LetterKeptAsRecord:
    return LetterKeptAsRecord(communication_id=communication_id, mandate=LEAD, kept_at=at(604))


def naming_allowed(communication_id: str = LETTER, *, seal: Seal = unreadable) -> NamingAllowed:
    return NamingAllowed(
        communication_id=communication_id,
        mandate=LEAD,
        victim_ids=("v-1",),
        reason=seal(f"communication-{communication_id}", "Planted reason"),
        allowed_by=f"holder-{LEAD}",
        allowed_at=at(1),
    )


def delegated(mandate: str = THIRD, delegate_id: str = "member") -> DelegationGranted:
    return DelegationGranted(
        mandate=mandate,
        delegation_id="delegation-1",
        delegate_id=delegate_id,
        scope=("approve",),
        starts_at=at(0),
        ends_at=at(600),
        granted_by=f"holder-{mandate}",
        granted_at=at(0),
    )


def stands(mandate: str = LEAD) -> StandingAuthorisationGranted:
    return StandingAuthorisationGranted(
        mandate=mandate, granted_by=f"holder-{mandate}", granted_at=at(0)
    )


def approved(communication_id: str = LETTER, mandate: str = LEAD, *, version: int = 1) -> list[Any]:
    """The mandate approves, and authorises."""
    return [
        ApprovalGiven(
            communication_id=communication_id,
            mandate=mandate,
            version=version,
            content_hash=content_hash(FIRST if version == 1 else SECOND),
            given_by=f"holder-{mandate}",
            given_at=at(2),
        ),
        TransmissionAuthorisationGranted(
            communication_id=communication_id,
            mandate=mandate,
            granted_by=f"holder-{mandate}",
            granted_at=at(2),
        ),
    ]


def joined(communication_id: str = LETTER, mandate: str = OTHER) -> MandateJoined:
    return MandateJoined(communication_id=communication_id, mandate=mandate, joined_at=at(2))


def declined(communication_id: str = LETTER, mandate: str = OTHER) -> MandateDeclined:
    return MandateDeclined(
        communication_id=communication_id,
        mandate=mandate,
        declined_by=f"holder-{mandate}",
        declined_at=at(2),
    )


def revoked(
    communication_id: str = LETTER, mandate: str = LEAD
) -> TransmissionAuthorisationRevoked:
    return TransmissionAuthorisationRevoked(
        communication_id=communication_id,
        mandate=mandate,
        revoked_by=f"holder-{mandate}",
        revoked_at=at(3),
    )


def revised(communication_id: str = LETTER, *, seal: Seal = unreadable) -> DraftRevised:
    return DraftRevised(
        communication_id=communication_id,
        version=2,
        text=seal(f"communication-{communication_id}", SECOND),
        content_hash=content_hash(SECOND),
        revised_by="officer",
        revised_at=at(3),
    )


def voided(communication_id: str = LETTER, mandate: str = LEAD) -> ApprovalVoided:
    return ApprovalVoided(
        communication_id=communication_id, mandate=mandate, version=1, voided_at=at(3)
    )


def changes(communication_id: str = LETTER, *, seal: Seal = unreadable) -> ChangesRequested:
    return ChangesRequested(
        communication_id=communication_id,
        mandate=OTHER,
        version=1,
        note=seal(f"communication-{communication_id}", "Planted note"),
        requested_by=f"holder-{OTHER}",
        requested_at=at(3),
    )


def cleared(
    communication_id: str = LETTER,
    *,
    type_: CommunicationType = "UA",
    recipient: str = "KEN",
    version: int = 1,
) -> CommunicationApproved:
    return CommunicationApproved(
        communication_id=communication_id,
        type=type_,
        recipient=recipient,
        version=version,
        content_hash=content_hash(FIRST if version == 1 else SECOND),
        mandates=(LEAD, OTHER),
        approved_at=at(4),
    )


def withdrawn(communication_id: str = LETTER, *, seal: Seal = unreadable) -> CommunicationWithdrawn:
    return CommunicationWithdrawn(
        communication_id=communication_id,
        mandate=LEAD,
        reason=seal(f"communication-{communication_id}", "Planted reason"),
        withdrawn_by=f"holder-{LEAD}",
        withdrawn_at=at(5),
    )


def blocked(communication_id: str = LETTER, submission_id: str = SUBMISSION) -> TransmissionBlocked:
    return TransmissionBlocked(
        communication_id=communication_id, submission_id=submission_id, blocked_at=at(4)
    )


def unblocked(
    communication_id: str = LETTER, submission_id: str = SUBMISSION
) -> TransmissionUnblocked:
    return TransmissionUnblocked(
        communication_id=communication_id, submission_id=submission_id, unblocked_at=at(4)
    )


def ordered(communication_id: str = LETTER, recipient: str = "KEN") -> TransmissionOrdered:
    return TransmissionOrdered(
        communication_id=communication_id,
        recipient=recipient,
        year=2026,
        ordered_by="chief",
        ordered_at=at(5),
    )


def numbered(communication_id: str = LETTER, recipient: str = "KEN") -> ReferenceAssigned:
    return ReferenceAssigned(
        recipient=recipient,
        year=2026,
        number=3,
        communication_id=communication_id,
        assigned_at=at(5),
    )


def gone(
    communication_id: str = LETTER,
    *,
    type_: CommunicationType = "UA",
    recipient: str = "KEN",
    submission_id: str = SUBMISSION,
) -> CommunicationTransmitted:
    return CommunicationTransmitted(
        communication_id=communication_id,
        submission_ids=(submission_id,),
        type=type_,
        recipient=recipient,
        mandates=(LEAD, OTHER),
        reference=f"{type_} {recipient} 3/2026",
        version=1,
        content_hash=content_hash(FIRST),
        channel="diplomatic channels",
        transmitted_by="chief",
        transmitted_at=at(6),
    )


def upto(state: str, communication_id: str = LETTER, **also: Any) -> list[Any]:
    """Return what happened to a letter that is ``state`` now. ``also``: as for ``drafted``."""
    kind = {key: also[key] for key in ("type_", "recipient") if key in also}
    to = {key: also[key] for key in ("recipient",) if key in also}
    facts = drafted(communication_id, **also)
    if state == "drafting":
        return facts
    facts.append(requested(communication_id))
    if state == "awaiting":
        return facts
    facts += approved(communication_id)
    facts.append(joined(communication_id))
    facts += approved(communication_id, OTHER)
    facts.append(cleared(communication_id, **kind))
    if state == "approved":
        return facts
    if state == "withdrawn":
        return [*facts, withdrawn(communication_id, seal=also.get("seal", unreadable))]
    facts += [ordered(communication_id, **to), numbered(communication_id, **to)]
    if state == "ordered":
        return facts
    assert state == "transmitted"
    behind = {key: also[key] for key in ("submission_id",) if key in also}
    return [*facts, gone(communication_id, **kind, **behind)]


STATES = ("drafting", "awaiting", "approved", "withdrawn", "ordered", "transmitted")
