"""The feed as viewers reach it: the platform's own process, or several behind one address."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from deploy.local.ports import free_port
from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from tests.bench.machine import family
from tests.bench.processes import environment_with

_PATIENCE: Final = 90.0  # seconds for a process to answer


@dataclass(slots=True)
class Feeds:
    """``port``: where viewers connect. ``further``: processes beside the platform's, by port."""

    platform: Platform
    port: int
    further: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def pids(self) -> list[int]:
        return [self.platform.pid("feed"), *(one.pid for one in self.further.values())]

    @property
    def names(self) -> Sequence[str]:
        """What can be killed by itself."""
        return ["feed", *map(str, self.further)]

    def kill(self, name: str) -> None:
        """Kill one, or another process of the platform; return when it is there again."""
        if not name.isdecimal():
            self.platform.wait_restarted(name, self.platform.kill(name))
            return
        port = int(name)
        self.further[port].kill()
        self.further[port].wait()
        self.further[port] = _started(self.platform, port)
        _wait(port)

    def used(self) -> dict[str, Any]:
        """Memory in MB, file descriptors and threads of all of them together."""
        all_ = [one for pid in self.pids for one in family(pid)]
        return {
            "processes": len(all_),
            "rss": round(sum(one.memory_info().rss for one in all_) / 1e6, 1),
            "pss": round(sum(one.memory_full_info().pss for one in all_) / 1e6, 1),
            "fds": sum(one.num_fds() for one in all_),
            "threads": sum(one.num_threads() for one in all_),
        }


@contextmanager
def several(platform: Platform, number: int) -> Iterator[Feeds]:
    """Give the feed: its own address while there is one, or that of a front before ``number``."""
    own = platform.ports["feed"]
    if number == 1:
        yield Feeds(platform, own)
        return
    ports = [free_port() for _ in range(number)]
    found = Feeds(platform, ports[0])
    begun: list[subprocess.Popen[bytes]] = []
    try:
        for port in ports[1:]:
            found.further[port] = _started(platform, port)
        for port in found.further:
            _wait(port)
        plan = {"port": found.port, "behind": [own, *found.further]}
        front = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", "tests.bench.front", json.dumps(plan)],
            cwd=ROOT,
            env=environment_with({}),
        )
        begun.append(front)
        _wait(found.port)
        yield found
    finally:
        _end([*found.further.values(), *begun])


def _started(platform: Platform, port: int) -> subprocess.Popen[bytes]:
    settings: Mapping[str, str] = platform.environment
    with (platform.var / "log" / f"feed-{port}.log").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "portal", "feed"],
            cwd=ROOT,
            env={**os.environ, **settings, "RAPPORTEUR_HTTP_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _wait(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/health/ready", trust_env=False)
        except httpx.TransportError:
            pass
        else:
            if answer.is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for one in processes:
        one.terminate()
    for one in processes:
        try:
            one.wait(15)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
