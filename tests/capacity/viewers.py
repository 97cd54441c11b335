"""What a viewer of the feed takes: ``python -m tests.capacity.viewers`` (ten seconds).

Threads follow one hub, each writing to a socket of its own, as the feed process has it but for
the web server around it. Prints JSON: KiB of memory a viewer, processor a viewer and line.
"""

import gc
import json
import socket
import sys
import threading
import time

import psutil

from portal.activity.hub import Hub
from portal.activity.lines import Line
from shared.testing import AT

_VIEWERS = 300
_LINES = 60
_PAUSE = 0.1  # seconds: longer than the hub gathers
_HTML = "x" * 600  # a rendered line is about that long
_TP = ("intake.events", 0)


def measured() -> dict[str, float]:
    process, hub, ends = psutil.Process(), Hub(), []
    hub.begin(_TP, 1)
    hub.ready = True
    gc.collect()
    before = process.memory_info().rss

    def view(end: socket.socket) -> None:
        for chunk in hub.follow(None, lambda _: _HTML):
            end.sendall(chunk.encode())

    for _ in range(_VIEWERS):
        here, there = socket.socketpair()
        ends += [here, there]
        threading.Thread(target=view, args=(here,), daemon=True).start()
    time.sleep(1.0)
    memory, cpu = process.memory_info().rss - before, process.cpu_times()
    for position in range(1, _LINES + 1):
        hub.take(_TP, position, Line(kind="submission-triaged", position=position, at=AT))
        hub.tell()
        time.sleep(_PAUSE)
        for end in ends[1::2]:
            end.recv(65_536)
    used = process.cpu_times()
    seconds = used.user + used.system - cpu.user - cpu.system
    return {
        "viewer_kib": round(memory / _VIEWERS / 1_024, 1),
        "viewer_line_ms": round(seconds / _VIEWERS / _LINES * 1_000, 3),
    }


def main() -> int:
    sys.stdout.write(json.dumps(measured()) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
