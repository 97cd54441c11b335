"""The lint of a panel's report: no restricted text stands in what is published. Pure.

It looks for names of applicants who are on no public list, for addresses and telephone numbers, and
for passages that are word for word in a member's note, a letter or a disclosure.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from portal.casefile.lint.rules import Term
from portal.casefile.lint.rules import findings as named

Kind: TypeAlias = Literal["name", "contact", "passage"]

WINDOW = 8
"""Words in a row that stand in a restricted text are taken from it."""

_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_TELEPHONE = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){7,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``passage``: as the report has it."""

    kind: Kind
    passage: str


def findings(text: str, *, names: Collection[str], restricted: Sequence[str]) -> list[Found]:
    """Return what must go before the text is published. ``names``: of who is on no public list."""
    found = [*_names(text, names), *_contacts(text), *_passages(text, restricted)]
    return list(dict.fromkeys(found))


def _names(text: str, names: Collection[str]) -> Iterator[Found]:
    terms = [Term(whose="victim", kind="name", text=name) for name in names]
    for one in named(text, terms):
        if one.certain:
            yield Found(kind="name", passage=one.word)


def _contacts(text: str) -> Iterator[Found]:
    for pattern in (_EMAIL, _TELEPHONE):
        for match in pattern.finditer(text):
            yield Found(kind="contact", passage=match.group())


def _passages(text: str, restricted: Sequence[str]) -> Iterator[Found]:
    """Return each longest run of words that a restricted text has, too."""
    theirs = {run for one in restricted for run in _runs(_words(one))}
    words = list(_WORD.finditer(text))
    hits = [
        n
        for n, run in enumerate(_runs([word.group().casefold() for word in words]))
        if run in theirs
    ]
    for first, last in _stretches(hits):
        end = words[last + WINDOW - 1].end()
        yield Found(kind="passage", passage=text[words[first].start() : end])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[n : n + WINDOW]) for n in range(len(words) - WINDOW + 1))


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that follow one another."""
    if not numbers:
        return
    first = numbers[0]
    for one, following in pairwise(numbers):
        if following != one + 1:
            yield first, one
            first = following
    yield first, numbers[-1]
