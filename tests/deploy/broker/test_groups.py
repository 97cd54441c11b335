"""Consumer groups through kafka-python."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]
Send = Callable[..., list[int]]
Consume = Callable[..., Any]
Read = Callable[..., list[Any]]


def test_the_only_member_reads_everything(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
) -> None:
    topic = new_topic(3)
    for partition in range(3):
        send(topic, b"v", partition=partition)
    records = read(consume(topic, group_id=new_group()), 3)
    assert sorted(record.partition for record in records) == [0, 1, 2]


def test_a_new_member_does_not_wait(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
) -> None:
    topic = new_topic()
    send(topic, b"v")
    began = time.monotonic()
    assert len(read(consume(topic, group_id=new_group(), session_timeout_ms=45_000), 1)) == 1
    assert time.monotonic() - began < 20  # the session lasts 45


def test_a_group_goes_on_where_it_has_committed(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
) -> None:
    topic, group = new_topic(), new_group()
    send(topic, *[b"%d" % number for number in range(10)])
    first = consume(topic, group_id=group)
    assert len(read(first, 4)) == 4
    first.commit()
    assert first.committed(TopicPartition(topic, 0)) == 4
    first.close()
    assert [record.offset for record in read(consume(topic, group_id=group), 6)] == [*range(4, 10)]


def test_closing_commits_where_that_is_wanted(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
    admin: Any,
) -> None:
    topic, group = new_topic(), new_group()
    send(topic, b"a", b"b")
    consumer = consume(topic, group_id=group, enable_auto_commit=True)
    read(consumer, 2)
    consumer.close()
    assert admin.list_group_offsets(group)[group][TopicPartition(topic, 0)].offset == 2


class Running:
    """A consumer that polls in a thread of its own until it is stopped."""

    def __init__(self, kafka: str, topic: str, group: str, **options: Any) -> None:
        self.holds: set[int] = set()
        self.seen: list[tuple[int, int]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(kafka, topic, group, options))
        self._thread.start()

    def _run(self, kafka: str, topic: str, group: str, options: dict[str, Any]) -> None:
        consumer = KafkaConsumer(
            topic,
            bootstrap_servers=kafka,
            group_id=group,
            auto_offset_reset="earliest",
            session_timeout_ms=6000,
            heartbeat_interval_ms=300,
            fetch_max_wait_ms=200,
            enable_auto_commit=False,
            **options,
        )
        while not self._stop.is_set():
            for records in consumer.poll(1000).values():
                self.seen.extend((record.partition, record.offset) for record in records)
            self.holds = {each.partition for each in consumer.assignment()}
        consumer.close()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(20)


@pytest.mark.parametrize("assignor", [None, CooperativeStickyAssignor])
def test_members_share_the_partitions_and_take_over(
    kafka: str,
    new_topic: NewTopic,
    new_group: Callable[[], str],
    producer: Any,
    eventually: Callable[..., None],
    assignor: Any,
) -> None:
    topic, group = new_topic(6), new_group()

    def member() -> Running:
        options = {"partition_assignment_strategy": [assignor()]} if assignor else {}
        return Running(kafka, topic, group, **options)

    one = member()
    try:
        eventually(lambda: one.holds == set(range(6)))
        two = member()
        try:
            eventually(
                lambda: (
                    len(one.holds) == len(two.holds) == 3 and one.holds | two.holds == set(range(6))
                )
            )
            for number in range(60):
                producer.send(topic, b"v", partition=number % 6)
            producer.flush()
            eventually(lambda: len(one.seen) + len(two.seen) == 60)
            assert len({*one.seen, *two.seen}) == 60
        finally:
            two.stop()
        eventually(lambda: one.holds == set(range(6)))
    finally:
        one.stop()


def test_a_static_member_comes_back_to_its_partitions(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
    admin: Any,
) -> None:
    topic, group = new_topic(2), new_group()
    send(topic, b"a")
    first = consume(topic, group_id=group, group_instance_id="one", session_timeout_ms=30_000)
    read(first, 1)
    first.commit()
    first.close()
    again = consume(topic, group_id=group, group_instance_id="one", session_timeout_ms=30_000)
    send(topic, b"b")
    assert [record.value for record in read(again, 1)] == [b"b"]
    (member,) = admin.describe_groups([group])[group]["members"]
    assert member["group_instance_id"] == "one"


def test_a_group_is_listed_and_described(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
    admin: Any,
) -> None:
    topic, group = new_topic(2), new_group()
    send(topic, b"a")
    consumer = consume(topic, group_id=group, client_id="reader")
    read(consumer, 1)
    (listed,) = [each for each in admin.list_groups() if each["group_id"] == group]
    assert (listed["protocol_type"], listed["group_state"]) == ("consumer", "Stable")
    described = admin.describe_groups([group])[group]
    assert (described["group_state"], described["protocol_data"]) == ("Stable", "range")
    (member,) = described["members"]
    assert member["client_id"] == "reader"
    assert member["client_host"] == "/127.0.0.1"
    assert member["member_metadata"]["topics"] == [topic]
    (assigned,) = member["member_assignment"]["assigned_partitions"]
    assert assigned == {"topic": topic, "partitions": [0, 1]}
    consumer.close()
    described = admin.describe_groups([group])[group]
    assert (described["group_state"], described["members"]) == ("Empty", [])


def test_a_group_that_was_never_is_dead(admin: Any, new_group: Callable[[], str]) -> None:
    group = new_group()
    assert admin.describe_groups([group])[group]["group_state"] == "Dead"
    assert group not in [each["group_id"] for each in admin.list_groups()]


def test_only_an_empty_group_is_deleted(
    new_topic: NewTopic,
    new_group: Callable[[], str],
    send: Send,
    consume: Consume,
    read: Read,
    admin: Any,
) -> None:
    topic, group = new_topic(), new_group()
    send(topic, b"a")
    consumer = consume(topic, group_id=group, session_timeout_ms=60_000)
    read(consumer, 1)
    consumer.commit()
    assert admin.delete_groups([group]) == {group: "NonEmptyGroupError"}
    consumer.close()
    assert admin.delete_groups([group]) == {group: "OK"}
    assert admin.list_group_offsets(group)[group] == {}
