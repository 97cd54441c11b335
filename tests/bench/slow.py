"""Pages during a thousand connections that never finish their requests.

A third of them send nothing, a third half a head, a third two bytes of a body. A closed connection
is opened again at once, so that their number stays the same.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from itertools import count, product
from typing import Any

import uvloop

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from tests.bench.figures import rate
from tests.bench.processes import environment_with
from tests.support.people import Person, person

_PATIENCE = 60.0  # seconds for all of them to be connected
_BEGUN = (
    b"",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{}",
)
_PAGES = {"public": "/sign-in", "staff": "/triage/"}
_WHEN = {"alone": None, "front held": "front", "web held": "web"}
_PAUSE = 0.02  # seconds between two pages: one person's machine, not a load


def measured(platform: Platform, *, connections: int, pages: int, rounds: int) -> dict[str, Any]:
    """Latencies of pages through the front: alone, while it is held, and while ``web`` is held.

    The three take turns, so that what else the machine does meets all of them alike.
    """
    desk = person(platform, "qrd")
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    try:
        for page in _PAGES.values():  # caches, the first connection
            _asked(desk, page, min(pages, 20))
        for _, (when, process) in product(range(rounds), _WHEN.items()):
            busy = held(platform.ports[process], connections) if process else nullcontext()
            with busy:
                for kind, page in _PAGES.items():
                    taken[kind, when] += _asked(desk, page, pages)
    finally:
        desk.http.close()
    found: dict[str, Any] = {"connections": connections}
    for (kind, when), latencies in taken.items():
        found.setdefault(kind, {})[when] = asdict(rate(latencies, sum(latencies)))
    return found


def _asked(who: Person, page: str, number: int) -> list[float]:
    latencies = []
    for _ in range(number):
        start = time.perf_counter()
        who.get(page)
        latencies.append(time.perf_counter() - start)
        time.sleep(_PAUSE)
    return latencies


@contextmanager
def held(port: int, connections: int) -> Iterator[None]:
    """Keep so many connections that do nothing, from a process of their own."""
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.bench.slow", json.dumps([port, connections])],
        cwd=ROOT,
        env=environment_with({}),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        assert process.stdout.readline().strip() == "connected"
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def _hold(port: int, connections: int) -> None:
    ready = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(_one(port, number, ready)) for number in range(connections)]
    async with asyncio.timeout(_PATIENCE):
        for _ in range(connections):
            await ready.acquire()
    sys.stdout.write("connected\n")
    sys.stdout.flush()
    await asyncio.gather(*tasks)


async def _one(port: int, number: int, ready: asyncio.Semaphore) -> None:
    for turn in count():
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(_BEGUN[(number + turn) % len(_BEGUN)])
            if turn == 0:
                ready.release()
            await reader.read()
            writer.close()
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    uvloop.run(_hold(*json.loads(sys.argv[1])))
