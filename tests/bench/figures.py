"""Latencies and rates, as every measurement gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


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
