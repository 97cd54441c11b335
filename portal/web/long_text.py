"""Long texts on a page: the first part, and the rest on request."""

from dataclasses import dataclass
from math import floor, log10

from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext

_FIRST = 900
"""Letters that are shown of a long text: about one screen of a telephone."""
_LONG = 2_400
"""A text with no more letters is shown whole: to ask for it would cost more than to read it."""
_ENDS = ("\n\n", "\n", ". ", "؟ ", "? ", "! ", "。", " ")
_SPARE = 500
"""By how much a first part may be longer or shorter, to end with a paragraph or sentence."""
_LETTERS_A_WORD = 12
"""Where words are longer than this, the script writes none apart: Chinese, Thai, Khmer."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``first`` and ``rest`` are the whole text but for a line end between them."""

    first: str
    rest: str
    size: str


def folded(text: str) -> Folded | None:
    """Return a long text in two parts; None for one that is shown whole."""
    if len(text) <= _LONG:
        return None
    at, skipped = _place(text)
    return Folded(text[:at], text[at + skipped :], _size(text))


def _place(text: str) -> tuple[int, int]:
    """Where the first part ends, and how many line ends stand there: a new block begins a line."""
    for end in _ENDS:
        found = text.rfind(end, _FIRST - _SPARE, _FIRST + _SPARE)
        if found >= 0:
            lines = end.count("\n")
            return (found + lines - 1, 1) if lines else (found + len(end), 0)
    return _FIRST, 0


def _size(text: str) -> str:
    words = len(text.split())
    if len(text) > words * _LETTERS_A_WORD:
        return gettext("about %(number)s characters", number=number(_round(len(text))))
    return gettext("about %(number)s words", number=number(_round(words)))


def _round(count: int) -> int:
    """To two digits: 6,412 is 6,400."""
    step = int(10 ** max(floor(log10(count)) - 1, 0))
    return round(count / step) * step
