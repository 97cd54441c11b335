"""Publication in words."""

from datetime import datetime
from types import MappingProxyType

from portal.followup.publication.queries import Document, Letter
from portal.letters.approval.words import acronyms
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, pgettext
from portal.web.presentation import day, days_away
from shared.core.geneva import day_of
from shared.reference import COMMUNICATION_TYPES, LANGUAGES, REPLY_KINDS
from shared.reference.publication import REDACTION_REASONS

STATUS = MappingProxyType(
    {
        "public": ("Public", "done"),
        "withdrawn": ("Taken back", "stopped"),
        "over": ("Embargo over", "waiting"),
        "embargo": ("Under embargo", "active"),
    }
)


def status(letter: Letter) -> tuple[str, str]:
    """Return the letter's status: a word, and the tone of its tag."""
    if letter.published_at:
        return _stands("public")
    if letter.withdrawn_at:
        return _stands("withdrawn")
    return _stands("over" if letter.ended_at else "embargo")


def document_status(document: Document, letter: Letter) -> tuple[str, str]:
    if document.shown_at and document.confidential:
        return pgettext("status", "Withheld"), "neutral"
    if document.shown_at:
        return _stands("public")
    if document.confidential:
        return pgettext("status", "Confidential"), "stopped"
    if document.approved_at and letter.ended_at is None:
        return pgettext("status", "Approved"), "waiting"
    if document.approved_at:
        return pgettext("status", "Being published"), "active"
    return pgettext("status", "To be approved"), "neutral"


def _stands(status_: str) -> tuple[str, str]:
    word, tone = STATUS[status_]
    return pgettext("status", word), tone


def title(document: Document) -> str:
    if document.is_letter:
        return gettext("The letter")
    language = names.word(LANGUAGES.get(document.language or "", ""))
    if document.reply_id:
        return gettext("Translation of a reply into %(language)s", language=language)
    kind = names.word(REPLY_KINDS.get(document.kind or "", document.kind or ""))
    return gettext("%(kind)s in %(language)s", kind=kind, language=language) if language else kind


def until(letter: Letter, at: datetime) -> tuple[str, str]:
    """Return the last day of the embargo in Geneva, and how far it is."""
    on = day_of(letter.embargo_until)
    return day(on), days_away(on, day_of(at))


def letter(of: Letter) -> str:
    """Return "Urgent appeal to Kenya"."""
    kind = names.word(COMMUNICATION_TYPES.get(of.type, of.type))
    return gettext("%(type)s to %(recipient)s", type=kind, recipient=recipient(of))


def recipient(of: Letter) -> str:
    return names.recipient(of.recipient)


def mandates(of: Letter) -> str:
    return acronyms(of.mandates)


def early(of: Letter) -> str:
    """Return the mandates that decided early publication."""
    return acronyms(sorted(of.early_by))


def reason(code: str) -> str:
    return names.word(REDACTION_REASONS.get(code, code))
