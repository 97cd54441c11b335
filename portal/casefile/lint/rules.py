"""The rules for texts: no identity of the source, no names without consent (procedure.md R6).

Pure. ``findings`` returns places in the text and never what it looked for: about the identity a
finding holds nothing but the place in the searched text.

The text is compared twice: as spelt, and as it looks (UTS 39), so that it finds a name in another
script's letters. The work grows with the length of the text, not with its square.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Literal, TypeAlias

from portal.casefile.lint.folding import Folded, folded, skeleton

Whose: TypeAlias = Literal["source", "victim", "other"]
Kind: TypeAlias = Literal["name", "word", "organisation", "email", "telephone"]

PARTICLES = frozenset(
    [
        *("abu", "al", "ben", "bin", "bint", "d", "da", "das", "de", "del", "den", "der", "di"),
        *("do", "dos", "du", "e", "el", "ibn", "la", "le", "los", "o", "umm", "van", "von", "y"),
        *("ال", "ابن", "بن", "بنت", "ابو", "ام", "عبد"),
    ]
)
"""Words of names that are nobody's alone, folded."""

_SHORT = 6  # letters: a shorter word may stand apart in a text by chance ("an a" is no Ana)
_PLAIN = 5  # letters: a shorter part of a name may be a common word, so it needs its capital
_LEAST_DECLINED = 4
_LEAST_ALONE = 3  # letters of a name of one word that is surely the person
_MOST_ORDERED = 4  # words of a name that are looked for in every order
_LEAST_DIGITS = 6
_SAME_NUMBER = 8  # digits from the end: with or without the country's prefix
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2010-\u2015]{0,3}\d)+")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟。！？])\s+|\n+")
_QUOTED = 160  # characters of a long sentence that are shown on each side of the place
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل")  # Arabic: written onto the name
_LONGEST_PROCLITIC = 3
_LONGEST_CASE_ENDING = 3  # Russian: Иванов, Ивановым
_CASE_ENDINGS = tuple("аеиоуыэюяйь")
_ABBREVIATIONS = frozenset(
    ["ai", "al", "au", "dc", "eu", "hr", "id", "ol", "pm", "sp", "tv", "ua", "uk", "un", "us"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that must not stand in a text. ``subject``: whose it is, an opaque id.

    ``aside``: somebody who may know said that it names nobody: where it stands is never certain.
    """

    whose: Whose
    kind: Kind
    text: str
    subject: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``text[start:end]`` is it, ``word``. ``sentence``: the one it stands in, as the text has it.

    ``certain``: it is the person; otherwise it is part of a name, for a person to look at.
    """

    whose: Whose
    kind: Kind
    subject: str
    certain: bool
    start: int
    end: int
    paragraph: int
    sentence: str
    word: str

    @property
    def place(self) -> tuple[int, str]:
        """The line and the sentence: what a list of findings is grouped by."""
        return self.paragraph, self.sentence


@dataclass(frozen=True, slots=True)
class _Needle:
    """``may_part``: it may stand in several words. ``apart``: each of its letters stands alone.

    ``capitals``: of its words the first letters have to be capitals, or all letters, where the
    script has capitals.
    """

    text: str
    certain: bool = True
    may_part: bool = True
    apart: bool = False
    capitals: Literal["any", "first", "all"] = "any"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name: as it is spelt, and reduced as the text is that is searched."""

    plain: str
    text: str
    initial: str


@dataclass(frozen=True, slots=True)
class _Searched:
    """A text in one of the two ways of reading it."""

    original: str
    whole: Folded
    reduce: Callable[[str], Folded]

    def reduced(self, text: str) -> str:
        return self.reduce(text).text

    def words(self, name: str) -> list[_Word]:
        return [
            _Word(plain, self.reduced(original.capitalize()), self.reduced(original[0].upper()))
            for plain, original in spelt(name)
        ]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the lines and the sentences of a text begin, and where the sentences end."""

    text: str
    lines: Sequence[int]
    sentences: Sequence[int]
    ends: Sequence[int]

    def paragraph(self, at: int) -> int:
        return bisect_right(self.lines, at)

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence of a place; of a very long one, what is next to the place."""
        number = bisect_right(self.sentences, start) - 1
        begins, ends = self.sentences[number], self.ends[number]
        first, last = max(begins, start - _QUOTED), min(ends, max(end, start + _QUOTED))
        shown = self.text[first:last].strip()
        return ("… " if first > begins else "") + shown + (" …" if last < ends else "")


def findings(
    text: str, forbidden: Sequence[Term], known: Sequence[Term] = ()
) -> tuple[Finding, ...]:
    """Return the places of ``forbidden`` terms in ``text``, in order.

    ``known``: names that may stand there. A part of a name that is also part of one of these tells
    nobody anything. Where two of the same person overlap, the certain one, else the longer one, is
    told.
    """
    layout = _laid_out(text)
    spared = {word for term in known for word, _ in spelt(term.text)}
    found = {
        Finding(
            whose=term.whose,
            kind=term.kind,
            subject=term.subject,
            certain=certain,
            start=start,
            end=end,
            paragraph=layout.paragraph(start),
            sentence=layout.sentence(start, end),
            word=text[start:end],
        )
        for searched in _readings(text)
        for term in forbidden
        for start, end, certain in _places(searched, term, spared)
    }
    return tuple(sorted(_clearest(found), key=lambda one: (one.start, one.end, one.subject)))


def _readings(text: str) -> tuple[_Searched, _Searched]:
    return (
        _Searched(text, folded(text), folded),
        _Searched(text, skeleton(text), skeleton),
    )


def _laid_out(text: str) -> _Layout:
    gaps = list(_SENTENCE_ENDS.finditer(text))
    return _Layout(
        text,
        lines=[0, *(at + 1 for at, char in enumerate(text) if char == "\n")],
        sentences=[0, *(gap.end() for gap in gaps)],
        ends=[*(gap.start() for gap in gaps), len(text)],
    )


def _places(
    searched: _Searched, term: Term, spared: Collection[str]
) -> Iterator[tuple[int, int, bool]]:
    if term.kind == "telephone":
        for start, end in _numbers(searched.original, term.text):
            yield start, end, True
        return
    for needle in _needles(searched, term, spared):
        for start, end in _found(searched, needle):
            yield start, end, needle.certain and not term.aside


def _needles(searched: _Searched, term: Term, spared: Collection[str]) -> Iterator[_Needle]:
    match term.kind:
        case "email":
            yield from (_Needle(searched.reduced(one)) for one in _addresses(term.text))
        case "organisation":
            plain = folded(term.text).text
            if len(plain) >= _least(plain):
                name = _stem(searched.reduced(term.text))
                short = len(plain) < _SHORT
                yield _Needle(name, may_part=not short, capitals="first" if short else "any")
        case "word":  # typed as a name by somebody whom nobody knows: it may be any word
            yield from (
                _part(one, certain=_unspaced(one.plain) and len(one.plain) >= _least(one.plain))
                for one in searched.words(term.text)
                if _tells(one, spared)
            )
        case _:
            yield from _spellings(searched.words(term.text), spared)


def _spellings(name: Sequence[_Word], spared: Collection[str]) -> Iterator[_Needle]:
    """Return the spellings of a name: whole in any order, with an initial, and in parts."""
    if len(name) > 1:
        yield from _wholes(name)
        yield from _initials(name, spared)
        yield from (_part(one, certain=False) for one in name if _tells(one, spared))
    else:  # a single name is the person
        for one in name:
            if _tells(one, ()):
                yield _part(one, certain=len(one.plain) >= _least(one.plain))


def _wholes(name: Sequence[_Word]) -> Iterator[_Needle]:
    first, last = name[0], name[-1]
    orders = permutations(name) if len(name) <= _MOST_ORDERED else [(last, *name[:-1]), tuple(name)]
    for order in {*orders, (first, last), (last, first)}:
        yield _Needle("".join(one.text for one in order[:-1]) + _stem(order[-1].text))
    yield _Needle(first.initial + _stem(last.text), capitals="first")
    yield _Needle(last.text + first.initial, capitals="first")


def _part(one: _Word, *, certain: bool) -> _Needle:
    length = len(one.plain)
    return _Needle(
        _stem(one.text),
        certain,
        may_part=length >= _SHORT,
        capitals="first" if length <= _PLAIN and not certain else "any",
    )


def _tells(one: _Word, spared: Collection[str]) -> bool:
    """Whether this word of a name tells of the person by itself."""
    if one.plain in PARTICLES or one.plain in spared:
        return False
    return len(one.plain) > 1 or _unspaced(one.plain)


def _initials(name: Sequence[_Word], spared: Collection[str]) -> Iterator[_Needle]:
    """J. G. and JG; what is also a common abbreviation only with its dots."""
    plain = "".join(one.plain[0] for one in name)
    if _unspaced(plain) or not _cased(plain) or all(one.plain in spared for one in name):
        return
    initials = "".join(one.initial for one in name)
    yield _Needle(initials, certain=False, apart=True, capitals="first")
    if plain not in _ABBREVIATIONS:
        yield _Needle(initials, certain=False, may_part=False, capitals="all")


def _found(searched: _Searched, needle: _Needle) -> Iterator[tuple[int, int]]:
    whole, text = searched.whole, needle.text
    at = whole.text.find(text) if text else -1
    while at >= 0:
        end = at + len(text)
        if (
            _begins(whole, at)
            and _ends(whole, text, end)
            and _stands(whole, needle, at, end)
            and _capitals(searched, needle, at, end)
        ):
            yield whole.origin[at], _end(searched.original, whole, end)
        at = whole.text.find(text, at + 1)


def _stands(whole: Folded, needle: _Needle, at: int, end: int) -> bool:
    """Whether the term occurs in a word, in several, or letter by letter, as required."""
    if needle.apart:
        return not any(
            whole.joined[n] and whole.origin[n] != whole.origin[n - 1] for n in range(at + 1, end)
        )
    return needle.may_part or not any(whole.spaced[at + 1 : end])


def _capitals(searched: _Searched, needle: _Needle, at: int, end: int) -> bool:
    if needle.capitals == "any":
        return True
    whole, every = searched.whole, needle.capitals == "all"
    return not any(
        searched.original[whole.origin[n]].islower()
        for n in range(at, end)
        if every or n == at or not whole.joined[n]
    )


def _stem(needle: str) -> str:
    """A Russian name without the ending that its cases change: Иванова, Ивановой."""
    declined = len(needle) > _LEAST_DECLINED and needle[-1:] in _CASE_ENDINGS
    return needle[:-1] if declined else needle


def _begins(whole: Folded, at: int) -> bool:
    if not whole.joined[at] or _unspaced(whole.text[at]):
        return True
    for start in range(at - 1, max(at - _LONGEST_PROCLITIC, 0) - 1, -1):
        if not whole.joined[start]:
            return whole.text[start:at] in _PROCLITICS
    return False


def _ends(whole: Folded, needle: str, end: int) -> bool:
    if end == len(whole.text) or not whole.joined[end] or _unspaced(needle[-1]):
        return True
    if not _cyrillic(needle[-1]) or len(needle) < _LEAST_DECLINED:
        return False
    rest = whole.joined[end : end + _LONGEST_CASE_ENDING + 1]
    return len(rest) <= _LONGEST_CASE_ENDING or not all(rest)


def _end(text: str, whole: Folded, end: int) -> int:
    """Return where the last letter, with the marks that belong to it, ends in the text."""
    over = whole.origin[end - 1] + 1
    while over < len(text) and not folded(text[over]).text and not text[over].isprintable():
        over += 1
    return over


def spelt(name: str) -> Iterator[tuple[str, str]]:
    """Return the words of a name, folded, each with how it is spelt."""
    whole = folded(name)
    begins = [at for at, goes_on in enumerate(whole.joined) if not goes_on]
    for begin, end in pairwise([*begins, len(whole.text)]):
        yield whole.text[begin:end], name[whole.origin[begin] : whole.origin[end - 1] + 1]


def _addresses(address: str) -> tuple[str, ...]:
    """An e-mail address as it is, and as people spell it out: name at example dot org."""
    half = address.replace("@", " at ")
    return address, half, half.replace(".", " dot ")


def _numbers(text: str, number: str) -> Iterator[tuple[int, int]]:
    wanted = "".join(char for char in folded(number).text if char.isdigit())
    if len(wanted) < _LEAST_DIGITS:
        return
    tail = wanted[-_SAME_NUMBER:]
    for run in _NUMBER.finditer(text):
        if folded(run.group()).text.endswith(tail):
            yield run.span()


def _clearest(found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what overlaps something clearer of the same person and kind."""
    taken: dict[tuple[Whose, Kind, str], list[tuple[int, int]]] = defaultdict(list)
    for one in sorted(found, key=lambda it: (not it.certain, it.start - it.end, it.start)):
        beside, place = taken[one.whose, one.kind, one.subject], (one.start, one.end)
        at = bisect_left(beside, place)
        before, after = beside[max(at - 1, 0) : at], beside[at : at + 1]
        if all(end <= one.start for _, end in before) and all(one.end <= n for n, _ in after):
            beside.insert(at, place)
            yield one


def _least(plain: str) -> int:
    return 2 if plain and _unspaced(plain[0]) else _LEAST_ALONE


def _unspaced(text: str) -> bool:
    """Whether its script is written without spaces between words: Han, kana, Thai, Khmer."""
    char = text[0]
    return "\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0eff" or char >= "\U00020000"


def _cased(text: str) -> bool:
    """Whether its script has capitals, so that initials can be told from words."""
    return text.upper() != text


def _cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"
