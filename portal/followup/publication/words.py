"""Publication in words."""

from datetime import datetime
from types import MappingProxyType

from portal.followup.publication.queries import Document, Letter
from portal.web.i18n import names
from portal.web.presentation import day, days_away
from shared.core.geneva import day_of
from shared.reference import (
    COMMUNICATION_TYPES,
    LANGUAGES,
    REPLY_KINDS,
    mandate_acronym,
)
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
        return STATUS["public"]
    if letter.withdrawn_at:
        return STATUS["withdrawn"]
    return STATUS["over" if letter.ended_at else "embargo"]


def document_status(document: Document, letter: Letter) -> tuple[str, str]:
    if document.shown_at:
        return ("Withheld", "neutral") if document.confidential else ("Public", "done")
    if document.confidential:
        return "Confidential", "stopped"
    if document.approved_at:
        return ("Approved", "waiting") if letter.ended_at is None else ("Being published", "active")
    return "To be approved", "neutral"


def title(document: Document) -> str:
    if document.is_letter:
        return "The letter"
    if document.reply_id:
        return f"Translation of a reply into {LANGUAGES.get(document.language or '', '')}"
    kind = REPLY_KINDS.get(document.kind or "", document.kind or "")
    language = LANGUAGES.get(document.language or "", "")
    return f"{kind} in {language}" if language else kind


def until(letter: Letter, at: datetime) -> tuple[str, str]:
    """Return the last day of the embargo in Geneva, and how far it is."""
    on = day_of(letter.embargo_until)
    return day(on), days_away(on, day_of(at))


def letter(of: Letter) -> str:
    return COMMUNICATION_TYPES.get(of.type, of.type)


def recipient(of: Letter) -> str:
    return names.recipient(of.recipient)


def mandates(of: Letter) -> str:
    return ", ".join(map(mandate_acronym, of.mandates))


def mandate(code: str) -> str:
    return mandate_acronym(code)


def reason(code: str) -> str:
    return REDACTION_REASONS.get(code, code)
