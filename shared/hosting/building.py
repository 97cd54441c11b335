"""Rebuilds: build the next generation of a read model from Kafka and swap it in for the live one.

``build`` does this once, on request. ``settled`` is for a process whose version defines the tables
differently from the live ones: it waits, while the processes of the other version serve.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from shared.hosting.consumer import Listener, broker, consume, go_back
from shared.platform.cluster import Cluster
from shared.read_models.beside import Generation, Gone
from shared.read_models.model import Applier

log = structlog.get_logger(__name__)

_STEP = 0.1  # seconds between two looks at how far it is
_COMPARED = 100  # looks for a moment in which both are at the same place


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The facts applied by the next generation; ``of``: by the live one."""

    applied: int
    of: int
    seconds: float
    failing: str | None


async def build(
    live: Applier,
    cluster: Cluster,
    *,
    anew: bool,
    tell: Callable[[Progress], None] = lambda _: None,
) -> tuple[str, str] | None:
    """Build, compare, swap, and drop the old tables; return the hash of both, if comparable.

    They are not comparable if the definition changed, or if facts never paused for a moment.
    ``anew``: start with empty tables, else with the leftovers of an earlier attempt. Raises
    ``Gone``.
    """
    generation = Generation(live)
    await asyncio.to_thread(generation.begin, anew=anew)
    began = time.monotonic()
    async with _consuming(generation.next, cluster) as listener:

        async def look() -> bool:
            applied, of = await asyncio.to_thread(generation.progress)
            tell(
                Progress(
                    applied=applied,
                    of=of,
                    seconds=time.monotonic() - began,
                    failing=listener.failing,
                )
            )
            return applied >= of

        while not await look():  # noqa: ASYNC110  # the tables tell nobody
            await asyncio.sleep(_STEP)
        await asyncio.to_thread(generation.analyse)
        hashes = await _compare(generation)
        while not await asyncio.to_thread(generation.swap):
            await look()
            await asyncio.sleep(_STEP)
    await asyncio.to_thread(generation.sweep)
    return hashes


async def settled(live: Applier, cluster: Cluster) -> None:
    """Return when the live tables have this version's definition.

    If there are none they are created; if another version's are live, ours are built beside them.
    Several waiting processes build together.
    """
    pause = 0.25
    while True:
        try:
            if await asyncio.to_thread(live.prepare):
                return
            log.info("tables are built beside the live ones", consumer=live.model.consumer)
            await build(live, cluster, anew=False)
            continue
        except Gone:  # another process drops or makes them
            log.info("tables wait", consumer=live.model.consumer)
        except SQLAlchemyError:
            log.exception("tables wait", consumer=live.model.consumer, pause=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 30.0)


async def _compare(generation: Generation) -> tuple[str, str] | None:
    if await asyncio.to_thread(generation.alike):
        for _ in range(_COMPARED):
            if hashes := await asyncio.to_thread(generation.hashes):
                return hashes
            await asyncio.sleep(_STEP)
    return None


@asynccontextmanager
async def _consuming(applier: Applier, cluster: Cluster) -> AsyncIterator[Listener]:
    kafka = broker(cluster)
    listener = consume(kafka, applier)
    tasks = [asyncio.create_task(one) for one in (kafka.start(), go_back([listener]))]
    try:
        yield listener
    finally:
        listener.end()
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await kafka.stop()
