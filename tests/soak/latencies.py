"""Latencies of each page by minute, and whether its last ten minutes are as quick as its first.

p95 of a page in the last ten minutes is at most 1.2 times that of the first ten. A page whose p95
moved by no more than ``NOISE`` is as it was, whatever the ratio: one pause of a collector or one
commit of another process is as long, and of thirty milliseconds it is a third. A run of less than
thirty minutes is compared by thirds.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.bench.figures import percentile

WINDOW = 600.0  # seconds at either end
MOST = 1.2  # times the first window's p95
NOISE = 0.010  # seconds
LEAST = 20  # answers in a window from which a p95 can be told

Took: TypeAlias = Mapping[str, Sequence[tuple[float, float]]]
"""By page: seconds since the beginning at which it was asked for, and seconds that it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """p95 at either end, in milliseconds; none where there were too few answers to tell."""

    name: str
    first: float | None
    last: float | None
    flat: bool


def judged(took: Took, seconds: float) -> list[Page]:
    """Compare both ends of the run for each page. One that was hardly answered is not flat."""
    return [_page(name, answers, seconds) for name, answers in sorted(took.items())]


def _page(name: str, answers: Sequence[tuple[float, float]], seconds: float) -> Page:
    window = min(WINDOW, seconds / 3)
    first = _p95([one for at, one in answers if at < window])
    last = _p95([one for at, one in answers if at >= seconds - window])
    if first is None or last is None:
        return Page(name=name, first=_ms(first), last=_ms(last), flat=False)
    flat = last <= max(first * MOST, first + NOISE)
    return Page(name=name, first=_ms(first), last=_ms(last), flat=flat)


def _p95(answers: Sequence[float]) -> float | None:
    return percentile(answers, 95) if len(answers) >= LEAST else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1_000, 1)


def by_minute(took: Took) -> dict[str, list[dict[str, Any]]]:
    """Return the number of answers, p50 and p95 in milliseconds of each page and minute."""
    found = {}
    for name, answers in sorted(took.items()):
        minutes: dict[int, list[float]] = defaultdict(list)
        for at, one in answers:
            minutes[int(at // 60)].append(one)
        found[name] = [
            {
                "minute": minute,
                "number": len(some),
                "p50_ms": _ms(percentile(some, 50)),
                "p95_ms": _ms(percentile(some, 95)),
            }
            for minute, some in sorted(minutes.items())
        ]
    return found


def lines(pages: Sequence[Mapping[str, Any]], seconds: float) -> Iterator[str]:
    """The verdict in readable form, with the floor below which nothing is told apart."""
    yield f"\n{'p95 of pages, ms':<46}{'first':>8}{'last':>8}"
    for one in pages:
        first, last = ("-" if one[end] is None else f"{one[end]:.0f}" for end in ("first", "last"))
        yield f"{one['name']:<46}{first:>8}{last:>8}{'' if one['flat'] else '  NOT FLAT'}"
    minutes = min(WINDOW, seconds / 3) / 60
    yield (
        f"the last {minutes:g} minutes are to be at most {MOST:g} times the first {minutes:g}; "
        f"{NOISE * 1_000:.0f} ms more is noise, and of fewer than {LEAST} answers nothing is told"
    )
