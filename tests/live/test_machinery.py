"""The guarantees of the event machinery, on the real broker and the real store."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, TopicPartition
from sqlalchemy import Engine, func, select
from typing_extensions import override

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import running_node
from deploy.local.ports import free_port
from portal.committee.activity.read_model import ACTIVITY, activity
from services.intake.app import INTAKE_SERVICE
from shared.contracts.all import CONTRACTS
from shared.contracts.intake import Consent, Victim
from shared.contracts.intake_commands import DecideNotToAct, SubmitAllegation, TriageSubmission
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Metadata, Sealed
from shared.core.roles import Role
from shared.core.store import EsdbStore
from shared.core.testing import AT
from shared.facts import topics
from shared.hosting.consumer import broker, consume
from shared.hosting.relay import Relay, relayed
from shared.hosting.service import Ask, asking
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, ReadModel, digest

pytestmark = [
    pytest.mark.live,
    # kafka-python leaves the socket of a connection that failed to the garbage collector
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
    ),
]

NGO = Asked(at=AT, by=Actor(actor_id="ngo", roles=frozenset({Role.NGO_MEMBER})))
QRD = Asked(at=AT, by=Actor(actor_id="qrd", roles=frozenset({Role.QUICK_RESPONSE_DESK})))
SEALED = Sealed("submission", "…")


@dataclass(slots=True)
class Parts:
    settings: Settings
    directory: Path
    engine: Engine

    @property
    def applier(self) -> Applier:
        return Applier(self.engine, ACTIVITY)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    engine = make_engine(f"sqlite:///{tmp_path}/portal.db", durable=False)
    kafka = f"127.0.0.1:{free_port()}"
    with running_node(tmp_path / "store.db") as uri:
        yield Parts(Settings(eventstore=uri, kafka=kafka), tmp_path, engine)
    engine.dispose()


@contextmanager
def kafka(parts: Parts, data: str = "kafka") -> Iterator[None]:
    port = int(parts.settings.kafka.rpartition(":")[2])
    with running_broker(parts.directory / data, port=port):
        topics.create(parts.settings.cluster, CONTRACTS, partitions=3)
        yield


@contextmanager
def relaying(parts: Parts) -> Iterator[None]:
    relay = Relay(parts.settings, relayed(INTAKE_SERVICE))
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield
    finally:
        relay.stop()
        thread.join(15)
        assert not thread.is_alive()


@asynccontextmanager
async def consuming(
    parts: Parts, model: ReadModel = ACTIVITY, *, applier: Applier | None = None
) -> AsyncIterator[Any]:
    kafka = broker(parts.settings.cluster)
    applier = applier or Applier(parts.engine, model)
    applier.prepare()
    listener = consume(kafka, applier)
    starting = asyncio.create_task(kafka.start())
    try:
        yield listener
    finally:
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
        await kafka.stop()


@asynccontextmanager
async def intake(parts: Parts) -> AsyncIterator[Ask]:
    store = EsdbStore(parts.settings.eventstore, INTAKE_SERVICE.catalogue)
    await store.connect()
    try:
        yield asking(INTAKE_SERVICE, store)
    finally:
        await store.close()


def submission(submission_id: str) -> SubmitAllegation:
    return SubmitAllegation(
        submission_id=submission_id,
        channel="portal",
        language="en",
        state="FRA",
        urgent=True,
        mandates=("sr-torture",),
        on_behalf=False,
        source_subject=f"source-{submission_id}",
        reprisal=False,
        requested=(),
        victims=(
            Victim(
                victim_id="1",
                details=SEALED,
                consent=Consent(act="yes", authorities="yes", public="no", name_form="none"),
            ),
        ),
        particulars=None,
        matching=(),
        perpetrators=SEALED,
        incident=SEALED,
        narrative=SEALED,
    )


def metadata() -> Metadata:
    return Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="ngo")


async def submit(ask: Ask, number: int) -> None:
    for _ in range(number):
        await ask(submission(str(uuid4())), NGO, uuid4(), metadata())


def lines(parts: Parts) -> int:
    with parts.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(activity)) or 0


def told(parts: Parts) -> int:
    consumer = KafkaConsumer(bootstrap_servers=parts.settings.kafka)
    partitions = [TopicPartition("intake.events", number) for number in range(3)]
    try:
        return sum(consumer.end_offsets(partitions).values())
    finally:
        consumer.close()


async def until(condition: Any, *, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):  # what is waited for happens in other processes
        while not condition():  # noqa: ASYNC110  # no event to wait for
            await asyncio.sleep(0.02)


async def test_a_command_reaches_the_tables(parts: Parts) -> None:
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts):
                await submit(ask, 5)
                await until(lambda: lines(parts) == 5)


async def test_kafka_may_come_later_than_everything_else(parts: Parts) -> None:
    async with intake(parts) as ask, consuming(parts):
        with relaying(parts):
            await submit(ask, 3)
            with kafka(parts):
                await until(lambda: lines(parts) == 3)


async def test_a_relay_that_begins_again_loses_nothing_and_doubles_nothing(parts: Parts) -> None:
    async with intake(parts) as ask:
        with kafka(parts):
            async with consuming(parts):
                for told_before in (0, 2, 4):
                    with relaying(parts):
                        await submit(ask, 2)
                        await until(lambda: lines(parts) == told_before + 2)  # noqa: B023
                await submit(ask, 1)
                assert told(parts) == 6
                with relaying(parts), relaying(parts):  # a zombie beside its successor
                    await submit(ask, 2)
                    await until(lambda: lines(parts) == 9)


async def test_an_emptied_kafka_is_refilled_by_itself(parts: Parts) -> None:
    async with intake(parts) as ask:
        with kafka(parts, "first"), relaying(parts):
            async with consuming(parts):
                await submit(ask, 6)
                await until(lambda: lines(parts) == 6)
        with parts.engine.connect() as conn:
            before = digest(conn, ACTIVITY.tables)

        with kafka(parts, "another"), relaying(parts):
            async with consuming(parts):
                await submit(ask, 1)
                await until(lambda: lines(parts) == 7)

        parts.applier.drop()
        with kafka(parts, "another"):
            async with consuming(parts):
                await until(lambda: lines(parts) == 7)
        with parts.engine.connect() as conn:
            assert digest(conn, ACTIVITY.tables) != before


async def test_dropped_tables_rebuild_themselves_with_the_same_hash(parts: Parts) -> None:
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts):
                await submit(ask, 20)
                await until(lambda: lines(parts) == 20)
            with parts.engine.connect() as conn:
                before = digest(conn, ACTIVITY.tables)
            parts.applier.drop()
            async with consuming(parts):
                await until(lambda: lines(parts) == 20)
            with parts.engine.connect() as conn:
                assert digest(conn, ACTIVITY.tables) == before


@dataclass(slots=True)
class Slow(Applier):
    """Tables of a database that takes its time to say how far they are."""

    may_say: threading.Event = field(default_factory=threading.Event)

    @override
    def remembered(self) -> dict[tuple[str, int], tuple[int, int]]:
        found = Applier.remembered(self)
        self.may_say.wait(10)
        return found


async def test_nothing_is_read_before_the_tables_said_how_far_they_are(parts: Parts) -> None:
    """The group is further than the tables after each rebalance and each death of a consumer."""
    slow = Slow(parts.engine, ACTIVITY)
    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts):
                await submit(ask, 6)
                await until(lambda: lines(parts) == 6)
            parts.applier.drop()
            async with consuming(parts, applier=slow):
                await submit(ask, 3)
                await until(lambda: told(parts) == 9)
                with suppress(TimeoutError):
                    await until(lambda: lines(parts) > 0, seconds=1)
                slow.may_say.set()
                await until(lambda: lines(parts) == 9)


async def test_an_error_stops_its_consumer_and_skips_nothing(parts: Parts) -> None:
    broken = True

    def project(published: Any) -> Any:
        if broken:
            raise OSError
        return ACTIVITY.project(published)

    async with intake(parts) as ask:
        with kafka(parts), relaying(parts):
            async with consuming(parts, replace(ACTIVITY, project=project)) as listener:
                await submit(ask, 4)
                await until(lambda: listener.failing == "OSError")
                assert lines(parts) == 0
                broken = False
                await until(lambda: lines(parts) == 4)
                assert listener.failing is None


async def test_two_people_cannot_overwrite_each_other(parts: Parts) -> None:
    submission_id = str(uuid4())

    async def race(ask: Ask, command: Any) -> str:
        try:
            done = await ask(command, QRD, uuid4(), metadata())
        except Refused:
            return "refused"
        return "changed" if done.event_ids else "already so"

    async with intake(parts) as one, intake(parts) as other:
        await one(submission(submission_id), NGO, uuid4(), metadata())
        triage = TriageSubmission(
            submission_id=submission_id,
            urgency="urgent",
            mandates=("sr-torture",),
        )
        drop = DecideNotToAct(submission_id=submission_id, reason_code="duplicate")
        results = await asyncio.gather(
            *[race(ask, drop) for ask in (one, other) for _ in range(5)],
            *[race(ask, triage) for ask in (one, other) for _ in range(5)],
        )
    assert results[:10].count("changed") == 1  # decided once, by whoever came first
    assert results[10:].count("changed") <= 1
