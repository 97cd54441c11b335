"""Codes of sessions and their seats: section B of selection-stakeholders-committee.md.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from shared.contracts.stakeholders_sessions import Category, SeatKind
from shared.core.message import derive_id
from shared.core.roles import Role

ROOM: Final[SeatKind] = "room"
REMOTE: Final[SeatKind] = "remote"

CATEGORIES: Final[Mapping[Category, Role]] = MappingProxyType(
    {"ngo": Role.NGO_MEMBER, "nhri": Role.CONTACT_POINT}
)
"""Whom a session is for, and the role of those people."""

REFUSALS: Final = frozenset({"not_audience", "not_identified", "duplicate", "safety"})
"""R6: views or status are never a reason (SB1)."""

LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es", "sign")
ZONES: Final = (
    "UTC",
    "Africa/Abidjan",
    "Africa/Addis_Ababa",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Bogota",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Zurich",
    "Pacific/Auckland",
)
"""Coarse on purpose: a zone says no more of a person than the hours of their day."""

OFFER: Final = timedelta(hours=24)
OFFER_ON_THE_DAY: Final = timedelta(hours=2)
WAKES, SLEEPS = 8, 20
"""R4: the hours of an offer run between these hours of the person's day."""

MOST_PAPERS: Final = 50
MOST_SEATS: Final = 2
"""For a person, and somebody who must be with them: an interpreter or an assistant."""
MOST_CAPACITY: Final = 10_000
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of a session: at either end of the calendar some clocks of the world have no such moment."""
FEW: Final = 5
"""A number below this is not told to everybody."""


def seat_id(session_id: str, holder_id: str) -> str:
    """Return the id of this person's place in the session: there is one for each person."""
    return str(derive_id("session seat", session_id, holder_id))
