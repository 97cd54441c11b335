"""The language of a text, one of six, so that a PDF can tell a screen reader."""

import re
from collections import Counter

_SCRIPTS = (
    ("ar", "\u0600", "\u08ff"),
    ("ar", "\ufb50", "\ufefc"),
    ("ru", "\u0400", "\u052f"),
    ("zh", "\u3400", "\u9fff"),
    ("latin", "A", "\u024f"),
)
# Words that a paragraph of a letter in that language hardly does without, and the others lack.
_COMMON = {
    "en": frozenset({"the", "and", "of", "to", "in", "that", "is", "was", "by", "with", "your"}),
    "fr": frozenset(
        {"le", "les", "des", "et", "du", "une", "est", "dans", "pour", "par", "nous", "notre"}
        | {"vous", "votre"}
    ),
    "es": frozenset({"el", "los", "las", "y", "del", "una", "en", "que", "por", "con", "su"}),
}
_WORD = re.compile(r"[^\W\d_]+")

RIGHT_TO_LEFT = frozenset({"ar"})


def language_of(text: str, *, otherwise: str = "en") -> str:
    """Return the code of the text's language; ``otherwise`` where the text does not tell."""
    counted = Counter(filter(None, map(_script, text)))
    if not counted:
        return otherwise
    [(script, _)] = counted.most_common(1)
    return _latin(text, otherwise) if script == "latin" else script


def _script(letter: str) -> str | None:
    return next((name for name, first, last in _SCRIPTS if first <= letter <= last), None)


def _latin(text: str, otherwise: str) -> str:
    words = Counter(_WORD.findall(text.lower()))
    found = {code: sum(words[word] for word in common) for code, common in _COMMON.items()}
    best = max(found.values())
    if not best:
        return otherwise if otherwise in _COMMON else "en"
    # The first of those that are alike, unless the rest of the letter is in another of them.
    alike = [code for code, number in found.items() if number == best]
    return otherwise if otherwise in alike else alike[0]
