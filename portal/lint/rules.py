"""What must not stand in a text: who the source is, and names without consent (domain.md R6).

Pure. ``findings`` knows where something stands, and never says what it looked for: of the
identity itself a finding holds nothing but the place in the text that was searched.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.lint.folding import Folded, folded, words

Whose: TypeAlias = Literal["source", "victim"]
Kind: TypeAlias = Literal["name", "organisation", "email", "telephone"]

_SHORT = 6  # letters: a shorter word may stand apart in a text by chance ("an a" is no Ana)
_LEAST_ALONE = 4  # letters of a single word that is looked for
_LEAST_DIGITS = 6
_SAME_NUMBER = 8  # digits from the end: with or without the country's prefix
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2010-\u2015]{0,3}\d)+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟。！？])\s+|\n+")
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل")  # Arabic: written onto the name
_LONGEST_CASE_ENDING = 3  # Russian: Иванов, Ивановым
_CASE_ENDINGS = tuple("аеиоуыэюяйь")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that must not stand in a text. ``subject``: whose it is, an opaque id."""

    whose: Whose
    kind: Kind
    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``text[start:end]`` is it. ``sentence``: the one it stands in, as the text has it.

    ``certain``: it stops the text; otherwise it is part of a name, for a person to look at.
    """

    whose: Whose
    kind: Kind
    subject: str
    certain: bool
    start: int
    end: int
    paragraph: int
    sentence: str


def findings(text: str, forbidden: Sequence[Term]) -> tuple[Finding, ...]:
    """Return what stands in ``text`` of ``forbidden``, from its beginning to its end.

    Where two of the same person overlap, the certain one, else the longer one, is told.
    """
    whole = folded(text)
    found = [
        Finding(
            whose=term.whose,
            kind=term.kind,
            subject=term.subject,
            certain=certain,
            start=start,
            end=end,
            paragraph=text.count("\n", 0, start) + 1,
            sentence=_sentence(text, start),
        )
        for term in forbidden
        for start, end, certain in _places(text, whole, term)
    ]
    return tuple(sorted(_clearest(found), key=lambda one: (one.start, one.end)))


def _places(text: str, whole: Folded, term: Term) -> Iterator[tuple[int, int, bool]]:
    match term.kind:
        case "telephone":
            for start, end in _numbers(text, term.text):
                yield start, end, True
        case "email":
            for needle in _addresses(term.text):
                for start, end in _found(text, whole, needle, may_part=True):
                    yield start, end, True
        case "organisation":
            needle = "".join(words(term.text))
            if len(needle) >= _least(needle):
                for start, end in _found(text, whole, needle, may_part=len(needle) >= _SHORT):
                    yield start, end, True
        case "name":
            for needle, certain, may_part in _spellings(words(term.text)):
                for start, end in _found(text, whole, needle, may_part=may_part):
                    yield start, end, certain


def _spellings(parts: Sequence[str]) -> Iterator[tuple[str, bool, bool]]:
    """How a name may be written: needle, whether it is surely the person, whether it may part."""
    if not parts:
        return
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        if len(first) >= _least(first):
            yield first, True, len(first) >= _SHORT
        return
    for order in {tuple(parts), (last, *parts[:-1]), (first, last), (last, first)}:
        yield "".join(order), True, True
    if len(last) >= _least(last):
        yield first[0] + last, True, True
    for one in {first, last}:
        if len(one) >= _least(one):
            yield one, False, len(one) >= _SHORT


def _found(text: str, whole: Folded, needle: str, *, may_part: bool) -> Iterator[tuple[int, int]]:
    needle = _stem(needle)
    at = whole.text.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        if (
            _begins(whole, at)
            and _ends(whole, needle, end)
            and (may_part or not any(whole.spaced[at + 1 : end]))
        ):
            yield whole.origin[at], _end(text, whole, end)
        at = whole.text.find(needle, at + 1)


def _stem(needle: str) -> str:
    """A Russian name without the ending that its cases change: Иванова, Ивановой."""
    declined = len(needle) > _LEAST_ALONE and needle[-1:] in _CASE_ENDINGS
    return needle[:-1] if declined else needle


def _begins(whole: Folded, at: int) -> bool:
    if not whole.joined[at] or _unspaced(whole.text[at]):
        return True
    start = at
    while start > 0 and whole.joined[start]:
        start -= 1
    return whole.text[start:at] in _PROCLITICS


def _ends(whole: Folded, needle: str, end: int) -> bool:
    if end == len(whole.text) or not whole.joined[end] or _unspaced(needle[-1]):
        return True
    if not _cyrillic(needle[-1]) or len(needle) < _LEAST_ALONE:
        return False
    over = end
    while over < len(whole.text) and whole.joined[over]:
        over += 1
    return over - end <= _LONGEST_CASE_ENDING


def _end(text: str, whole: Folded, end: int) -> int:
    """Return where the last letter, with the marks that belong to it, ends in the text."""
    over = whole.origin[end - 1] + 1
    while over < len(text) and not folded(text[over]).text and not text[over].isprintable():
        over += 1
    return over


def _addresses(address: str) -> set[str]:
    """An e-mail address as it is, and as people spell it out: name at example dot org."""
    spelt = address.replace("@", " at ").replace(".", " dot ")
    half = address.replace("@", " at ")
    return {"".join(words(one)) for one in (address, half, spelt)} - {""}


def _numbers(text: str, number: str) -> Iterator[tuple[int, int]]:
    wanted = "".join(words(number))
    wanted = "".join(char for char in wanted if char.isdigit())
    if len(wanted) < _LEAST_DIGITS:
        return
    tail = wanted[-_SAME_NUMBER:]
    for run in _NUMBER.finditer(text):
        if folded(run.group()).text.endswith(tail):
            yield run.span()


def _sentence(text: str, start: int) -> str:
    begin = 0
    for gap in _SENTENCE_ENDS.finditer(text):
        if gap.start() >= start:
            return text[begin : gap.start()].strip()
        begin = gap.end()
    return text[begin:].strip()


def _clearest(found: Sequence[Finding]) -> Iterator[Finding]:
    best = sorted(
        dict.fromkeys(found), key=lambda one: (not one.certain, one.start - one.end, one.start)
    )
    kept: list[Finding] = []
    for one in best:
        if not any(_overlap(one, other) and one.subject == other.subject for other in kept):
            kept.append(one)
            yield one


def _overlap(one: Finding, other: Finding) -> bool:
    same = (one.whose, one.kind) == (other.whose, other.kind)
    return same and one.start < other.end and other.start < one.end


def _least(needle: str) -> int:
    return 2 if needle and _unspaced(needle[0]) else _LEAST_ALONE


def _unspaced(char: str) -> bool:
    """Whether its script is written without spaces between words: Han, kana, Thai, Khmer."""
    return "\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0eff" or char >= "\U00020000"


def _cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"
