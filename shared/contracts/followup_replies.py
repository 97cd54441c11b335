"""Facts of a reply case beside the reply itself: dates, reminders, dialogue, how it ends.

Lifecycle: procedure.md section 2.1 C. What is restricted is sealed under the reply, or the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

ToldOfClosure: TypeAlias = Literal["state", "source"]
ContactKind: TypeAlias = Literal["meeting", "telephone_call", "note_verbale", "email", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAcknowledged:
    """The recipient confirmed that the letter arrived. This is no reply: the clock goes on."""

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    received_at: datetime
    by_government: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested:
    """Asking moves nothing. ``until``: the end of the day that was asked for."""

    communication_id: str
    request_id: str
    recipient: str
    mandates: tuple[str, ...]
    until: datetime
    reason: Sealed
    by_government: bool
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNoted:
    """The reply is due at ``due_at`` now. The embargo stays where it is.

    ``reminders_at``: when the next reminders are proposed, moved as far as the reply's date.
    """

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    was_due_at: datetime
    due_at: datetime
    reminders_at: tuple[datetime, ...]
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAttachmentAdded:
    """A file came with a reply: that it was kept, never the file.

    ``object_name``: random, where the encrypted file lies; ``sha256`` is of its bytes there.
    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content
    and the key to read it.
    """

    communication_id: str
    reply_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed
    by_government: bool
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRequested:
    """Until it is there the reply counts as pending. ``language``: into which."""

    communication_id: str
    reply_id: str
    language: str
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationReceived:
    communication_id: str
    reply_id: str
    language: str
    text: Sealed
    recorded_by: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyForwardedToSource:
    """A mandate-holder decided that the sources of these submissions may read the reply."""

    communication_id: str
    reply_id: str
    submission_ids: tuple[str, ...]
    mandate: str
    decided_by: str
    forwarded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCommented:
    """What the source of a submission says to the reply. Who he is does not stand here."""

    communication_id: str
    reply_id: str
    submission_id: str
    comment_id: str
    text: Sealed
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderProposed:
    """The day on which a reminder is usual has passed. Nothing is sent by itself.

    ``reminders_at``: when the next ones are proposed.
    """

    communication_id: str
    mandates: tuple[str, ...]
    number: int
    reminders_at: tuple[datetime, ...]
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDrafted:
    """``content_hash``: keyed hash of the text, which approvals are bound to.

    It takes the place of a reminder that was not sent, and that one's approvals with it.
    """

    communication_id: str
    reminder_id: str
    text: Sealed
    content_hash: str
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderApproved:
    communication_id: str
    reminder_id: str
    mandate: str
    content_hash: str
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSent:
    """``mandates``: those whose holders approved it, in whose name it went."""

    communication_id: str
    reminder_id: str
    recipient: str
    mandates: tuple[str, ...]
    sent_by: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLetterSent:
    """A new communication that follows this one up was transmitted, with its own number."""

    communication_id: str
    follow_up_id: str
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueNoted:
    """A contact with the Government about the letter. It is no reply: the clock goes on.

    ``held_on``: its day in Geneva. ``with_whom``: an office there. ``said``: what was said.
    """

    communication_id: str
    contact_id: str
    held_on: date
    kind: ContactKind
    with_whom: Sealed
    said: Sealed
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueCorrected:
    """A contact as it was noted, or corrected before, was wrong: from now on this holds of it.

    ``contact_id``: the entry that is wrong; it stays as it was. ``correction_id``: of the new one,
    which holds in its place and can be corrected in turn. The rest: as in ``DialogueNoted``.
    """

    communication_id: str
    contact_id: str
    correction_id: str
    held_on: date
    kind: ContactKind
    with_whom: Sealed
    said: Sealed
    corrected_by: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """``outcome`` is one of shared.reference.OUTCOMES."""

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    mandate: str
    outcome: str
    reasons: Sealed
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureNotified:
    """The State, or the sources, were told that the case is closed, and with what outcome."""

    communication_id: str
    to: ToldOfClosure
    outcome: str
    submission_ids: tuple[str, ...]
    notified_by: str
    notified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """``waits_until``: when the reply is due; None if it has come, or was overdue already.

    ``reminders_at``: when reminders are proposed again; none if it has come.
    """

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    mandate: str
    reason: Sealed
    waits_until: datetime | None
    reminders_at: tuple[datetime, ...] = ()
    reopened_by: str
    reopened_at: datetime


ReplyCaseFact: TypeAlias = (
    ReceiptAcknowledged
    | ExtensionRequested
    | ExtensionNoted
    | ReplyAttachmentAdded
    | TranslationRequested
    | TranslationReceived
    | ReplyForwardedToSource
    | SourceCommented
    | ReminderProposed
    | ReminderDrafted
    | ReminderApproved
    | ReminderSent
    | FollowUpLetterSent
    | DialogueNoted
    | DialogueCorrected
    | CaseClosed
    | ClosureNotified
    | CaseReopened
)

REPLY_CASE_FACTS: dict[str, type] = {
    "receipt-acknowledged": ReceiptAcknowledged,
    "extension-requested": ExtensionRequested,
    "extension-noted": ExtensionNoted,
    "reply-attachment-added": ReplyAttachmentAdded,
    "translation-requested": TranslationRequested,
    "translation-received": TranslationReceived,
    "reply-forwarded-to-source": ReplyForwardedToSource,
    "source-commented": SourceCommented,
    "reminder-proposed": ReminderProposed,
    "reminder-drafted": ReminderDrafted,
    "reminder-approved": ReminderApproved,
    "reminder-sent": ReminderSent,
    "follow-up-letter-sent": FollowUpLetterSent,
    "dialogue-noted": DialogueNoted,
    "dialogue-corrected": DialogueCorrected,
    "case-closed": CaseClosed,
    "closure-notified": ClosureNotified,
    "case-reopened": CaseReopened,
}
