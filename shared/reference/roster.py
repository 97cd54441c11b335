"""The roster: how long a consent holds, and when its end is told."""

from datetime import date
from typing import Final

MONTHS: Final = 24
"""For how long a person agrees to stand on the roster (section A.2 of the domain)."""
REMINDERS: Final = (30, 7)
"""Days before the end of the consent on which the person is told."""

_FEBRUARY, _LEAP_DAY = 2, 29


def consent_ends(given_on: date) -> date:
    """Return the last day of a consent: the same day, 24 months later."""
    year = given_on.year + MONTHS // 12
    if (given_on.month, given_on.day) == (_FEBRUARY, _LEAP_DAY):
        return date(year, _FEBRUARY, _LEAP_DAY - 1)
    return given_on.replace(year=year)
