"""Texts reduced to terms: to their words without case and accents, and to the stems of these.

A word is a term as it is, so that its beginning finds it and quotation marks find it alone. Its
stem is another term, with ``_`` at its end: "torturadas" has the stem of "torturada". Nobody says
in which language a letter is written, so a word is stemmed in each language of its script, and a
search is, too. Arabic words lose their article and the variants of their letters; Chinese, which
has no spaces, is cut into pairs of characters. Words whose forms no rule joins stand in
``irregular.csv``, a line for each; Snowball's rules do the rest.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from threading import local
from typing import Final

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640\u200b-\u200f]")
_SHORT_I = ("и\u0306", "й")  # a letter of its own, which stems end with
UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_CYRILLIC = re.compile(r"[\u0430-\u044f]")
_LATIN = re.compile(r"[a-z]+\Z")
_SAME = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ٱ": "ا",
        "ء": "",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
    }
)
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_LEAST = 3  # letters that stay of an Arabic word, and that a word has to be stemmed
_LONGEST = 60  # characters of a word
IRREGULAR: Final = Path(__file__).with_name("irregular.csv")
MADE_BY: Final = " ".join(
    (
        f"snowballstemmer {version('snowballstemmer')}, 1",
        sha256(IRREGULAR.read_bytes()).hexdigest(),
    )
)
"""Terms of another stemmer, of other irregular words, or by other rules than these, are other
terms: count up for the rules."""
_here = local()


def reduced(written: str) -> dict[str, tuple[str, ...]]:
    """Return each word of a text with its stems."""
    return {term.replace("й", "и"): stems_of(word) for word in words(written) for term in _of(word)}


@dataclass(frozen=True, slots=True)
class Looked:
    """``plain``: the reduced words of a text. ``terms``: them one by one, with their stems."""

    plain: str
    terms: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether the text has this reduced word, in any form, or as a part of another."""
        forms = reduced(word).items()
        same = all(not self.terms.isdisjoint((term, *stems)) for term, stems in forms)
        return word in self.plain or (bool(forms) and same)


def looked(text: str) -> Looked:
    """Return a text as it is searched in memory."""
    found = reduced(text)
    return Looked(plain=" ".join(words(text)), terms=frozenset(chain(found, *found.values())))


def terms(written: str) -> set[str]:
    """Return the words of a text without their stems."""
    return set(reduced(written))


@lru_cache(maxsize=200_000)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of one reduced word, in every language of its script."""
    known = _irregular()
    others = known.get(word) or known.get(_without_article(word), ())
    return tuple(sorted({*_regular(word), *others}))


def _regular(word: str) -> list[str]:
    if not _LEAST <= len(word) <= _LONGEST:
        return []
    if _LATIN.match(word):
        languages: tuple[str, ...] = ("english", "french", "spanish")
    elif _CYRILLIC.search(word):
        languages = ("russian",)
    elif _ARABIC.search(word):
        languages = ("arabic",)
    else:
        return []
    return [f"{_stemmer(one).stemWord(word)}_" for one in languages]


def words(written: str) -> list[str]:
    """Return the reduced words of a text, in order, with their articles."""
    plain = unicodedata.normalize("NFKD", written).casefold().replace(*_SHORT_I)
    return _WORD.findall(_MARKS.sub("", plain).translate(_SAME))


def _of(word: str) -> Iterable[str]:
    if len(word) > _LONGEST:
        return
    at = 0
    for run in UNSPACED.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        yield from _pairs(run[0])
        at = run.end()
    if at == 0:
        yield _without_article(word) if _ARABIC.search(word) else word
    elif at < len(word):
        yield word[at:]


def _pairs(run: str) -> Iterable[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST:
            return word[len(article) :]
    return word


def _stemmer(language: str) -> snowballstemmer.stemmer:
    """Return this thread's: a stemmer keeps the word that it works on."""
    if language not in _here.__dict__:
        setattr(_here, language, snowballstemmer.stemmer(language))
    return getattr(_here, language)


@cache
def _irregular() -> Mapping[str, tuple[str, ...]]:
    """Return the stems of the first word of a line for each word of it."""
    found: dict[str, tuple[str, ...]] = {}
    with IRREGULAR.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of_line = words(row["words"])
            for word in of_line:
                found[word] = (*found.get(word, ()), *_regular(of_line[0]))
    return found
