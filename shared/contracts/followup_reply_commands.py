"""The commands of a reply case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.followup import ReplyKind
from shared.contracts.followup_replies import ContactKind, ToldOfClosure
from shared.core.message import Sealed

# --- asked by the desk or the Government addressed ----------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReply:
    """``received_at``: when it came to the desk; a Government's filing counts from its command."""

    communication_id: str
    reply_id: str
    kind: ReplyKind
    language: str
    confidential_by_state: bool
    text: Sealed
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReplyAttachment:
    """A stored, encrypted file; see ``ReplyAttachmentAdded``."""

    communication_id: str
    reply_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeReceipt:
    communication_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension:
    """``until``: the last day of the requested time."""

    communication_id: str
    request_id: str
    until: date
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTranslation:
    communication_id: str
    reply_id: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTranslation:
    communication_id: str
    reply_id: str
    language: str
    text: Sealed


# --- asked by the desk, or the officer or holder of a signing mandate ---------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDialogue:
    """``held_on``: the day of the contact in Geneva."""

    communication_id: str
    contact_id: str
    held_on: date
    kind: ContactKind
    with_whom: Sealed
    said: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDialogue:
    """``contact_id``: the wrong entry, a contact or an earlier correction.

    The other fields replace it as a whole.
    """

    communication_id: str
    contact_id: str
    correction_id: str
    held_on: date
    kind: ContactKind
    with_whom: Sealed
    said: Sealed


# --- asked by the officer of a signing mandate --------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExtension:
    """``until``: the last day of the extended time."""

    communication_id: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReminder:
    communication_id: str
    reminder_id: str
    text: Sealed
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReminder:
    communication_id: str
    reminder_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyClosure:
    communication_id: str
    to: ToldOfClosure


# --- asked by the holder of a signing mandate ---------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessReply:
    communication_id: str
    reply_id: str
    mandate: str
    scheme: str
    value: str
    rationale: Sealed
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardReplyToSource:
    communication_id: str
    reply_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReminder:
    """``content_hash`` names the exact text that the person read."""

    communication_id: str
    reminder_id: str
    mandate: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase:
    communication_id: str
    mandate: str
    outcome: str
    reasons: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase:
    communication_id: str
    mandate: str
    reason: Sealed


# --- asked by the source of a submission --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnReply:
    communication_id: str
    reply_id: str
    submission_id: str
    comment_id: str
    text: Sealed


ByTheDesk: TypeAlias = (
    LogReply
    | AddReplyAttachment
    | AcknowledgeReceipt
    | RequestExtension
    | RequestTranslation
    | RecordTranslation
)


ByTheOfficer: TypeAlias = NoteExtension | DraftReminder | SendReminder | NotifyClosure


ByTheHolder: TypeAlias = (
    AssessReply | ForwardReplyToSource | ApproveReminder | CloseCase | ReopenCase
)


Command: TypeAlias = (
    ByTheDesk | NoteDialogue | CorrectDialogue | ByTheOfficer | ByTheHolder | CommentOnReply
)
