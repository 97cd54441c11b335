"""Growth of a process: memory, file descriptors and threads over its longest life.

A killed process starts again, so growth is judged within one life. First one half of the processes
is killed, then the other: so each has a life of half the run, under load and while everything
around it dies. The first third is left out: caches fill, and models are built when first used. Of
the rest, the median of the last quarter is compared with the median of the first; a leak of any
size shows, a batch or a burst of connections does not.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

import psutil

from tests.bench.machine import family

MOST = 0.10  # growth of memory, of what it was
SPARE = 8  # file descriptors or threads that come and go with connections
LEAST = 180.0  # seconds of a life from which growth can be told
MEASURES = ("rss", "fds", "threads")


@dataclass(frozen=True, slots=True)
class Sample:
    """``at``: seconds; ``rss``: MB; a process and those that it started, together."""

    at: float
    rss: float
    fds: int
    threads: int


@dataclass(frozen=True, slots=True)
class Life:
    """What the longest life of one kind of process came to; ``first`` and ``last`` by measure."""

    seconds: float
    first: Mapping[str, float]
    last: Mapping[str, float]
    judged: bool
    grew: tuple[str, ...]


def sample(pid: int) -> Sample | None:
    """Return what a process has just now; None if it is gone."""
    try:
        all_ = family(pid)
        return Sample(
            time.monotonic(),
            round(sum(one.memory_info().rss for one in all_) / 1e6, 2),
            sum(one.num_fds() for one in all_),
            sum(one.num_threads() for one in all_),
        )
    except psutil.Error:
        return None


def longest(lives: Mapping[tuple[str, int], Sequence[Sample]]) -> dict[str, Life]:
    """Judge the longest life of each kind; ``lives`` by kind and process id."""
    best: dict[str, Sequence[Sample]] = {}
    for (kind, _), samples in lives.items():
        if len(samples) > len(best.get(kind, ())):
            best[kind] = samples
    return {kind: judged(samples) for kind, samples in sorted(best.items())}


def judged(samples: Sequence[Sample]) -> Life:
    seconds = samples[-1].at - samples[0].at
    settled = [one for one in samples if one.at - samples[0].at >= seconds / 3]
    quarter = max(1, len(settled) // 4)
    first, last = _medians(settled[:quarter]), _medians(settled[-quarter:])
    enough = seconds >= LEAST
    return Life(round(seconds), first, last, enough, tuple(_grew(first, last)) if enough else ())


def _medians(samples: Sequence[Sample]) -> dict[str, float]:
    rows = [asdict(one) for one in samples]
    return {name: median(row[name] for row in rows) for name in MEASURES}


def _grew(first: Mapping[str, float], last: Mapping[str, float]) -> Iterator[str]:
    for name in MEASURES:
        allowed = first[name] * (1 + MOST) + (0 if name == "rss" else SPARE)
        if last[name] > allowed:
            yield name
