"""Text without invisible characters that change what people read.

An override turns "must ton od release" into "must do not release" for a reader; tags and fillers
hide a name from a check. Such characters are refused by name, in every form and in the API. Joiners
stay, without which Arabic, Persian and Indic words cannot be written, and isolates that are closed
on their line, which keep the order of a quotation inside other text (Unicode Technical Report 36,
section 3; UAX 9).
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_LINES = "\n\t"
_JOINERS = "\u200c\u200d"
_ISOLATES, _END = "\u2066\u2067\u2068", "\u2069"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters without a shape
_RESERVED = (range(0x2065, 0x2066), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))


@lru_cache(maxsize=4_096)
def is_hidden(char: str) -> bool:
    """Whether a text may not hold this character, isolates aside.

    Cc: control; Cs: half a character; Cf: format. ``_RESERVED`` are shown by nothing, now or later,
    but for the marks among them that choose the form of a Chinese character.
    """
    if char in _LINES or char in _JOINERS:
        return False
    category = unicodedata.category(char)
    reserved = any(ord(char) in some for some in _RESERVED) and category != "Mn"
    return category in {"Cc", "Cs", "Cf"} or reserved or char in _FILLERS


def hidden(text: str) -> tuple[str, ...]:
    """Return the characters that may not stand in this text, each once, as it has them."""
    return tuple(dict.fromkeys(text[at] for at in _places(text)))


def without_hidden(text: str) -> str:
    """Return the text without them; all else as it was."""
    taken = set(_places(text))
    return "".join(char for at, char in enumerate(text) if at not in taken)


def _places(text: str) -> Iterator[int]:
    if _is_plain(text):
        return
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "\n":
            yield from opened
            opened.clear()
        elif char in _ISOLATES:
            opened.append(at)
        elif char == _END:
            if opened:
                opened.pop()
            else:
                yield at
        elif is_hidden(char):
            yield at
    yield from opened


def _is_plain(text: str) -> bool:
    """Whether it certainly holds none, as nearly all text: Python's own loop finds that quickly.

    It counts as printable no control, format or unassigned character, and no half of one; and
    every letter, so the fillers too.
    """
    lines = text.replace("\n", "").replace("\t", "")
    return lines.isprintable() and not any(filler in text for filler in _FILLERS)
