"""A reply case in all its facts, as they arrive at the portal, for the tests of its pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.followup import ReplyDue
from shared.contracts.followup_replies import (
    CaseClosed,
    CaseReopened,
    ClosureNotified,
    DialogueCorrected,
    DialogueNoted,
    ExtensionNoted,
    ExtensionRequested,
    FollowUpLetterSent,
    ReceiptAcknowledged,
    ReminderApproved,
    ReminderDrafted,
    ReminderProposed,
    ReminderSent,
    ReplyAttachmentAdded,
    ReplyForwardedToSource,
    SourceCommented,
    ToldOfClosure,
    TranslationReceived,
    TranslationRequested,
)
from shared.core.message import Sealed, derive_id
from tests.support.followup import NOW, REPLY, UNSEALED
from tests.support.submissions import ID

SUBMISSION = ID
OTHER_SUBMISSION = str(derive_id("submission", "another"))
REMINDER = str(derive_id("reminder", 1))
FOLLOW_UP = str(derive_id("communication", "that follows up"))
COMMENT = str(derive_id("comment", 1))


def arrived(of: ReplyDue, *, by_government: bool = False) -> ReceiptAcknowledged:
    return ReceiptAcknowledged(
        communication_id=of.communication_id,
        recipient=of.recipient,
        mandates=of.mandates,
        received_at=NOW - timedelta(days=2),
        by_government=by_government,
        recorded_by="account-1",
        recorded_at=NOW,
    )


def more_time(of: ReplyDue, *, reason: Sealed = UNSEALED) -> ExtensionRequested:
    return ExtensionRequested(
        communication_id=of.communication_id,
        request_id="request-1",
        recipient=of.recipient,
        mandates=of.mandates,
        until=datetime(2027, 2, 12, 22, 59, 59, 999999, tzinfo=UTC),
        reason=reason,
        by_government=True,
        requested_by="account-1",
        requested_at=NOW,
    )


def extended(of: ReplyDue, *, days: int = 30) -> ExtensionNoted:
    return ExtensionNoted(
        communication_id=of.communication_id,
        recipient=of.recipient,
        mandates=of.mandates,
        was_due_at=of.due_at,
        due_at=of.due_at + timedelta(days=days),
        reminders_at=(),
        noted_by="account-1",
        noted_at=NOW,
    )


def translation_asked(of: ReplyDue, *, language: str = "en") -> TranslationRequested:
    return TranslationRequested(
        communication_id=of.communication_id,
        reply_id=REPLY,
        language=language,
        requested_by="account-1",
        requested_at=NOW,
    )


def attached(of: ReplyDue, **also: Any) -> ReplyAttachmentAdded:
    """``also``: any field of the fact."""
    fact = ReplyAttachmentAdded(
        communication_id=of.communication_id,
        reply_id=REPLY,
        attachment_id=str(derive_id("file", 1)),
        object_name="a" * 64,
        sha256="b" * 64,
        size=1024,
        media_type="application/pdf",
        scanned="clean",
        details=UNSEALED,
        by_government=False,
        added_by="account-1",
        added_at=NOW,
    )
    return replace(fact, **also)


def translation_came(of: ReplyDue, *, text: Sealed = UNSEALED) -> TranslationReceived:
    return TranslationReceived(
        communication_id=of.communication_id,
        reply_id=REPLY,
        language="en",
        text=text,
        recorded_by="account-1",
        received_at=NOW,
    )


def forwarded(of: ReplyDue) -> ReplyForwardedToSource:
    return ReplyForwardedToSource(
        communication_id=of.communication_id,
        reply_id=REPLY,
        submission_ids=of.submission_ids,
        mandate="sr-torture",
        decided_by="account-1",
        forwarded_at=NOW,
    )


def commented(
    of: ReplyDue,
    *,
    text: Sealed = UNSEALED,
    submission_id: str = SUBMISSION,
    comment_id: str = COMMENT,
) -> SourceCommented:
    return SourceCommented(
        communication_id=of.communication_id,
        reply_id=REPLY,
        submission_id=submission_id,
        comment_id=comment_id,
        text=text,
        commented_at=NOW,
    )


def proposed(of: ReplyDue) -> ReminderProposed:
    return ReminderProposed(
        communication_id=of.communication_id,
        mandates=of.mandates,
        number=1,
        reminders_at=(),
        proposed_at=NOW,
    )


def drafted(
    of: ReplyDue, *, text: Sealed = UNSEALED, reminder_id: str = REMINDER, by: str = "account-1"
) -> ReminderDrafted:
    return ReminderDrafted(
        communication_id=of.communication_id,
        reminder_id=reminder_id,
        text=text,
        content_hash="a" * 64,
        drafted_by=by,
        drafted_at=NOW,
    )


def approved(
    of: ReplyDue, *, mandate: str = "sr-torture", reminder_id: str = REMINDER
) -> ReminderApproved:
    return ReminderApproved(
        communication_id=of.communication_id,
        reminder_id=reminder_id,
        mandate=mandate,
        content_hash="a" * 64,
        approved_by="account-1",
        approved_at=NOW,
    )


def reminded(of: ReplyDue) -> ReminderSent:
    return ReminderSent(
        communication_id=of.communication_id,
        reminder_id=REMINDER,
        recipient=of.recipient,
        mandates=("sr-torture",),
        sent_by="account-1",
        sent_at=NOW,
    )


def followed_up(of: ReplyDue) -> FollowUpLetterSent:
    return FollowUpLetterSent(
        communication_id=of.communication_id,
        follow_up_id=FOLLOW_UP,
        reference="AL CHE 2/2026",
        recipient=of.recipient,
        mandates=of.mandates,
        sent_at=NOW,
    )


def talked(of: ReplyDue, **also: Any) -> DialogueNoted:
    """``also``: any field of the fact."""
    fact = DialogueNoted(
        communication_id=of.communication_id,
        contact_id=str(derive_id("contact", 1)),
        held_on=NOW.date() - timedelta(days=3),
        kind="telephone_call",
        with_whom=UNSEALED,
        said=UNSEALED,
        noted_by="account-1",
        noted_at=NOW,
    )
    return replace(fact, **also)


def put_right(of: ReplyDue, **also: Any) -> DialogueCorrected:
    """What ``talked`` noted is corrected. ``also``: any field of the fact."""
    fact = DialogueCorrected(
        communication_id=of.communication_id,
        contact_id=str(derive_id("contact", 1)),
        correction_id=str(derive_id("correction", 1)),
        held_on=NOW.date() - timedelta(days=4),
        kind="meeting",
        with_whom=UNSEALED,
        said=UNSEALED,
        corrected_by="account-1",
        corrected_at=NOW,
    )
    return replace(fact, **also)


def closed(of: ReplyDue, outcome: str = "improved", *, reasons: Sealed = UNSEALED) -> CaseClosed:
    return CaseClosed(
        communication_id=of.communication_id,
        recipient=of.recipient,
        mandates=of.mandates,
        mandate="sr-torture",
        outcome=outcome,
        reasons=reasons,
        closed_by="account-1",
        closed_at=NOW,
    )


def told(of: ReplyDue, to: ToldOfClosure) -> ClosureNotified:
    return ClosureNotified(
        communication_id=of.communication_id,
        to=to,
        outcome="improved",
        submission_ids=of.submission_ids if to == "source" else (),
        notified_by="account-1",
        notified_at=NOW,
    )


def reopened(of: ReplyDue, *, reason: Sealed = UNSEALED) -> CaseReopened:
    return CaseReopened(
        communication_id=of.communication_id,
        recipient=of.recipient,
        mandates=of.mandates,
        mandate="sr-torture",
        reason=reason,
        waits_until=None,
        reminders_at=(),
        reopened_by="account-1",
        reopened_at=NOW,
    )


def whole(of: ReplyDue) -> list[object]:
    """Every fact but the replies and their grades, once, in an order that can happen."""
    return [
        arrived(of),
        proposed(of),
        drafted(of),
        approved(of),
        reminded(of),
        more_time(of),
        extended(of),
        attached(of),
        translation_asked(of),
        translation_came(of),
        forwarded(of),
        commented(of),
        followed_up(of),
        talked(of),
        put_right(of),
        closed(of),
        told(of, "state"),
        told(of, "source"),
        reopened(of),
    ]
