"""The ``consume`` process: feeds the read models, delivers the outbox and sends notices."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final

import structlog
from faststream import ContextRepo
from faststream.asgi import AsgiFastStream
from prometheus_client import Gauge
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.app.read_models import DRAFTS, GIVEN_UP, OBJECTS, READ_MODELS
from portal.casefile.attachments import sweep
from portal.casefile.submissions.pseudonyms import pseudonymous
from portal.committee.coverage import taking
from portal.committee.warning import looking
from portal.committee.warning.looking import Looker
from portal.followup.publication import publisher
from portal.followup.publication.publisher import Publisher
from portal.homes.notices import bounces, forgetting
from portal.homes.notices.work import notify
from portal.letters.statements import releasing as statements
from portal.oversight.times import gauge
from portal.public.briefings import working
from portal.public.briefings.working import Desk
from portal.public.corpus import working as sheets
from portal.public.history import importing as history
from portal.stakeholders import keys
from portal.stakeholders.dialogues import releasing
from portal.stakeholders.keys import Keys
from portal.stakeholders.organisations import recognition
from portal.web.clock.moved import Moved
from portal.web.commands import Commands, ServiceAway, client
from portal.web.delivery import outbox
from shared.facts.kafka import Partition
from shared.hosting.building import settled
from shared.hosting.consumer import Listener, broker, consume, consume_together, go_back
from shared.hosting.serving import consumer_states, live, ready, serve
from shared.platform import telemetry
from shared.platform.background import kept_running
from shared.platform.cluster import Cluster
from shared.platform.metrics import OUTBOX_AGE
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.read_models.together import has_all, near

log = structlog.get_logger(__name__)

GROUP: Final = "portal"
"""The group in which most read models are fed; one that is alone has a group called as itself."""

_IDLE = 0.05  # seconds between two looks into an empty outbox, when nothing came for a while
_SOON = 0.005  # by how much longer it looks again while nothing comes
_MEASURED = 1.0  # seconds between two looks at how long it has waited
_waiting = Gauge("rapporteur_outbox_away", "1 while the outbox cannot be delivered")


def create_app(settings: Settings) -> AsgiFastStream:
    engine = make_engine(settings.database, durable=False, pool=settings.pool)
    kept = make_engine(settings.database, durable=True, pool=settings.pool)
    vault = Vault(
        make_engine(settings.vault_database, durable=True, pool=settings.pool),
        settings.vault_key_list,
    )
    kafka = broker(settings.cluster)
    appliers = [Applier(engine, model) for model in pseudonymous(READ_MODELS, vault)]
    listeners: list[Listener] = []
    building: set[str] = set()

    @asynccontextmanager
    async def lifespan(_: ContextRepo) -> AsyncIterator[None]:
        telemetry.start_logging(settings.log_level)
        telemetry.start(settings.telemetry, "portal-consume")
        alone: list[asyncio.Task[None]] = []

        def run(work: Callable[..., Awaitable[None]], applier: Applier, *more: set[str]) -> None:
            one = partial(work, applier, settings.cluster, listeners, *more)
            name = f"feed {applier.model.consumer}"
            alone.append(asyncio.create_task(kept_running(name, one)))

        def part(applier: Applier) -> None:
            run(_fed_alone, applier)

        live_ones = []
        for applier in appliers:
            if await asyncio.to_thread(applier.prepare):
                live_ones.append(applier)
            else:  # not in the group of those who feed what is live: it would go stale
                building.add(applier.model.consumer)
                run(_fed_later, applier, building)
        abreast = await asyncio.to_thread(near, live_ones)
        for applier in live_ones:
            if applier not in abreast:
                part(applier)
        if abreast:
            listeners.append(consume_together(kafka, abreast, GROUP, part))

        async def filled() -> bool:
            """Whether every table has what Kafka has: what is looked up is not still to come.

            A replica reads some partitions, and asks the tables how far the others are.
            """
            if building or any([await one.behind() for one in [*listeners]]):
                return False
            ends: dict[Partition, int] = {}
            for one in [*listeners]:
                ends |= await one.elsewhere()
            return not ends or await asyncio.to_thread(has_all, appliers, ends)

        always: dict[str, Callable[[], Awaitable[None]]] = {
            "go back": partial(go_back, listeners),
            "deliver": partial(_deliver, kept, vault, settings),
            "notify": partial(notify, kept, vault, settings),
            "read bounces": partial(bounces.run, kept, settings),
            "forget": partial(forgetting.run, kept, vault, settings, filled),
            "measure letters": partial(gauge.run, kept, settings),
            "publish": partial(_publish, kept, vault, settings),
            "release statements": partial(statements.run, kept, vault, settings),
            "early warning": partial(_look, kept, settings),
            "briefings": partial(_brief, kept, vault, settings, filled),
            "history": partial(history.run, kept, vault, settings),
            "sheets": partial(sheets.run, engine, vault, settings),
            "keys": partial(_complete_keys, kept, settings),
            "sweep": partial(
                sweep.run,
                kept,
                vault,
                settings,
                filled,
                told_of=OBJECTS,
                drafts=DRAFTS,
                given_up=GIVEN_UP,
            ),
            "release slots": partial(releasing.run, kept, vault, settings),
            "take coverage": partial(taking.run, kept, vault, settings),
            "follow accreditation": partial(recognition.run, kept, vault, settings),
        }
        working = [asyncio.create_task(kept_running(*one)) for one in always.items()]
        try:
            yield
        finally:
            for one in [*working, *alone]:
                one.cancel()
            await asyncio.gather(*working, *alone, return_exceptions=True)

    async def states() -> dict[str, str]:
        waiting = {f"consumer {name}": "being built" for name in building}
        return consumer_states(kafka, listeners) | waiting

    return AsgiFastStream(
        kafka,
        asgi_routes=[
            ("/health/live", live),
            ("/health/ready", ready(states)),
        ],
        lifespan=lifespan,
        logger=None,
    )


async def _fed_later(
    applier: Applier, cluster: Cluster, listeners: list[Listener], building: set[str]
) -> None:
    """Build this version's tables beside the live ones; then consume as the others do."""
    await settled(applier, cluster)
    building.discard(applier.model.consumer)
    await _fed_alone(applier, cluster, listeners)


async def _fed_alone(applier: Applier, cluster: Cluster, listeners: list[Listener]) -> None:
    """Feed one read model by a consumer of its own, until cancelled."""
    await asyncio.to_thread(applier.prepare)  # its tables may be gone
    kafka = broker(cluster)
    listener = consume(kafka, applier)
    listeners.append(listener)
    try:
        await kafka.start()
        await asyncio.Event().wait()
    finally:
        listener.end()
        listeners.remove(listener)
        await kafka.stop()


async def _deliver(engine: Engine, vault: Vault, settings: Settings) -> None:
    """Deliver the outbox until cancelled; wait longer and longer while nobody takes it."""
    clock = Moved(settings, engine)

    def deliver(commands: Commands) -> int:
        return outbox.deliver(engine, commands, at=clock()) if outbox.waits(engine) else 0

    with client(settings) as http:
        commands = Commands(settings, clock.real, http, vault=vault, ahead=clock.ahead)
        ticks, measured, pause = asyncio.get_running_loop().time, 0.0, _IDLE
        while True:
            if (now := ticks()) - measured >= _MEASURED:  # first: it is seen even if all else fails
                await asyncio.to_thread(_measure, engine, clock)
                measured = now
            try:
                done = await asyncio.to_thread(deliver, commands)
            except (ServiceAway, SQLAlchemyError) as error:
                pause = min(max(pause, _IDLE) * 2, 5.0)
                _waiting.set(1)
                log.warning("outbox waits", error=type(error).__name__, pause=pause)
            else:
                pause = 0.0 if done else min(pause + _SOON, _IDLE)
                _waiting.set(0)
            await asyncio.sleep(pause)


def _measure(engine: Engine, clock: Moved) -> None:
    """Measure how long the oldest one waits that is of no import, by the clock that dated it."""
    with suppress(SQLAlchemyError):
        since = outbox.oldest(engine, imports=False)
        OUTBOX_AGE.set((clock() - since).total_seconds() if since else 0)


async def _publish(engine: Engine, vault: Vault, settings: Settings) -> None:
    clock = Moved(settings, engine)
    with client(settings) as http:
        commands = Commands(settings, clock.real, http, ahead=clock.ahead)
        await publisher.run(Publisher(engine, vault, commands), clock)


async def _look(engine: Engine, settings: Settings) -> None:
    clock = Moved(settings, engine)
    with client(settings) as http:
        commands = Commands(settings, clock.real, http, ahead=clock.ahead)
        await looking.run(Looker(engine, commands), clock)


async def _brief(
    engine: Engine, vault: Vault, settings: Settings, filled: Callable[[], Awaitable[bool]]
) -> None:
    clock = Moved(settings, engine)
    with client(settings) as http:
        commands = Commands(settings, clock.real, http, ahead=clock.ahead)
        await working.run(Desk(engine, commands, vault.reveal_all), clock, filled)


async def _complete_keys(engine: Engine, settings: Settings) -> None:
    clock = Moved(settings, engine)
    with client(settings) as http:
        commands = Commands(settings, clock.real, http, ahead=clock.ahead)
        await keys.run(Keys(engine, commands))


def main(settings: Settings) -> None:
    serve(create_app(settings), settings)


def rebuild(engine: Engine) -> None:
    """Drop every read model; the running consumer must be restarted to fill them again."""
    for model in READ_MODELS:
        Applier(engine, model).drop()
