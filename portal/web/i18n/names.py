"""Names of States, mandates and words of code lists, in the reader's language.

A name stands alone: in a heading, a label, a cell. Most languages would have to bend it in a
sentence.
"""

import re
from functools import cache
from typing import Final

from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, language
from shared import reference

_ARTICLE: Final = re.compile(r" \((?:l'|les?|la|el|las|los)\)$")
"""What the list has for the order of its names: "Algérie (l')"."""


def recipient(code: str) -> str:
    """Return the name of a State, or of whoever else a letter goes to."""
    state = reference.states().get(code)
    if state is None or language().code == ENGLISH or language().pseudo:
        return gettext(reference.recipient_name(code)) if state is None else state.name
    return _ARTICLE.sub("", state.names.get(language().code, state.name))


def mandate(code: str) -> str:
    """Return the mandate's whole name."""
    found = reference.mandates().get(code)
    if found is None:
        return code
    return _titles().get(code, {}).get(language().code) or found.name


def word(text: str) -> str:
    """Return a word of a code list, such as "Allegation letter"."""
    return gettext(text) if text else text


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {row["mandate"]: row for row in reference.rows("mandate_titles.csv")}
