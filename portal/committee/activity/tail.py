"""The thread that feeds the hub: it reads every topic and remembers nothing."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError
from opentelemetry import trace

from portal.committee.activity.hub import Hub
from portal.committee.activity.lines import Line, letter_of, line
from shared.contracts.all import BY_TOPIC
from shared.facts.kafka import Partition, Published, decode
from shared.platform import telemetry
from shared.platform.cluster import Cluster
from shared.platform.metrics import APPLIED, APPLIED_AGE, FAILING

log = structlog.get_logger(__name__)

_BACK = 2_000  # records of each partition read when the process starts

CONSUMER = "portal.feed"

OpenAmong: TypeAlias = Callable[[Collection[str]], Collection[str]]
"""Which of these letters are known to be about no reprisal."""


class Unreadable(Exception):
    """A message that is no fact as this code knows them. It names its place alone."""

    def __init__(self, record: Any, error: Exception) -> None:
        place = f"{record.topic}/{record.partition} at {record.offset}"
        super().__init__(f"{place}: {type(error).__name__}")


def run(hub: Hub, cluster: Cluster, open_among: OpenAmong) -> None:
    """Feed the hub from Kafka until it closes; begin again whenever Kafka was away."""
    pause = 0.25
    while not hub.closing:
        try:
            _read(hub, cluster, open_among)
        except KafkaError as error:
            log.warning("feed restarts", error=type(error).__name__, pause=pause)
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


def _read(hub: Hub, cluster: Cluster, open_among: OpenAmong) -> None:
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
            records = [record for records in polled.values() for record in records]
            _take(hub, records, late, open_among)
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


def _take(hub: Hub, records: Sequence[Any], late: set[Partition], open_among: OpenAmong) -> None:
    facts, unreadable = _decoded(records)
    opened = _opened(facts, open_among)
    # between partitions there is no order but the store's
    for fact in sorted(facts, key=lambda f: f.position):
        if fact.tp in late:
            late.discard(fact.tp)
            hub.begin(fact.tp, fact.position)
        with telemetry.span("feed", kind=trace.SpanKind.CONSUMER, parent=fact.traceparent):
            hub.take(fact.tp, fact.position, _line(fact, opened))
    if facts:
        hub.tell()
        newest = max(facts, key=lambda f: f.position)
        APPLIED.labels(CONSUMER).inc(len(facts))
        APPLIED_AGE.labels(CONSUMER).set((datetime.now(UTC) - newest.recorded_at).total_seconds())
    if unreadable is not None:
        raise unreadable


def _opened(facts: Sequence[Published], open_among: OpenAmong) -> Collection[str]:
    letters = {letter for fact in facts if line(fact) and (letter := letter_of(fact))}
    return open_among(letters) if letters else ()


def _line(fact: Published, opened: Collection[str]) -> Line | None:
    shown = line(fact)
    return replace(shown, desk=True) if shown and letter_of(fact) in opened else shown


def _decoded(records: Sequence[Any]) -> tuple[list[Published], Unreadable | None]:
    """Return the facts up to the first message that cannot be read, and that one."""
    facts: list[Published] = []
    for record in records:
        try:
            facts.append(decode(record, BY_TOPIC))
        except (KeyError, TypeError, ValueError) as error:
            return facts, Unreadable(record, error)
    return facts, None
