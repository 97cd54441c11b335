"""Where the words of a search stand in a text: the passage with most of them, each one marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.public.register.search import Sought
from portal.web.terms import UNSPACED, reduced

LENGTH = 280
"""Characters of a passage at most."""
_BEFORE = 70  # characters before the first hit
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u064b-\u065f\u0670\u0640]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    begin: int
    end: int
    of: int
    """Which word of the search it is."""


def passage(text: str, words: Sequence[Sought]) -> list[Part] | None:
    """Return the passage with most of the words; None if none of them stands in the text."""
    plain = re.sub(r"\s+", " ", text).strip()
    hits = list(_hits(plain, words))
    if not hits:
        return None
    first, last = _closest(hits)
    start = _after_a_space(plain, max(0, first.begin - _BEFORE), first.begin)
    end = _before_a_space(plain, start + LENGTH, last.end)
    return list(_parts(plain, start, end, [one for one in hits if start <= one.begin < end]))


def whole(text: str, words: Sequence[Sought]) -> list[Part]:
    """Return the whole text."""
    return list(_parts(text, 0, len(text), _hits(text, words)))


def _closest(hits: Sequence[_Hit]) -> tuple[_Hit, _Hit]:
    """Return the first and the last hit of the shortest stretch with most of the words."""
    best, key = (hits[0], hits[0]), (0, 0)
    begin = 0
    for n, last in enumerate(hits):
        while last.end - hits[begin].begin > LENGTH - _BEFORE and begin < n:
            begin += 1
        while begin < n and hits[begin].of in {one.of for one in hits[begin + 1 : n + 1]}:
            begin += 1
        length = last.end - hits[begin].begin
        number = len({one.of for one in hits[begin : n + 1]})
        if (number, -length) > key:
            best, key = (hits[begin], last), (number, -length)
    return best


def _hits(plain: str, words: Sequence[Sought]) -> Iterator[_Hit]:
    by_term = {one.term: n for n, one in enumerate(words)}
    by_stem = {stem: n for n, one in enumerate(words) for stem in one.stems}
    longer = tuple((one.term, n) for n, one in enumerate(words) if one.longer)
    seen: dict[str, int | None] = {}
    for match in _WORD.finditer(plain):
        word = match[0]
        if UNSPACED.search(word):
            yield from _pairs(word, match.start(), by_term)
            continue
        if word not in seen:
            seen[word] = _which(word, by_term, by_stem, longer)
        which = seen[word]
        if which is not None:
            yield _Hit(match.start(), match.end(), which)


def _which(
    word: str,
    by_term: dict[str, int],
    by_stem: dict[str, int],
    longer: Sequence[tuple[str, int]],
) -> int | None:
    for term, stems in _reduced(word):
        if term in by_term:
            return by_term[term]
        for beginning_, n in longer:
            if term.startswith(beginning_):
                return n
        for stem in stems:
            if stem in by_stem:
                return by_stem[stem]
    return None


@lru_cache(maxsize=100_000)
def _reduced(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(reduced(word).items())


def _pairs(word: str, at: int, by_term: dict[str, int]) -> Iterator[_Hit]:
    """Return the hits in a text without spaces: pairs that follow each other are one."""
    n = 0
    while n < len(word):
        end, which = n, None
        while word[end : end + 2] in by_term and (end == n or end < len(word) - 1):
            which = by_term[word[end : end + 2]]
            end += 1
        if which is None:
            n += 1
            continue
        yield _Hit(at + n, min(at + end + 1, at + len(word)), which)
        n = end + 1


def _parts(plain: str, start: int, end: int, hits: Iterable[_Hit]) -> Iterator[Part]:
    if start:
        yield Part(text="… ", hit=False)
    at = start
    for one in hits:
        if one.begin > at:
            yield Part(text=plain[at : one.begin], hit=False)
        yield Part(text=plain[one.begin : one.end], hit=True)
        at = one.end
    rest = plain[at:end] + (" …" if end < len(plain) else "")
    if rest:
        yield Part(text=rest, hit=False)


def _after_a_space(plain: str, at: int, most: int) -> int:
    if at == 0:
        return 0
    space = plain.find(" ", at, most)
    return at if space < 0 else space + 1


def _before_a_space(plain: str, at: int, least: int) -> int:
    if at >= len(plain):
        return len(plain)
    space = plain.rfind(" ", least, at)
    return at if space < 0 else space
