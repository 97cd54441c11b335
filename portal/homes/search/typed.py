"""Search words, with every meaning that they can have.

Each word may name a State or a mandate, in any of the six languages, a State also by a code or a
usual name, or a part of a reference. Words are reduced as the public register reduces them, so that
the same words find a letter before and after it is published.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from portal.web.terms import terms
from shared.core.case_numbers import read_case_number
from shared.reference import COMMUNICATION_TYPES, OTHER, mandates, rows, states
from shared.reference.former_states import former_states
from shared.reference.synonyms import ALSO_CALLED

_PREFIXED = 3  # letters from which a word also stands for longer ones: Switz, torture
_REFERRED = 3  # letters at most in a part of a reference
_TYPES = "|".join(COMMUNICATION_TYPES)
_REFERENCE = re.compile(rf"({_TYPES})\W*([A-Z]{{3}})\W*(\d+)\W+(\d{{4}})")
Names = tuple[tuple[str, str], ...]
"""Each word with the code of what it names, in order."""
_SILENT = frozenset({"the"})  # as in "the Netherlands", which our lists call Netherlands


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """``states`` and ``mandates``: the codes of those that the word may name."""

    text: str
    states: frozenset[str]
    mandates: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """``plain``: with the digits that everybody has. ``number``: a case's, as it is shown.

    ``reference``: a letter's, as it is written. Every one of ``words`` must fit.
    """

    plain: str
    number: str | None
    reference: str | None
    words: tuple[Word, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it to look for, such as in a line of dots."""
        return not self.words

    @property
    def in_texts(self) -> str:
        """The search words for texts: a reference as texts write it."""
        return self.reference or self.plain


def read(text: str) -> Typed:
    plain = _digits(text)
    found = sorted(terms(plain))
    spoken = [one for one in found if one not in _SILENT] or found
    return Typed(
        plain=plain,
        number=read_case_number(text),
        reference=_reference(plain),
        words=_telling(map(_word, spoken)),
    )


def _digits(text: str) -> str:
    """A digit of any script is that digit."""
    return "".join(
        str(unicodedata.decimal(one, one)) for one in unicodedata.normalize("NFKC", text)
    )


def _reference(plain: str) -> str | None:
    found = _REFERENCE.fullmatch(plain.strip().upper())
    if found is None:
        return None
    type_, recipient, number, year = found.groups()
    return f"{type_} {recipient} {int(number)}/{year}"


def _telling(words: Iterable[Word]) -> tuple[Word, ...]:
    """Leave out words implied by a more exact one: all that fits "torture" fits "special" too.

    Each word is asked of each row, and the whole name of a mandate has a dozen words.
    """
    kept: list[Word] = []
    for word in sorted(words, key=lambda one: (len(one.states) + len(one.mandates), one.text)):
        if not any(_implies(one, word) for one in kept):
            kept.append(word)
    return tuple(kept)


def _implies(one: Word, other: Word) -> bool:
    names_only = one.text.isalpha() and len(one.text) > _REFERRED
    return names_only and one.states <= other.states and one.mandates <= other.mandates


def _word(text: str) -> Word:
    return Word(
        text=text, states=_naming(_state_names(), text), mandates=_naming(_mandate_names(), text)
    )


def _naming(names: Names, word: str) -> frozenset[str]:
    """Return the codes of what has the word, or one that begins with it, in a name."""
    longer = len(word) >= _PREFIXED
    following = islice(names, bisect_left(names, (word, "")), None)
    fitting = takewhile(
        lambda one: one[0].startswith(word) if longer else one[0] == word, following
    )
    return frozenset(code for _, code in fitting)


@cache
def _state_names() -> Names:
    """The words by which each State is known, also those of a former one that it succeeds."""
    short = {row["iso3"]: row["iso2"] for row in rows("states.csv")}
    before: dict[str, list[str]] = {}
    for former in former_states().values():
        for code in former.successors:
            before.setdefault(code, []).extend((former.name, *former.also))
    found = {
        one.code: _words(
            one.code,
            short[one.code],
            *one.names.values(),
            ALSO_CALLED.get(one.code, ""),
            *before.get(one.code, ()),
        )
        for one in states().values()
    }
    return _sorted({**found, OTHER: _words(OTHER)})


@cache
def _mandate_names() -> Names:
    """The words by which each mandate is known, in each language that has its title."""
    titles = {row.pop("mandate"): row.values() for row in rows("mandate_titles.csv")}
    return _sorted(
        {
            code: _words(code.replace("-", " "), one.acronym, one.name, *titles.get(code, ()))
            for code, one in mandates().items()
        }
    )


def _sorted(names: Mapping[str, Iterable[str]]) -> Names:
    return tuple(sorted((word, code) for code, words in names.items() for word in words))


def _words(*names: str) -> frozenset[str]:
    return frozenset().union(*map(terms, names))
