"""Read models filled from the topics: ``python -m tests.bench.applying``, as a separate process.

It does the work of the portal's ``consume`` process, for some of its read models or all of them.
"""

import asyncio
import gc
import json
import os
import sys
import time
from typing import Any

import uvloop
from sqlalchemy import Engine, func, select

from portal.app.consumer import GROUP
from portal.app.read_models import READ_MODELS
from shared.hosting.consumer import broker, consume_together
from shared.platform.cluster import Cluster
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, positions
from tests.bench.machine import cpu_seconds
from tests.bench.memory import Resident

_STEP = 0.02  # seconds between two looks at how far it is


async def measured(plan: dict[str, Any]) -> dict[str, Any]:
    """Facts applied a second, from the first batch to the last.

    ``facts``: how many each topic has; ``consumers``: which read models, each with its own copy.
    """
    engine = make_engine(plan["database"], durable=False)
    kafka = broker(Cluster(servers=plan["kafka"]))
    models = [model for model in READ_MODELS if model.consumer in plan["consumers"]]
    appliers = [Applier(engine, model) for model in models]
    for applier in appliers:
        applier.prepare()
    consume_together(kafka, appliers, GROUP, lambda one: sys.exit(one.model.consumer))
    gc.freeze()  # as every process of ours that serves
    due = sum(
        plan["facts"].get(contract.topic, 0) for model in models for contract in model.contracts
    )
    memory = Resident(os.getpid())
    await kafka.start()
    try:
        while not (first := _applied(engine)):  # noqa: ASYNC110  # the tables tell nobody
            await asyncio.sleep(_STEP)
        began, used = time.perf_counter(), _own_cpu()
        while (now := _applied(engine)) < due:
            memory.look(now / due)
            await asyncio.sleep(_STEP)
        seconds = time.perf_counter() - began
        return {
            "facts": now,
            "per_second": round((now - first) / seconds),
            "cpu_us": round((_own_cpu() - used) / max(now - first, 1) * 1e6, 1),
            "rss": memory.told(),
        }
    finally:
        await kafka.stop()
        engine.dispose()


def _applied(engine: Engine) -> int:
    with engine.connect() as conn:
        return int(conn.scalar(select(func.sum(positions.c.offset + 1))) or 0)


def _own_cpu() -> float:
    return cpu_seconds({"own": os.getpid()})["own"]


def main() -> int:
    sys.stdout.write(json.dumps(uvloop.run(measured(json.loads(sys.argv[1])))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
