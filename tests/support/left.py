"""What a test leaves behind in its process: sockets, event loops, threads and other processes."""

import gc
import threading
import time
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

PATIENCE: Final = 5.0
"""Seconds that a thread or a process has to end after it was told to."""
FOR_GOOD: Final = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
"""Processes that Python keeps until its own end."""

_SELF: Final = Path("/proc/self")


def present() -> frozenset[str]:
    """Return the name of each thing of this process that a test may not leave behind.

    An event loop shows as its sockets and its poll. Without /proc only threads are known.
    """
    return _threads() | _open() | _children()


def left(before: AbstractSet[str]) -> list[str]:
    """Return what is there and was not before, once all that ends by itself has ended."""
    if not (found := present() - before):
        return []
    # What only waits to be collected is closed here: in this test, which is then warned of it.
    gc.collect()
    until = time.monotonic() + PATIENCE
    while (found := present() - before) and time.monotonic() < until:
        time.sleep(0.01)
    return sorted(found)


def _threads() -> frozenset[str]:
    return frozenset(f"thread {one.name} ({one.ident})" for one in threading.enumerate())


def _open() -> frozenset[str]:
    found = set()
    for number in _listed("fd"):
        try:
            target = str(number.readlink())
        except OSError:  # the one that lists them
            continue
        if target.startswith("socket:"):
            found.add(target)
        elif "eventpoll" in target:
            found.add(f"poll of an event loop ({number.name})")
    return frozenset(found)


def _children() -> frozenset[str]:
    found = set()
    for task in _listed("task"):
        try:
            children = (task / "children").read_text().split()
        except OSError:  # a thread that has ended
            continue
        found |= {f"process {_command(child)} ({child})" for child in children}
    return frozenset(one for one in found if not any(name in one for name in FOR_GOOD))


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def _listed(name: str) -> list[Path]:
    try:
        return list((_SELF / name).iterdir())
    except OSError:  # another system than Linux
        return []
