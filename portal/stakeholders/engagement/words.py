"""The words of reports on engagement, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import gettext, lazy, lazy_pgettext

KINDS: Final = {
    "submissions": lazy("Submissions shared with the mandate"),
    "sessions": lazy("Sessions with organisations"),
    "attended": lazy("People who came to these sessions"),
    "consultations": lazy("Consultations that closed"),
    "proposals": lazy("Proposals in these consultations"),
    "statements": lazy("Published statements in dialogues of the mandate"),
    "contacts": lazy("Contacts with organisations"),
    "organisations": lazy("Organisations in contact, each counted once"),
    "notices": lazy("Reports of which a notice was sent"),
    "visits": lazy("Country visits"),
}
"""shared.reference.engagement.KINDS as people read them."""
STAGES: Final = {
    "drafted": (lazy_pgettext("report on engagement", "Drafted"), "waiting"),
    "checked": (lazy_pgettext("report on engagement", "Checked"), "active"),
    "published": (lazy_pgettext("report on engagement", "Published"), "done"),
    "kept": (lazy_pgettext("report on engagement", "Kept inside"), "neutral"),
}


def quarter(year: int, number: int) -> str:
    """Return what the quarter is called."""
    return gettext("Quarter %(number)s of %(year)s", number=number, year=str(year))
