"""Append as fast as the store takes it: ``python -m tests.bench.append_load``.

The ceiling of every service on this store: the same client library, the same payloads, and
nothing else in the process.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import uuid4

import uvloop
from esdbclient import AsyncEventStoreDBClient, NewEvent, StreamState

from tests.bench.figures import Rate, rate
from tests.bench.machine import cpu_seconds
from tests.bench.samples import NGO, allegation, encoded, triage

Append: TypeAlias = Callable[[], Awaitable[object]]


async def _append(tasks: int, appends: Sequence[Append], watched: dict[str, int]) -> Rate:
    latencies: list[float] = []
    waiting = iter(appends)

    async def work(waiting: Iterator[Append]) -> None:
        for append in waiting:
            began = time.perf_counter()
            await append()
            latencies.append(time.perf_counter() - began)

    used = cpu_seconds(watched)
    began = time.perf_counter()
    await asyncio.gather(*(work(waiting) for _ in range(tasks)))
    seconds = time.perf_counter() - began
    after = cpu_seconds(watched)
    return rate(latencies, seconds, {name: after[name] - used[name] for name in used})


async def measured(plan: dict[str, Any]) -> dict[str, Rate]:
    """``submissions`` new streams of one event, then two more events on ``again`` of them."""
    client = AsyncEventStoreDBClient(plan["uri"])
    await client.connect()
    watched = {"client": os.getpid(), **plan["watched"]}
    ids = [str(uuid4()) for _ in range(plan["submissions"])]
    try:
        first = [_appending(client, one, None, allegation(one, _now())) for one in ids]
        then = [_appending(client, one, 0, *triage(one, _now())) for one in ids[: plan["again"]]]
        return {
            "new stream": await _append(plan["clients"], first, watched),
            "existing stream": await _append(plan["clients"], then, watched),
        }
    finally:
        await client.close()


def _appending(
    client: AsyncEventStoreDBClient, submission_id: str, expected: int | None, *facts: object
) -> Append:
    envelope = {
        "schema": 1,
        "$correlationId": submission_id,
        "$causationId": str(uuid4()),
        "actor": NGO.actor_id,
    }
    metadata = json.dumps(envelope).encode()
    events = [
        NewEvent(id=uuid4(), type=name, data=data, metadata=metadata)
        for name, data in map(encoded, facts)
    ]
    return lambda: client.append_to_stream(
        f"submission-{submission_id}",
        current_version=StreamState.NO_STREAM if expected is None else expected,
        events=events,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> int:
    found = uvloop.run(measured(json.loads(sys.argv[1])))
    sys.stdout.write(json.dumps({name: asdict(one) for name, one in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
