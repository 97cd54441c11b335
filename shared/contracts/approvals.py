"""Facts of approvals: communications, from the first draft to the transmitted letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from shared.contracts import (
    Contract,
    approvals_erasure,
    approvals_history,
    approvals_missions,
    approvals_statements,
)
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import (
    InvitationExtended,
    JoiningTimesNoted,
    MandateDroppedOut,
    NamingAllowed,
    SubmissionBarred,
    SubmissionUnbarred,
)
from shared.contracts.approvals_holding import (
    BarsNoted,
    HolderNoted,
    MandateLifeNoted,
    VacantMandateDropped,
)
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.contracts.feed import Shown
from shared.core.catalogue import Catalogue, Upcaster
from shared.core.message import Sealed

CommunicationType: TypeAlias = Literal["AL", "UA", "OL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationDrafted:
    """Version 1 of the text. ``recipient`` is an ISO 3166 alpha-3 code, or ``OTH``.

    ``addressee``: the exact addressee, if the code does not name it. ``group_id``: the same for
    letters that were drafted together to several addressees and share their text. ``follows_up``:
    the earlier communication that this one follows up. ``language``: one of LANGUAGES; None: of
    before it was chosen, when the text alone tells.
    """

    communication_id: str
    submission_ids: tuple[str, ...]
    type: CommunicationType
    recipient: str
    addressee: Sealed | None = None
    group_id: str | None = None
    follows_up: str | None = None
    lead_mandate: str
    text: Sealed
    content_hash: str
    language: str | None = None
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRevised:
    """``language``: of the letter from now on; None: as before."""

    communication_id: str
    version: int
    text: Sealed
    content_hash: str
    language: str | None = None
    revised_by: str
    revised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateInvited:
    """``join_by``: a mandate that is silent until then drops out; None: there is no such date."""

    communication_id: str
    mandate: str
    join_by: datetime | None = None
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateJoined:
    """The mandate said so, or approved a text."""

    communication_id: str
    mandate: str
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateDeclined:
    """The mandate drops out; the letter goes on without it."""

    communication_id: str
    mandate: str
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested:
    communication_id: str
    version: int
    content_hash: str
    mandates: tuple[str, ...]
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalGiven:
    """Bound to the exact text by its version and keyed hash.

    ``delegation_id``: the delegation under which a member of a working group approved for the
    Chair-Rapporteur.
    """

    communication_id: str
    mandate: str
    version: int
    content_hash: str
    delegation_id: str | None = None
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesRequested:
    communication_id: str
    mandate: str
    version: int
    note: Sealed
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalVoided:
    """An edit voids every approval, and the authorisation to transmit given with it."""

    communication_id: str
    mandate: str
    version: int
    voided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationApproved:
    """Every signing mandate approved the same hash: the letter is cleared."""

    communication_id: str
    type: CommunicationType
    recipient: str
    version: int
    content_hash: str
    mandates: tuple[str, ...]
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionAuthorisationGranted:
    communication_id: str
    mandate: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionAuthorisationRevoked:
    communication_id: str
    mandate: str
    revoked_by: str
    revoked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionOrdered:
    """From now on nothing stops the letter: it gets its number, then it is transmitted.

    ``standing``: the mandates that gave a standing authorisation, rather than one for this letter.
    """

    communication_id: str
    recipient: str
    year: int
    standing: tuple[str, ...] = ()
    ordered_by: str
    ordered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAssigned:
    """The next number in the recipient's series of that year; the register has its own stream."""

    recipient: str
    year: int
    number: int
    communication_id: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationTransmitted:
    """``reference`` reads like ``UA GBR 3/2019``; ``follows_up``: the earlier communication."""

    communication_id: str
    submission_ids: tuple[str, ...]
    type: CommunicationType
    recipient: str
    mandates: tuple[str, ...]
    reference: str
    version: int
    content_hash: str
    channel: str
    transmitted_by: str
    transmitted_at: datetime
    follows_up: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunicationWithdrawn:
    communication_id: str
    mandate: str
    reason: Sealed
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionBlocked:
    """Consent was withdrawn for a submission behind the letter: it cannot proceed (R13)."""

    communication_id: str
    submission_id: str
    blocked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionUnblocked:
    """Consent was given again for that submission; others may still block the letter."""

    communication_id: str
    submission_id: str
    unblocked_at: datetime


Fact: TypeAlias = (
    CommunicationDrafted
    | DraftRevised
    | MandateInvited
    | MandateJoined
    | MandateDeclined
    | ApprovalRequested
    | ApprovalGiven
    | ChangesRequested
    | ApprovalVoided
    | CommunicationApproved
    | TransmissionAuthorisationGranted
    | TransmissionAuthorisationRevoked
    | TransmissionOrdered
    | ReferenceAssigned
    | CommunicationTransmitted
    | CommunicationWithdrawn
    | TransmissionBlocked
    | TransmissionUnblocked
    | TransmissionProofRecorded
    | SourceInformed
    | LetterSharedWithSource
    | InvitationExtended
    | MandateDroppedOut
    | VacantMandateDropped
    | NamingAllowed
    | JoiningTimesNoted
    | HolderNoted
    | MandateLifeNoted
    | BarsNoted
    | LetterPassedOn
    | LetterKeptAsRecord
    | SubmissionBarred
    | SubmissionUnbarred
    | DelegationGranted
    | DelegationRevoked
    | StandingAuthorisationGranted
    | StandingAuthorisationRevoked
    | approvals_statements.Fact
    | approvals_erasure.Fact
    | approvals_history.Fact
    | approvals_missions.Fact
)


def _with(**defaults: Any) -> Upcaster:
    """Add the fields that version 1 did not have."""
    return lambda told: {**told, **defaults}


APPROVALS = Contract(
    service="approvals",
    catalogue=Catalogue(
        {
            "communication-drafted": CommunicationDrafted,
            "draft-revised": DraftRevised,
            "mandate-invited": MandateInvited,
            "mandate-joined": MandateJoined,
            "mandate-declined": MandateDeclined,
            "approval-requested": ApprovalRequested,
            "approval-given": ApprovalGiven,
            "changes-requested": ChangesRequested,
            "approval-voided": ApprovalVoided,
            "communication-approved": CommunicationApproved,
            "transmission-authorisation-granted": TransmissionAuthorisationGranted,
            "transmission-authorisation-revoked": TransmissionAuthorisationRevoked,
            "transmission-ordered": TransmissionOrdered,
            "reference-assigned": ReferenceAssigned,
            "communication-transmitted": CommunicationTransmitted,
            "communication-withdrawn": CommunicationWithdrawn,
            "transmission-blocked": TransmissionBlocked,
            "transmission-unblocked": TransmissionUnblocked,
            "transmission-proof-recorded": TransmissionProofRecorded,
            "source-informed": SourceInformed,
            "letter-shared-with-source": LetterSharedWithSource,
            "invitation-extended": InvitationExtended,
            "mandate-dropped-out": MandateDroppedOut,
            "vacant-mandate-dropped": VacantMandateDropped,
            "naming-allowed": NamingAllowed,
            "joining-times-noted": JoiningTimesNoted,
            "holder-noted": HolderNoted,
            "mandate-life-noted": MandateLifeNoted,
            "bars-noted": BarsNoted,
            "letter-passed-on": LetterPassedOn,
            "letter-kept-as-record": LetterKeptAsRecord,
            "submission-barred": SubmissionBarred,
            "submission-unbarred": SubmissionUnbarred,
            "delegation-granted": DelegationGranted,
            "delegation-revoked": DelegationRevoked,
            "standing-authorisation-granted": StandingAuthorisationGranted,
            "standing-authorisation-revoked": StandingAuthorisationRevoked,
            **approvals_statements.TYPES,
            **approvals_erasure.TYPES,
            **approvals_history.TYPES,
            **approvals_missions.TYPES,
        },
        {
            "communication-drafted": (
                _with(addressee=None, group_id=None, follows_up=None),
                _with(language=None),
            ),
            "draft-revised": (_with(language=None),),
            "communication-transmitted": (_with(follows_up=None),),
            "mandate-invited": (_with(join_by=None),),
            "history-import-undone": (_with(reason=""),),
            "approval-given": (_with(delegation_id=None),),
            "transmission-ordered": (_with(standing=()),),
            "statement-drafted": (_with(mission_id=None),),
            "statement-issued": (_with(mission_id=None),),
        },
    ),
    feed={
        CommunicationDrafted: Shown(
            words="Communication drafted", mandates="lead_mandate", type="type", unsent=True
        ),
        ApprovalRequested: Shown(
            words="Approval asked of the mandate-holders", mandates="mandates", unsent=True
        ),
        ApprovalGiven: Shown(
            words="Mandate-holder approved a text", mandates="mandate", unsent=True
        ),
        CommunicationApproved: Shown(
            words="Communication cleared by every signing mandate",
            mandates="mandates",
            type="type",
            unsent=True,
        ),
        CommunicationTransmitted: Shown(
            words="Communication transmitted",
            mandates="mandates",
            recipient="recipient",
            type="type",
            reference="reference",
        ),
        **approvals_statements.FEED,
    },
)
