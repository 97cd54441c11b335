"""Early warning: is what came in 28 days more than usual? Section D of the domain's document.

The counts of a State in the window are compared with its own 104 weeks before, without the guard
between them. They follow a negative binomial distribution, whose dispersion is shrunk to that of
all States together. Everything here is pure, so that a rule is tested as it will run.
"""

import math
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import mul, sub
from types import MappingProxyType
from typing import Final, TypeAlias

from shared.contracts.stakeholders_alerts import Level, Measured, Series

RULES: Final[Mapping[Series, int]] = MappingProxyType({"letters": 1, "urgent": 2, "submissions": 3})
"""The rule of each series, and its number: "Rule 3.2" is version 2 of the rule on submissions."""
STEPS: Final[Mapping[Series, int]] = MappingProxyType({"letters": 1, "urgent": 1, "submissions": 7})
"""Days from look to look. Nobody learns from an alert in which week a submission came (SD2)."""
LEVELS: Final[Mapping[Level, float]] = MappingProxyType(
    {"notice": 0.01, "alert": 0.001, "urgent": 0.0001}
)
"""From the lowest: how rare the number must be. The last one also needs urgent ones, over half."""
RANKS: Final[Mapping[Level, int]] = MappingProxyType({one: at for at, one in enumerate(LEVELS)})
WINDOW: Final = 28
"""Days of one look."""
BASELINE: Final = 104
GUARD: Final = 8
"""Weeks. The guard is between the last week of the window and the baseline."""
REACH: Final = 7 * (GUARD + 1 + BASELINE)
"""Days of the past that one look needs."""
BANDS: Final = (4, 10, 20, 50)
"""The least number of each band; below the first nothing exists (SD2)."""

FLOORS: Final = (4, 10, 20)
LEAST: Final[tuple[Level, ...]] = ("notice", "alert")
QUIETS: Final = (28, 56)
"""What a rule can be set to. A floor inside a band would tell a number of it by trying rules."""

_BLOCK: Final = 28  # days of one number of the baseline
_LEAST_BLOCKS: Final = 13
_LEAST_DISPERSION: Final = 1.05
_SHRINKS: Final = 20.0  # cases of a State that weigh as much as the pool
_BEFORE: Final = 0.5  # cases that every State had before any was counted
_DAY: Final = timedelta(days=1)
_TINY: Final = 1e-17
_ALL: Final = 0
_OPEN: Final = 2
"""Of the four numbers of a State: all, urgent, open, and open and urgent."""
_LEAST_PINNED: Final = 2  # cuts: two blocks, of which there is a variance


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``floor``: of the window. ``least``: the level from which an alert is raised.

    ``quiet``: days after an alert in which only more than it told is an alert again.
    """

    floor: int
    least: Level
    quiet: int


FIRST: Final = Settings(floor=4, least="alert", quiet=28)
"""What section D proposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A letter or a submission, by State and Geneva day alone.

    ``open``: a desk officer of the State may know of it, as it is about no reprisal (R15).
    """

    state: str
    day: date
    urgent: bool = False
    open: bool = True


def tail(number: int, mean: float, dispersion: float) -> float:
    """Return how likely ``number`` or more is. The variance is ``mean * dispersion``, above it."""
    if number <= 0:
        return 1.0
    size, failing = mean / (dispersion - 1), 1 - 1 / dispersion
    if number <= mean:
        return max(0.0, 1 - sum(_likely(each, size, failing) for each in range(number)))
    term = _likely(number, size, failing)
    total, at = term, number
    while term > total * _TINY:
        term *= (at + size) / (at + 1) * failing
        at += 1
        total += term
    return min(1.0, total)


def _likely(number: int, size: float, failing: float) -> float:
    chosen = math.lgamma(number + size) - math.lgamma(size) - math.lgamma(number + 1)
    return math.exp(chosen + size * math.log1p(-failing) + number * math.log(failing))


def level_of(settings: Settings, one: Measured) -> Level | None:
    """Return the level that the number of the window reaches; None below the rule's least."""
    return _level(settings, one.window, one.urgent, one.usual, one.dispersion)


def open_level_of(settings: Settings, one: Measured) -> Level | None:
    """Return the level without reprisals, which alone a desk officer of the State reads.

    It is compared with a past without reprisals, too: who knows the rest could else find them.
    """
    past = (one.open_usual, one.open_dispersion)
    return _level(settings, one.open_window, one.open_urgent, *past)


def _level(
    settings: Settings, number: int, urgent: int, usual: float, dispersion: float
) -> Level | None:
    if number < settings.floor or number <= usual:
        return None
    rare = tail(number, usual, dispersion)
    if rare < LEVELS["urgent"] and 2 * urgent > number:
        return "urgent"
    if rare < LEVELS["alert"]:
        return "alert"
    return "notice" if settings.least == "notice" and rare < LEVELS["notice"] else None


def band(number: float) -> int:
    """Return the least number of the band; 0 below the first."""
    return next((least for least in reversed(BANDS) if number >= least), 0)


def most_of(least: int) -> int | None:
    """Return the greatest number of a band; None for the last one."""
    following = next((one for one in BANDS if one > least), None)
    return None if following is None else following - 1


class Counts:
    """The cases of one series, counted by State from ``first`` to ``last``, both included.

    ``first``: since when all are held.
    """

    def __init__(
        self, cases: Iterable[Case], states: Iterable[str], first: date, last: date
    ) -> None:
        self.first, self.last = first, last
        self.states = sorted(states)
        days = (last - first).days + 1
        found: dict[str, list[list[int]]] = {}
        known = frozenset(self.states)
        for case in cases:
            at = (case.day - first).days
            if case.state in known and 0 <= at < days:
                of = found.setdefault(case.state, [[0] * days for _ in range(4)])
                of[0][at] += 1
                of[1][at] += case.urgent
                of[2][at] += case.open
                of[3][at] += case.open and case.urgent
        self._sums = {
            state: [list(accumulate(one, initial=0)) for one in lists]
            for state, lists in found.items()
        }

    def measured(
        self, on: date, pinned: Mapping[str, date] = MappingProxyType({})
    ) -> Iterator[tuple[str, Measured]]:
        """Yield the window that ends on this day, of each State of which enough cases exist.

        Nothing before a year of the past is held: whatever comes would be more than usual.

        ``pinned``: the last day of the baseline of a State, instead of the day before the guard.
        """
        end = on - (7 * (GUARD + 1) - 1) * _DAY
        cuts = self._cuts(end)
        if len(cuts) <= _LEAST_BLOCKS:
            return
        whole, open_ = self._past(_ALL, cuts), self._past(_OPEN, cuts)
        since, until = self._at(on - (WINDOW - 1) * _DAY), self._at(on + _DAY)
        for state in sorted(self._sums):
            window = [lists[until] - lists[since] for lists in self._sums[state]]
            if window[0] < BANDS[0]:
                continue
            pin = self._pin(pinned.get(state))
            usual, dispersion = whole.of(state, self._pinned(state, _ALL, pin))
            open_usual, open_dispersion = open_.of(state, self._pinned(state, _OPEN, pin))
            yield (
                state,
                Measured(
                    window=window[_ALL],
                    urgent=window[1],
                    open_window=window[_OPEN],
                    open_urgent=window[3],
                    usual=usual,
                    dispersion=dispersion,
                    open_usual=open_usual,
                    open_dispersion=open_dispersion,
                ),
            )

    def _past(self, which: int, cuts: Sequence[int]) -> "_Past":
        """Return the baseline of each State, of all cases or of those without reprisals."""
        blocks = {
            state: _blocks(lists[which], cuts)
            for state, lists in self._sums.items()
            if lists[which][cuts[-1]] > lists[which][cuts[0]]
        }
        moments = [_moments(one) for one in blocks.values()]
        means = sum(mean for mean, _ in moments)
        spread = sum(variance for _, variance in moments)
        return _Past(
            blocks=blocks,
            none=[0] * (len(cuts) - 1),
            pool=max(_LEAST_DISPERSION, spread / means) if means else _LEAST_DISPERSION,
            average=max(1, sum(map(sum, blocks.values()))) / len(self.states),
        )

    def _pin(self, pin: date | None) -> Sequence[int]:
        """Return where the blocks up to a pinned day begin; none without enough of them."""
        cuts = [] if pin is None else self._cuts(pin + _DAY)
        return cuts if len(cuts) > _LEAST_PINNED else []

    def _pinned(self, state: str, which: int, cuts: Sequence[int]) -> Sequence[int]:
        return _blocks(self._sums[state][which], cuts) if cuts else []

    def _cuts(self, end: date) -> list[int]:
        """Return where the blocks of a baseline begin, and where the last one ends."""
        held = (end - self.first).days // _BLOCK
        blocks = max(0, min(BASELINE * 7 // _BLOCK, held))
        return [self._at(end - at * _BLOCK * _DAY) for at in range(blocks, -1, -1)]

    def _at(self, day: date) -> int:
        return min(max((day - self.first).days, 0), (self.last - self.first).days + 1)


def earliest_pin(first: date) -> date:
    """Return the first day up to which a State can be compared with an earlier time.

    It needs a year of history, as any look does. ``first``: since when it is held, told by its
    month alone: the day may be that of a single case (SD2).
    """
    month = first.replace(day=monthrange(first.year, first.month)[1])
    return month + _LEAST_BLOCKS * _BLOCK * _DAY


def _blocks(sums: Sequence[int], cuts: Sequence[int]) -> list[int]:
    """Return the numbers between the cuts; a trial asks for some 140,000 such lists."""
    first, last = cuts[0], cuts[-1]
    even = last - first == _BLOCK * (len(cuts) - 1)
    at = sums[first : last + 1 : _BLOCK] if even else [sums[cut] for cut in cuts]
    return list(map(sub, at[1:], at))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """The baselines. ``none``: of a State without a case. ``pool``: dispersion of all together.

    ``average``: cases of a State in the whole baseline.
    """

    blocks: Mapping[str, Sequence[int]]
    none: Sequence[int]
    pool: float
    average: float

    def of(self, state: str, pinned: Sequence[int]) -> tuple[float, float]:
        """Return the usual number of a State, and its dispersion shrunk to the pool."""
        past = pinned or self.blocks.get(state) or self.none
        total = sum(past)
        mean, variance = _moments(past)
        weight = total / (total + _SHRINKS)
        own = variance / mean if mean else self.pool
        dispersion = max(_LEAST_DISPERSION, weight * own + (1 - weight) * self.pool)
        before = _BEFORE * len(past) / self.average
        return (total + _BEFORE) / (len(past) + before), dispersion


def _moments(numbers: Sequence[int]) -> tuple[float, float]:
    """Return the mean and the variance."""
    many, total = len(numbers), sum(numbers)
    squares = sum(map(mul, numbers, numbers))
    return total / many, (squares - total * total / many) / (many - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last that a State's alert told, and until when the rule is quiet on it."""

    level: Level
    band: int
    on: date


def rises(told: Told, level: Level, least: int) -> bool:
    """Whether this is more than was told: a higher level, or a higher band."""
    return RANKS[level] > RANKS[told.level] or least > told.band


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What a rule would have raised. ``usual`` and ``now``: the least numbers of the bands."""

    state: str
    on: date
    level: Level
    usual: int
    now: int


Look: TypeAlias = tuple[date, str, Measured]
"""A day, a State, and what was measured then."""


def looked(counts: Counts, days: Iterable[date]) -> Iterator[Look]:
    """Yield what is measured if somebody looks on these days."""
    for on in days:
        for state, one in counts.measured(on):
            yield on, state, one


def back_test(measured: Iterable[Look], settings: Settings) -> Iterator[Raised]:
    """Yield what the rule raises from these looks, as it does when it runs."""
    told: dict[str, Told] = {}
    for on, state, one in measured:
        level = level_of(settings, one)
        if level is None:
            continue
        last, now = told.get(state), band(one.window)
        if last and (on - last.on).days < settings.quiet and not rises(last, level, now):
            continue
        told[state] = Told(level=level, band=now, on=on)
        yield Raised(state=state, on=on, level=level, usual=band(one.usual), now=now)


def looks(series: Series, first: date, last: date) -> Iterator[date]:
    """Yield the days on which the rule of a series looks: each, or Sundays alone."""
    on = first
    while on <= last:
        if STEPS[series] == 1 or on.isoweekday() == STEPS[series]:
            yield on
        on += _DAY
