"""Texts that are about no case: one that names a case by its reference or number is refused.

By the look of what was typed alone, so that nobody learns from a refusal which cases there are.
"""

import re
from typing import Final

from wtforms import Field
from wtforms.validators import ValidationError

from portal.web.i18n.texts import gettext, lazy
from shared.core.case_numbers import read_case_number

NO_CASE: Final = lazy(
    "Nothing about a case: no reference, no case number, and nobody who is a source or a victim."
)
_REFERENCE: Final = re.compile(r"\bJ?(?:UA|AL|OL)\W*[A-Z]{3}\W*\d+\W+\d{4}\b", re.IGNORECASE)
_GROUPS: Final = 3
"""Words at most in which a case number is written."""


def names_case(text: str) -> bool:
    """Whether the text has something that looks like a letter's reference, or a case's number."""
    words = text.split()
    together = (" ".join(words[at : at + n]) for n in (1, 2, _GROUPS) for at in range(len(words)))
    return _REFERENCE.search(text) is not None or any(map(_is_number, together))


def without_case(_: object, field: Field) -> None:
    """Let a form refuse such a text."""
    if names_case(field.data or ""):
        raise ValidationError(gettext("Leave out what looks like a reference or a case number"))


def _is_number(words: str) -> bool:
    """Several words without a digit are no number, though they may fit by chance."""
    if " " in words and not any(map(str.isdecimal, words)):
        return False
    return read_case_number(words) is not None
