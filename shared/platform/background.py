"""Background tasks: they run until the process ends, and restart after a failure."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from shared.platform.metrics import BACKGROUND_FAILED

log = structlog.get_logger(__name__)

_FIRST, _LONGEST = 0.5, 30.0  # seconds
_WELL = 60.0  # seconds without a failure after which the next one is a first one again


async def kept_running(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Run the task until cancelled. If it fails or ends, restart it with growing pauses.

    ``name``: a word for the log and the metric. If a task merely died nobody would notice: its work
    would wait, while everything else continued.
    """
    clock, pause = asyncio.get_running_loop().time, _FIRST
    while True:
        began = clock()
        try:
            await run()
        except Exception:  # whatever it is
            BACKGROUND_FAILED.labels(name).inc()
            log.exception("background task failed", task=name, pause=pause)
        if clock() - began > _WELL:
            pause = _FIRST
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST)
