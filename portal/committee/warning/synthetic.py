"""What a rule finds in invented counts: false alarms a year, surges found, weeks until then.

As the table of section D was made: 193 States, of which some 61 % get a letter a year; counts of a
week follow a negative binomial distribution. A surge is four times the usual on top, at least one a
week, for four weeks. The same seed makes the same counts, so that two rules can be compared.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from statistics import median
from types import MappingProxyType
from typing import Final, cast

from shared.contracts.stakeholders_alerts import Level, Series
from shared.reference import rows
from shared.reference.early_warning import (
    FLOORS,
    LEAST,
    QUIETS,
    Case,
    Counts,
    Look,
    Settings,
    back_test,
    looked,
    looks,
)

VOLUMES: Final[Mapping[Series, int]] = MappingProxyType(
    {"letters": 655, "urgent": 250, "submissions": 15_000}
)
"""Cases a year in which a rule is tried."""
STATES: Final = 193
SEED: Final = 2024

_SHAPE: Final = 0.45  # of how unevenly States get letters
_SIZE: Final = 12  # of the distribution, by mean
_FIRST: Final = date(2020, 1, 6)  # a Monday
_WEEK: Final = timedelta(days=7)
_BEFORE: Final = 120  # weeks that a rule looks back to
_YEAR: Final = 52
_BEGINS: Final = 20  # week of the year in which the surges begin
_SURGES: Final = 15
_LASTS: Final = 4
_FOUND: Final = 6  # weeks from its beginning within which a surge counts as found
_LEAST: Final = 2.0  # cases a year of a State in which there is a surge


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``false``: alarms a year without any surge; ``share``: of the surges that it finds.

    ``delay``: the median of whole weeks until then; None where it finds none.
    """

    false: float
    share: float
    delay: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year as a rule looks at it: without surges, and with them.

    ``begins``: the first day of the surges, in these ``states``.
    """

    quiet: Sequence[Look]
    surging: Sequence[Look]
    states: Sequence[str]
    begins: date = _FIRST + (_BEFORE + _BEGINS) * _WEEK


def years(series: Series, volume: int, runs: int) -> Iterator[Year]:
    """Invent so many years of so many cases. The same arguments make the same years."""
    random = Random(SEED)  # noqa: S311  # it invents counts
    for _ in range(runs):
        rates = _rates(random, volume)
        quiet = list(_cases(random, rates))
        surging = _surging(random, rates)
        extra = [
            _case(random, at, _BEFORE + _BEGINS + week)
            for at in surging
            for week in range(_LASTS)
            for _ in range(_poisson(random, max(4 * rates[at], 1.0)))
        ]
        yield Year(
            quiet=_looked(series, quiet),
            surging=_looked(series, [*quiet, *extra]),
            states=[str(at) for at in surging],
        )


def tried(some: Sequence[Year], settings: Settings) -> Found:
    false = sum(len(list(back_test(one.quiet, settings))) for one in some)
    surges = sum(len(one.states) for one in some)
    delays = [weeks for one in some for weeks in _delays(one, settings)]
    return Found(
        false=false / len(some),
        share=len(delays) / surges if surges else 0.0,
        delay=int(median(delays)) if delays else None,
    )


@cache
def kept() -> Mapping[tuple[Series, Settings], Found]:
    """Return what every setting of each rule found, as ``tests.bench.warning`` measured it."""
    return MappingProxyType(
        {
            (
                cast("Series", row["series"]),
                Settings(
                    floor=int(row["floor"]),
                    least=cast("Level", row["least"]),
                    quiet=int(row["quiet"]),
                ),
            ): Found(
                false=float(row["false"]),
                share=float(row["share"]),
                delay=int(row["delay"]) if row["delay"] else None,
            )
            for row in rows("early_warning_tried.csv")
        }
    )


def settings() -> list[Settings]:
    """Return every way to set a rule."""
    return [
        Settings(floor=floor, least=least, quiet=quiet)
        for least, floor, quiet in product(LEAST, FLOORS, QUIETS)
    ]


def _rates(random: Random, volume: int) -> list[float]:
    """Return the usual number of each State in a week."""
    shares = [random.gammavariate(_SHAPE, 1) for _ in range(STATES)]
    return [share / sum(shares) * volume / _YEAR for share in shares]


def _cases(random: Random, rates: Sequence[float]) -> Iterator[Case]:
    for at, rate in enumerate(rates):
        size = _SIZE * max(rate, 1e-9)
        for week in range(_BEFORE + _YEAR):
            for _ in range(_poisson(random, random.gammavariate(size, 1 / _SIZE))):
                yield _case(random, at, week)


def _case(random: Random, at: int, week: int) -> Case:
    return Case(state=str(at), day=_FIRST + timedelta(days=7 * week + random.randrange(7)))


def _surging(random: Random, rates: Sequence[float]) -> list[int]:
    often = [at for at, rate in enumerate(rates) if rate * _YEAR >= _LEAST]
    return random.sample(often, min(_SURGES, len(often)))


def _looked(series: Series, cases: Sequence[Case]) -> Sequence[Look]:
    last = _FIRST + (_BEFORE + _YEAR) * _WEEK - timedelta(days=1)
    counts = Counts(cases, map(str, range(STATES)), _FIRST, last)
    return list(looked(counts, looks(series, _FIRST + _BEFORE * _WEEK, last)))


def _delays(year: Year, settings: Settings) -> list[int]:
    """Return the whole weeks until each surge was found."""
    found: dict[str, int] = {}
    for one in back_test(year.surging, settings):
        weeks = (one.on - year.begins).days // 7
        if 0 <= weeks < _FOUND:
            found.setdefault(one.state, weeks)
    return [found[state] for state in year.states if state in found]


def _poisson(random: Random, mean: float) -> int:
    """Return a number of this mean, by Knuth's method, in steps."""
    number = 0
    while mean > 0:
        part = min(mean, 500.0)
        mean -= part
        least, product = math.exp(-part), random.random()
        while product > least:
            number += 1
            product *= random.random()
    return number
