"""Submissions outside every mandate, in bands: State by whole periods of 28 days, never finer.

Below four nothing exists: no row, no count, no State in a list. A period is shown once it is over,
so that nobody learns from two looks what came between them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final

RULE: Final = 1
"""The version of the rule by which bands are made."""
PERIOD: Final = timedelta(days=28)
BEGIN: Final = date(2024, 1, 1)
"""The first day of a period; all others follow."""
BANDS: Final = ((50, None), (20, 49), (10, 19), (4, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """``least`` and ``most``: of the band; None: and more."""

    state: str
    first: date
    least: int
    most: int | None

    @property
    def last(self) -> date:
        return self.first + PERIOD - timedelta(days=1)


def band(count: int) -> tuple[int, int | None] | None:
    """Return the band of a number; None: it does not exist."""
    return next((one for one in BANDS if count >= one[0]), None)


def period_of(day: date) -> date:
    """Return the first day of the period of this day."""
    return BEGIN + (day - BEGIN) // PERIOD * PERIOD


def signals(outside: Iterable[tuple[str, date]], today: date) -> list[Signal]:
    """Return the signals of all periods that are over, the newest first, the largest on top.

    ``outside``: for each submission its State, and the day on which it was found to be outside.
    """
    return of_counts(Counter((state, period_of(day)) for state, day in outside), today)


def of_counts(counts: Mapping[tuple[str, date], int], today: date) -> list[Signal]:
    """Return the same of numbers by State and first day of a period."""
    this = period_of(today)
    found = [
        Signal(state=state, first=first, least=of[0], most=of[1])
        for (state, first), count in counts.items()
        if first < this and (of := band(count)) is not None
    ]
    return in_order(found)


def greatest(*several: Iterable[Signal]) -> list[Signal]:
    """Return of each State and period the signal with the largest band."""
    found: dict[tuple[str, date], Signal] = {}
    for one in sorted(chain(*several), key=lambda each: each.least):
        found[one.state, one.first] = one
    return in_order(found.values())


def in_order(some: Iterable[Signal]) -> list[Signal]:
    return sorted(some, key=lambda one: (-one.first.toordinal(), -one.least, one.state))
