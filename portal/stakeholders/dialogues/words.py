"""The words of interactive dialogues, in the reader's language."""

from typing import Final

from portal.stakeholders.consultations.words import LANGUAGES
from portal.stakeholders.sessions.words import local
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext

__all__ = ["LANGUAGES", "local"]

SPEAKS: Final = {
    "holder": lazy("Mandate-holder"),
    "state_concerned": lazy_pgettext("speaker", "State concerned"),
    "nhri_concerned": lazy_pgettext("speaker", "National institution of the State concerned"),
    "state": lazy_pgettext("speaker", "A State"),
    "nhri": lazy_pgettext("speaker", "National human rights institution"),
    "ngo": lazy_pgettext("speaker", "Non-governmental organisation"),
}
STAGES: Final = {
    "requested": (lazy_pgettext("slot", "Asked for"), "waiting"),
    "listed": (lazy_pgettext("slot", "On the list of speakers"), "active"),
    "speaking": (lazy_pgettext("slot", "Has the floor"), "active"),
    "delivered": (lazy_pgettext("slot", "Delivered"), "done"),
    "not_reached": (lazy_pgettext("slot", "Not reached"), "late"),
    "withdrawn": (lazy_pgettext("slot", "Given back or taken"), "neutral"),
}
WITHDRAWALS: Final = {
    "own": lazy("Who asked gave it back"),
    "no_grade": lazy("No accreditation that gives a slot is in force on that day"),
    "dissolved": lazy("The organisation was dissolved"),
    "absent": lazy("The speaker was not there when called"),
    "duplicate": lazy("The same organisation has another slot"),
    "not_identified": lazy("We could not find out who asked"),
    "safety": lazy("Somebody would be in danger"),
    "called_off": lazy("The dialogue does not take place"),
}
FORMS: Final = {
    "oral": lazy_pgettext("statement", "To be spoken"),
    "written": lazy_pgettext("statement", "Written"),
}


def lasting(seconds: int) -> str:
    """Return a length of time in minutes and seconds."""
    minutes, rest = divmod(max(0, seconds), 60)
    if not rest:
        return gettext("%(minutes)s min", minutes=number(minutes))
    return gettext("%(minutes)s min %(seconds)s s", minutes=number(minutes), seconds=number(rest))
