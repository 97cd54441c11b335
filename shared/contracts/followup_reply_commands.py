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
    """``received_at``: when it came to the desk; what a Government files comes as it is asked."""

    communication_id: str
    reply_id: str
    kind: ReplyKind
    language: str
    confidential_by_state: bool
    text: Sealed
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReplyAttachment:
    """A file that was kept, encrypted; see ``ReplyAttachmentAdded``."""

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
    """``until``: the last day of the time that is asked for."""

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
    """``contact_id``: the entry that is wrong, a contact or an earlier correction.

    The rest is what holds in its place, whole.
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
    """``content_hash`` names the exact wording that the person had before his eyes."""

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
