"""The feed as viewers reach it: the platform's own process, or several at one address."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psutil

from deploy.local.ports import free_port
from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from tests.bench.machine import family

_PATIENCE: Final = 90.0  # seconds for a process to answer


@dataclass(slots=True)
class Feeds:
    """``port``: where viewers connect. ``sharing``: those at it, if not the platform's own."""

    platform: Platform
    port: int
    sharing: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def pids(self) -> Mapping[str, int]:
        own = {"feed": self.platform.pid("feed")}
        return {name: one.pid for name, one in self.sharing.items()} or own

    def kill(self, name: str) -> None:
        """Kill one, or another process of the platform; return when it is there again."""
        if name not in self.sharing:
            self.platform.wait_restarted(name, self.platform.kill(name))
            return
        self.sharing[name].kill()
        self.sharing[name].wait()
        self.sharing[name] = _started(self.platform, name, self.port)

    def used(self) -> dict[str, Any]:
        """Memory in MB, file descriptors and threads of all of them together."""
        all_ = [one for pid in self.pids.values() for one in family(pid)]
        return {
            "processes": len(all_),
            "rss": round(sum(one.memory_info().rss for one in all_) / 1e6, 1),
            "pss": round(sum(one.memory_full_info().pss for one in all_) / 1e6, 1),
            "fds": sum(one.num_fds() for one in all_),
            "threads": sum(one.num_threads() for one in all_),
        }


@contextmanager
def several(platform: Platform, number: int) -> Iterator[Feeds]:
    """Give the feed: the platform's own while there is one, or ``number`` that share one port."""
    if number == 1:
        yield Feeds(platform, platform.ports["feed"])
        return
    found = Feeds(platform, free_port())
    try:
        for name in (f"feed {one}" for one in range(1, number + 1)):
            found.sharing[name] = _started(platform, name, found.port)
        yield found
    finally:
        _end([*found.sharing.values()])


def _started(platform: Platform, name: str, port: int) -> subprocess.Popen[bytes]:
    """Start one, and return when it listens."""
    settings: Mapping[str, str] = platform.environment
    with (platform.var / "log" / f"{name}.log").open("ab") as output:
        begun = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.sharing"],
            cwd=ROOT,
            env={**os.environ, **settings, "RAPPORTEUR_HTTP_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    until = time.monotonic() + _PATIENCE
    while not _listens(begun.pid, port):
        if begun.poll() is not None or time.monotonic() > until:
            begun.kill()
            begun.wait()
            raise TimeoutError(name)
        time.sleep(0.1)
    return begun


def _listens(pid: int, port: int) -> bool:
    return any(
        one.status == psutil.CONN_LISTEN and one.laddr.port == port
        for one in psutil.Process(pid).net_connections("tcp4")
    )


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for one in processes:
        one.terminate()
    for one in processes:
        try:
            one.wait(15)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
