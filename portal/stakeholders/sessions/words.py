"""The words of sessions, in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from portal.web.i18n.formats import city, listed, short_day
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.presentation import absolute
from shared.core.geneva import GENEVA
from shared.reference.sessions import FEW

KINDS: Final = {
    "room": lazy_pgettext("seat", "In the room"),
    "remote": lazy_pgettext("seat", "Online"),
}
CATEGORIES: Final = {
    "ngo": lazy("Non-governmental organisations"),
    "nhri": lazy("National human rights institutions"),
}
ACCESS: Final = {
    "open": lazy("Everybody may read that it takes place"),
    "closed": lazy("Only those whom it is for"),
}
PAPERS: Final = {
    "public": lazy("Everybody who may read that the session takes place"),
    "registered": lazy("Only people with a confirmed seat"),
}
LANGUAGES: Final = {
    "ar": lazy("Arabic"),
    "zh": lazy("Chinese"),
    "en": lazy("English"),
    "fr": lazy("French"),
    "ru": lazy("Russian"),
    "es": lazy("Spanish"),
    "sign": lazy("International Sign"),
}
STATES: Final = {
    "waiting": (lazy_pgettext("seat", "On the waiting list"), "waiting"),
    "offered": (lazy_pgettext("seat", "Offered"), "active"),
    "confirmed": (lazy_pgettext("seat", "Confirmed"), "done"),
    "lapsed": (lazy_pgettext("seat", "The offer lapsed"), "late"),
    "cancelled": (lazy_pgettext("seat", "Given back"), "neutral"),
    "refused": (lazy_pgettext("seat", "Refused"), "stopped"),
}
REFUSALS: Final = {
    "not_audience": lazy("The session is for others"),
    "not_identified": lazy("We could not find out who asked"),
    "duplicate": lazy("The same person has a seat already"),
    "safety": lazy("Somebody would be in danger"),
}
"""shared.reference.sessions.REFUSALS as people read them."""


def local(at: datetime, zone: str) -> str:
    """Return a time by the clock of the place: 20 Jan 2026, 10:00 (Nairobi)."""
    if zone == GENEVA.key:
        return absolute(at)  # no database of time zones has Geneva, and nobody here says Zurich
    there = at.astimezone(ZoneInfo(zone))
    day, time = short_day(there.date()), there.strftime("%H:%M")
    return gettext("%(day)s, %(time)s (%(zone)s)", day=day, time=time, zone=city(zone))


def place(zone: str) -> str:
    """Return by which city or cities people know a time zone, to choose it from a list."""
    return listed([gettext("Geneva"), city(zone)]) if zone == GENEVA.key else city(zone)


def languages(codes: Iterable[str]) -> str:
    return listed(str(LANGUAGES[code]) for code in codes if code in LANGUAGES)


def audience(codes: Iterable[str]) -> str:
    return listed(str(CATEGORIES[code]) for code in codes if code in CATEGORIES)


def few(number: int) -> bool:
    """Whether a number is too small to be told."""
    return 0 < number < FEW
