"""A reply case in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from portal.casefile.replies.cases import WEEK, Case
from portal.followup.replies.timeline import Step
from portal.web.i18n import names
from portal.web.presentation import day, days_away
from shared.core.geneva import day_of
from shared.reference import (
    COMMUNICATION_TYPES,
    CONTACT_KINDS,
    LANGUAGES,
    OUTCOMES,
    PARTIAL_PATTERNS,
    REPLY_KINDS,
    SCHEMES,
    mandate_acronym,
)

_TONES = {"full": "done", "partial": "waiting", "none": "late", "pending": "neutral"}
_TO = {"state": "the State", "source": "the source"}


def status(case: Case, at: datetime) -> tuple[str, str]:
    """Return where the case stands at ``at``: a word, and the tone of its tag."""
    if case.closed_at:
        return "Closed", "done"
    if case.answered_at and case.translating:
        return "Translation pending", "waiting"
    if case.answered_at:
        return ("Replied late", "done") if case.overdue_at else ("Replied", "done")
    return _awaited(case, at)


def _awaited(case: Case, at: datetime) -> tuple[str, str]:
    if case.overdue_at:
        return "Overdue", "late"
    if case.due_at <= at + WEEK:
        return "Due this week", "waiting"
    if case.extended_at:
        return "Extended", "active"
    if case.acknowledged_at or case.arrived_at:
        return "Acknowledged only", "waiting"
    return "Awaiting reply", "active"


def left(case: Case, at: datetime) -> str:
    """Return how far the due day is, counted in days of Geneva: "in 12 days", "1 day ago"."""
    return days_away(case.due_on, day_of(at))


def why(case: Case) -> str:
    """Return how the due date comes about."""
    days = (case.first_due_on - case.transmitted_on).days
    first = (
        f"{days} calendar days after transmission on {day(case.transmitted_on)}, "
        f"to the end of the day in Geneva, {_set_by(case.reply_days_of)}"
    )
    if case.extended_at is None:
        return first
    noted = day(day_of(case.extended_at))
    return f"Extended on {noted}; it was due on {day(case.first_due_on)}: {first}"


def reminders(case: Case) -> str:
    """Return whose settings say when a reminder is usual."""
    return _set_by(case.reminder_days_of)


def _set_by(mandate_: str | None) -> str:
    if mandate_ is None:
        return "as usual for every mandate"
    return f"by the settings of {mandate_acronym(mandate_)}, which leads the letter"


def letter(case: Case) -> str:
    """Return the kind of letter: "Urgent appeal"."""
    return COMMUNICATION_TYPES.get(case.type, case.type)


def recipient(case: Case) -> str:
    return names.recipient(case.recipient)


def mandates(case: Case) -> str:
    """Return who signed: "SR torture, WGAD"."""
    return ", ".join(map(mandate_acronym, case.mandates))


def mandate(code: str) -> str:
    return mandate_acronym(code)


def kind(code: str) -> str:
    """Return the kind of reply: "Holding reply or request for clarification"."""
    return REPLY_KINDS.get(code, code)


def contact(code: str) -> str:
    """Return the kind of contact: "Telephone call"."""
    return CONTACT_KINDS.get(code, code)


def language(code: str) -> str:
    return LANGUAGES.get(code, code)


def outcome(code: str) -> str:
    return OUTCOMES.get(code, code)


def patterns(codes: tuple[str, ...]) -> str:
    """Return the kinds of partial reply: "Unsubstantiated denial, obstructive formalism"."""
    words = ", ".join(PARTIAL_PATTERNS.get(code, code) for code in codes)
    return words[:1] + words[1:].lower()


def grade(scheme: str, value: str) -> tuple[str, str]:
    """Return a grade: its words, and the tone of its tag."""
    known = SCHEMES.get(scheme)
    return known.values.get(value, value) if known else value, _TONES.get(value, "neutral")


def step(one: Step) -> str:
    """Return the event: "Case closed: improved (SR torture)"."""
    said = _SAID[one.kind](one)
    return f"{said} ({mandate_acronym(one.mandate)})" if one.mandate else said


def _until(said: str) -> Callable[[Step], str]:
    def words(one: Step) -> str:
        return f"{said} {day(day_of(one.until))}" if one.until else said

    return words


def _closed(one: Step) -> str:
    return f"Case closed: {outcome(one.detail).lower()}" if one.detail else "Case closed"


def _graded(one: Step) -> str:
    scheme, _, value = (one.detail or "").partition(".")
    return f"Reply assessed: {grade(scheme, value)[0].lower()}"


def _logged(one: Step) -> str:
    filed = "filed" if one.by_government else "logged"  # by whom stands beside it
    return f"{kind(one.detail or '')} {filed}"


_SAID: Mapping[str, Callable[[Step], str]] = MappingProxyType(
    {
        "reply-due": _until("Transmitted; reply due by"),
        "reply-overdue": _until("Overdue; it was due by"),
        "receipt-acknowledged": lambda _: "Receipt of the letter acknowledged",
        "extension-requested": _until("More time asked for, until"),
        "extension-noted": _until("Extension noted, until"),
        "government-reply-logged": _logged,
        "reply-attachment-added": lambda _: "File added to a reply",
        "reply-assessed": _graded,
        "translation-requested": lambda one: (
            f"Translation into {language(one.detail or '')} asked for"
        ),
        "translation-received": lambda one: (
            f"Translation into {language(one.detail or '')} received"
        ),
        "reply-forwarded-to-source": lambda _: "Reply forwarded to the source",
        "source-commented": lambda _: "The source commented on the reply",
        "reminder-proposed": lambda one: f"Reminder {one.detail} proposed",
        "reminder-drafted": lambda _: "Reminder written",
        "reminder-approved": lambda _: "Reminder approved",
        "reminder-sent": lambda _: "Reminder sent",
        "follow-up-letter-sent": lambda one: f"Followed up by {one.detail}",
        "dialogue-noted": lambda one: (
            f"Contact with the Government noted: {contact(one.detail or '').lower()}"
        ),
        "dialogue-corrected": lambda one: (
            f"Note of a contact with the Government corrected: {contact(one.detail or '').lower()}"
        ),
        "case-text-erased": lambda _: "What was noted here erased on request",
        "case-closed": _closed,
        "closure-notified": lambda one: f"Closure notified to {_TO.get(one.detail or '', '')}",
        "case-reopened": lambda _: "Case reopened",
    }
)
