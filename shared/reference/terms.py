"""The terms of mandate-holders: how long, how often, on which seats, and why one ends."""

from datetime import date, timedelta
from types import MappingProxyType

from shared.reference import REGIONS, is_group

LONGEST = 3
"""Years of one term."""
MOST = 2
"""Terms of one holder in one mandate: three years, and once more."""

_FEBRUARY, _LEAP_DAY = 2, 29

GRACE = timedelta(days=14)
"""How long a mandate waits for its renewal before it lapses (SC5 of section C.4)."""

ENDS = MappingProxyType(
    {
        "completed": "The term was completed",
        "resigned": "The holder resigned",
        "died": "The holder died",
        "mandate-ended": "The mandate ended",
        "other": "Another reason",
    }
)
COMPLETED = "completed"
"""The reason of a term that lasts until its last day."""


def longest_until(starts_on: date) -> date:
    """Return the last day of the longest term from this day on."""
    year = min(starts_on.year + LONGEST, date.max.year)
    leap_day = (starts_on.month, starts_on.day) == (_FEBRUARY, _LEAP_DAY)
    return (date(year, 3, 1) if leap_day else starts_on.replace(year=year)) - timedelta(days=1)


def seats_of(mandate: str) -> tuple[str | None, ...]:
    """Return the seats of a mandate: a Working Group has five, by regional group."""
    return tuple(REGIONS) if is_group(mandate) else (None,)
