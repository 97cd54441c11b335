"""The words of the list of missions."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

WHICH: Final = {
    "underway": lazy_pgettext("mission", "Under way"),
    "ahead": lazy_pgettext("mission", "In preparation"),
    "over": lazy_pgettext("mission", "Ended"),
    "off": lazy("Did not take place"),
}
