"""The legal dates of a call, the languages of its form, and the reasons to depart from the dates.

PRST OS/14/2, paragraphs 15, 16 and 23: see selection-stakeholders-committee.md section A.3, A3.
"""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

MINIMUM_DAYS: Final = 42
"""A call is open for at least six weeks."""
DEPARTURES = MappingProxyType(
    {
        "resignation": "The holder resigned",
        "death": "The holder died",
        "new-mandate": "The Council created the mandate a short time ago",
        "session-moved": "The Council changed the dates of its session",
        "used-up": "An earlier call found nobody for the seat",
    }
)
"""Why a call is shorter than six weeks, or comes later than three and a half months before the
session."""
VISIBILITIES = MappingProxyType(
    {
        "names": "Name, nationality and gender",
        "letters": "Name, nationality and gender, and the letter of motivation",
    }
)
_MONTHS = 3
_DAYS = 15


def call_due(session_starts_on: date) -> date:
    """Return the last day to issue a call: three and a half months before the session."""
    day = session_starts_on
    for _ in range(_MONTHS):
        before = day.replace(day=1) - timedelta(days=1)
        day = before.replace(day=min(before.day, session_starts_on.day))
    return day - timedelta(days=_DAYS)


_CYCLE_STARTS = 4
_SESSIONS = (3, 6, 9)
"""The months in which the Council's regular sessions begin."""


def cycle_of(day: date) -> int:
    """Return the year in which the work cycle of this day begins: on 1 April."""
    return day.year if day.month >= _CYCLE_STARTS else day.year - 1


def cycle_end(day: date) -> date:
    """Return the last day of the work cycle of this day: 31 March."""
    return date(cycle_of(day) + 1, _CYCLE_STARTS, 1) - timedelta(days=1)


def session_before(last: date) -> date:
    """Return the first day of the month of the last session that begins by this day's month."""
    months = [month for month in _SESSIONS if month <= last.month]
    return date(last.year, months[-1], 1) if months else date(last.year - 1, _SESSIONS[-1], 1)


def session_after(day: date) -> date:
    """Return the first day of the month of the next session for which a call can come in time."""
    every = (date(year, month, 1) for year in (day.year, day.year + 1) for month in _SESSIONS)
    return next(session for session in every if call_due(session) >= day)


ORGANISATIONS: Final = frozenset(
    {"ngo", "network", "nhri", "ombudsman", "academic", "unct", "igo", "parliament"}
)
"""The kinds of organisations to which a call is made known through the register."""
