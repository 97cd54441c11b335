"""Names in Latin letters, so that one is found in whatever script it is written.

The library's table has one spelling for each letter, and people have several: Arabic is written
without most vowels, and a Russian name is spelled in a dozen ways. So two names in different
scripts are compared by their consonants, and are probably the same, never certainly.
"""

from functools import lru_cache

from anyascii import anyascii

from portal.casefile.lint.folding import folded

_SILENT = frozenset("aeiouyjh")
_SOUNDS = str.maketrans({"q": "k", "c": "k", "x": "k", "w": "v", "z": "s"})
_TOGETHER = (
    *(("shch", "s"), ("sch", "s"), ("sh", "s"), ("dh", "s")),
    *(("kh", "k"), ("ch", "k"), ("ph", "f"), ("th", "t")),
)
_SHORTEST = 4
"""Consonants: with fewer, too many names are alike."""


@lru_cache(maxsize=20_000)
def latin(text: str) -> str:
    """Return letters and digits of the text in Latin letters, without case and accents."""
    return folded(anyascii(text)).text


def is_latin(text: str) -> bool:
    """Whether it is written in Latin letters, perhaps with accents."""
    return folded(text).text.isascii()


@lru_cache(maxsize=20_000)
def sounds(text: str) -> str:
    """Return the consonants of a name, each once in a row; nothing if they are too few."""
    letters = latin(text)
    for several, one in _TOGETHER:
        letters = letters.replace(several, one)
    found = ""
    for letter in letters.translate(_SOUNDS):
        if letter not in _SILENT and not found.endswith(letter):
            found += letter
    return found if len(found) >= _SHORTEST else ""
