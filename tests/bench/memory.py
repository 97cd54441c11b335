"""Memory of each process of a platform."""

from dataclasses import dataclass, field
from typing import Any

import psutil

from deploy.local.testing import Platform
from tests.bench.machine import family

_MB = 1_000_000


@dataclass(slots=True)
class Resident:
    """What one process keeps while it goes through a history: does it grow with it?"""

    pid: int
    _seen: dict[int, float] = field(default_factory=dict)

    def look(self, share: float) -> None:
        """Look, after this share of the history."""
        rss = psutil.Process(self.pid).memory_info().rss / _MB
        fifth = min(int(share * 5), 4)
        self._seen[fifth] = max(rss, self._seen.get(fifth, 0.0))

    def told(self) -> list[float]:
        """Return the most it had in each fifth of the history that was looked at, in MB."""
        return [round(self._seen[fifth], 1) for fifth in sorted(self._seen)]


def measured(platform: Platform) -> dict[str, dict[str, Any]]:
    """MB by name of process.

    ``rss``: resident, of the largest where there are several;
    ``pss``: of all of them, pages that processes share divided among these.
    """
    return {name: _memory(pid) for name, pid in platform.pids.items()}


def _memory(pid: int) -> dict[str, Any]:
    infos = [one.memory_full_info() for one in family(pid)]
    return {
        "processes": len(infos),
        "rss": round(max(info.rss for info in infos) / _MB, 1),
        "pss": round(sum(info.pss for info in infos) / _MB, 1),
    }
