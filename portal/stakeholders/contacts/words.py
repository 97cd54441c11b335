"""The words of the contact log, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

CHANNELS: Final = {
    "meeting": lazy_pgettext("contact", "Meeting"),
    "call": lazy_pgettext("contact", "Telephone"),
    "video": lazy_pgettext("contact", "Video call"),
    "email": lazy_pgettext("contact", "E-mail"),
    "letter": lazy_pgettext("contact", "Letter"),
    "other": lazy_pgettext("contact", "Another way"),
}
PURPOSES: Final = {
    "mandate": lazy("Work of the mandate"),
    "visit": lazy("Country visit"),
    "report": lazy("Report or call for input"),
    "session": lazy("Session or consultation"),
    "reprisal": lazy("Protection from reprisals"),
    "register": lazy("Entry in the register"),
    "training": lazy("Training"),
    "other": lazy_pgettext("contact", "Something else"),
}
"""shared.reference.contacts.PURPOSES as people read them."""
