"""Leftovers of a test in its process: sockets, event loops, threads and other processes."""

import gc
import os
import threading
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import pytest

PATIENCE: Final = 20.0
"""Seconds that a thread or a process has to end after it was told to."""
FOR_GOOD: Final = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
"""Processes that Python keeps until its own end."""

_SELF: Final = Path("/proc/self")


def present() -> frozenset[str]:
    """Return the name of each thing of this process that a test may not leave behind.

    An event loop shows as the sockets by which it wakes itself. Without /proc only threads are
    known, and never those of other languages that once ran a line of ours.
    """
    return _threads() | _open() | _children()


def checked() -> Iterator[None]:
    """Let whatever lies between run, and fail if it left something; for a fixture to yield from."""
    before = present()
    yield
    if found := left(before):
        pytest.fail(f"left behind: {', '.join(found)}")


def left(before: AbstractSet[str]) -> list[str]:
    """Return what is there and was not before, once all that ends by itself has ended."""
    if not present() - before:
        return []
    # What only waits to be collected is closed here: in this test, which is then warned of it.
    gc.collect()
    until = time.monotonic() + PATIENCE
    while (found := _at_work(present() - before)) and time.monotonic() < until:
        time.sleep(0.01)
    return sorted(found)


def _at_work(found: AbstractSet[str]) -> set[str]:
    """Leave out sockets that lead nowhere: kafka-python drops those that were refused."""
    known = " ".join(
        table.read_text()
        for name in ("tcp", "tcp6", "udp", "udp6", "unix")
        if (table := _SELF / "net" / name).exists()
    ).split()
    return {one for one in found if not one.startswith("socket:") or one[8:-1] in known}


def _threads() -> frozenset[str]:
    return frozenset(
        f"thread {one.name} ({one.ident})"
        for one in threading.enumerate()
        if not isinstance(one, threading._DummyThread)
    )


def _open() -> frozenset[str]:
    found = set()
    for number in _listed("fd"):
        try:
            target = os.readlink(number)  # noqa: PTH115  # twice in each test: a Path takes longer
        except OSError:  # the one that lists them
            continue
        if target.startswith("socket:"):
            found.add(target)
    return frozenset(found)


def _children() -> frozenset[str]:
    found = set()
    for task in _listed("task"):
        try:
            with open(f"{task}/children", "rb") as file:  # noqa: PTH123  # likewise
                children = file.read().decode().split()
        except OSError:  # a thread that has ended
            continue
        found |= {f"process {_command(child)} ({child})" for child in children}
    return frozenset(one for one in found if not any(name in one for name in FOR_GOOD))


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def _listed(name: str) -> list[str]:
    try:
        with os.scandir(f"{_SELF}/{name}") as found:
            return [one.path for one in found]
    except OSError:  # another system than Linux
        return []
