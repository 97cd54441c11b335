"""What each process of a platform keeps in memory."""

from typing import Any

from deploy.local.testing import Platform
from tests.bench.machine import family

_MB = 1_000_000


def measured(platform: Platform) -> dict[str, dict[str, Any]]:
    """MB by name of process.

    ``rss``: resident, of the largest where there are several (gunicorn has a parent and workers);
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
