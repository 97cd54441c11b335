"""Texts that are about no case: one that names a case by its reference or number is refused.

By the look of what was typed alone, so that nobody learns from a refusal which cases there are.
A number without a digit, which is rare, is let through: words of nine letters would look like it.
"""

import re
import unicodedata
from typing import Final

from wtforms import Field
from wtforms.validators import ValidationError

from portal.web.i18n.texts import gettext, lazy
from shared.core.case_numbers import read_case_number

NO_CASE: Final = lazy(
    "Nothing about a case: no reference, no case number, and nobody who is a source or a victim."
)
_REFERENCE: Final = re.compile(
    r"(?<![^\W_])J?(?:(?:UA|AL|OL)[\W_]*[A-Z]{3}|OTH(?:[\W_]*[A-Z]{3})?)"  # the State, if any
    r"[\W_]*\d+(?:[\W_]+\d{4}|\s*/\s*\d{2})(?!\d)",
    re.IGNORECASE,
)
_GROUPS: Final = 3
"""Words at most in which a case number is written."""


def found_in(text: str) -> str | None:
    """Return the first that looks like a letter's reference, or a case's number; None: nothing."""
    plain = unicodedata.normalize("NFKC", text)
    if reference := _REFERENCE.search(plain):
        return reference[0]
    words = plain.split()
    together = (" ".join(words[at : at + n]) for n in (1, 2, _GROUPS) for at in range(len(words)))
    return next((some for some in together if _is_number(some)), None)


def without_case(_: object, field: Field) -> None:
    """Let a form refuse such a text."""
    if found := found_in(field.data or ""):
        raise ValidationError(
            gettext(
                "Leave out what looks like a reference or a case number: %(found)s", found=found
            )
        )


def _is_number(words: str) -> bool:
    return any(map(str.isdecimal, words)) and read_case_number(words) is not None
