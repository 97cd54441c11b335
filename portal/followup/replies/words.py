"""A reply case in words."""

from datetime import datetime
from types import MappingProxyType

from portal.casefile.replies.cases import WEEK, Case
from portal.letters.approval.words import acronyms
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, ngettext, pgettext
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
        return _stands("closed")
    if case.answered_at and case.translating:
        return _stands("translating")
    if case.answered_at:
        return _stands("late" if case.overdue_at else "replied")
    return _awaited(case, at)


def _awaited(case: Case, at: datetime) -> tuple[str, str]:
    if case.overdue_at:
        return _stands("overdue")
    if case.due_at <= at + WEEK:
        return _stands("soon")
    if case.extended_at:
        return _stands("extended")
    if case.acknowledged_at or case.arrived_at:
        return _stands("acknowledged")
    return _stands("awaited")


def _stands(status_: str) -> tuple[str, str]:
    word, tone = STATUS[status_]
    return pgettext("status", word), tone


def left(case: Case, at: datetime) -> str:
    """Return how far the due day is, counted in days of Geneva: "in 12 days", "1 day ago"."""
    return days_away(case.due_on, day_of(at))


def why(case: Case) -> str:
    """Return how the due date comes about."""
    if case.extended_at is None:
        return _first(case)
    return gettext(
        "Extended on %(noted)s; it was due on %(day)s: %(first)s",
        noted=day(day_of(case.extended_at)),
        day=day(case.first_due_on),
        first=_first(case),
    )


def _first(case: Case) -> str:
    days = (case.first_due_on - case.transmitted_on).days
    on = day(case.transmitted_on)
    if case.reply_days_of is None:
        return ngettext(
            "%(count)s calendar day after transmission on %(day)s, to the end of the day in "
            "Geneva, as usual for every mandate",
            "%(count)s calendar days after transmission on %(day)s, to the end of the day in "
            "Geneva, as usual for every mandate",
            days,
            day=on,
        )
    return ngettext(
        "%(count)s calendar day after transmission on %(day)s, to the end of the day in Geneva, "
        "by the settings of %(mandate)s, which leads the letter",
        "%(count)s calendar days after transmission on %(day)s, to the end of the day in Geneva, "
        "by the settings of %(mandate)s, which leads the letter",
        days,
        day=on,
        mandate=mandate_acronym(case.reply_days_of),
    )


def reminder(case: Case) -> str:
    """Return which reminder was proposed, and whose settings say when one is usual."""
    if case.reminder_days_of is None:
        return gettext(
            "A reminder is usual by now, as usual for every mandate: reminder %(number)s was "
            "proposed. Nothing is sent by itself.",
            number=case.reminder_due,
        )
    return gettext(
        "A reminder is usual by now, by the settings of %(mandate)s, which leads the letter: "
        "reminder %(number)s was proposed. Nothing is sent by itself.",
        number=case.reminder_due,
        mandate=mandate_acronym(case.reminder_days_of),
    )


def letter(case: Case) -> str:
    """Return "Urgent appeal to Kenya"."""
    kind_ = names.word(COMMUNICATION_TYPES.get(case.type, case.type))
    return gettext("%(type)s to %(recipient)s", type=kind_, recipient=recipient(case))


def recipient(case: Case) -> str:
    return names.recipient(case.recipient)


def mandates(case: Case) -> str:
    """Return who signed: "SR torture, WGAD"."""
    return acronyms(case.mandates)


def mandate(code: str) -> str:
    return mandate_acronym(code)


def kind(code: str) -> str:
    """Return the kind of reply: "Holding reply or request for clarification"."""
    return names.word(REPLY_KINDS.get(code, code))


def contact(code: str) -> str:
    """Return the kind of contact: "Telephone call"."""
    return names.word(CONTACT_KINDS.get(code, code))


def language(code: str) -> str:
    return names.word(LANGUAGES.get(code, code))


def outcome(code: str) -> str:
    return names.word(OUTCOMES.get(code, code))


def patterns(codes: tuple[str, ...]) -> str:
    """Return the kinds of partial reply: "Unsubstantiated denial, obstructive formalism"."""
    words = listed(names.word(PARTIAL_PATTERNS.get(code, code)) for code in codes)
    return words[:1] + words[1:].lower()


def grade(scheme: str, value: str) -> tuple[str, str]:
    """Return a grade: its words, and the tone of its tag."""
    known = SCHEMES.get(scheme)
    word = names.word(known.values.get(value, value)) if known else value
    return word, _TONES.get(value, "neutral")
