"""Relays: publish a service's events to Kafka, in order, at least once.

The relay's checkpoint is the offset of its group on partition 0 of its topic, and holds a position
of the event store, not of the topic. An emptied Kafka has lost the checkpoint too, so the relay
refills it from the beginning. The checkpoint moves once a second, as that costs Kafka and the relay
as much as a fact: a relay that restarts looks at the last message of each partition and does not
repeat messages that it sent after its last checkpoint; only two relays at once send duplicates.
"""

import gc
import json
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaConfigurationError, KafkaError, KafkaTimeoutError
from kafka.net.compat import KafkaNetClient
from kafka.producer.future import RecordMetadata
from kafka.structs import OffsetAndMetadata
from opentelemetry import trace

from shared.contracts import Contract
from shared.core.catalogue import Catalogue
from shared.core.message import Recorded
from shared.core.store import Following, StoreError, Undecodable, following
from shared.facts.kafka import encode, partition_of, position_of
from shared.hosting.service import Service
from shared.platform import metrics, telemetry
from shared.platform.cluster import Cluster
from shared.platform.metrics import RELAY_AWAY, RELAY_STUCK, RELAYED, RELAYED_AGE, RELAYED_POSITION
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_AT_ONCE = 500  # facts sent before they are flushed and the checkpoint moves
_PATIENCE = 10.0  # seconds for Kafka to give the last message of a partition
_GATHER = 0.02  # seconds that more facts are waited for, while they come faster than one by one
_MOVE = 1.0  # seconds between two moves of the checkpoint while facts come
_DIVIDED = (
    "Topic {0} has {1} partitions now and had {2} when its facts were published. Nothing is"
    " published, as the facts of a stream would lose their order. Refill the topics:"
    " docs/runbook.md, section Change the number of partitions."
)
_SILENT = 60.0  # seconds without an event; then store and Kafka are asked whether they are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """A relay's view of its service. ``published`` is pure: an event's fact, or None."""

    contract: Contract
    catalogue: Catalogue
    categories: Sequence[str]
    published: Callable[[Any], object | None]


def relayed(service: Service) -> Relayed:
    return Relayed(
        contract=service.contract,
        catalogue=service.catalogue,
        categories=service.categories,
        published=service.published,
    )


def opened(kind: Callable[..., Any], **config: Any) -> Any:
    """Return a ``KafkaProducer`` or ``KafkaConsumer``; if that fails, nothing of it stays open.

    kafka-python leaves sockets open if Kafka does not answer in time, and a consumer's thread too.
    """
    clients: list[Any] = []

    def client(**settings: Any) -> Any:
        clients.append(KafkaNetClient(**settings))
        return clients[-1]

    try:
        return kind(**config, kafka_client=client)
    except BaseException:
        for one in clients:
            one.close()
        raise


class Divided(KafkaConfigurationError):  # type: ignore[misc]  # kafka-python is untyped here
    """A stream's further facts would come to another partition than those before them."""


class Checkpoint:
    """The progress of a topic's relay, in the event store's positions."""

    def __init__(self, cluster: Cluster, contract: Contract) -> None:
        self._tp = TopicPartition(contract.topic, 0)
        self._consumer = opened(
            KafkaConsumer,
            **cluster.arguments(),
            bootstrap_timeout_ms=5_000,
            group_id=f"relay.{contract.service}",
            enable_auto_commit=False,
        )
        self._consumer.assign([self._tp])
        self._ends: dict[str, int] = {}
        self._reached: int | None = None
        self._due = 0.0

    @property
    def waits(self) -> bool:
        """Whether it is behind what is published."""
        return self._reached is not None

    def begin(self) -> tuple[int | None, dict[int, int]]:
        """Return the checkpoint's position, and ``told``.

        A partition that is now shorter has lost its end: a machine lost power, or a replica that
        was behind became the leader. The lost facts are published again.

        Raises:
            Divided: the topic was given more partitions while it held facts.
        """
        found = self._consumer.committed(self._tp, metadata=True)
        told = self.told()
        if found is None:
            return None, told
        then: dict[str, int] = json.loads(found.metadata or "{}")
        lost = [
            int(partition) for partition, end in then.items() if self._ends.get(partition, 0) < end
        ]
        if then and not lost and len(then) < len(told):
            raise Divided(_DIVIDED.format(self._tp.topic, len(told), len(then)))
        if not lost:
            return found.offset, told
        log.warning(
            "topic lost its end, publishing it again", topic=self._tp.topic, partitions=lost
        )
        return min(found.offset, *(told.get(partition, 0) for partition in lost)) or None, told

    def told(self) -> dict[int, int]:
        """Return the event store's position of the last message of every partition."""
        topic = self._tp.topic
        partitions = [
            TopicPartition(topic, number)
            for number in sorted(self._consumer.partitions_for_topic(topic) or ())
        ]
        told = dict.fromkeys((tp.partition for tp in partitions), 0)
        ends = self._consumer.end_offsets(partitions)
        begins = self._consumer.beginning_offsets(partitions)
        self._ends = {str(tp.partition): end for tp, end in ends.items()}
        waiting = {tp for tp in partitions if ends[tp] > begins[tp]}
        self._consumer.assign(list(waiting))
        for tp in waiting:
            self._consumer.seek(tp, ends[tp] - 1)
        deadline = time.monotonic() + _PATIENCE
        while waiting:
            if time.monotonic() > deadline:
                raise KafkaTimeoutError
            for tp, records in self._consumer.poll(timeout_ms=500).items():
                told[tp.partition] = max(told[tp.partition], position_of(records[-1]))
                waiting.discard(tp)
        self._consumer.assign([self._tp])
        return told

    def move(self, position: int, sent: Iterable[RecordMetadata] = ()) -> None:
        """Note that facts up to here are published, ``sent`` last, and the partitions' ends.

        Kafka is told now, or within ``_MOVE`` seconds by ``settle``.
        """
        self._ends |= {str(record.partition): record.offset + 1 for record in sent}
        self._reached = position
        if time.monotonic() >= self._due:
            self.settle()

    def settle(self) -> None:
        """Tell Kafka what is noted."""
        if self._reached is None:
            return
        noted = json.dumps(self._ends, separators=(",", ":"))
        self._consumer.commit({self._tp: OffsetAndMetadata(self._reached, noted, -1)})
        self._reached, self._due = None, time.monotonic() + _MOVE

    def close(self) -> None:
        self._consumer.close(autocommit=False)


def publish(
    records: Sequence[Recorded[Any]],
    relayed: Relayed,
    producer: Any,
    checkpoint: Any,
    told: Mapping[int, int],
) -> None:
    """Send every fact to publish, wait until Kafka has it, then move the checkpoint.

    ``told``: by partition, the position up to which facts are already on the topic.
    """
    sent = []
    for record in records:
        fact = relayed.published(record.event)
        if fact is None:
            continue
        with telemetry.span(
            f"relay {relayed.contract.topic}",
            kind=trace.SpanKind.PRODUCER,
            parent=record.metadata.traceparent,
            position=record.position,
        ):
            key, value, headers = encode(record, fact, relayed.contract)
            partition = partition_of(record.stream, len(told))
            if record.position <= told[partition]:
                continue
            sent.append(
                producer.send(
                    relayed.contract.topic,
                    key=key,
                    value=value,
                    headers=headers,
                    partition=partition,
                )
            )
    producer.flush()
    there = [future.get(timeout=0) for future in sent]  # raises what a send failed with
    newest, topic = records[-1], relayed.contract.topic
    checkpoint.move(newest.position, there)
    RELAYED.labels(topic).inc(len(sent))
    RELAYED_POSITION.labels(topic).set(newest.position)
    RELAYED_AGE.labels(topic).set((datetime.now(UTC) - newest.recorded_at).total_seconds())


class Relay:
    """A process that follows one service; two at once repeat facts, and consumers drop repeats."""

    def __init__(self, settings: Settings, relayed: Relayed) -> None:
        self._settings = settings
        self._relayed = relayed
        self._stopping = threading.Event()
        self._stop_following: Callable[[], None] = lambda: None
        self._stuck: int | None = None

    def stop(self) -> None:
        self._stopping.set()
        self._stop_following()

    def run(self) -> None:
        """Run until ``stop``: after any failure, restart at the checkpoint, with growing pauses."""
        pause = 0.25
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._follow()
            except KafkaConfigurationError:
                raise  # it will not get better by itself
            except (StoreError, KafkaError) as error:
                RELAY_AWAY.labels(self._relayed.contract.topic).set(1)
                log.warning(
                    "relay restarts",
                    topic=self._relayed.contract.topic,
                    error=type(error).__name__,
                    pause=pause,
                )
            except Undecodable as error:
                self._wait_at(error)
            pause = 0.25 if time.monotonic() - began > 10 else min(pause * 2, 10.0)  # noqa: PLR2004
            self._stopping.wait(pause)

    def _wait_at(self, error: Undecodable) -> None:
        """Wait at an event for code that can read it, and log it once: no fact is skipped."""
        topic = self._relayed.contract.topic
        RELAY_STUCK.labels(topic).set(1)
        if self._stuck != error.position:
            self._stuck = error.position
            log.error("relay is stuck at an event that it cannot read", topic=topic, at=str(error))

    def _follow(self) -> None:
        relayed, cluster = self._relayed, self._settings.cluster
        producer = opened(
            KafkaProducer,
            **cluster.arguments(),
            bootstrap_timeout_ms=5_000,
            acks="all",
            enable_idempotence=True,
            linger_ms=20,  # flushing does not wait for it; it keeps batches whole
            batch_size=262_144,
            max_request_size=4 * 1_048_576,
            delivery_timeout_ms=60_000,
        )
        try:
            checkpoint = Checkpoint(cluster, relayed.contract)
            try:
                after, told = checkpoint.begin()
                with following(
                    self._settings.eventstore,
                    relayed.catalogue,
                    relayed.categories,
                    after=after,
                ) as followed:
                    self._stop_following = followed.stop
                    RELAY_AWAY.labels(relayed.contract.topic).set(0)
                    log.info("relay ready", topic=relayed.contract.topic, after=after)
                    self._pump(followed, producer, checkpoint, told, after)
            finally:
                checkpoint.close()
        finally:
            producer.close(timeout=2.0)

    def _pump(
        self,
        followed: Following,
        producer: Any,
        checkpoint: Checkpoint,
        told: Mapping[int, int],
        reached: int | None,
    ) -> None:
        queue = _queue_records(followed.records)
        busy = False
        while not self._stopping.is_set():
            try:
                batch = [queue.get(timeout=_MOVE if checkpoint.waits else _SILENT)]
            except Empty:
                if checkpoint.waits:
                    checkpoint.settle()
                    continue
                followed.ask()
                if reached is not None:  # Kafka forgets offsets that nobody commits for a week
                    checkpoint.move(reached)
                continue
            if busy:
                self._stopping.wait(_GATHER)
            while len(batch) < _AT_ONCE and not queue.empty():
                batch.append(queue.get())
            busy = len(batch) > 1
            records = [event for event in batch if isinstance(event, Recorded)]
            if records:
                publish(records, self._relayed, producer, checkpoint, told)
                reached = records[-1].position
                RELAY_STUCK.labels(self._relayed.contract.topic).set(0)
            if len(records) < len(batch):  # the subscription ended, in order or not
                if isinstance(batch[-1], Exception):
                    raise batch[-1]
                return


def _queue_records(records: Any) -> "SimpleQueue[Any]":
    """Yield records as they arrive; the last item is None or the error that ended them."""
    queue: SimpleQueue[Any] = SimpleQueue()

    def read() -> None:
        end = None
        try:
            for record in records:
                while queue.qsize() > 4 * _AT_ONCE:
                    time.sleep(0.005)
                queue.put(record)
        except Exception as error:  # noqa: BLE001  # raised again where the queue is read
            end = error
        queue.put(end)

    threading.Thread(target=read, name="follow", daemon=True).start()
    return queue


def run(settings: Settings, relayed: Relayed) -> None:
    """Run the relay process until SIGTERM or Ctrl-C."""
    process = f"relay-{relayed.contract.service}"
    telemetry.start_logging(settings.log_level)
    telemetry.start(settings.telemetry, process)
    metrics.serve(settings.metrics_port, settings.http_host)
    relay = Relay(settings, relayed)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: relay.stop())
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again
    relay.run()
