"""The method of early warning on invented counts, beside the table of section D.

``python -m tests.bench.warning`` measures every setting of every rule for the pages, and writes
them into shared/reference/early_warning_tried.csv.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Connection

import shared.reference
from portal.committee.warning import counts, synthetic
from portal.committee.warning.synthetic import VOLUMES, Found, Year, settings, tried, years
from shared.contracts.stakeholders_alerts import Series
from shared.reference import OTHER, recipients
from shared.reference.early_warning import (
    BASELINE,
    FIRST,
    RULES,
    Case,
    Counts,
    Settings,
    looked,
    looks,
)

RUNS: Final[Mapping[int, int]] = {655: 20, 250: 10, 15_000: 12}
"""Years for each number of cases."""
_FOR_PAGES: Final = 8
"""Years, at most, for the figures of each setting."""
TABLE: Final[Mapping[str, Mapping[int, tuple[float, float, int]]]] = {
    "EARS C2, no floor": {655: (220, 0.80, 0), 15_000: (298, 0.89, 0)},
    "EARS C2, sigma floor 0.5": {655: (48, 0.71, 1), 15_000: (209, 0.87, 0)},
    "Farrington-like, floor 5": {655: (5.1, 0.48, 2), 15_000: (192, 0.86, 0)},
    "Ours p < 0.01, floor 3": {655: (12, 0.73, 2), 15_000: (33, 0.88, 1)},
    "Ours p < 0.001, floor 4": {655: (1.7, 0.51, 2), 15_000: (4.2, 0.77, 1)},
}
"""Section D, by method and volume: false alarms a year, surges found, weeks of delay."""
_OURS: Final[Mapping[str, Settings]] = {
    "Ours p < 0.01, floor 4": replace(FIRST, least="notice"),
    "Ours p < 0.001, floor 4": FIRST,
}
"""What is measured. Below four nothing exists (SD2), so no rule has the floor of three."""
_LOOKS: Final[Mapping[str, tuple[Series, int]]] = {
    "655 letters, each week": ("submissions", 655),
    "655 letters, each day": ("letters", 655),
    "15,000 submissions, each week": ("submissions", 15_000),
}
_WEEK: Final = timedelta(weeks=1)
_YEAR: Final = 52 * _WEEK
_FILE: Final = Path(shared.reference.__path__[0]) / "early_warning_tried.csv"


def measured(*, short: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (series, volume) in _LOOKS.items():
        runs = 1 if short else RUNS[volume]
        some = list(years(series, volume, runs))
        methods = {method: asdict(tried(some, one)) for method, one in _OURS.items()}
        found[name] = {"volume": volume, "runs": runs, "methods": methods}
    return found


def held(conn: Connection, series: Series, last: date, runs: int) -> dict[str, Any]:
    """Measure the same in the last years of what is held, with surges on top as in invented ones.

    What is raised without them may be true: nobody knows how many surges were in it.
    """
    cases, first = counts.between(conn, series, date.min, last), counts.first(conn, series)
    some = [
        _year(cases, series, first, last - one * _YEAR, Random(synthetic.SEED + one))
        for one in range(runs)
        if first is not None and first <= last - one * _YEAR - _YEAR - BASELINE * _WEEK
    ]
    methods = {name: asdict(tried(some, one)) for name, one in _OURS.items()} if some else {}
    return {"cases": len(cases), "runs": len(some), "methods": methods}


def held_lines(found: Mapping[str, Any]) -> Iterator[str]:
    for series, one in found.items():
        what = f"Early warning, {one['cases']:,} {series} held, {one['runs']} years"
        yield f"\n{what:<44}{'raised/year':>12}{'found':>8}{'weeks':>7}"
        for method, told in one["methods"].items():
            yield _line(method, told["false"], told["share"], told["delay"], width=42)


def _year(cases: Sequence[Case], series: Series, first: date, last: date, random: Random) -> Year:
    """Return the year that ends on this day; its surges are in States that had letters."""
    since = last - _YEAR + timedelta(days=1)
    begins, before = since + synthetic._BEGINS * _WEEK, since - BASELINE * _WEEK
    states = [code for code in recipients() if code != OTHER]
    usual = Counter(one.state for one in cases if before <= one.day < since)
    often = [one for one in states if usual[one] * _YEAR >= synthetic._LEAST * BASELINE * _WEEK]
    surging = random.sample(often, min(synthetic._SURGES, len(often)))
    extra = [
        Case(state=state, day=begins + week * _WEEK + timedelta(days=random.randrange(7)))
        for state in surging
        for week in range(synthetic._LASTS)
        for _ in range(synthetic._poisson(random, max(4 * usual[state] / BASELINE, 1.0)))
    ]
    quiet, on_top = (
        list(looked(Counts(these, states, first, last), looks(series, since, last)))
        for these in (cases, [*cases, *extra])
    )
    return Year(quiet=quiet, surging=on_top, states=surging, begins=begins)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what each method finds, by volume: as section D has it, then as it is measured."""
    yield f"\n{'Early warning':<34}{'false/year':>12}{'found':>8}{'weeks':>7}"
    for volume in sorted({one["volume"] for one in found.values()}):
        yield f"section D, {volume:,} cases a year"
        for method, of in TABLE.items():
            yield _line(method, *of[volume])
        for name, one in found.items():
            if one["volume"] == volume:
                yield f"measured, {name}, {one['runs']} years"
                for method, told in one["methods"].items():
                    yield _line(method, told["false"], told["share"], told["delay"])


def _line(method: str, false: float, share: float, delay: int | None, *, width: int = 32) -> str:
    weeks = "-" if delay is None else str(delay)
    return f"  {method:<{width}}{false:>12.1f}{share:>8.0%}{weeks:>7}"


def rows() -> Iterator[list[object]]:
    """Yield what each setting finds, with the header first."""
    yield ["series", "least", "floor", "quiet", "false", "share", "delay"]
    for series in RULES:
        runs = min(_FOR_PAGES, RUNS[VOLUMES[series]])
        some = list(years(series, VOLUMES[series], runs))
        for one in settings():
            yield [series, one.least, one.floor, one.quiet, *_plain(tried(some, one))]


def _plain(found: Found) -> list[object]:
    delay = "" if found.delay is None else found.delay
    return [f"{found.false:.2f}", f"{found.share:.3f}", delay]


if __name__ == "__main__":
    with _FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows())
    sys.stdout.write(f"{_FILE}\n")
