"""The method of early warning on invented counts, beside the table of section D.

``python -m tests.bench.warning`` measures every setting of every rule for the pages, and writes
them into shared/reference/early_warning_tried.csv.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import shared.reference
from portal.committee.warning.synthetic import VOLUMES, Found, settings, tried, years
from shared.contracts.stakeholders_alerts import Series
from shared.reference.early_warning import FIRST, RULES

RUNS: Final[Mapping[int, int]] = {655: 20, 250: 10, 15_000: 12}
"""Years for each number of cases."""
_FOR_PAGES: Final = 8
"""Years, at most, for the figures of each setting."""
TABLE: Final[Mapping[int, tuple[float, float, int]]] = {
    655: (1.7, 0.51, 2),
    15_000: (4.2, 0.77, 1),
}
"""Section D, "Ours p < 0.001, floor 4": false alarms a year, surges found, weeks of delay."""
_LOOKS: Final[Mapping[str, tuple[Series, int]]] = {
    "655 letters, each week": ("submissions", 655),
    "655 letters, each day": ("letters", 655),
    "15,000 submissions, each week": ("submissions", 15_000),
}
_FILE: Final = Path(shared.reference.__path__[0]) / "early_warning_tried.csv"


def measured(*, short: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (series, volume) in _LOOKS.items():
        runs = 1 if short else RUNS[volume]
        found[name] = {
            "volume": volume,
            "runs": runs,
            **asdict(tried(list(years(series, volume, runs)), FIRST)),
        }
    return found


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{'Early warning, p < 0.001, floor 4':<34}{'false/year':>12}{'found':>8}{'weeks':>7}"
    for name, one in found.items():
        weeks = "-" if one["delay"] is None else str(one["delay"])
        yield f"{name:<34}{one['false']:>12.1f}{one['share']:>8.0%}{weeks:>7}"
    for volume, (false, share, delay) in TABLE.items():
        yield f"{f'section D, {volume:,}':<34}{false:>12.1f}{share:>8.0%}{delay:>7}"


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
