"""What adds up over months: CUSUM of the letters to one region. Section D.4, beside the rules.

A rule asks about one window of one State. What rises slowly, or a little in many States, is never
unusual there; over months it adds up. Of each month counts how far its number lies above the usual,
in standard deviations and less half of one; what lies below takes back what there was.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance
from typing import Final

SLACK: Final = 0.5
"""Standard deviations above the usual that add up to nothing. Recalled, as the next one."""
LIMIT: Final = 4.0
"""The sum above which a region has more than usual."""
PAST: Final = 24
"""Months of the usual, as many as there are and at least the next number."""
LEAST: Final = 12
GUARD: Final = 2
"""Months between the past and the month that is compared with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """``usual``: the mean of its past; None: there is too little of it, and nothing adds up."""

    number: int
    usual: float | None
    summed: float

    @property
    def above(self) -> bool:
        return self.summed > LIMIT


def followed(numbers: Sequence[int]) -> list[Month]:
    """Return every month, from the first of which there is something to the last."""
    found: list[Month] = []
    summed = 0.0
    for at, number in enumerate(numbers):
        past = numbers[max(0, at - GUARD - PAST) : max(0, at - GUARD)]
        usual = fmean(past) if len(past) >= LEAST else None
        if usual is not None:
            summed = max(0.0, summed + (number - usual) / _deviation(past, usual) - SLACK)
        found.append(Month(number=number, usual=usual, summed=summed))
    return found


def _deviation(past: Sequence[int], usual: float) -> float:
    """Return that of the past; letters that come by chance alone have the root of their mean."""
    return max(math.sqrt(pvariance(past, usual)), math.sqrt(usual), SLACK)
