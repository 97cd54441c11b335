"""A service process: commands over HTTP, policies over Kafka, and health.

Kafka may be away when the process starts or at any other time: the service accepts commands as long
as the event store answers, and its policies catch up.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from faststream import ContextRepo
from faststream.asgi import AsgiFastStream
from faststream.kafka import KafkaBroker

from shared.core.actor import ActorSigner
from shared.core.store import EsdbStore, StoreError
from shared.hosting.consumer import Listener, broker, consume, go_back
from shared.hosting.http import commands
from shared.hosting.service import Service, asking, reacting
from shared.hosting.serving import consumer_states, live, ready
from shared.platform import telemetry
from shared.platform.background import kept_running
from shared.platform.metrics import STORE_AWAY
from shared.platform.settings import Settings


@dataclass(slots=True)
class _Parts:
    """The parts that readiness checks."""

    ping: Callable[[], Awaitable[None]]
    kafka: KafkaBroker
    listeners: list[Listener] = field(default_factory=list)

    async def states(self) -> dict[str, str]:
        try:
            await self.ping()
            store = "ready"
        except StoreError:
            store = "unreachable"
        STORE_AWAY.set(store != "ready")
        return {"eventstore": store, **consumer_states(self.kafka, self.listeners)}


def create_app(service: Service, settings: Settings) -> AsgiFastStream:
    """Wire one service together."""
    store = EsdbStore(settings.eventstore, service.catalogue)
    kafka = broker(settings.cluster)
    parts = _Parts(store.ping, kafka)
    ask = asking(service, store)
    if service.listens:
        parts.listeners.append(
            Listener(kafka, service.listens, service.name, reacting(service, ask))
        )
    parts.listeners += [consume(kafka, applier) for applier in service.keeps(settings)]

    @asynccontextmanager
    async def lifespan(_: ContextRepo) -> AsyncIterator[None]:
        telemetry.start_logging(settings.log_level)
        telemetry.start(settings.telemetry, service.name)
        await store.connect()
        background = {
            run.__name__.strip("_"): partial(run, settings, ask, kafka)
            for run in service.background
        } | {"go back": partial(go_back, parts.listeners)}
        tasks = [asyncio.create_task(kept_running(*one)) for one in background.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await store.close()

    return AsgiFastStream(
        kafka,
        asgi_routes=[
            (
                "/commands",
                commands(
                    service.name,
                    service.commands,
                    ActorSigner(settings.actor_key_list),
                    ask,
                    demo=settings.demo,
                ),
            ),
            ("/health/live", live),
            ("/health/ready", ready(parts.states)),
        ],
        lifespan=lifespan,
        logger=None,
    )
