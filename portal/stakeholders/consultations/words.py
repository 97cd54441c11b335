"""The words of consultations, in the reader's language."""

from typing import Final

from portal.stakeholders.sessions.words import LANGUAGES as _SPOKEN
from portal.stakeholders.sessions.words import audience, few
from portal.web.i18n.texts import lazy, lazy_pgettext

__all__ = ["audience", "few"]

VISIBLE: Final = {
    "never": lazy("Nobody but the officers and the author reads the proposals"),
    "after_close": lazy("Everybody can read the proposals once the consultation is closed"),
    "at_once": lazy("Everybody can read the proposals at once"),
}
CONSENTS: Final = {
    "named": lazy("With the name of our organisation, while everybody may find it"),
    "anonymous": lazy("Without a name"),
    "none": lazy("Not at all: for the officers alone"),
}
ANSWERS: Final = {
    "taken_up": lazy_pgettext("proposal", "Taken up"),
    "partly": lazy_pgettext("proposal", "Taken up in part"),
    "not_taken_up": lazy_pgettext("proposal", "Not taken up"),
    "out_of_scope": lazy_pgettext("proposal", "Outside what was asked"),
    "erased": lazy_pgettext("proposal", "The proposal was erased"),
}
CANCELLATIONS: Final = {
    "superseded": lazy("Another consultation takes its place"),
    "not_taking_place": lazy("What it was for does not take place"),
    "safety": lazy("Taking part would put somebody in danger"),
    "mistake": lazy("It was called by mistake"),
}
LANGUAGES: Final = {
    **{code: word for code, word in _SPOKEN.items() if code != "sign"},
    "other": lazy_pgettext("language", "Another language"),
}
STATES: Final = {
    "coming": (lazy_pgettext("consultation", "Opens later"), "waiting"),
    "open": (lazy_pgettext("consultation", "Open"), "active"),
    "closed": (lazy_pgettext("consultation", "Closed: proposals are read"), "neutral"),
    "published": (lazy_pgettext("consultation", "The outcome is published"), "done"),
    "cancelled": (lazy_pgettext("consultation", "Cancelled"), "stopped"),
}


def tone(code: str) -> str:
    return {"taken_up": "done", "partly": "active"}.get(code, "neutral")
