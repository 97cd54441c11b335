"""The words of the Committee's members, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

KINDS: Final = {
    "annual": lazy("At the Annual Meeting"),
    "seat": lazy("For a seat that became free"),
}
LEFT: Final = {
    "term_ended": lazy_pgettext("committee", "The term ended"),
    "resigned": lazy_pgettext("committee", "Left the Committee"),
}
