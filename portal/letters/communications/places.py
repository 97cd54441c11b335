"""Unfilled placeholders of a template: found, named and marked in a text.

A placeholder is recognised because a template has it, so ``[sic]``, ``[...]``, ``[redacted]`` and
the name of a law in brackets are none. It is still the same placeholder in capitals, with other
spacing or punctuation, without its closing bracket, or with a few of its words changed. Chinese
writes no spaces: each of its characters counts as a word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from unicodedata import combining, normalize

from portal.letters.communications.opening import templates

UNFILLED = (
    "The text still has places of its template that nobody filled in. Fill in what is listed "
    "here, or take it out, then try again."
)

# The brackets of a keyboard, and those of East Asian ones.
_CLOSING = {"[": "]", "\uff3b": "\uff3d", "\u3010": "\u3011", "\u3014": "\u3015"}
_MIXED = re.compile("[^\\[\\]\uff3b\uff3d\u3010\u3011\u3014\u3015]{1,600}+[\\]\uff3d\u3011\u3015]")
# Arabic stretches words, and keyboards of its neighbours have two of its letters of their own.
_AS_TYPED = str.maketrans({"\u0640": "", "\u06cc": "\u064a", "\u06a9": "\u0643"})
_PLACE = re.compile(r"\[[^\[\]]+\]")
# A word with the marks on its letters, which Arabic leaves out as often as it writes them.
_WORD = re.compile(r"[\u3400-\u9fff]|(?:[^\W\u3400-\u9fff][\u0300-\u036f\u064b-\u065f\u0670]*)+")
_LONGEST = 600  # characters of a place, with room for what was added to it
_NEAR = 40  # characters from a bracket to the end of its first word, with room for spaces
_ALIKE = 0.8  # of the words, in a place that is long enough to be known by most of them
_FEW = 3  # up to so many words must be the very same
_LONGEST_NAME = 80
# What a letter rightly says in brackets, beside a single word, a number or dots.
_USUAL = re.compile(
    r"(emphasis|footnotes?) (added|omitted|supplied)|name (withheld|redacted)|sic|redacted|erased"
    r"|italiques ajoutees|nous soulignons|souligne par nous|nom (omis|occulte)"
    r"|cursiva anadida|sin cursiva en el original|nombre (omitido|ocultado)"
    r"|так в (тексте|оригинале)|курсив наш|имя (опущено|скрыто)"
    r"|التشديد مضاف|الاسم محجوب|原 文 如 此|强 调 为 后 加|姓 名 略"
)
_TO_DO = frozenset({"tbc", "tbd", "todo", "xx", "xxx", "date", "insert", "name", "number", "place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in brackets. ``number``: counted from 1. ``start`` and ``end``: in the text."""

    number: int
    start: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """The place in short, on one line."""
        line = " ".join(self.text.split())
        return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


def unfilled(text: str | None) -> tuple[Place, ...]:
    """Return the places of a template that the text still has. None was erased: it has none."""
    return _places(text or "", _of_a_template)


def doubtful(text: str | None) -> tuple[Place, ...]:
    """Return other brackets that read like instructions: to be checked, they stop nothing."""
    known = unfilled(text)
    others = _places(text or "", _like_an_instruction)
    return tuple(one for one in others if not any(it.start <= one.start < it.end for it in known))


def parts(text: str) -> Iterator[tuple[str, Place | None]]:
    """Cut the text where its unfilled places begin and end. Joined again it is the same text."""
    at = 0
    for place in unfilled(text):
        yield text[at : place.start], None
        yield place.text, place
        at = place.end
    yield text[at:], None


def _places(text: str, is_one: Callable[[tuple[str, ...]], bool]) -> tuple[Place, ...]:
    """Return the placeholders among the brackets, the outermost of nested ones."""
    places: list[Place] = []
    for start, end in _bracketed(text):
        inside = places and start < places[-1].end
        if not inside and is_one(_words(text[start:end])):
            places.append(Place(number=len(places) + 1, start=start, end=end, text=text[start:end]))
    return tuple(places)


def _of_a_template(words: tuple[str, ...]) -> bool:
    return any(_same(words, place) for place in _known())


def _same(words: tuple[str, ...], place: tuple[str, ...]) -> bool:
    if words == place:
        return True
    if len(place) <= _FEW or not len(place) / 2 <= len(words) <= len(place) * 2:
        return False
    alike = SequenceMatcher(None, words, place, autojunk=False)
    return alike.quick_ratio() >= _ALIKE and alike.ratio() >= _ALIKE


@cache
def _known() -> tuple[tuple[str, ...], ...]:
    places = {_words(place) for text in templates() for place in _PLACE.findall(text)}
    return tuple(sorted(places))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(place[0] for place in _known())


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(_bare, _WORD.findall(text)))


def _bare(word: str) -> str:
    """Return the word without capitals, and without the marks on its letters."""
    if word.isascii():
        return word.casefold()
    apart = normalize("NFKD", word.casefold()).translate(_AS_TYPED)
    return "".join(letter for letter in apart if not combining(letter))


def _like_an_instruction(words: tuple[str, ...]) -> bool:
    if not any(word.isalpha() for word in words) or _USUAL.fullmatch(" ".join(words)):
        return False
    return len(words) > 1 or words[0] in _TO_DO


def _bracketed(text: str) -> list[tuple[int, int]]:
    """Return from where to where each bracket goes, by where it opens.

    One that is never closed ends with the words of the place that it begins with, if it does, or
    with a bracket of another kind: keyboards mix them.
    """
    found: list[tuple[int, int]] = []
    open_at: list[int] = []
    for at, letter in enumerate(text):
        if letter in _CLOSING:
            open_at.append(at)
        elif open_at and letter == _CLOSING[text[open_at[-1]]]:
            start = open_at.pop()
            if at - start <= _LONGEST:
                found.append((start, at + 1))
    ends = ((start, _unclosed(text, start)) for start in open_at)
    found.extend((start, end) for start, end in ends if end is not None)
    mixed = ((start, _MIXED.match(text, start + 1)) for start in open_at)
    found.extend((start, end.end()) for start, end in mixed if end)
    return sorted(found)


def _unclosed(text: str, start: int) -> int | None:
    first = _WORD.search(text, start, start + _NEAR)
    if first is None or _bare(first.group()) not in _first_words():
        return None
    tokens = list(_WORD.finditer(text, start, start + _LONGEST))
    words = tuple(_bare(one.group()) for one in tokens)
    lengths = [len(place) for place in _known() if words[: len(place)] == place]
    return tokens[max(lengths) - 1].end() if lengths else None
