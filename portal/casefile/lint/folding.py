"""Text reduced to what two spellings of a name share, with the positions in the original.

Case, accents, Arabic letter variants, vowel marks, hyphens, spaces and dots make no difference. A
skeleton goes further: letters of any script that look alike are one letter (UTS 39).
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

from portal.web.plain import is_hidden

# After decomposition: letters that are written one for the other (Arabic, Persian, Urdu), and
# Latin ones that no decomposition brings to their base letter.
_SAME = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ٱ": "ا",
        "ء": None,
        "ـ": None,
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# Of the letters that every keyboard has, those that UTS 39 calls alike. The capital I is among
# them, a small i is not: "All" is no Ali.
_ALIKE = str.maketrans({"0": "o", "1": "l", "m": "rn"})
_JOINING = "ـء\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` has letters and digits only; its n-th comes from ``origin[n]`` of the original.

    ``joined[n]``: nothing but a letter's own marks stood before it, so it goes on a word.
    ``spaced[n]``: white space stood before it.
    """

    text: str
    origin: tuple[int, ...]
    joined: tuple[bool, ...]
    spaced: tuple[bool, ...]


def folded(original: str) -> Folded:
    """Return the parts of a text that count when two spellings are compared."""
    return _reduced(original, _letters)


def skeleton(original: str) -> Folded:
    """Return the parts of a text that count when two words are compared by their look."""
    return _reduced(original, _shapes)


def _reduced(original: str, reduce: Callable[[str], str]) -> Folded:
    text: list[str] = []
    origin: list[int] = []
    joined: list[bool] = []
    spaced: list[bool] = []
    goes_on, space = False, False
    for at, char in enumerate(original):
        letters = reduce(char)
        if not letters:
            if not _silent(char):
                goes_on = False
                space = space or char.isspace()
            continue
        for letter in letters:
            text.append(letter)
            origin.append(at)
            joined.append(goes_on)
            spaced.append(space)
            goes_on, space = True, False
    return Folded("".join(text), tuple(origin), tuple(joined), tuple(spaced))


@lru_cache(maxsize=20_000)
def _letters(char: str) -> str:
    if is_hidden(char):
        return ""
    if char.isdigit():
        return str(unicodedata.digit(char, char))
    plain = unicodedata.normalize("NFKD", char).casefold().translate(_SAME)
    return "".join(one for one in plain if one.isalnum())


@lru_cache(maxsize=20_000)
def _shapes(char: str) -> str:
    shapes = (_prototype(one) for one in unicodedata.normalize("NFKD", char))
    return _letters_of("".join(shapes)).translate(_ALIKE)


def _letters_of(several: str) -> str:
    return "".join(_letters(one) for one in several)


def _prototype(char: str) -> str:
    """Return the letter that stands for all that look like this one; itself where none does.

    The library's table goes both ways: a letter with one neighbour that has several looks like
    that one; of two that have only each other, the one with the lower number stands for both.
    """
    if char.isascii():
        return "l" if char == "I" else char
    alike = [one["c"] for one in confusables_data.get(char, ())]
    if len(alike) != 1:
        return min((one for one in alike if one.isascii()), default=char)
    (other,) = alike
    return other if len(confusables_data.get(other, ())) > 1 or other < char else char


@lru_cache(maxsize=20_000)
def _silent(char: str) -> bool:
    """Whether it is part of the letter before it: a mark, a joiner, a tatweel, a hamza."""
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or is_hidden(char) or char in _JOINING
