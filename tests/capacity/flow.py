"""A simulation of a submission's way from the click to the feed: queues, one after the other.

Arrivals are a seeded Poisson process. A part serves one at a time in the order of arrival (with an
exponential deviation of a fifth of its time), and makes batches where the real one does. Pure.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush, heapreplace
from math import inf
from random import Random

from shared.read_models.together import PORTIONS
from tests.capacity import units

_NUMBER = 2_000  # submissions of a run
_BATCHES = 100  # of each process that rebuilds
_STRIDE = 8  # tenths that a pace is raised by at once, far from the wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What runs. ``one_writer``: SQLite, where receipts and read models wait for one another.

    ``webs``, ``deliverers``, ``relays``, ``consumers``: how many share the work of each;
    ``viewers`` are spread over ``feeds`` processes.
    """

    name: str
    one_writer: bool
    webs: int = 1
    deliverers: int = 1
    relays: int = 1
    consumers: int = 1
    feeds: int = 2
    viewers: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Milliseconds from the click at the 50th, 95th and 99th of a hundred.

    ``page``: until the read models have it. ``busy``: what part of its time each part works, of
    consume what cannot be gathered; 1 and more: it falls behind.
    """

    receipt: tuple[float, float, float]
    feed: tuple[float, float, float]
    page: tuple[float, float, float]
    busy: dict[str, float]

    @property
    def fullest(self) -> str:
        """Feed gathers, so it may use all of its time and keep up: others with so much do not."""
        most = {**self.busy, "feed": min(self.busy["feed"], 0.9)}
        return max(most, key=lambda part: most[part])

    def holds(self, feed_p99: float) -> bool:
        return (
            self.receipt[1] <= units.RECEIPT_P95
            and self.feed[2] <= feed_p99
            and self.page[2] <= units.PAGE_P99
            and all(used < 1 for part, used in self.busy.items() if part != "feed")
        )


def run(setup: Setup, per_second: float, *, seed: int = 1) -> Outcome:
    """Send ``_NUMBER`` submissions at this pace."""
    chance = Random(seed)
    clicks = _arrivals(chance, per_second)
    shown = _served(chance, clicks, units.WEB, setup.webs)
    if setup.one_writer:
        receipts, held = _one_lock(shown)
    else:
        receipts, held = [at + units.RECEIPT for at in shown], 0.0
    fetched = sorted(at + chance.uniform(0, units.POLL) for at in receipts)
    handled = _served(chance, fetched, units.DELIVERY, setup.deliverers)
    facts = [at for at in handled for _ in range(units.FACTS)]
    told = _served(chance, facts, units.RELAY, setup.relays)[units.FACTS - 1 :: units.FACTS]
    wave = setup.viewers / setup.feeds * units.VIEWER_LINE
    seen, written = _gathered([at + units.POLL / 2 for at in told], wave, 0.0, rest(wave))
    applied, _ = _gathered(told, units.WAKING, APPLIED / setup.consumers, 0.0)
    span = clicks[-1] - clicks[0]
    per = len(clicks) / span
    busy = {
        "web": per * units.WEB / setup.webs,
        "outbox": per * units.DELIVERY / setup.deliverers,
        "service": per * units.SERVICE,
        "store": per * units.STORE,
        "relay": per * units.FACTS * units.RELAY / setup.relays,
        "consume": per * APPLIED / setup.consumers,
        "feed": written * wave / span,
    }
    if setup.one_writer:
        busy["database's writer"] = held / span
    return Outcome(
        receipt=_percentiles(clicks, receipts),
        feed=_percentiles(clicks, seen),
        page=_percentiles(clicks, applied),
        busy=busy,
    )


def wall(setup: Setup, feed_p99: float) -> tuple[float, Outcome]:
    """Raise the pace by a tenth until an aim breaks; return the last that held, and what broke.

    It doubles, about, until an aim breaks, and only from the last pace that held on goes by tenths.
    """
    pace = 0.5
    if not (found := run(setup, pace)).holds(feed_p99):
        return 0.0, found
    while run(setup, ahead := _raised(pace, _STRIDE)).holds(feed_p99):
        pace = ahead
    while (found := run(setup, pace * 1.1)).holds(feed_p99):
        pace *= 1.1
    return pace, found


def _raised(pace: float, times: int) -> float:
    for _ in range(times):
        pace *= 1.1
    return pace


def moved(setup: Setup, part: str) -> Setup:
    """Return the setup with twice of what was fullest, or another database."""
    if part == "database's writer":
        return replace(setup, one_writer=False)
    name = {"outbox": "deliverers"}.get(part, f"{part}s" if part != "consume" else "consumers")
    return replace(setup, **{name: getattr(setup, name) * 2})


def rest(wave: float) -> float:
    """Return the milliseconds between two turns to all viewers of a process."""
    return min(max(units.POLL, units.REST * wave), units.LONGEST_REST)


def shared(processes: int, *, one_writer: bool, portions: int = PORTIONS, seed: int = 1) -> float:
    """Return how many times one process's rate several have that rebuild all read models.

    Each computes a portion of a batch, then writes it while no other writes that portion, or, with
    ``one_writer``, while no other writes at all. Each begins with another portion.
    """
    chance = Random(seed)
    writes = units.WRITING["sqlite" if one_writer else "postgresql"]
    locks = [0.0] * (1 if one_writer else portions)

    def took(share: float) -> float:
        return share / portions * (0.8 + chance.expovariate(5))

    ready = [(took(1 - writes), process, 0) for process in range(processes)]
    heapify(ready)
    last = 0.0
    while ready:
        now, process, turn = heappop(ready)
        lock = (process + turn) % len(locks)
        last = locks[lock] = max(now, locks[lock]) + took(writes)
        if turn + 1 < _BATCHES * portions:
            heappush(ready, (last + took(1 - writes), process, turn + 1))
    return processes * _BATCHES / last


APPLIED = units.FACTS * units.APPLY * units.MODELS
_AFTER = 60.0  # from a receipt to the moment at which consume has its facts


def _one_lock(shown: Sequence[float]) -> tuple[list[float], float]:
    """SQLite's: a receipt each, and all read models' batches, which count as one hold.

    Who asks first is first. Returns when each receipt was written, and how long the lock was held.
    """
    free = idle = held = 0.0
    taken, done = 0, list[float]()
    while len(done) < len(shown):
        asks = max(done[taken] + _AFTER, idle) if taken < len(done) else inf
        at = min(asks, shown[len(done)])
        if asks <= at:
            number = sum(one + _AFTER <= max(at, free) for one in done[taken:])
            each = units.WAKING + number * APPLIED
            taken += number
            idle = free = max(at, free) + each
        else:
            each = units.RECEIPT
            free = max(at, free) + each
            done.append(free)
        held += each
    return done, held


def _arrivals(chance: Random, per_second: float) -> list[float]:
    at, found = 0.0, []
    for _ in range(_NUMBER):
        at += chance.expovariate(per_second / 1_000)
        found.append(at)
    return found


def _served(chance: Random, arrivals: Sequence[float], each: float, servers: int) -> list[float]:
    free, done = [0.0] * servers, []
    for at in arrivals:
        end = max(at, free[0]) + each * (0.8 + chance.expovariate(5))
        heapreplace(free, end)
        done.append(end)
    return sorted(done)


def _gathered(
    arrivals: Sequence[float], waking: float, each: float, rest: float
) -> tuple[list[float], int]:
    """Whoever looks takes all that came, then rests; return when each was done, and the looks."""
    done: list[float] = []
    ends, looks = -rest, 0
    while len(done) < len(arrivals):
        begins = max(arrivals[len(done)], ends + rest)
        number = bisect_right(arrivals, begins) - len(done)
        ends, looks = begins + waking + number * each, looks + 1
        done += [ends] * number
    return done, looks


def _percentiles(clicks: Sequence[float], ends: Sequence[float]) -> tuple[float, float, float]:
    ordered = sorted(end - click for click, end in zip(clicks, ends, strict=True))
    p50, p95, p99 = (ordered[min(len(ordered) - 1, len(ordered) * n // 100)] for n in (50, 95, 99))
    return p50, p95, p99
