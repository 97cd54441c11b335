"""A fact on the wire, and a consumer that neither skips nor spins."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiokafka.structs import TopicPartition
from prometheus_client import REGISTRY
from sqlalchemy import Column, Integer, MetaData, Table, delete, select, update

from shared.contracts.all import BY_TOPIC
from shared.contracts.intake import INTAKE, AdmissibilityConfirmed
from shared.core.message import Metadata, Recorded
from shared.core.testing import AT
from shared.facts.kafka import Newer, Published, decode, encode
from shared.hosting.consumer import Listener, broker
from shared.platform.cluster import Cluster
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, Put, ReadModel
from shared.read_models.places import positions
from shared.read_models.together import Together

NOWHERE = Cluster(servers="127.0.0.1:1")
FACT = AdmissibilityConfirmed(submission_id="s-1", confirmed_by="a-1", confirmed_at=AT)
RECORD = Recorded(
    id=uuid4(),
    stream="submission-s-1",
    version=3,
    position=4_711,
    recorded_at=AT,
    event=FACT,
    metadata=Metadata(
        correlation_id=uuid4(), causation_id=uuid4(), actor="a-1", traceparent="00-1-2-01"
    ),
)


@dataclass
class Wire:
    topic: str
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


def wired(record: Recorded[Any] = RECORD, offset: int = 7) -> Wire:
    _, value, headers = encode(record, record.event, INTAKE)
    return Wire("intake.events", 1, offset, value, headers)


def test_a_fact_survives_the_wire_with_where_it_comes_from() -> None:
    published = decode(wired(), BY_TOPIC)
    assert published is not None
    assert published.fact == FACT
    assert published.id == RECORD.id
    assert (published.stream, published.position) == ("submission-s-1", 4_711)
    assert published.tp == ("intake.events", 1)
    assert published.metadata() == replace(RECORD.metadata, causation_id=RECORD.id)


def test_the_key_is_the_stream_and_headers_are_cloudevents_without_personal_data() -> None:
    key, _, headers = encode(RECORD, FACT, INTAKE)
    assert key == b"submission-s-1"
    named = dict(headers)
    assert named["ce_type"] == b"admissibility-confirmed.v2"
    assert named["ce_specversion"] == b"1.0"
    assert set(named) == {
        "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_position",
        "ce_correlationid", "ce_causationid", "ce_actor", "content-type", "correlation_id",
        "traceparent",
    }  # fmt: skip


def test_a_fact_of_a_moved_clock_happened_then_and_was_recorded_in_real_time() -> None:
    moved = decode(wired(replace(RECORD, metadata=replace(RECORD.metadata, ahead=61))), BY_TOPIC)
    assert (moved.at, moved.recorded_at) == (AT + timedelta(days=61), AT)
    assert moved.metadata().ahead == 61, "what follows from it is dated likewise"
    assert decode(wired(), BY_TOPIC).at == AT


@pytest.mark.parametrize("unknown", [b"never-heard-of.v1", b"admissibility-confirmed.v99"])
def test_a_fact_newer_than_its_consumer_is_not_passed_over(unknown: bytes) -> None:
    wire = wired()
    headers = [(k, unknown if k == "ce_type" else v) for k, v in wire.headers]
    with pytest.raises(Newer, match=unknown.decode()):
        decode(replace(wire, headers=headers), BY_TOPIC)


def test_a_policy_asks_under_the_same_id_however_often_the_fact_comes() -> None:
    first, again = decode(wired(), BY_TOPIC), decode(wired(offset=9), BY_TOPIC)
    assert first.command_id("approvals") == again.command_id("approvals")
    assert first.command_id("approvals") != first.command_id("followup")


@dataclass
class Message:
    raw_message: tuple[Wire, ...]
    acked: int = 0

    async def ack(self) -> None:
        self.acked += 1


class Consumer:
    """Of aiokafka, as far as a listener uses it."""

    def __init__(self) -> None:
        self.sought: list[Any] = []

    def assignment(self) -> set[TopicPartition]:
        return {TopicPartition("intake.events", 1)}

    def pause(self, *_: Any) -> None: ...

    def resume(self, *_: Any) -> None: ...

    def seek(self, tp: Any, offset: int) -> None:
        self.sought.append((tp.partition, offset))

    async def seek_to_beginning(self, tp: Any) -> None:
        self.sought.append((tp.partition, "beginning"))


@dataclass
class Reading(Consumer):
    """One that reads this partition, and is so far."""

    tp: TopicPartition | None
    end: int | None = None
    at: int = 0

    def assignment(self) -> set[TopicPartition]:
        return {self.tp} if self.tp else set()

    def highwater(self, _: TopicPartition) -> int | None:
        return self.end

    async def position(self, _: TopicPartition) -> int:
        return self.at

    def seek(self, tp: Any, offset: int) -> None: ...

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return {0, 1, 2} if topic == "intake.events" else None

    async def end_offsets(self, some: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: 10 + tp.partition for tp in some}


TABLES = MetaData()
TOLD = Table("told", TABLES, Column("position", Integer, primary_key=True))
MODEL = ReadModel(
    consumer="test.told",
    contracts=(INTAKE,),
    tables=TABLES,
    project=lambda fact: [Put(TOLD, (fact.position,), {})],
)


async def test_a_failing_batch_is_tried_until_it_succeeds_and_only_then_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    seen: list[Published] = []

    async def ended_within(one: Listener, seconds: float) -> bool:
        pauses.append(seconds)
        assert one.failing == "OSError"
        return False

    async def apply(facts: Sequence[Published]) -> None:
        if len(pauses) < 9:
            raise OSError
        seen.extend(facts)

    monkeypatch.setattr(Listener, "ended_within", ended_within)
    listener = Listener(broker(NOWHERE), [INTAKE], "test", apply)
    message = Message((wired(),))
    await listener._handle(message)  # type: ignore[arg-type]  # as much of a message as it uses
    assert [one.fact for one in seen] == [FACT]
    assert message.acked == 1
    assert pauses == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]  # slower and slower, never spinning
    assert listener.failing is None


async def test_a_consumer_waits_at_what_only_its_next_version_knows() -> None:
    async def apply(facts: Sequence[Published]) -> None:
        told.extend(facts)

    told: list[Published] = []
    wire = wired()
    headers = [(k, b"never-heard-of.v1" if k == "ce_type" else v) for k, v in wire.headers]
    listener = Listener(broker(NOWHERE), [INTAKE], "old", apply)
    message = Message((wired(), replace(wire, headers=headers)))
    handling = asyncio.create_task(listener._handle(message))  # type: ignore[arg-type]  # as above
    async with asyncio.timeout(5):
        while listener.failing is None:  # noqa: ASYNC110  # no event to wait for
            await asyncio.sleep(0.01)
    assert listener.failing == "Newer"
    listener.end()
    await handling
    assert (told, message.acked) == ([], 0)


async def test_a_consumer_that_is_ended_tries_no_more() -> None:
    tries = 0

    async def apply(_: Sequence[Published]) -> None:
        nonlocal tries
        tries += 1
        listener.end()
        raise OSError

    listener = Listener(broker(NOWHERE), [INTAKE], "ended", apply)
    await listener._handle(Message((wired(),)))  # type: ignore[arg-type]  # as above
    assert tries == 1
    assert REGISTRY.get_sample_value("rapporteur_consumer_failing", {"consumer": "ended"}) == 0


async def test_where_the_tables_remember_no_batch_waits_until_kafka_is_told() -> None:
    async def apply(facts: Sequence[Published]) -> None:
        told.extend(facts)

    async def resume() -> dict[tuple[str, int], tuple[int, int]]:
        return {}

    told: list[Published] = []
    listener = Listener(broker(NOWHERE), [INTAKE], "test", apply, resume=resume)
    message = Message((wired(),))
    await listener._handle(message)  # type: ignore[arg-type]  # as much of a message as it uses
    assert ([one.fact for one in told], message.acked) == ([FACT], 0)


async def test_what_was_applied_is_counted_for_the_operators() -> None:
    async def apply(_: Sequence[Published]) -> None:
        pass

    listener = Listener(broker(NOWHERE), [INTAKE], "counted", apply)
    await listener._handle(Message((wired(),)))  # type: ignore[arg-type]
    told = {"consumer": "counted", "topic": "intake.events"}
    assert REGISTRY.get_sample_value("rapporteur_applied_position", told) == 4_711
    only = {"consumer": "counted"}
    assert REGISTRY.get_sample_value("rapporteur_facts_applied_total", only) == 1
    assert REGISTRY.get_sample_value("rapporteur_consumer_failing", only) == 0
    age = REGISTRY.get_sample_value("rapporteur_applied_age_seconds", only)
    assert age is not None
    assert age > 0


async def test_a_topic_that_is_another_one_is_read_from_its_beginning() -> None:
    applied: list[int] = []

    async def apply(facts: Sequence[Published]) -> None:
        applied.extend(fact.position for fact in facts)

    async def resume() -> dict[tuple[str, int], tuple[int, int]]:
        return {("intake.events", 1): (7, 4_711)}

    listener = Listener(broker(NOWHERE), [INTAKE], "test", apply, resume=resume)
    listener._subscriber.consumer = consumer = Consumer()
    tp = TopicPartition("intake.events", 1)

    await listener.on_partitions_assigned([tp])
    assert consumer.sought == [(1, 7)]  # from the last fact applied, not after it
    await listener._handle(Message((wired(),)))  # type: ignore[arg-type]
    assert applied == [4_711]  # it is the same fact: go on (applying it again changes nothing)

    await listener.on_partitions_assigned([tp])
    other = wired(replace(RECORD, position=5_000))
    await listener._handle(Message((other,)))  # type: ignore[arg-type]
    assert applied == [4_711]
    assert consumer.sought[-1] == (1, "beginning")
    await listener._handle(Message((other,)))  # type: ignore[arg-type]
    assert applied == [4_711, 5_000]


async def test_a_consumer_is_behind_until_it_applied_all_that_there_is() -> None:
    async def nothing(*_: Any) -> Any:
        return {}

    tp = TopicPartition("intake.events", 1)
    listener = Listener(broker(NOWHERE), [INTAKE], "test", nothing, resume=nothing)
    listener._subscriber.consumer = consumer = Reading(tp)
    assert await listener.behind(), "it does not know yet what it reads"
    consumer.tp, read = None, consumer.tp
    await listener.on_partitions_assigned([])
    assert await listener.behind(), "others have all there is, and it knows nothing of them"
    consumer.tp = read
    await listener.on_partitions_assigned([tp])
    assert await listener.behind(), "it does not know yet how much there is"
    for consumer.end, consumer.at, behind in ((7, 6, True), (7, 7, False), (0, 0, False)):
        assert await listener.behind() is behind
    listener.failing = "OSError"
    assert await listener.behind()
    assert await listener.elsewhere() == {("intake.events", 0): 10, ("intake.events", 2): 12}


async def test_a_batch_of_before_a_rebalance_is_not_applied_after_it(tmp_path: Path) -> None:
    """Another process made the tables anew, and joined: nothing before the batch is skipped."""
    url = f"sqlite:///{tmp_path}/tables.db"
    applier, other = (Applier(make_engine(url, durable=False), MODEL) for _ in range(2))
    applier.prepare()

    async def apply(facts: Sequence[Published]) -> None:
        await asyncio.to_thread(applier.apply, facts)

    async def resume() -> dict[tuple[str, int], tuple[int, int]]:
        return await asyncio.to_thread(applier.remembered)

    listener = Listener(broker(NOWHERE), [INTAKE], "test", apply, resume=resume)
    listener._subscriber.consumer = consumer = Consumer()
    tp = TopicPartition("intake.events", 1)
    first, second = wired(offset=0), wired(replace(RECORD, position=5_000), offset=1)

    await listener._handle(Message((first,)))  # type: ignore[arg-type]  # as above
    await listener.on_partitions_revoked([tp])
    other.drop()
    other.prepare()
    await listener._handle(Message((second,)))  # type: ignore[arg-type]  # it was fetched before
    third = wired(replace(RECORD, position=6_000), offset=2)
    await listener._handle(Message((third,)))  # type: ignore[arg-type]  # it was fetched before
    await listener.on_partitions_assigned([tp])
    assert consumer.sought == [(1, 0)]
    assert applier.remembered() == {}
    await listener._handle(Message((first, second, third)))  # type: ignore[arg-type]
    assert applier.remembered() == {("intake.events", 1): (2, 6_000)}
    with applier.engine.connect() as conn:
        assert list(conn.scalars(select(TOLD.c.position))) == [4_711, 5_000, 6_000]
    for one in (applier, other):
        one.engine.dispose()


async def test_tables_whose_database_lost_its_last_commits_are_fed_from_where_they_are(
    tmp_path: Path,
) -> None:
    """PostgreSQL was killed: what nothing waited for is gone, and the consumer knows better."""
    applier = Applier(make_engine(f"sqlite:///{tmp_path}/tables.db", durable=False), MODEL)
    applier.prepare()
    fed = Together([applier], lambda _: None)
    listener = Listener(
        broker(NOWHERE), [INTAKE], "test", fed.apply, resume=fed.resume, look=fed.look
    )
    listener._subscriber.consumer = consumer = Consumer()
    first, second, third = (
        wired(replace(RECORD, position=5_000 + offset), offset=offset) for offset in range(3)
    )
    await listener._handle(Message((first,)))  # type: ignore[arg-type]  # as above
    await listener._handle(Message((second,)))  # type: ignore[arg-type]
    await listener.look()
    assert consumer.sought == []

    def lose() -> None:
        with applier.engine.begin() as conn:
            conn.execute(delete(TOLD).where(TOLD.c.position == 5_001))
            conn.execute(update(positions).values(offset=0, position=5_000))

    lose()
    await listener.look()  # nothing came
    assert consumer.sought == [(1, 0)]
    await listener._handle(Message((first, second)))  # type: ignore[arg-type]
    consumer.sought.clear()
    lose()

    await listener._handle(Message((third,)))  # type: ignore[arg-type]
    assert (consumer.sought, listener.failing) == ([(1, 0)], None)
    assert applier.remembered() == {("intake.events", 1): (0, 5_000)}
    await listener._handle(Message((first, second, third)))  # type: ignore[arg-type]
    with applier.engine.connect() as conn:
        assert list(conn.scalars(select(TOLD.c.position))) == [5_000, 5_001, 5_002]
    applier.engine.dispose()
