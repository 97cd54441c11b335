"""The sentence that refuses a text with characters that nobody sees."""

import unicodedata

from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, ngettext
from portal.web.plain import hidden

_SAID = 3  # names in one message


def refusal(text: str) -> str | None:
    """Return why this text is refused, by the names of the characters; None where it is not."""
    found = hidden(text)
    if not found:
        return None
    names = listed(_name_of(char) for char in found[:_SAID])
    if len(found) <= _SAID:
        return gettext(
            "This text holds characters that cannot be shown: %(names)s. They can make it read "
            "differently from what it says",
            names=names,
        )
    return ngettext(
        "This text holds characters that cannot be shown: %(names)s and %(count)s other kind. "
        "They can make it read differently from what it says",
        "This text holds characters that cannot be shown: %(names)s and %(count)s other kinds. "
        "They can make it read differently from what it says",
        len(found) - _SAID,
        names=names,
    )


def _name_of(char: str) -> str:
    name = unicodedata.name(char, "") or gettext("a control character")
    return f"{name} (U+{ord(char):04X})"
