"""The layout of a letter's PDF: pure, so that a letter always has the same layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from portal.letters.communications.phrases import HEADINGS
from portal.letters.documents.words import WORDS
from portal.web.i18n.text_language import RIGHT_TO_LEFT, language_of
from shared.core.geneva import day_of

_LONGEST_HEADING = 80
_HEADINGS = frozenset(chain.from_iterable(HEADINGS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A mandate in whose name the letter goes. ``holder``: None while nobody has approved it."""

    mandate: str
    holder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to be laid out. ``text``: None once it was erased.

    ``reference`` and ``transmitted_at``: None until it is transmitted. ``title`` names a draft.
    ``written_at``: when the present text was. ``language``: None: as the text tells. ``cleared``:
    approved by all, so no draft, though it has no day yet.
    """

    title: str
    text: str | None
    signed: Sequence[Signed]
    written_at: datetime
    reference: str | None = None
    transmitted_at: datetime | None = None
    language: str | None = None
    cleared: bool = False


def laid_out(letter: Letter) -> dict[str, Any]:
    """Return the data for ``letter.typ``: it treats none of it as markup.

    The date is that of the transmission, in Geneva.
    """
    language = letter.language or language_of(letter.text or "")
    words = WORDS[language]
    at = letter.transmitted_at or letter.written_at
    sent = letter.transmitted_at is not None
    named = letter.title if letter.cleared else f"{letter.title} ({words.draft})"
    return {
        "title": letter.reference or named,
        "language": language,
        "direction": _direction(language),
        "organisation": words.organisation,
        "draft": None if sent or letter.cleared else words.draft,
        "date": words.day(day_of(at)) if sent else None,
        "mandates_label": words.mandates,
        "signed": [
            {"mandate": one.mandate, "holder": one.holder, "language": language}
            for one in letter.signed
        ],
        "blocks": _blocks(words.erased if letter.text is None else letter.text, language),
        "at": int(at.timestamp()),
    }


def _blocks(text: str, language: str) -> list[dict[str, Any]]:
    """Cut the text into paragraphs at its empty lines, each with its own language."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [_block(lines, language) for lines in paragraphs if lines]


def _block(lines: list[str], language: str) -> dict[str, Any]:
    own = language_of("\n".join(lines), otherwise=language)
    heading = len(lines) == 1 and _is_heading(lines[0])
    return {"heading": heading, "language": own, "direction": _direction(own), "lines": lines}


def _is_heading(line: str) -> bool:
    """Whether it is in capitals; Arabic and Chinese have none, but the headings of the template."""
    return (line.isupper() and len(line) <= _LONGEST_HEADING) or line in _HEADINGS


def _direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
