"""Ends the processes that a killed supervisor left running.

The supervisor starts this program with a pipe to its standard input. However the supervisor ends,
the pipe closes, and the watchdog kills every process with the platform's mark in its environment:
children, their children, and those that left the process group.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Final

import psutil

MARK: Final = "RAPPORTEUR_PLATFORM"
"""Environment variable that every process of one running platform carries."""

PATIENCE: Final = 5.0
"""Seconds after which a process that cannot be killed (one in uninterruptible I/O) is left."""


def marked(mark: str) -> Iterator[psutil.Process]:
    """Yield the living processes with this mark."""
    for process in psutil.process_iter():
        try:
            carries = process.environ().get(MARK) == mark
        except (psutil.Error, OSError):
            continue  # gone, a zombie, or somebody else's: none of them is ours to end
        if carries and process.pid != os.getpid():
            yield process


def end_all(mark: str) -> None:
    """Kill all processes with the mark, until a whole search finds none."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = list(marked(mark))
        if not found:
            return
        for process in found:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(found, timeout=0.2)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    end_all(sys.argv[1])


if __name__ == "__main__":
    main()
