"""A reply case in words."""

from datetime import datetime
from types import MappingProxyType

from portal.casefile.replies.cases import WEEK, Case
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

STATUS = MappingProxyType(
    {
        "closed": ("Closed", "done"),
        "translating": ("Translation pending", "waiting"),
        "late": ("Replied late", "done"),
        "replied": ("Replied", "done"),
        "overdue": ("Overdue", "late"),
        "soon": ("Due this week", "waiting"),
        "extended": ("Extended", "active"),
        "acknowledged": ("Acknowledged only", "waiting"),
        "awaited": ("Awaiting reply", "active"),
    }
)
_TONES = {"full": "done", "partial": "waiting", "none": "late", "pending": "neutral"}


def status(case: Case, at: datetime) -> tuple[str, str]:
    """Return where the case stands at ``at``: a word, and the tone of its tag."""
    if case.closed_at:
        return STATUS["closed"]
    if case.answered_at and case.translating:
        return STATUS["translating"]
    if case.answered_at:
        return STATUS["late" if case.overdue_at else "replied"]
    return _awaited(case, at)


def _awaited(case: Case, at: datetime) -> tuple[str, str]:
    if case.overdue_at:
        return STATUS["overdue"]
    if case.due_at <= at + WEEK:
        return STATUS["soon"]
    if case.extended_at:
        return STATUS["extended"]
    if case.acknowledged_at or case.arrived_at:
        return STATUS["acknowledged"]
    return STATUS["awaited"]


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
