"""Codes of reports on engagement: capability 73 of procedure.md.

A report is about one mandate and one quarter, so that no two reports share a day: their numbers
cannot be subtracted from each other (SB14 and decision 0069).
"""

from datetime import date, timedelta
from typing import Final

from shared.core.message import derive_id

EVENTS: Final = ("sessions", "consultations", "notices", "visits")
"""Counted as they are: each of them is public."""
PEOPLE: Final = (
    "submissions",
    "attended",
    "proposals",
    "statements",
    "contacts",
    "organisations",
)
"""What people and organisations did: from five on."""
KINDS: Final = (
    "submissions",
    "sessions",
    "attended",
    "consultations",
    "proposals",
    "statements",
    "contacts",
    "organisations",
    "notices",
    "visits",
)
"""All of them, in the order in which a report has them."""
LEAST: Final = 5
"""A number below this could tell of somebody."""
QUARTERS: Final = (1, 2, 3, 4)
_MONTHS: Final = 3


def told(number: int) -> int | None:
    """Return the number as a report has it; None where it could tell of somebody."""
    return None if 0 < number < LEAST else number


def report_id(mandate: str, year: int, quarter: int) -> str:
    """Return the id of the report about this quarter: there is one for each mandate."""
    return str(derive_id("engagement report", mandate, year, quarter))


def first_day(year: int, quarter: int) -> date:
    return date(year, 1 + _MONTHS * (quarter - 1), 1)


def last_day(year: int, quarter: int) -> date:
    after = date(year + 1, 1, 1) if quarter == QUARTERS[-1] else first_day(year, quarter + 1)
    return after - timedelta(days=1)


def quarter_of(day: date) -> tuple[int, int]:
    """Return the year and the quarter that the day is in."""
    return day.year, 1 + (day.month - 1) // _MONTHS
