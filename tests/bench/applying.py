"""Read models fed from the topics: ``python -m tests.bench.applying``, as a separate process.

It does the work of the portal's ``consume`` process, for some of its read models or all of them.
Several of them on one database share the work. Each prints how many partitions it has, whenever
that changes, and leaves the group when its input ends.
"""

import asyncio
import gc
import json
import sys
from typing import Any

import uvloop

from portal.app.consumer import GROUP
from portal.app.read_models import READ_MODELS
from shared.hosting.consumer import Listener, broker, consume_together
from shared.platform.cluster import Cluster
from shared.platform.tables import make_engine
from shared.read_models.model import Applier

_STEP = 0.02  # seconds between two looks at what it has


async def feed(plan: dict[str, Any]) -> None:
    """Feed the read models that ``consumers`` names, whose tables are there."""
    engine = make_engine(plan["database"], durable=False)
    kafka = broker(Cluster(servers=plan["kafka"]))
    appliers = [
        Applier(engine, model) for model in READ_MODELS if model.consumer in plan["consumers"]
    ]
    listener = consume_together(kafka, appliers, GROUP, lambda one: sys.exit(one.model.consumer))
    gc.freeze()  # as every process of ours that serves
    await kafka.start()
    telling = asyncio.create_task(_told(listener))
    try:
        await asyncio.to_thread(sys.stdin.readline)
    finally:
        telling.cancel()
        listener.end()
        await kafka.stop()
        engine.dispose()


async def _told(listener: Listener) -> None:
    """Say how many partitions it has: the work is shared once each process has some."""
    known = 0
    consumer: Any = listener._subscriber.consumer
    while True:
        if (has := len(consumer.assignment())) != known:
            known = has
            sys.stdout.write(f"{has}\n")
            sys.stdout.flush()
        await asyncio.sleep(_STEP)


def main() -> int:
    uvloop.run(feed(json.loads(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
