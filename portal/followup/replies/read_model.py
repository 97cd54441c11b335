"""The read model of reply cases. ``cases`` rules who may see what of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.casefile.replies.tables import (
    approvals,
    attachments,
    behind,
    cases,
    comments,
    dialogue,
    given,
    grades,
    reminders,
    replies,
    signatures,
    steps,
    tables,
    translations,
)
from portal.web.steps import happened
from shared.contracts.followup import (
    FOLLOWUP,
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyOverdue,
)
from shared.contracts.followup_custody import CasePassedOn
from shared.contracts.followup_erasure import CaseTextErased
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
    TranslationReceived,
    TranslationRequested,
)
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel


def project(published: Published) -> Iterable[Change]:
    return [
        *_of_the_clock(published),
        *_of_a_reply(published),
        *_of_reminders(published),
        *_of_the_dialogue(published),
        *_of_the_end(published),
    ]


def _of_the_clock(published: Published) -> list[Change]:
    match published.fact:
        case ReplyDue() as fact:
            return _opened(published, fact)
        case ReplyOverdue() as fact:
            return [
                _case(fact, overdue_at=fact.overdue_at),
                _step(published, fact.overdue_at, until=fact.due_at),
            ]
        case ReceiptAcknowledged() as fact:
            return [
                _case(fact, arrived_at=fact.received_at),
                _step(
                    published,
                    fact.received_at,
                    by=fact.recorded_by,
                    by_government=fact.by_government,
                ),
            ]
        case ExtensionRequested() as fact:
            return [
                _step(
                    published,
                    fact.requested_at,
                    by=fact.requested_by,
                    by_government=fact.by_government,
                    until=fact.until,
                    note=fact.reason,
                )
            ]
        case ExtensionNoted() as fact:
            return [
                _case(fact, due_at=fact.due_at, extended_at=fact.noted_at, overdue_at=None),
                _step(published, fact.noted_at, by=fact.noted_by, until=fact.due_at),
            ]
        case _:
            return []


def _opened(published: Published, fact: ReplyDue) -> list[Change]:
    return [
        _case(
            fact,
            correlation_id=published.correlation_id,
            reference=fact.reference,
            type=fact.type,
            recipient=fact.recipient,
            transmitted_at=fact.transmitted_at,
            first_due_at=fact.due_at,
            reply_days_of=fact.reply_days_of,
            reminder_days_of=fact.reminder_days_of,
            due_at=fact.due_at,
        ),
        *(Put(signatures, (fact.communication_id, mandate), {}) for mandate in fact.mandates),
        *(Put(behind, (fact.communication_id, one), {}) for one in fact.submission_ids),
        _step(published, fact.transmitted_at, until=fact.due_at),
    ]


def _of_a_reply(published: Published) -> list[Change]:
    match published.fact:
        case GovernmentReplyLogged() as fact:
            return _logged(published, fact)
        case ReplyAttachmentAdded() as fact:
            return _attached(published, fact)
        case ReplyAssessed() as fact:
            return _assessed(published, fact)
        case TranslationRequested() as fact:
            return [
                _translation(fact, requested_at=fact.requested_at),
                _step(published, fact.requested_at, by=fact.requested_by, detail=fact.language),
            ]
        case TranslationReceived() as fact:
            return [
                _translation(fact, received_at=fact.received_at, text=fact.text),
                _step(published, fact.received_at, by=fact.recorded_by, detail=fact.language),
            ]
        case ReplyForwardedToSource() as fact:
            return [
                Put(replies, (fact.reply_id,), {"forwarded_at": fact.forwarded_at}),
                _step(published, fact.forwarded_at, by=fact.decided_by, mandate=fact.mandate),
            ]
        case SourceCommented() as fact:
            values = {
                "communication_id": fact.communication_id,
                "reply_id": fact.reply_id,
                "submission_id": fact.submission_id,
                "text": fact.text,
                "commented_at": fact.commented_at,
            }
            return [
                Put(comments, (fact.comment_id,), values),
                _step(published, fact.commented_at),
            ]
        case _:
            return []


def _logged(published: Published, fact: GovernmentReplyLogged) -> list[Change]:
    values = {
        "communication_id": fact.communication_id,
        "kind": fact.kind,
        "language": fact.language,
        "confidential_by_state": fact.confidential_by_state,
        "text": fact.text,
        "received_at": fact.received_at,
        "logged_by": fact.logged_by,
        "logged_at": fact.logged_at,
        "by_government": fact.by_government,
    }
    reached = "answered_at" if fact.kind == "substantive" else "acknowledged_at"
    return [
        Put(replies, (fact.reply_id,), values),
        _case(fact, **{reached: fact.received_at}),
        _step(
            published,
            fact.received_at,
            by=fact.logged_by,
            by_government=fact.by_government,
            detail=fact.kind,
        ),
    ]


def _attached(published: Published, fact: ReplyAttachmentAdded) -> list[Change]:
    values = {
        "communication_id": fact.communication_id,
        "reply_id": fact.reply_id,
        "object_name": fact.object_name,
        "sha256": fact.sha256,
        "size": fact.size,
        "scanned": fact.scanned,
        "details": fact.details,
        "added_at": fact.added_at,
    }
    return [
        Put(attachments, (fact.attachment_id,), values),
        _step(published, fact.added_at, by=fact.added_by, by_government=fact.by_government),
    ]


def _assessed(published: Published, fact: ReplyAssessed) -> list[Change]:
    known = {
        "communication_id": fact.communication_id,
        "scheme": fact.scheme,
        "value": fact.value,
    }
    values = {
        **known,
        "patterns": list(fact.patterns),
        "rationale": fact.rationale,
        "assessed_by": fact.assessed_by,
        "assessed_at": fact.assessed_at,
    }
    return [
        Put(grades, (fact.reply_id, fact.mandate), values),
        Put(given, (fact.reply_id, fact.mandate, day_of(fact.assessed_at).year), known),
        _step(
            published,
            fact.assessed_at,
            by=fact.assessed_by,
            mandate=fact.mandate,
            detail=f"{fact.scheme}.{fact.value}",
            note=fact.rationale,
        ),
    ]


def _translation(fact: TranslationRequested | TranslationReceived, **values: Any) -> Put:
    known = {"communication_id": fact.communication_id, **values}
    return Put(translations, (fact.reply_id, fact.language), known)


def _of_reminders(published: Published) -> list[Change]:
    match published.fact:
        case ReminderProposed() as fact:
            return [
                _case(fact, reminder_due=fact.number),
                _step(published, fact.proposed_at, detail=str(fact.number)),
            ]
        case ReminderDrafted() as fact:
            values = {
                "communication_id": fact.communication_id,
                "position": published.position,
                "text": fact.text,
                "content_hash": fact.content_hash,
                "drafted_by": fact.drafted_by,
                "drafted_at": fact.drafted_at,
            }
            return [
                Put(reminders, (fact.reminder_id,), values),
                _step(published, fact.drafted_at, by=fact.drafted_by),
            ]
        case ReminderApproved() as fact:
            given = {"approved_by": fact.approved_by, "approved_at": fact.approved_at}
            return [
                Put(approvals, (fact.reminder_id, fact.mandate), given),
                _step(published, fact.approved_at, by=fact.approved_by, mandate=fact.mandate),
            ]
        case ReminderSent() as fact:
            return [
                _case(fact, reminder_due=None),
                Put(reminders, (fact.reminder_id,), {"sent_at": fact.sent_at}),
                _step(published, fact.sent_at, by=fact.sent_by),
            ]
        case FollowUpLetterSent() as fact:
            return [
                _step(published, fact.sent_at, detail=fact.reference, other_id=fact.follow_up_id)
            ]
        case _:
            return []


def _of_the_dialogue(published: Published) -> list[Change]:
    match published.fact:
        case DialogueNoted() as fact:
            values = {"noted_by": fact.noted_by, "noted_at": fact.noted_at}
            return [
                Put(dialogue, (fact.contact_id,), {**_said(fact), **values}),
                _step(published, fact.noted_at, by=fact.noted_by, detail=fact.kind),
            ]
        case DialogueCorrected() as fact:
            values = {
                "noted_by": fact.corrected_by,
                "noted_at": fact.corrected_at,
                "corrects": fact.contact_id,
            }
            return [
                Put(dialogue, (fact.correction_id,), {**_said(fact), **values}),
                Put(dialogue, (fact.contact_id,), {"corrected": True}),
                _step(published, fact.corrected_at, by=fact.corrected_by, detail=fact.kind),
            ]
        case _:
            return []


def _said(fact: DialogueNoted | DialogueCorrected) -> dict[str, Any]:
    return {
        "communication_id": fact.communication_id,
        "held_on": fact.held_on,
        "kind": fact.kind,
        "with_whom": fact.with_whom,
        "said": fact.said,
    }


def _of_the_end(published: Published) -> list[Change]:
    match published.fact:
        case CaseClosed() as fact:
            return [
                _case(fact, closed_at=fact.closed_at, outcome=fact.outcome),
                _step(
                    published,
                    fact.closed_at,
                    by=fact.closed_by,
                    mandate=fact.mandate,
                    detail=fact.outcome,
                    note=fact.reasons,
                ),
            ]
        case ClosureNotified() as fact:
            return [
                _case(fact, **{f"{fact.to}_told_at": fact.notified_at}),
                _step(published, fact.notified_at, by=fact.notified_by, detail=fact.to),
            ]
        case CaseReopened() as fact:
            return [
                _case(fact, closed_at=None, outcome=None, state_told_at=None, source_told_at=None),
                _step(
                    published,
                    fact.reopened_at,
                    by=fact.reopened_by,
                    mandate=fact.mandate,
                    note=fact.reason,
                ),
            ]
        case CasePassedOn() as fact:
            joins = [Put(signatures, (fact.communication_id, fact.to), {"successor": True})]
            step = _step(published, fact.passed_at, mandate=fact.to or fact.mandate)
            return [*(joins if fact.joins else []), step]
        case CaseTextErased(what="replycase") as fact:
            return [_step(published, fact.erased_at, of=fact.item_id)]
        case _:
            return []


def _case(fact: Any, **values: Any) -> Put:
    return Put(cases, (fact.communication_id,), values)


def _step(
    published: Published, at: datetime, *, by_government: bool = False, **columns: Any
) -> Put:
    kind = _NAMES[type(published.fact)]
    return happened(steps, published, kind, at, by_government=by_government, **columns)


_NAMES = {cls: name for name, cls in FOLLOWUP.catalogue}

REPLIES = ReadModel(
    consumer="portal.replies", contracts=(FOLLOWUP,), tables=tables, project=project
)
