"""Latencies and rates, as every measurement gives them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import erfc, sqrt


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``cpu`` is what each process used, in milliseconds of processor for one operation."""

    number: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu: Mapping[str, float] = field(default_factory=dict)


def rate(
    latencies: Sequence[float], seconds: float, cpu_seconds: Mapping[str, float] | None = None
) -> Rate:
    """Return the figures of operations that took ``latencies`` seconds, together ``seconds``."""
    number = len(latencies)
    return Rate(
        number=number,
        per_second=round(number / seconds, 1),
        p50_ms=round(percentile(latencies, 50) * 1_000, 2),
        p95_ms=round(percentile(latencies, 95) * 1_000, 2),
        p99_ms=round(percentile(latencies, 99) * 1_000, 2),
        cpu={name: round(used / number * 1_000, 3) for name, used in (cpu_seconds or {}).items()},
    )


def percentile(values: Sequence[float], hundredth: float) -> float:
    """The value that this many hundredths of all are below or equal to."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * hundredth / 100))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """``share``: how often one of the first is the greater: a half where nothing tells them apart.

    ``chance``: to find a share as far from a half, or farther, although nothing does.
    """

    share: float
    chance: float


def apart(first: Sequence[float], second: Sequence[float]) -> Apart:
    """Compare two samples by ranks (Mann and Whitney, by the normal approximation)."""
    together = Counter([*first, *second])
    values = sorted(together)
    before = accumulate((together[one] for one in values), initial=0)
    rank = {
        one: below + (together[one] + 1) / 2 for one, below in zip(values, before, strict=False)
    }
    ours, theirs = len(first), len(second)
    greater = sum(rank[one] for one in first) - ours * (ours + 1) / 2
    pairs, every = ours * theirs, ours + theirs
    tied = sum(number**3 - number for number in together.values()) / (every * (every - 1))
    spread = sqrt(pairs * (every + 1 - tied) / 12)
    distance = abs(greater - pairs / 2) / spread if spread else 0.0
    return Apart(share=greater / pairs, chance=erfc(distance / sqrt(2)))
