"""The commands of a communication.

``version`` and ``content_hash`` (HMAC-SHA-256 of the text's UTF-8, in hex) name the exact wording
that the person had before his eyes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.approvals import CommunicationType
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommunication:
    """The lead invites ``mandates`` to sign too, until ``join_by``.

    Without that date they have the time that the lead gives, or else the office.

    ``group_id``: the same for letters to several addressees that are drafted together.
    ``follows_up``: the earlier communication that this one takes up again. ``language``: one of
    LANGUAGES; None: the text alone tells.
    """

    communication_id: str
    submission_ids: tuple[str, ...]
    type: CommunicationType
    recipient: str
    addressee: Sealed | None = None
    group_id: str | None = None
    follows_up: str | None = None
    lead_mandate: str
    mandates: tuple[str, ...]
    join_by: datetime | None = None
    text: Sealed
    content_hash: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseDraft:
    """``version`` is the edited one; ``text`` and ``content_hash`` are the new ones.

    ``language``: of the letter from now on; None: as before. Another one is an edit by itself.
    """

    communication_id: str
    version: int
    text: Sealed
    content_hash: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMandate:
    """``join_by``: None for the lead's, or else the office's, usual time."""

    communication_id: str
    mandate: str
    join_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendInvitation:
    communication_id: str
    mandate: str
    join_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCommunication:
    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowNaming:
    """Allow naming the victims to the authorities without their consent, for this reason."""

    communication_id: str
    mandate: str
    victim_ids: tuple[str, ...]
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestApproval:
    communication_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveText:
    """``authorise``: the Chief may transmit it too; this applies to urgent appeals only."""

    communication_id: str
    mandate: str
    version: int
    content_hash: str
    authorise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChanges:
    communication_id: str
    mandate: str
    version: int
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineToJoin:
    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseTransmission:
    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAuthorisation:
    communication_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCommunication:
    communication_id: str
    mandate: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmitCommunication:
    communication_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProof:
    """``channel``: of shared.reference.transmission. ``pdf_sha256``: of the sent document."""

    communication_id: str
    channel: str
    pdf_sha256: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformSource:
    communication_id: str
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLetterWithSource:
    communication_id: str
    submission_id: str


OnDraft: TypeAlias = (
    ReviseDraft
    | InviteMandate
    | ExtendInvitation
    | JoinCommunication
    | AllowNaming
    | RequestApproval
    | ApproveText
    | RequestChanges
    | DeclineToJoin
    | AuthoriseTransmission
    | RevokeAuthorisation
    | WithdrawCommunication
)
"""What can be asked for until transmission is ordered."""


OnTransmitted: TypeAlias = RecordProof | InformSource | ShareLetterWithSource
"""What is recorded once the letter has gone."""


Command: TypeAlias = DraftCommunication | OnDraft | TransmitCommunication | OnTransmitted
