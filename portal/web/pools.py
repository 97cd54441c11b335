"""Pools of threads that answer, one for each kind of page, so that none starves another.

What needs no account and can be flooded (``OPEN``) has threads of its own beside signed-in filing,
and so have public files that take seconds to make (``FILES``).
The feed is a separate process.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, ParamSpec, TypeVar

from shared.platform.metrics import BUSY

P = ParamSpec("P")
T = TypeVar("T")

PROBES, FILING, OPEN, CHANNEL, DOOR, PUBLIC, FILES, STAFF = (
    "probes", "filing", "open", "channel", "door", "public", "files", "staff"
)  # fmt: skip

THREADS: Final = {PROBES: 1, FILING: 5, OPEN: 2, CHANNEL: 3, DOOR: 3, PUBLIC: 3, FILES: 2, STAFF: 7}
"""Requests of each kind that are worked on at once."""

_WAITING: Final = 100
"""Requests of a kind that wait for a thread; more are told to come again."""


class Full(Exception):
    """Too many wait already."""


class Pool:
    def __init__(self, name: str, threads: int, *, waiting: int = _WAITING) -> None:
        self._name = name
        self._most = threads + waiting
        self._inside: set[Future[Any]] = set()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call it in a thread. Raises ``Full``: then it was not called."""
        if len(self._inside) >= self._most:
            BUSY.labels(self._name).inc()
            raise Full
        called = self._threads.submit(function, *args, **kwargs)
        self._inside.add(called)
        called.add_done_callback(self._inside.discard)
        return await asyncio.wrap_future(called)

    def close(self, *, wait: bool = False) -> None:
        self._threads.shutdown(wait=wait, cancel_futures=True)


def pools(*, waiting: int = _WAITING) -> dict[str, Pool]:
    return {name: Pool(name, threads, waiting=waiting) for name, threads in THREADS.items()}
