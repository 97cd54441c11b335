"""Consumers of facts that never skip one. Parts that need no Kafka client are elsewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.structs import TopicPartition
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from typing_extensions import override

from shared.contracts import Contract
from shared.facts.applied import applied
from shared.facts.kafka import Partition, Published, Record, decode, position_of
from shared.platform.cluster import Cluster
from shared.platform.metrics import FAILING

if TYPE_CHECKING:
    from shared.read_models.model import Applier  # SQLAlchemy: most services have no tables
    from shared.read_models.together import Part

log = structlog.get_logger(__name__)


_LEAVES = 30.0  # seconds; then Kafka has taken it for dead

LEAVING: set[asyncio.Task[None]] = set()
"""Consumers on their way out of their groups, whether somebody still waits for that or not."""


class LeavingConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka is untyped here
    """A consumer that leaves its group and closes its sockets even if nobody waits for that.

    If aiokafka's stop is cancelled it stays half done for good: its tasks keep a member alive that
    reads nothing. If Kafka is gone the stop would never end, so it is abandoned.
    """

    @override
    async def stop(self) -> None:
        leaving = asyncio.create_task(self._leave())
        LEAVING.add(leaving)
        leaving.add_done_callback(LEAVING.discard)
        await asyncio.shield(leaving)

    async def _leave(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(super().stop(), _LEAVES)


class PatientBroker(KafkaBroker):
    """A broker that tolerates that Kafka is away at the start or gone at the stop.

    FastStream would try to start once, and its client waits half a minute for a dead Kafka.
    """

    @override
    async def _connect(self) -> Any:
        plain: Any = await super()._connect()
        leaving = partial(LeavingConsumer, **plain.keywords)
        self.config.broker_config.builder = leaving
        return leaving

    @override
    async def start(self) -> None:
        pause = 0.25
        while True:
            try:
                await super().start()
            except Exception as error:  # noqa: BLE001  # whatever it is, Kafka is not there yet
                log.warning("kafka is not available yet", error=type(error).__name__, pause=pause)
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


def broker(cluster: Cluster) -> PatientBroker:
    return PatientBroker(
        **cluster.faststream(),
        consumer_only=True,  # facts leave through the relay alone
        allow_auto_create_topics=False,
        apply_types=False,  # a handler takes the message as it is: no thread of its own for that
        logger=logging.getLogger("rapporteur.kafka"),
        graceful_timeout=1.0,  # shorter than a stop is waited for
    )


Resume: TypeAlias = Callable[[], Awaitable[Mapping[Partition, tuple[int, int]]]]
"""What the consumer's own tables remember: (offset, position) of the last fact applied."""

Batch: TypeAlias = Callable[[Sequence[Published]], Awaitable[None]]


_IDLE = 50  # milliseconds; FastStream waits so long for a batch, and then sleeps as long again
_HELD = 524_288  # bytes of a partition that wait: of all a topic's partitions some megabytes
_TELL = 1_000  # milliseconds between two commits where the tables remember
_LOOKED = 10.0  # seconds between two looks at whether tables went back while nothing came


class Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped here
    """A consumer that never skips a fact and never spins on one.

    Facts come in batches, from the first one ever. A batch that fails is retried with growing
    pauses until it succeeds, so an error stops this consumer and no other; ``failing`` says so.
    With ``resume``, the position in the tables wins over the group's offset: dropped tables are
    rebuilt, and if the topic is not the one in the tables' record it is read from its beginning.
    Tables whose database lost its last commits are fed from where they are then.
    """

    def __init__(
        self,
        kafka: KafkaBroker,
        contracts: Sequence[Contract],
        group: str,
        apply: Batch,
        *,
        resume: Resume | None = None,
        look: Callable[[], Awaitable[None]] | None = None,
        max_records: int = 500,
    ) -> None:
        self.group = group
        self._look = look
        self.failing: str | None = None
        self._apply = apply
        self._resume = resume
        self._expected: dict[Partition, int] = {}
        self._assignment: object | None = object()
        self._applying = asyncio.Lock()
        self._joined = False
        self._ended = asyncio.Event()
        self._contracts = {contract.topic: contract for contract in contracts}
        self._subscriber = kafka.subscriber(
            *self._contracts,
            group_id=group,
            batch=True,
            batch_timeout_ms=_IDLE,
            max_records=max_records,
            max_partition_fetch_bytes=_HELD,
            auto_offset_reset="earliest",
            # Where the tables remember, Kafka is told now and then: its tools and autoscalers read
            # the lag there, and a commit costs it as much as a fact.
            ack_policy=AckPolicy.MANUAL if resume is None else AckPolicy.ACK_FIRST,
            auto_commit_interval_ms=_TELL,
            session_timeout_ms=10_000,
            listener=self,
            decoder=_keep_unparsed,
        )
        self._subscriber(self._handle)

    def end(self) -> None:
        """Stop retrying: nobody needs the tables of this consumer any more."""
        self._ended.set()

    async def ended_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)
        return self._ended.is_set()

    async def behind(self) -> bool:
        """Whether facts of its partitions are still to be applied, or it knows of none yet."""
        consumer: Any = self._subscriber.consumer
        if not self._joined or consumer is None or self.failing or self._applying.locked():
            return True
        if not consumer.assignment():
            return True
        for tp in consumer.assignment():
            end = consumer.highwater(tp)
            if end is None or await consumer.position(tp) < end:
                return True
        return False

    async def elsewhere(self) -> dict[Partition, int]:
        """Return where those partitions of its topics end that other processes have."""
        consumer: Any = self._subscriber.consumer
        own = consumer.assignment()
        parts = [
            TopicPartition(topic, number)
            for topic in self._contracts
            for number in consumer.partitions_for_topic(topic) or ()
        ]
        others = [tp for tp in parts if tp not in own]
        ends = await consumer.end_offsets(others) if others else {}
        return {(tp.topic, tp.partition): end for tp, end in ends.items()}

    @override
    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        self._assignment = None
        for tp in revoked:
            self._expected.pop((tp.topic, tp.partition), None)

    @override
    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._joined = True
        if self._resume is None:
            return
        consumer: Any = self._subscriber.consumer
        # aiokafka reads on meanwhile from where the group is, which is further than the tables: a
        # fact applied from there would make all those before it count as applied.
        consumer.pause(*assigned)
        async with self._applying:  # they do not change while they are asked
            remembered = await _patiently(self._resume, self)
        if self._ended.is_set():
            return
        for tp in assigned:
            offset, position = remembered.get((tp.topic, tp.partition), (0, 0))
            # From the last fact applied, to see that it still is the one at that offset.
            consumer.seek(tp, offset)
            if position:
                self._expected[tp.topic, tp.partition] = position
        consumer.resume(*assigned)
        self._assignment = object()

    async def _handle(self, message: KafkaMessage) -> None:
        raw = message.raw_message
        records: list[Record] = list(raw) if isinstance(raw, tuple) else [raw]
        assignment = self._assignment
        on_course = await self._drop_refilled(records)
        await _patiently(lambda: self._apply_batch(on_course, assignment), self)
        if self._resume is None and not self._ended.is_set():
            await message.ack()

    async def _apply_batch(self, records: list[Record], assignment: object | None) -> None:
        facts = [decode(record, self._contracts) for record in records]
        async with self._applying:
            if not facts or self._is_over(assignment):
                return
            behind = await self._is_behind(self._apply(facts))
        if behind:
            await self._go_back()
        elif self._resume is None:  # else each read model counts for itself
            applied(self.group, facts)

    async def look(self) -> None:
        """Read again from where the tables are, if these went back while no fact came."""
        if self._look is None or self._assignment is None:
            return
        async with self._applying:
            behind = await self._is_behind(self._look())
        if behind:
            await self._go_back()

    async def _is_behind(self, act: Awaitable[None]) -> bool:
        """Do it; return True if the tables are further back than what was applied before."""
        from shared.read_models.model import Behind  # noqa: PLC0415  # only processes with tables

        try:
            await act
        except Behind:
            log.warning("tables are further back, reading again from there", group=self.group)
            return True
        return False

    async def _go_back(self) -> None:
        consumer: Any = self._subscriber.consumer
        await self.on_partitions_assigned([*consumer.assignment()])

    def _is_over(self, assignment: object | None) -> bool:
        """Whether the assignment ended: its facts are fetched again from the tables' position.

        The tables may have been rebuilt meanwhile: earlier facts would count as applied.
        """
        over = assignment is None or assignment is not self._assignment
        return over and self._resume is not None

    async def _drop_refilled(self, records: list[Record]) -> list[Record]:
        """Drop the records of a topic that was refilled: it is read from the start."""
        lost: set[Partition] = set()
        for record in records:
            tp = (record.topic, record.partition)
            expected = self._expected.pop(tp, None)
            if expected is not None and position_of(record) != expected and record.offset:
                log.warning("topic was replaced, reading it again", group=self.group, topic=tp[0])
                consumer: Any = self._subscriber.consumer
                await consumer.seek_to_beginning(TopicPartition(*tp))
                lost.add(tp)
        return [r for r in records if (r.topic, r.partition) not in lost]


async def go_back(listeners: Sequence[Listener]) -> None:
    """See when tables went back, for which nothing may come for hours."""
    while True:
        await asyncio.sleep(_LOOKED)
        for one in [*listeners]:
            try:
                await one.look()
            except Exception as error:  # noqa: BLE001  # the database is away: it is asked again
                log.warning("tables do not answer", group=one.group, error=type(error).__name__)


async def _keep_unparsed(message: KafkaMessage) -> KafkaMessage:
    """Pass the message on unparsed: ``decode`` parses it, and the handler needs all of it."""
    return message


async def _patiently(act: Callable[[], Awaitable[Any]], listener: Listener) -> Any:
    pause = 0.25
    while True:
        try:
            result = await act()
        except Exception as error:  # whatever it is: never skip, never spin
            listener.failing = type(error).__name__
            FAILING.labels(listener.group).set(1)
            log.exception("consumer is stuck", group=listener.group, pause=pause)
            if await listener.ended_within(pause):
                FAILING.labels(listener.group).set(0)
                return None
            pause = min(pause * 2, 30.0)
        else:
            listener.failing = None
            FAILING.labels(listener.group).set(0)
            return result


def consume(kafka: KafkaBroker, applier: "Applier") -> Listener:
    """Feed one read model from Kafka, in a group with its name."""
    return consume_together(kafka, [applier], applier.model.consumer, lambda _: None)


def consume_together(
    kafka: KafkaBroker, appliers: Sequence["Applier"], group: str, part: "Part"
) -> Listener:
    """Feed read models of one database from Kafka, by one listener for all of them.

    The positions in their tables win over the group's offset. ``part``: called, in the event loop,
    with a read model that cannot go on with the others.
    """
    from shared.read_models.together import Together  # noqa: PLC0415  # likewise

    fed = Together(list(appliers), part)
    contracts = {
        contract.topic: contract for applier in appliers for contract in applier.model.contracts
    }
    return Listener(
        kafka,
        [*contracts.values()],
        group,
        fed.apply,
        resume=fed.resume,
        look=fed.look,
        max_records=2_000,
    )
