"""Facts of followup about a reply case besides the reply: dates, reminders, dialogue, closure.

Lifecycle: procedure.md section 2.1 C. Restricted text is sealed under the reply, or under the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed

ToldOfClosure: TypeAlias = Literal["state", "source"]
ContactKind: TypeAlias = Literal["meeting", "telephone_call", "note_verbale", "email", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAcknowledged:
    """The recipient confirmed that the letter arrived. This is not a reply: the clock goes on."""

    communication_id: str
    recipient: str
    mandates: tuple[str, ...]
    received_at: datetime
    by_government: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested:
    """The request changes no date. ``until``: the end of the requested day."""

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
    """The reply is now due at ``due_at``. The embargo does not change.

    ``reminders_at``: when the next reminders are proposed, moved by as much as the reply's date.
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
    """A file came with a reply: the fact records it, and never contains the file.

    ``object_name``: the random name of the encrypted file; ``sha256``: of its encrypted bytes.
    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it.
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
    """Until the translation exists the reply counts as pending. ``language``: the target."""

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
    """A comment of a submission's source on the reply. It does not identify the source."""

    communication_id: str
    reply_id: str
    submission_id: str
    comment_id: str
    text: Sealed
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderProposed:
    """The usual day of a reminder has passed. The platform sends nothing by itself.

    ``reminders_at``: when the next ones are proposed.
    """

    communication_id: str
    mandates: tuple[str, ...]
    number: int
    reminders_at: tuple[datetime, ...]
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDrafted:
    """``content_hash``: keyed hash of the text, to which approvals are bound.

    It replaces a reminder that was not sent, together with its approvals.
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
    """``mandates``: those whose holders approved it, and in whose name it was sent."""

    communication_id: str
    reminder_id: str
    recipient: str
    mandates: tuple[str, ...]
    sent_by: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLetterSent:
    """A new communication that follows up this one was transmitted, with its own number."""

    communication_id: str
    follow_up_id: str
    reference: str
    recipient: str
    mandates: tuple[str, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueNoted:
    """A contact with the Government about the letter. It is not a reply: the clock goes on.

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
    """An entry about a contact was wrong: this correction replaces it.

    ``contact_id``: the wrong entry, which stays as it was. ``correction_id``: the new one, which
    counts instead and can itself be corrected. The other fields: as in ``DialogueNoted``.
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
    """The State, or the sources, were told that the case is closed, and its outcome."""

    communication_id: str
    to: ToldOfClosure
    outcome: str
    submission_ids: tuple[str, ...]
    notified_by: str
    notified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """``waits_until``: when the reply is due; None if it arrived, or was already overdue.

    ``reminders_at``: when reminders are proposed again; none if the reply arrived.
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

REPLY_CASE_FEED: Feed = {
    ReceiptAcknowledged: Shown(
        words="Receipt of a letter acknowledged", mandates="mandates", recipient="recipient"
    ),
    ExtensionNoted: Shown(
        words="Extension of a reply noted", mandates="mandates", recipient="recipient"
    ),
    ReminderSent: Shown(words="Reminder sent", mandates="mandates", recipient="recipient"),
    CaseClosed: Shown(words="Reply case closed", mandates="mandates", recipient="recipient"),
    CaseReopened: Shown(words="Reply case reopened", mandates="mandates", recipient="recipient"),
}
