"""Notices in words: what happened, without a word about its subject.

A source reads here what the mails say, and no more: that there is news.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NEWS: Final = "There is news for you"
REMINDER, STATEMENT_REMINDER = "reminder", "statement-reminder"
PROPOSED, CONFIRMED = "proposed", "confirmed"

_OWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        PROPOSED: "A change of your account was proposed",
        CONFIRMED: "A change of your account was confirmed",
    }
)
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "allegation-received": "An urgent submission came",
        "submission-triaged": "A submission was shared with your mandate",
        "information-provided": "A source answered a question",
        "victims-added": "Somebody who is affected was added to a submission",
        "development-added": "A new development was added to a submission",
        "incident-added": "Another incident was added to a submission",
        "perpetrator-added": "Somebody said to be responsible was added to a submission",
        "attachment-added": "A file was added to a submission",
        "mandate-invited": "Your mandate was invited to join a letter",
        "approval-requested": "You were asked to approve a letter",
        "changes-requested": "A mandate asked for changes to a letter",
        "mandate-declined": "A mandate declined to join a letter",
        "mandate-dropped-out": "A mandate was silent and dropped out of a letter",
        "transmission-blocked": "Consent was withdrawn, and a letter was stopped",
        "communication-approved": "A letter was cleared",
        "communication-transmitted": "A letter was transmitted",
        "statement-approval-requested": "You were asked to approve a statement",
        "statement-changes-requested": "A mandate asked for changes to a statement",
        "statement-declined": "A mandate declined to sign a statement",
        "statement-approved": "Every mandate approved a statement",
        "statement-issued": "A statement was issued",
        "government-reply-logged": "A reply to a letter came",
        "reply-overdue": "A reply to a letter became overdue",
        "reminder-proposed": "A reminder of a letter was proposed",
        "source-commented": "A source commented on a reply",
        REMINDER: "A letter was still waiting for your approval",
        STATEMENT_REMINDER: "A statement was still waiting for your approval",
        PROPOSED: "A change of rights that concern you was proposed",
        CONFIRMED: "A change of rights that concern you was confirmed",
    }
)
"""A fact's wire name, or a code of ours → what somebody who works here is told."""


def words(reason: str, kind: str) -> str:
    """Return the sentence for this person's notice."""
    if reason == "source":
        return NEWS
    if reason == "own":
        return _OWN[kind]
    return WORDS[kind]
