"""Cost of a viewer of the feed: ``python -m tests.capacity.viewers`` (ten seconds).

Readers follow one hub, each writing to a socket of its own, as the feed process has it but for
the web server around it. Prints JSON: KiB of memory a viewer, processor a viewer and line.
"""

import asyncio
import gc
import json
import socket
import sys
from contextlib import suppress

import psutil

from portal.committee.activity.hub import Hub
from portal.committee.activity.lines import Line
from shared.core.testing import AT

_VIEWERS = 1_000
_LINES = 60
_PAUSE = 0.1  # seconds: longer than the hub gathers
_HTML = "x" * 600  # a rendered line is about that long
_TP = ("intake.events", 0)


async def measured() -> dict[str, float]:
    process, hub = psutil.Process(), Hub()
    ends: list[socket.socket] = []
    hub.begin(_TP, 1)
    hub.ready = True
    loop = asyncio.get_running_loop()
    gc.collect()
    before = process.memory_info().rss

    async def view(end: socket.socket) -> None:
        async for chunk in hub.follow(None, _shown):
            await loop.sock_sendall(end, chunk)

    pacing = asyncio.create_task(hub.pace())
    viewing = []
    for _ in range(_VIEWERS):
        pair = socket.socketpair()
        for end in pair:
            end.settimeout(0)
        ends += pair
        viewing.append(asyncio.create_task(view(pair[0])))
    await asyncio.sleep(1.0)
    memory, cpu = process.memory_info().rss - before, process.cpu_times()
    for position in range(1, _LINES + 1):
        hub.take(_TP, position, Line(kind="submission-triaged", position=position, at=AT))
        hub.tell()
        await asyncio.sleep(_PAUSE)
        for end in ends[1::2]:
            with suppress(BlockingIOError):
                end.recv(65_536)
    used = process.cpu_times()
    hub.close()
    await asyncio.gather(pacing, *viewing)
    for end in ends:
        end.close()
    seconds = used.user + used.system - cpu.user - cpu.system
    return {
        "viewer_kib": round(memory / _VIEWERS / 1_024, 1),
        "viewer_line_ms": round(seconds / _VIEWERS / _LINES * 1_000, 3),
    }


def _shown(_: Line) -> str:
    return _HTML


def main() -> int:
    sys.stdout.write(json.dumps(asyncio.run(measured())) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
