"""The words of subscriptions, in the reader's language."""

from collections.abc import Sequence
from typing import Final

from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext

LANGUAGES: Final = {
    "ar": lazy("Arabic"),
    "zh": lazy("Chinese"),
    "en": lazy("English"),
    "fr": lazy("French"),
    "ru": lazy("Russian"),
    "es": lazy("Spanish"),
}
CADENCES: Final = {
    "at_once": lazy("At once"),
    "weekly": lazy("Once a week, on Monday morning in Geneva"),
}
KINDS: Final = {
    "letter": lazy_pgettext("report", "Published letter"),
    "statement": lazy_pgettext("report", "Statement or report"),
}


def countries(codes: Sequence[str]) -> str:
    if not codes:
        return gettext("All countries")
    return listed(names.recipient(code) for code in names.in_order(codes, "states"))


def mandates(codes: Sequence[str]) -> str:
    if not codes:
        return gettext("All mandates and themes")
    return listed(names.mandate(code) for code in names.in_order(codes, "mandates"))
