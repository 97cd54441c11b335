"""CloudEvents on Kafka, binary mode: attributes in headers, JSON in the value, key = stream."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import structlog
from aiokafka import ConsumerRebalanceListener
from aiokafka.structs import TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from kafka.partitioner.default import murmur2
from typing_extensions import override

from shared.contracts import Contract
from shared.message import Metadata, Recorded, derive_id

log = structlog.get_logger(__name__)

Partition: TypeAlias = tuple[str, int]
"""Topic and partition."""


class Record(Protocol):
    """What aiokafka and kafka-python both give for a message."""

    topic: str
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A fact as it arrives, and where it comes from. ``position`` is the event store's."""

    fact: Any
    id: UUID
    stream: str
    position: int
    recorded_at: datetime
    correlation_id: UUID
    actor: str
    traceparent: str | None
    topic: str
    partition: int
    offset: int

    @property
    def tp(self) -> Partition:
        return self.topic, self.partition

    def command_id(self, policy: str) -> UUID:
        """The same every time this fact reaches this policy."""
        return derive_id(policy, self.id)

    def metadata(self) -> Metadata:
        """For what a policy does because of this fact."""
        return Metadata(
            correlation_id=self.correlation_id,
            causation_id=self.id,
            actor=self.actor,
            traceparent=self.traceparent,
        )


def encode(
    record: Recorded[Any], fact: object, contract: Contract
) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """Return key, value and headers of the message that tells ``fact``."""
    name, version, data = contract.catalogue.encode(fact)
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(record.id),
        "ce_type": f"{name}.v{version}",
        "ce_source": f"/{contract.service}",
        "ce_subject": record.stream,
        "ce_time": record.recorded_at.isoformat(),
        "ce_position": str(record.position),
        "ce_correlationid": str(record.metadata.correlation_id),
        "ce_causationid": str(record.metadata.causation_id),
        "ce_actor": record.metadata.actor,
        "content-type": "application/json",
        "correlation_id": str(record.metadata.correlation_id),
    }
    if record.metadata.traceparent:
        headers["traceparent"] = record.metadata.traceparent
    return record.stream.encode(), data, [(k, v.encode()) for k, v in headers.items()]


def decode(record: Record, contracts: Mapping[str, Contract]) -> Published | None:
    """Return the fact, or None when this consumer does not know its type."""
    headers = {key: value.decode() for key, value in record.headers}
    name, _, version = headers["ce_type"].rpartition(".v")
    catalogue = contracts[record.topic].catalogue
    if name not in catalogue or int(version) > catalogue.version(name):
        return None
    return Published(
        fact=catalogue.decode(name, int(version), record.value or b""),
        id=UUID(headers["ce_id"]),
        stream=headers["ce_subject"],
        position=int(headers["ce_position"]),
        recorded_at=datetime.fromisoformat(headers["ce_time"]),
        correlation_id=UUID(headers["ce_correlationid"]),
        actor=headers["ce_actor"],
        traceparent=headers.get("traceparent"),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
    )


def position_of(record: Record) -> int:
    """Return the event store's position of the fact in a message."""
    return next((int(value) for key, value in record.headers if key == "ce_position"), 0)


def partition_of(stream: str, partitions: int) -> int:
    """Return where the facts of a stream are told: as Kafka's own clients place a key."""
    return (int(murmur2(stream.encode())) & 0x7FFFFFFF) % partitions


class PatientBroker(KafkaBroker):
    """Kafka may be away when a process starts, and gone when it stops.

    FastStream would try to start once, and its client waits for a dead Kafka for half a minute.
    """

    @override
    async def start(self) -> None:
        pause = 0.25
        while True:
            try:
                await super().start()
            except Exception as error:  # noqa: BLE001  # whatever it is, Kafka is not there yet
                log.warning("kafka is not there yet", error=type(error).__name__, pause=pause)
                await self.stop()
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10.0)
            else:
                return

    @override
    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        try:
            await asyncio.wait_for(super().stop(exc_type, exc_val, exc_tb), timeout=2.0)
        except Exception as error:  # noqa: BLE001  # it is being given up anyway
            log.info("kafka did not stop in time", error=type(error).__name__)


def broker(servers: str) -> PatientBroker:
    return PatientBroker(
        servers,
        consumer_only=True,  # facts leave through the relay alone
        allow_auto_create_topics=False,
        logger=logging.getLogger("rapporteur.kafka"),
        graceful_timeout=3.0,
    )


Resume: TypeAlias = Callable[[], Awaitable[Mapping[Partition, tuple[int, int]]]]
"""What the consumer's own tables remember: (offset, position) of the last fact applied."""

Batch: TypeAlias = Callable[[Sequence[Published]], Awaitable[None]]


_IDLE = 50  # milliseconds; FastStream waits so long for a batch, and then sleeps as long again


class Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped here
    """A consumer that never skips a fact and never spins on one.

    Facts come in batches, from the first one ever. A batch that fails is tried again with growing
    pauses until it succeeds, so an error stops this consumer and no other; ``failing`` says so.
    With ``resume``, what the tables remember wins over the group's offset: dropped tables are
    rebuilt, and a topic that is not the one they remember is read from its beginning.
    """

    def __init__(
        self,
        kafka: KafkaBroker,
        contracts: Sequence[Contract],
        group: str,
        apply: Batch,
        *,
        resume: Resume | None = None,
        max_records: int = 500,
    ) -> None:
        self.group = group
        self.failing: str | None = None
        self._apply = apply
        self._resume = resume
        self._expected: dict[Partition, int] = {}
        self._contracts = {contract.topic: contract for contract in contracts}
        self._subscriber = kafka.subscriber(
            *self._contracts,
            group_id=group,
            batch=True,
            batch_timeout_ms=_IDLE,
            max_records=max_records,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            session_timeout_ms=10_000,
            listener=self,
            decoder=_undecoded,
        )
        self._subscriber(self._handle)

    @override
    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        for tp in revoked:
            self._expected.pop((tp.topic, tp.partition), None)

    @override
    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        if self._resume is None:
            return
        remembered = await _patiently(self._resume, self)
        consumer: Any = self._subscriber.consumer
        for tp in assigned:
            offset, position = remembered.get((tp.topic, tp.partition), (0, 0))
            # From the last fact applied, to see that it still is the one at that offset.
            consumer.seek(tp, offset)
            if position:
                self._expected[tp.topic, tp.partition] = position

    async def _handle(self, message: KafkaMessage) -> None:
        raw = message.raw_message
        records: list[Record] = list(raw) if isinstance(raw, tuple) else [raw]
        on_course = await self._on_course(records)
        await _patiently(lambda: self._applied(on_course), self)
        if self._resume is None:
            await message.ack()

    async def _applied(self, records: list[Record]) -> None:
        decoded = [decode(record, self._contracts) for record in records]
        facts = [fact for fact in decoded if fact is not None]
        if facts:
            await self._apply(facts)

    async def _on_course(self, records: list[Record]) -> list[Record]:
        """Leave out the records of a topic that was refilled: it is read from the start."""
        lost: set[Partition] = set()
        for record in records:
            tp = (record.topic, record.partition)
            expected = self._expected.pop(tp, None)
            if expected is not None and position_of(record) != expected and record.offset:
                log.warning("topic is another one, reading it again", group=self.group, topic=tp[0])
                consumer: Any = self._subscriber.consumer
                await consumer.seek_to_beginning(TopicPartition(*tp))
                lost.add(tp)
        return [r for r in records if (r.topic, r.partition) not in lost]


async def _undecoded(message: KafkaMessage) -> None:
    """FastStream need not parse what ``decode`` parses."""


async def _patiently(act: Callable[[], Awaitable[Any]], listener: Listener) -> Any:
    pause = 0.25
    while True:
        try:
            result = await act()
        except Exception as error:  # whatever it is: never skip, never spin
            listener.failing = type(error).__name__
            log.exception("consumer is stuck", group=listener.group, pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30.0)
        else:
            listener.failing = None
            return result
