"""The words of the Committee's members, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy

KINDS: Final = {
    "annual": lazy("At the Annual Meeting"),
    "seat": lazy("For a seat that became free"),
}
