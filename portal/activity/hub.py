"""The feed's hub: one thread reads every topic, any number of readers follow what it keeps."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from opentelemetry import trace

from portal.activity import vector
from portal.activity.lines import Line, line
from shared import telemetry
from shared.cluster import Cluster
from shared.contracts.all import BY_TOPIC
from shared.kafka import Partition, Published, decode
from shared.metrics import APPLIED, APPLIED_AGE, FAILING, LINES, VIEWERS

log = structlog.get_logger(__name__)

_KEPT = 5_000  # lines; a reader further behind reads the page again
_BACK = 2_000  # records of each partition read when the process starts
_HEARTBEAT = 15.0  # seconds; also how a gone reader is noticed
_LIFE = 1_800.0  # seconds; then the reader connects again and is asked who he is again
_GATHER = 0.05  # seconds between two flushes to one reader

RESET = "event: reset\ndata: read the page again\n\n"
"""Sent to a reader whose place is unknown or too far behind."""

CONSUMER = "portal.feed"


class Unreadable(Exception):
    """A message that is no fact as this code knows them. It names its place alone."""

    def __init__(self, record: Any, error: Exception) -> None:
        place = f"{record.topic}/{record.partition} at {record.offset}"
        super().__init__(f"{place}: {type(error).__name__}")


Shown = Callable[[Line], str | None]
"""Whether and how one reader sees a line: HTML on one line of text, or None."""


@dataclass(frozen=True, slots=True)
class _Kept:
    tp: Partition
    line: Line


@dataclass(slots=True)
class Hub:
    """``reached``: highest position seen by partition; ``lost``: highest no longer kept.

    ``failing``: at which message it is stuck.
    """

    closing: bool = False
    ready: bool = False
    viewers: int = 0
    failing: str | None = None
    _kept: deque[_Kept] = field(default_factory=deque)
    _reached: dict[Partition, int] = field(default_factory=dict)
    _lost: dict[Partition, int] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def take(self, tp: Partition, position: int, shown: Line | None) -> bool:
        """Take one fact in the order of its partition; a repeat is left out."""
        if position <= self._reached.get(tp, 0):
            return False
        self._reached[tp] = position
        if shown is not None:
            self._kept.append(_Kept(tp, shown))
            while len(self._kept) > _KEPT:
                gone = self._kept.popleft()
                self._lost[gone.tp] = gone.line.position
        return True

    def begin(self, tp: Partition, first_position: int) -> None:
        """The partition is read from here on: what came between is not kept."""
        if first_position > self._reached.get(tp, 0):
            self._lost[tp] = first_position - 1

    def tell(self) -> None:
        with self._news:
            self._news.notify_all()

    def close(self) -> None:
        self.closing = True
        self.tell()

    def follow(self, after: Mapping[Partition, int] | None, shown: Shown) -> Iterator[str]:
        """Yield server-sent events: every line above ``after`` (None: from now on) once.

        A reader who is too far behind gets the event ``reset``: its page must be read again.
        """
        read = dict(self._reached) if after is None else dict(after)
        yield "retry: 2000\n: here\n\n"
        born = time.monotonic()
        self._count(+1)
        try:
            while not self.closing and time.monotonic() - born < _LIFE:
                if any(read.get(tp, 0) < position for tp, position in self._lost.items()):
                    yield RESET
                    return
                news = self._new_to(read)
                if not news:
                    with self._news:
                        woken = self._news.wait(_HEARTBEAT)
                    if not woken:
                        yield ": beat\n\n"
                    continue
                events = list(_events(news, read, shown))
                yield "".join(events)
                LINES.inc(len(events))
                time.sleep(_GATHER)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._news:
            self.viewers += change
            VIEWERS.set(self.viewers)

    def _new_to(self, read: Mapping[Partition, int]) -> list[_Kept]:
        with self._news:
            kept = list(self._kept)
        return [one for one in kept if one.line.position > read.get(one.tp, 0)]


def _events(news: Sequence[_Kept], read: dict[Partition, int], shown: Shown) -> Iterator[str]:
    """Move ``read`` over the news and say those that this reader may see."""
    for one in news:
        read[one.tp] = one.line.position
        text = shown(one.line)
        if text is not None:
            yield f"id: {vector.dump(read)}\ndata: {text}\n\n"


def run(hub: Hub, cluster: Cluster) -> None:
    """Feed the hub from Kafka until it closes; begin again whenever Kafka was away."""
    pause = 0.25
    while not hub.closing:
        try:
            _read(hub, cluster)
        except KafkaError as error:
            log.warning("feed begins again", error=type(error).__name__, pause=pause)
            hub.ready = False
            time.sleep(pause)
            pause = min(pause * 2, 5.0)
        except Unreadable as error:
            _stuck(hub, str(error))
            time.sleep(pause)
            pause = min(pause * 2, 5.0)
        else:
            pause = 0.25


def _stuck(hub: Hub, at: str) -> None:
    """No fact is skipped: it is tried again for ever, and said once."""
    hub.ready = False
    FAILING.labels(CONSUMER).set(1)
    if hub.failing != at:
        hub.failing = at
        log.error("feed is stuck at a message that it cannot read", at=at)


def _read(hub: Hub, cluster: Cluster) -> None:
    consumer = KafkaConsumer(
        **cluster.arguments(),
        bootstrap_timeout_ms=5_000,
        group_id=None,  # every worker sees everything
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=250,
        max_poll_records=2_000,
    )
    try:
        partitions = [
            TopicPartition(topic, number)
            for topic in BY_TOPIC
            for number in sorted(consumer.partitions_for_topic(topic) or ())
        ]
        consumer.assign(partitions)
        late = _start(consumer, partitions)
        ends = consumer.end_offsets(partitions)
        while not hub.closing:
            polled = consumer.poll(timeout_ms=250)
            _take(hub, [record for records in polled.values() for record in records], late)
            if not hub.ready:
                hub.ready = all(consumer.position(tp) >= ends[tp] for tp in partitions)
                if hub.ready:
                    hub.failing = None
                    FAILING.labels(CONSUMER).set(0)
    finally:
        consumer.close()


def _start(consumer: Any, partitions: Sequence[Any]) -> set[Partition]:
    """Seek; return the partitions that are not read from their beginning."""
    late: set[Partition] = set()
    beginnings = consumer.beginning_offsets(partitions)
    for tp, end in consumer.end_offsets(partitions).items():
        start = max(beginnings[tp], end - _BACK)
        consumer.seek(tp, start)
        if start > 0:
            late.add((tp.topic, tp.partition))
    return late


def _take(hub: Hub, records: Sequence[Any], late: set[Partition]) -> None:
    facts, unreadable = _decoded(records)
    # between partitions there is no order but the store's
    for fact in sorted(facts, key=lambda f: f.position):
        if fact.tp in late:
            late.discard(fact.tp)
            hub.begin(fact.tp, fact.position)
        with telemetry.span("feed", kind=trace.SpanKind.CONSUMER, parent=fact.traceparent):
            hub.take(fact.tp, fact.position, line(fact))
    if facts:
        hub.tell()
        newest = max(facts, key=lambda f: f.position)
        APPLIED.labels(CONSUMER).inc(len(facts))
        APPLIED_AGE.labels(CONSUMER).set((datetime.now(UTC) - newest.recorded_at).total_seconds())
    if unreadable is not None:
        raise unreadable


def _decoded(records: Sequence[Any]) -> tuple[list[Published], Unreadable | None]:
    """Return the facts up to the first message that cannot be read, and that one."""
    facts: list[Published] = []
    for record in records:
        try:
            fact = decode(record, BY_TOPIC)
        except (KeyError, TypeError, ValueError) as error:
            return facts, Unreadable(record, error)
        if fact is not None:
            facts.append(fact)
    return facts, None
