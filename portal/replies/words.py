"""A reply case in words."""

from datetime import datetime

from portal.presentation import days_away
from portal.replies.cases import WEEK, Case, day_in_geneva
from shared.reference import (
    COMMUNICATION_TYPES,
    LANGUAGES,
    REPLY_KINDS,
    SCHEMES,
    mandate_acronym,
    recipient_name,
)

_TONES = {"full": "done", "partial": "waiting", "none": "late", "pending": "neutral"}


def status(case: Case, at: datetime) -> tuple[str, str]:
    """Return where the case stands at ``at``: a word, and the tone of its tag."""
    if case.answered_at:
        return ("Replied late", "done") if case.overdue_at else ("Replied", "done")
    if case.overdue_at:
        return "Overdue", "late"
    if case.due_at <= at + WEEK:
        return "Due this week", "waiting"
    if case.acknowledged_at:
        return "Acknowledged only", "waiting"
    return "Awaiting reply", "active"


def left(case: Case, at: datetime) -> str:
    """Return how far the due day is, counted in days of Geneva: "in 12 days", "1 day ago"."""
    return days_away(case.due_on, day_in_geneva(at))


def why(case: Case) -> str:
    """Return how the due date comes about."""
    days = (case.due_on - case.transmitted_on).days
    return f"{days} days from transmission, to the end of the day in Geneva"


def letter(case: Case) -> str:
    """Return what kind of letter it was: "Urgent appeal"."""
    return COMMUNICATION_TYPES.get(case.type, case.type)


def recipient(case: Case) -> str:
    return recipient_name(case.recipient)


def mandates(case: Case) -> str:
    """Return who signed: "SR torture, WGAD"."""
    return ", ".join(map(mandate_acronym, case.mandates))


def mandate(code: str) -> str:
    return mandate_acronym(code)


def kind(code: str) -> str:
    """Return what kind of reply it is: "Holding reply or request for clarification"."""
    return REPLY_KINDS.get(code, code)


def language(code: str) -> str:
    return LANGUAGES.get(code, code)


def grade(scheme: str, value: str) -> tuple[str, str]:
    """Return a grade: its words, and the tone of its tag."""
    known = SCHEMES.get(scheme)
    return known.values.get(value, value) if known else value, _TONES.get(value, "neutral")
