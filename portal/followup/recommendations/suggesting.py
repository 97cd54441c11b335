"""Tags that the words of a recommendation suggest, by a plain rule (decision 0131).

A theme, or the persons affected, is suggested if all words of a part of its name stand in the text,
in the language of the text: "torture" of "Detention, torture and disappearance". A name has its
parts where it has commas, or the "and" of its language; words that most names of that list have,
such as "persons", are left out. A word stands there with another ending, too. A target is
suggested if the text names it: "SDG 16.3". Nothing is learnt, and nothing counted.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final
from unicodedata import combining, normalize

from portal.followup.recommendations import words
from portal.followup.recommendations.described import Described
from portal.web.i18n.text_language import language_of
from portal.web.i18n.texts import speaking
from shared.contracts.followup_recommendation_commands import SuggestedTag
from shared.contracts.followup_recommendations import TagKind
from shared.reference.recommending import TARGETS
from shared.reference.tag_words import SAYING_TOO_LITTLE

_NAMED: Final[tuple[TagKind, ...]] = ("theme", "person")
_CHINESE, _RUSSIAN = "zh", "ru"
_AND: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "ar": re.compile(r"[،,]|\s+و(?=ال)"),
        "en": re.compile(r",|\band\b"),
        "es": re.compile(r",|\b[ye]\b"),
        "fr": re.compile(r",|\bet\b"),
        "ru": re.compile(r",|\bи\b"),
        "zh": re.compile(r"[、\uff0c与和及]"),
    }
)
"""Where a name has its parts. In Arabic "and" is written onto the next word."""
_ENDS: Final = re.compile(r"(?<=..)(?:中的人|的受害者|感染者|患者|者)$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST, _SHORT, _LONG, _MORE = 3, 4, 6, 3
"""Letters: of a word that counts, of one that may end differently, of one whose last two may, and
how many more there may be at its end."""
_STEM: Final = 3
"""Letters that no ending changes, by which words are looked up."""
_ARTICLE: Final = re.compile(r"^[وبفكل]?ال(?=\w{2})|^لل(?=\w{3})")
_TARGET: Final = re.compile(
    r"(?:\bSDGs?|\bODD|\bODS|ЦУР|\btargets?|\bcibles?|\bmetas?|\bзадач\w?|المقصد|مقصد|الغاية|غاية|"  # noqa: RUF001  # Russian
    r"目标)\s*(\d{1,2}\.[0-9a-d]{1,2})(?![\w.]*\d)",
    re.IGNORECASE,
)
"""What the six languages call a target, and its number."""


def suggested(text: str) -> list[SuggestedTag]:
    """Return what its words suggest, in the order of the lists."""
    language = language_of(text)
    found = {code.lower() for code in _TARGET.findall(text)}
    stands = _in_chinese(text) if language == _CHINESE else _in_words(text, language)
    named = [
        SuggestedTag(kind=kind, code=code)
        for kind in _NAMED
        for code, parts in _parts(kind, language).items()
        if any(all(map(stands, part)) for part in parts)
    ]
    return [*named, *(SuggestedTag(kind="target", code=one) for one in TARGETS if one in found)]


def undecided(text: str | None, more: Described) -> list[SuggestedTag]:
    """Return what is suggested, is no tag, and was neither taken over nor rejected before."""
    return [
        one
        for one in suggested(text or "")
        if one.code not in more.tags[one.kind] and (one.kind, one.code) not in more.decided
    ]


def _in_chinese(text: str) -> Callable[[str], bool]:
    return lambda word: word in text


def _in_words(text: str, language: str) -> Callable[[str], bool]:
    there: defaultdict[str, set[str]] = defaultdict(set)
    for one in _words(text):
        there[one[:_STEM]].add(one)
    bends = language == _RUSSIAN
    return lambda word: any(_same(word, one, bends=bends) for one in there.get(word[:_STEM], ()))


def _same(word: str, there: str, *, bends: bool) -> bool:
    """Whether it is the word of a name, perhaps with another ending, which a case may bend."""
    if len(word) < _SHORT:
        return there == word
    if len(word) >= _LONG:
        stem = word[:-2]
    elif bends:
        stem = word[:-1]
    elif there == word[:-1]:
        return True
    else:
        stem = word
    return there.startswith(stem) and len(there) <= len(word) + _MORE


@cache
def _parts(kind: TagKind, language: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return for each code the parts of its name in a language, each with the words that count."""
    with speaking(language):
        names = words.choices(kind)
    return MappingProxyType({code: tuple(_of_name(name, language)) for code, name in names.items()})


def _of_name(name: str, language: str) -> Iterator[tuple[str, ...]]:
    for part in _AND[language].split(name.lower()):
        if language == _CHINESE:
            said = _ENDS.sub("", part.strip())
            counts: tuple[str, ...] = () if said in _left_out(language) else (said,)
        else:
            counts = tuple(one for one in _words(part) if _counts(one, language))
        if any(counts):
            yield counts


def _counts(word: str, language: str) -> bool:
    return len(word) >= _LEAST and word not in _left_out(language)


@cache
def _left_out(language: str) -> frozenset[str]:
    left_out = SAYING_TOO_LITTLE[language]
    return frozenset(left_out.split() if language == _CHINESE else _words(left_out))


def _words(text: str) -> Iterator[str]:
    """Return its words with small letters, without accents and the Arabic article."""
    plain = normalize("NFKD", text.casefold())
    for one in _WORD.findall("".join(each for each in plain if not combining(each))):
        yield _ARTICLE.sub("", one)
