"""Budgets of what is asked without an account: of each network, and of all of them together.

A budget is a load that drains with time. What fits costs nothing; what does not fit has a price,
which doubles with the load. Nothing is refused, so a load may be more than its budget.

A network counts towards the total with no more than its own budget holds, however much it asks
and pays for. So one network alone never makes anything dearer for the others.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_HOUR: Final = 3600.0
_ROOM: Final = 4
"""The total is never less than the budgets of so many networks."""
_DEBT: Final = 8
"""A network's load is never more than so many budgets: it is forgiven within that many hours."""
_MOST: Final = 50_000
"""Networks that are remembered; beyond, those that were away longest begin anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """``network``, ``total``: units an hour. ``wait``: seconds for a unit, at the lowest price.

    ``dearest``: times the lowest price that anything costs at most. ``longest``: seconds.
    """

    network: float
    total: float
    wait: float
    dearest: int
    longest: float

    @property
    def together(self) -> float:
        return max(self.total, _ROOM * self.network)


@dataclass(slots=True)
class Load:
    """What was asked lately, in units; ``full``: what an hour drains."""

    full: float
    spent: float = 0.0
    at: float = 0.0

    def drain(self, at: float) -> None:
        """Let time pass; a clock that went back lets none pass."""
        passed = max(0.0, at - self.at)
        self.spent = max(0.0, self.spent - passed * self.full / _HOUR)
        self.at = at

    def price(self, cost: float) -> int:
        """Return 0 where this fits, else how many times the lowest price: 1, 2, 4, 8 and so on."""
        times, wanted = 0, self.spent + cost
        while wanted > self.full:
            times, wanted = max(1, 2 * times), wanted / 2
        return times

    def seconds_until(self, cost: float) -> float:
        """Return after how long this fits."""
        over = self.spent + min(cost, self.full) - self.full
        return max(0.0, over) * _HOUR / self.full


@dataclass(slots=True)
class _Network:
    load: Load
    line: float = 0.0
    """When the last place in the line of those who wait is due."""


@dataclass(frozen=True, slots=True)
class Free:
    """It fits, and is counted."""


@dataclass(frozen=True, slots=True)
class Priced:
    """``times``: the lowest price; ``ready``: when whoever only waits may go on."""

    times: int
    ready: float


@dataclass(slots=True)
class Budgets:
    """The budgets of one process. Networks are named by what tells nothing of them."""

    rates: Rates
    most: int = _MOST
    _networks: OrderedDict[str, _Network] = field(default_factory=OrderedDict)
    _all: Load = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._all = Load(self.rates.together)

    def ask(self, name: str, cost: float, at: float) -> Free | Priced:
        """Count what fits; else say what it costs, and keep a place in the network's line."""
        with self._lock:
            network = self._drained(name, at)
            times = self._price(network, cost)
            if times == 0:
                self._count(network, cost)
                return Free()
            return Priced(times, self._place(network, times * cost * self.rates.wait, at))

    def paid(self, name: str, cost: float, at: float) -> None:
        """Count what was paid for."""
        with self._lock:
            self._count(self._drained(name, at), cost)

    def leave_line(self, name: str, seconds: float) -> None:
        """Give back a place of so many seconds: whoever had it did not need to wait."""
        with self._lock:
            if name in self._networks:
                self._networks[name].line -= seconds

    def fits(self, name: str, cost: float, at: float) -> float:
        """Count it and return 0 where it fits; else return in how many seconds it will."""
        with self._lock:
            network = self._drained(name, at)
            within = min(cost, self.rates.network)
            if self._price(network, within) == 0:
                self._count(network, within)
                return 0.0
            return max(network.load.seconds_until(within), self._all.seconds_until(within), 1.0)

    def common(self, at: float) -> int:
        """Return how many times the lowest price everybody pays for a unit; 0: nothing."""
        with self._lock:
            self._all.drain(at)
            return min(self._all.price(1), self.rates.dearest)

    def forget(self) -> None:
        """Forget all networks: their names have changed. What they asked together still counts."""
        with self._lock:
            self._networks.clear()

    def _drained(self, name: str, at: float) -> _Network:
        network = self._networks.pop(name, None) or _Network(Load(self.rates.network, at=at))
        self._networks[name] = network  # the newest last
        while len(self._networks) > self.most:
            self._networks.popitem(last=False)
        network.load.drain(at)
        self._all.drain(at)
        return network

    def _price(self, network: _Network, cost: float) -> int:
        own, common = network.load.price(cost), self._all.price(cost)
        return min(max(own, common, own * common), self.rates.dearest)

    def _count(self, network: _Network, cost: float) -> None:
        full, before = network.load.full, network.load.spent
        network.load.spent = min(before + cost, full * _DEBT)
        counted = min(before + cost, full) - min(before, full)
        self._all.spent = min(self._all.spent + counted, self._all.full * self.rates.dearest)

    def _place(self, network: _Network, wait: float, at: float) -> float:
        """Return when the next place in the line is due: one after the other, never too late."""
        last = at + self.rates.longest
        network.line = min(max(network.line, at) + min(wait, self.rates.longest), last)
        return network.line
