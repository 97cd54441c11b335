"""A service process: commands over HTTP, policies over Kafka, health and metrics.

Kafka may be away when the process starts and whenever it likes: commands are accepted as long as
the event store answers, and policies catch up.
"""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import structlog
import uvicorn
from faststream import ContextRepo
from faststream.asgi import AsgiFastStream, AsgiResponse, get
from faststream.kafka import KafkaBroker
from opentelemetry import trace
from prometheus_client import make_asgi_app
from pydantic_core import to_json

from shared import relay, telemetry
from shared.actor import ActorSigner, Asked, system
from shared.catalogue import Catalogue
from shared.contracts import Contract
from shared.decider import Decider, Refused
from shared.handle import Outcome, Streams
from shared.http import commands
from shared.kafka import Listener, Published, broker
from shared.message import Metadata, derive_id
from shared.read_model import Applier, consume
from shared.settings import Settings
from shared.store import EsdbStore, EventStore, StoreError

log = structlog.get_logger(__name__)

Ask: TypeAlias = Callable[[Any, Asked, UUID, Metadata], Awaitable[Outcome]]
"""Handle one command of this service: command, who and when, command id, metadata."""

React: TypeAlias = Callable[[Any], Iterable[Any]]
"""A policy: what this service asks of itself because of a fact. Pure."""

Background: TypeAlias = Callable[[Settings, Ask, KafkaBroker], Awaitable[None]]
"""Something that runs beside (a clock): until it is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Everything that makes a service; ``services/<x>/app.py`` holds the one value of it."""

    name: str
    catalogue: Catalogue
    contract: Contract
    categories: Sequence[str]
    published: Callable[[Any], object | None]
    commands: Mapping[str, type]
    """Wire name to class: those that people may ask for."""
    deciders: Sequence[tuple[type, Decider[Any, Any, Any]]]
    """Which decider rules on a command, by class; policies' own commands included."""
    listens: Sequence[Contract] = ()
    react: React = lambda _: ()
    background: Sequence[Background] = ()
    keeps: Callable[[Settings], Sequence[Applier]] = lambda _: ()
    """Tables of its own, filled from facts, for what runs beside; that prepares them too."""

    @property
    def relayed(self) -> relay.Relayed:
        return relay.Relayed(
            contract=self.contract,
            catalogue=self.catalogue,
            categories=self.categories,
            published=self.published,
        )


def asking(service: Service, store: EventStore) -> Ask:
    """Return the function that handles this service's commands on ``store``."""
    streams = Streams(store)
    deciders = dict(service.deciders)

    async def ask(command: Any, asked: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        decider = deciders[type(command)]
        return await streams.handle(
            decider, command, asked, command_id=command_id, metadata=metadata
        )

    return ask


def reacting(service: Service, ask: Ask) -> Callable[[Sequence[Published]], Awaitable[None]]:
    """Return what turns facts into this service's own commands, each at most once."""

    async def apply(facts: Sequence[Published]) -> None:
        for fact in facts:
            for n, command in enumerate(service.react(fact.fact)):
                with telemetry.span(
                    f"policy {type(command).__name__}",
                    kind=trace.SpanKind.CONSUMER,
                    parent=fact.traceparent,
                ):
                    await _react(service, ask, fact, derive_id(service.name, fact.id, n), command)

    return apply


async def _react(
    service: Service, ask: Ask, fact: Published, command_id: UUID, command: Any
) -> None:
    asked = Asked(at=fact.recorded_at, by=system(service.name))
    try:
        await ask(command, asked, command_id, fact.metadata())
    except Refused as no:
        log.info("policy refused", command=type(command).__name__, reason=str(no))


@dataclass(slots=True)
class _Parts:
    """What readiness looks at."""

    ping: Callable[[], Awaitable[None]]
    kafka: KafkaBroker
    listeners: list[Listener] = field(default_factory=list)

    async def states(self) -> dict[str, str]:
        try:
            await self.ping()
            store = "ready"
        except StoreError:
            store = "unreachable"
        return {"eventstore": store, **consumer_states(self.kafka, self.listeners)}


def consumer_states(kafka: KafkaBroker, listeners: Iterable[Listener]) -> dict[str, str]:
    """What readiness says of Kafka and of each consumer."""
    states = {"kafka": "ready" if kafka.running else "unreachable"}
    for listener in listeners:
        stuck = f"stuck: {listener.failing}" if listener.failing else "ready"
        states[f"consumer {listener.group}"] = stuck
    return states


def create_app(service: Service, settings: Settings) -> AsgiFastStream:
    """Wire one service together."""
    store = EsdbStore(settings.eventstore, service.catalogue)
    kafka = broker(settings.kafka)
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
        tasks = [
            asyncio.create_task(_kept_running(run, settings, ask, kafka))
            for run in service.background
        ]
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
                commands(service.commands, ActorSigner(settings.actor_key_list), ask),
            ),
            ("/health/live", live),
            ("/health/ready", ready(parts.states)),
            ("/metrics", make_asgi_app()),
        ],
        lifespan=lifespan,
        logger=None,
    )


async def _kept_running(run: Background, settings: Settings, ask: Ask, kafka: KafkaBroker) -> None:
    pause = 0.5
    while True:
        try:
            await run(settings, ask, kafka)
        except Exception:  # whatever it is: it begins again, later and later
            log.exception("background task failed", pause=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 30.0)


@get
async def live(_request: Any) -> AsgiResponse:
    return AsgiResponse(b"alive", 200, {"content-type": "text/plain"})


def ready(states: Callable[[], Awaitable[dict[str, str]]]) -> Any:
    """An endpoint: 200 when every part is ready, else 503; JSON says which is not."""

    @get
    async def endpoint(_request: Any) -> AsgiResponse:
        found = await states()
        status = 200 if all(state == "ready" for state in found.values()) else 503
        return AsgiResponse(to_json(found), status, {"content-type": "application/json"})

    return endpoint


def main(service: Service, argv: Sequence[str] = sys.argv) -> None:
    """``python -m services.<x>`` serves; ``python -m services.<x> relay`` relays."""
    settings = Settings()
    if list(argv[1:]) == ["relay"]:
        relay.run(settings, service.relayed)
        return
    serve(create_app(service, settings), settings)


def serve(app: Any, settings: Settings) -> None:
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
