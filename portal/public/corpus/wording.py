"""The text of a row: heading and paragraph number, which UHRI glues to it, noise, and its key."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

# "49.The Committee", "49. The Committee", "6.123.45 Ratify": never "2 million" or "1.5 million".
_BEFORE = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})(?:[.)]\s*|(?<=\d\.\d)\s+|(?<=\.\d\d)\s+|(?<=\.\d{3})\s+)"
    r"(?=[^\W\d_a-z])"
)
_AFTER_HEADING = re.compile(
    r"(?P<heading>[^\W\d_][^.;:!?\d\n]{0,78}?)\s+(?P<number>\d{1,3})\.\s?(?=[A-Z(])"
)
_A_SENTENCE = re.compile(
    r"(the (committee|state|government|special|working|country)|while|it|in|he|she|they|we|i)\b",
    re.IGNORECASE,
)
_NOT_A_HEADING = re.compile(
    r"\b(articles?|arts?|paragraphs?|paras?|sections?|targets?|goals?|no|nos|numbers?|rules?|"
    r"principles?|resolutions?|comments?|recommendations?|chapters?|in|of|to|and|or|the|from|by)$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"annex(es)?(\s+[ivx\d]+)?\.?|comments by .{0,200} not indexed\.?", re.IGNORECASE | re.DOTALL
)
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Split:
    """``heading`` and ``number`` are empty where there are none; ``text`` is what follows them."""

    heading: str
    number: str
    text: str


def split(raw: str) -> Split:
    """Split what was glued. Where no rule fits, all is text: the raw one is kept besides."""
    if found := _BEFORE.match(raw):
        return Split("", found["number"], raw[found.end() :])
    found = _AFTER_HEADING.match(raw)
    if found and _is_heading(found["heading"]):
        return Split(found["heading"], found["number"], raw[found.end() :])
    return Split("", "", raw)


def _is_heading(words: str) -> bool:
    return not (_NOT_A_HEADING.search(words) or _A_SENTENCE.match(words))


def is_noise(raw: str) -> bool:
    """Whether it is none of what a mechanism said; "r) ratify …" is."""
    text = raw.strip()
    if len(text) <= _SHORTEST or not any(char.isalpha() for char in text):
        return True
    return _NOISE.fullmatch(text) is not None


def folded(text: str) -> str:
    """Return the text without what differs between two copies: case, accents' form, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def key(
    annotation: str, symbol: str, number: str, states: tuple[str, ...], text: str, *more: str
) -> str:
    """Return by what the same recommendation is found again, in any sheet of its source.

    ``more``: what tells it from others where there is no document: its source among that.
    """
    if annotation:
        return annotation
    parts = "\x00".join((folded(symbol), number, ",".join(sorted(states)), folded(text), *more))
    return "sha256-" + hashlib.sha256(parts.encode()).hexdigest()[:48]


def same_words(text: str, states: tuple[str, ...]) -> str:
    """Return by what the same words about the same States are found in sheets of every source."""
    parts = "\x00".join((",".join(sorted(states)), folded(text)))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]
