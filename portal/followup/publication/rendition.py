"""The redacted rendition: a pure function of a text and its redacted places.

Every redacted place gets the same mark, so that it does not reveal a length (R8 of procedure.md
section 6.2); places separated only by space become one.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = "[redacted]"
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?؟。！？]+(?=\s|$)|(?<=[。！？])|(?=\n|$))")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """``start`` to ``end`` of the text; with ``initials`` those of its words stay."""

    start: int
    end: int
    initials: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the text; ``shown`` replaces it in the rendition."""

    text: str
    redacted: bool
    shown: str


def rendition(text: str, places: Iterable[Place]) -> str:
    """Return the public text."""
    return "".join(piece.shown for piece in pieces(text, places))


def pieces(text: str, places: Iterable[Place]) -> list[Piece]:
    """Return the text from its beginning to its end: what stays, and what is redacted."""
    found: list[Piece] = []
    at = 0
    for place in _merged(text, places):
        if place.start > at:
            found.append(_kept(text[at : place.start]))
        hidden = text[place.start : place.end]
        shown = initials(hidden) if place.initials else MARK
        found.append(Piece(text=hidden, redacted=True, shown=shown))
        at = place.end
    if at < len(text):
        found.append(_kept(text[at:]))
    return found


def initials(name: str) -> str:
    """Return "A. P." for "Ana Pérez"; the mark where a script has no initials."""
    words = [word[0].upper() for word in _WORD.findall(name)]
    return " ".join(f"{one}." for one in words) if words else MARK


def sentences(text: str) -> list[Place]:
    """Return the sentences, for those who mark without a mouse."""
    return [
        Place(match.start() + _leading(match[0]), match.end())
        for match in _SENTENCE.finditer(text)
        if match[0].strip()
    ]


def occurrences(text: str, phrase: str) -> list[Place]:
    """Return every occurrence of the phrase, ignoring case and spacing."""
    words = unicodedata.normalize("NFC", phrase).split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return [Place(*match.span()) for match in pattern.finditer(text)]


def _kept(text: str) -> Piece:
    return Piece(text=text, redacted=False, shown=text)


def _leading(sentence: str) -> int:
    return len(sentence) - len(sentence.lstrip())


def _merged(text: str, places: Iterable[Place]) -> Iterator[Place]:
    """Places apart from one another. Where one hides all and one shows initials, all is hidden."""
    inside = sorted(
        Place(max(0, one.start), min(len(text), one.end), one.initials)
        for one in places
        if one.start < len(text)
    )
    open_: Place | None = None
    for one in inside:
        if open_ is None:
            open_ = one
        elif one.start < open_.end or _together(text, open_, one):
            both = open_.initials and one.initials
            open_ = Place(open_.start, max(open_.end, one.end), both)
        else:
            yield open_
            open_ = one
    if open_ is not None:
        yield open_


def _together(text: str, one: Place, next_: Place) -> bool:
    between = text[one.end : next_.start]
    return one.initials == next_.initials and not between.strip() and "\n" not in between
