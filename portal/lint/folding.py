"""Text reduced to what two spellings of a name have in common, with the way back to the text.

Case, accents, Arabic letter variants, vowel marks, hyphens, spaces and dots make no difference.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import unicodedata
from dataclasses import dataclass

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
    """Return what of the text counts when two spellings are compared."""
    text: list[str] = []
    origin: list[int] = []
    joined: list[bool] = []
    spaced: list[bool] = []
    goes_on, space = False, False
    for at, char in enumerate(original):
        letters = _letters(char)
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


def words(original: str) -> list[str]:
    """Return the folded words of a name."""
    whole = folded(original)
    found: list[str] = []
    for letter, goes_on in zip(whole.text, whole.joined, strict=True):
        if goes_on:
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _letters(char: str) -> str:
    if char.isdigit():
        return str(unicodedata.digit(char, char))
    plain = unicodedata.normalize("NFKD", char).casefold().translate(_SAME)
    return "".join(one for one in plain if one.isalnum())


def _silent(char: str) -> bool:
    """Whether it is part of the letter before it: a mark, a joiner, a tatweel, a hamza."""
    return unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf") or char in "ـء"
