"""The sound of a name: what spellings, alphabets and typing errors of it have in common.

Articles, particles, titles and vowels are dropped; consonants that stand for one another are one
letter. The letters of a word are sorted, so that two swapped letters do not matter. Cyrillic and
Arabic letters become the Latin ones of their usual transcriptions. Nothing is cached: no name stays
in memory longer than necessary.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

_ENOUGH = 3  # consonants of a name
_MOST_WORDS = 5  # of which parts are made; there are 25 of them
_SIGNS = r"\u3040-\u30ff\u3400-\u9fff"  # each is a word
_WORD = re.compile(rf"[{_SIGNS}]|[^\W\d_{_SIGNS}]+")
_APOSTROPHES = re.compile("['’‘ʼʻʿʾ`´]")
_ARTICLES = "al el ul an as ash ar ad at az de da do dos das del della la las los di du le van von "
_OTHERS = "der den y e bin ben ibn bint bte mr mrs ms miss dr ال بن ابن بنت"
_LEFT_OUT = frozenset((_ARTICLES + _OTHERS).split())
_ABD = re.compile("^(abd[aeou][lr]|abd|عبد(ال)?)(?=.{3})")
_SERVANTS = frozenset({"abdul", "abdel", "abdal", "abdur", "abder", "abdol"})
_ARTICLE = re.compile("^((al|el|ul|ben|bin)(?=.{4})|ال(?=.{3}))")
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў"
_AS_LATIN = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e u a i i e g u"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىپچژگکیء"
_AS_HEARD = "a b t t j h kh d d r z s sh s d t z - g f q k l m n h w y a y p ch zh g k y -"
_LETTERS = str.maketrans(
    {
        **dict(zip(_CYRILLIC, _AS_LATIN.split(), strict=True)),
        **dict(zip(_ARABIC, _AS_HEARD.split(), strict=True)),
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "æ": "e",
        "œ": "e",
    }
)
# In this order: what is made of several letters, then what stands for one another.
_SOUNDS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        ("^(x|hs(?=[iu]))", "s"),
        ("x", "ks"),
        ("shch|sch|tch|tsh|sh|ch", "s"),
        ("zh|dzh|dj|gh", "j"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("dh", "d"),
        ("ts|tz|cz", "s"),
        ("c(?=[eiy])", "s"),
        ("ck|c|q", "k"),
        ("g", "j"),
        ("z", "s"),
        ("v", "f"),
        ("(?<=[aeiou])h$", ""),
    )
)
_ENDING = re.compile("[هة]$")
_FEMININE = re.compile(r"(a|ah|eh)$")
_VOWELS = re.compile("[aeiouwy]")
_OPEN, _ROUND = re.compile("[eiy]+"), re.compile("[ouw]+")


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """``sound``: consonants in order. ``more``: with vowels, where these alone say too little."""

    sound: str
    more: str

    @property
    def alone(self) -> str:
        return self.sound if len(self.sound) > 1 else self.more


def words(name: str) -> list[Word]:
    """Return the words that count, in the order of the alphabet."""
    plain = _APOSTROPHES.sub("", _folded(name))
    found = [
        _heard(half)
        for word in _WORD.findall(plain)
        if word not in _LEFT_OUT
        for half in _apart(word)
    ]
    return sorted(word for word in found if word.more)


def together(some: Iterable[Word]) -> str:
    """Return how words sound, wherever one ends: "Xiao Ming" is Xiaoming."""
    listed = list(some)
    sound = sorted("".join(word.sound for word in listed))
    if len(sound) < _ENOUGH and all(map(str.isascii, sound)):
        sound = ["~", *sorted("".join(word.more for word in listed))]
    return "".join(sound)


def parts(whole: Sequence[Word]) -> Iterator[str]:
    """Yield what is left when a word or more is left out, but two at least."""
    listed = whole[:_MOST_WORDS]
    for size in range(2, len(listed)):
        yield from map(together, combinations(listed, size))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        one for one in apart if unicodedata.category(one) not in {"Mn", "Me", "Cf", "Lm"}
    )


def _apart(word: str) -> list[str]:
    """A servant's name is two words however it is written; an article is none."""
    servant = _ABD.match(word)
    if word in _SERVANTS:
        return ["abd"]
    if servant:
        return ["abd", _ARTICLE.sub("", word[servant.end() :])]
    return [_ARTICLE.sub("", word)]


def _heard(word: str) -> Word:
    latin = _ENDING.sub("a", word).translate(_LETTERS).replace("-", "")
    if not latin.isascii():
        return Word(word, word)  # a sign, or a script of which we know no transcription
    spoken = latin
    for letters, sound in _SOUNDS:
        spoken = letters.sub(sound, spoken)
    consonants = sorted(_once(_VOWELS.sub("", spoken)))
    vowels = _ROUND.sub("u", _OPEN.sub("i", spoken.replace("a", "")))
    feminine = "a" if _FEMININE.search(latin) and len(consonants) > 1 else ""
    more = "".join(sorted(_once(vowels)))
    return Word("".join(consonants) + feminine or more, more)


def _once(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)
