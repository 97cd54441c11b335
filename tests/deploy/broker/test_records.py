"""Records written and read through kafka-python."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from kafka import KafkaProducer, TopicPartition
from kafka.errors import (
    InvalidTimestampError,
    MessageSizeTooLargeError,
    OffsetOutOfRangeError,
)

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]
Send = Callable[..., list[int]]
Consume = Callable[..., Any]
Read = Callable[..., list[Any]]


def test_offsets_count_up_without_a_hole(new_topic: NewTopic, send: Send) -> None:
    assert send(new_topic(), *[b"x"] * 500) == [*range(500)]


def test_a_key_stays_on_its_partition(new_topic: NewTopic, producer: Any) -> None:
    topic = new_topic(5)
    sent = [producer.send(topic, b"v", key=b"k%d" % (number % 7)) for number in range(70)]
    partitions = [each.get(10).partition for each in sent]
    assert partitions[:7] * 10 == partitions
    assert len(set(partitions)) > 1


def test_key_value_headers_and_time_come_back(
    new_topic: NewTopic, producer: Any, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    headers = [("traceparent", b"00-ab-cd-01"), ("twice", b"1"), ("twice", b"2"), ("empty", b"")]
    producer.send(topic, b"v", key=b"k", headers=headers, timestamp_ms=1_700_000_000_123).get(10)
    (record,) = read(consume(topic), 1)
    assert (record.key, record.value, record.headers) == (b"k", b"v", headers)
    assert (record.timestamp, record.timestamp_type) == (1_700_000_000_123, 0)


def test_a_tombstone_has_a_key_and_no_value(
    new_topic: NewTopic, producer: Any, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    producer.send(topic, None, key=b"gone").get(10)
    (record,) = read(consume(topic), 1)
    assert (record.key, record.value) == (b"gone", None)


@pytest.mark.parametrize("codec", [None, "gzip", "lz4"])
def test_compressed_batches_come_back_whole(
    kafka: str, new_topic: NewTopic, consume: Consume, read: Read, codec: str | None
) -> None:
    topic = new_topic()
    producer = KafkaProducer(bootstrap_servers=kafka, compression_type=codec, linger_ms=50)
    values = [b"%d " % number * 50 for number in range(200)]
    for value in values:
        producer.send(topic, value)
    producer.close()
    consumer = consume(topic)
    assert [record.value for record in read(consumer, 200)] == values


@pytest.mark.parametrize("acks", [0, 1, "all"])
def test_every_kind_of_acknowledgement_writes(
    kafka: str, new_topic: NewTopic, consume: Consume, read: Read, acks: int | str
) -> None:
    topic = new_topic()
    producer = KafkaProducer(bootstrap_servers=kafka, acks=acks, enable_idempotence=False)
    producer.send(topic, b"one").get(10)
    producer.flush()
    assert [record.value for record in read(consume(topic), 1)] == [b"one"]
    producer.close()


def test_a_large_record_passes_and_a_huge_one_is_refused(
    passing_producer: Any, new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    passing_producer.send(topic, b"l" * 1_000_000).get(20)
    with pytest.raises(MessageSizeTooLargeError):
        passing_producer.send(topic, b"h" * 20_000_000).get(20)
    send(topic, b"after")
    assert [len(record.value) for record in read(consume(topic), 2)] == [1_000_000, 5]


def test_a_topic_sets_its_own_limit(new_topic: NewTopic, passing_producer: Any) -> None:
    topic = new_topic(max_message_bytes="2000")
    passing_producer.send(topic, b"s" * 1500).get(10)
    with pytest.raises(MessageSizeTooLargeError):
        passing_producer.send(topic, b"s" * 2500).get(10)


def test_a_record_larger_than_the_fetch_still_comes(
    new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    send(topic, b"a" * 100_000, b"b", b"c" * 100_000)
    consumer = consume(topic, max_partition_fetch_bytes=1000, fetch_max_bytes=1000)
    assert [len(record.value) for record in read(consumer, 3)] == [100_000, 1, 100_000]


def test_a_record_from_the_far_future_is_refused(
    new_topic: NewTopic, passing_producer: Any
) -> None:
    topic = new_topic()
    soon, late = (int((time.time() + hours * 3600) * 1000) for hours in (0.9, 1.1))
    passing_producer.send(topic, b"v", timestamp_ms=soon).get(10)
    with pytest.raises(InvalidTimestampError):
        passing_producer.send(topic, b"v", timestamp_ms=late).get(10)


def test_a_topic_may_allow_the_far_future(new_topic: NewTopic, producer: Any) -> None:
    topic = new_topic(message_timestamp_after_max_ms="9223372036854775807")
    producer.send(topic, b"v", timestamp_ms=4_000_000_000_000).get(10)


def test_many_partitions_are_read_to_the_end(
    new_topic: NewTopic, producer: Any, consume: Consume, read: Read
) -> None:
    topic = new_topic(12)
    for number in range(600):
        producer.send(topic, b"%d" % number, partition=number % 12)
    producer.flush()
    records = read(consume(topic), 600)
    assert sorted(int(record.value) for record in records) == [*range(600)]


def test_a_reader_can_go_anywhere(
    new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    send(topic, *[b"%d" % number for number in range(20)])
    consumer = consume()
    consumer.assign([partition])
    consumer.seek(partition, 15)
    assert [record.offset for record in read(consumer, 5)] == [15, 16, 17, 18, 19]
    consumer.seek(partition, 3)
    assert [record.offset for record in read(consumer, 2)] == [3, 4]
    consumer.seek_to_end(partition)
    assert consumer.position(partition) == 20
    consumer.seek_to_beginning(partition)
    assert consumer.position(partition) == 0


def test_a_reader_out_of_range_begins_anew_if_it_wants_to(
    new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    send(topic, b"0", b"1")
    consumer = consume()
    consumer.assign([partition])
    consumer.seek(partition, 999)
    assert [record.offset for record in read(consumer, 2)] == [0, 1]


def test_a_reader_out_of_range_is_told_if_it_wants_to(
    new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    send(topic, b"0")
    consumer = consume(auto_offset_reset="none")
    consumer.assign([partition])
    consumer.seek(partition, 999)
    with pytest.raises(OffsetOutOfRangeError):
        read(consumer, 1)


def test_a_latest_reader_sees_only_what_comes(
    new_topic: NewTopic, send: Send, consume: Consume, read: Read
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    send(topic, b"before")
    consumer = consume(auto_offset_reset="latest")
    consumer.assign([partition])
    assert consumer.position(partition) == 1
    send(topic, b"after")
    assert [record.value for record in read(consumer, 1)] == [b"after"]


@pytest.mark.parametrize("linger", [0, 200])
def test_offsets_are_found_by_time(
    kafka: str, new_topic: NewTopic, consume: Consume, linger: int
) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    first = 1_700_000_000_000
    producer = KafkaProducer(bootstrap_servers=kafka, linger_ms=linger, compression_type="gzip")
    for number in range(10):
        producer.send(topic, b"v", timestamp_ms=first + number * 1000)
        if not linger:
            producer.flush()
    producer.close()
    consumer = consume()

    def found(time_ms: int) -> Any:
        return consumer.offsets_for_times({partition: time_ms})[partition]

    assert found(first - 5).offset == 0
    assert (found(first + 4500).offset, found(first + 4500).timestamp) == (5, first + 5000)
    assert found(first + 99_000) is None


def test_what_is_written_is_read_at_once(
    new_topic: NewTopic, send: Send, consume: Consume, producer: Any
) -> None:
    """A fetch that waits is answered when something comes, not when its time is up."""
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    consumer = consume(fetch_max_wait_ms=5000)
    consumer.assign([partition])
    send(topic, b"warm")
    delays: list[float] = []

    def listen() -> None:
        while len(delays) < 21:
            for records in consumer.poll(1000).values():
                delays.extend(time.monotonic() - float(record.value) if record.value != b"warm"
                              else 0 for record in records)  # fmt: skip

    listener = Thread(target=listen)
    listener.start()
    time.sleep(0.3)
    for _ in range(20):
        producer.send(topic, repr(time.monotonic()).encode()).get(10)
        time.sleep(0.05)
    listener.join(20)
    assert len(delays) == 21
    assert sorted(delays)[10] < 0.5  # a poll waits for a second
