"""The broker through aiokafka, which is what FastStream uses."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import MessageSizeTooLargeError, OffsetOutOfRangeError

pytestmark = pytest.mark.live

Create = Callable[..., str]


async def taken(consumer: AIOKafkaConsumer, count: int) -> list[Any]:
    async with asyncio.timeout(15):
        return [await consumer.getone() for _ in range(count)]


async def come_true(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110  what is waited for is in other hands
            await asyncio.sleep(0.05)


def reading(kafka: str, *topics: str, **options: Any) -> AIOKafkaConsumer:
    options = {
        "auto_offset_reset": "earliest",
        "enable_auto_commit": False,
        "session_timeout_ms": 6000,
        "heartbeat_interval_ms": 500,
        "fetch_max_wait_ms": 200,
        **options,
    }
    return AIOKafkaConsumer(*topics, bootstrap_servers=kafka, **options)


@pytest.mark.parametrize("codec", [None, "gzip"])
async def test_what_is_sent_is_read(kafka: str, new_topic: Create, codec: str | None) -> None:
    topic = new_topic()
    headers = [("correlation_id", b"c1"), ("content-type", b"application/json")]
    async with AIOKafkaProducer(
        bootstrap_servers=kafka, acks="all", enable_idempotence=True, compression_type=codec
    ) as producer:
        for number in range(50):
            await producer.send_and_wait(topic, b"%d" % number, key=b"k", headers=headers)
        await producer.send_and_wait(topic, None, key=b"k")
    async with reading(kafka, topic) as consumer:
        records = await taken(consumer, 51)
    assert [record.value for record in records] == [*(b"%d" % n for n in range(50)), None]
    assert [record.offset for record in records] == [*range(51)]
    assert list(records[0].headers) == headers


async def test_a_group_commits_and_goes_on(
    kafka: str, new_topic: Create, new_group: Callable[[], str]
) -> None:
    topic, group = new_topic(), new_group()
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for number in range(6):
            await producer.send_and_wait(topic, b"%d" % number)
    async with reading(kafka, topic, group_id=group) as consumer:
        await taken(consumer, 4)
        await consumer.commit()
    async with reading(kafka, topic, group_id=group) as consumer:
        assert await consumer.committed(TopicPartition(topic, 0)) == 4
        assert [record.value for record in await taken(consumer, 2)] == [b"4", b"5"]


async def test_two_members_share(
    kafka: str, new_topic: Create, new_group: Callable[[], str]
) -> None:
    topic, group = new_topic(4), new_group()
    async with reading(kafka, topic, group_id=group) as one:
        await come_true(lambda: len(one.assignment()) == 4)
        async with reading(kafka, topic, group_id=group) as two:
            await come_true(lambda: len(one.assignment()) == len(two.assignment()) == 2)
        await come_true(lambda: len(one.assignment()) == 4)


async def test_a_static_member_comes_back(
    kafka: str, new_topic: Create, new_group: Callable[[], str]
) -> None:
    topic, group = new_topic(2), new_group()
    for _ in range(2):
        async with reading(kafka, topic, group_id=group, group_instance_id="one") as consumer:
            await come_true(lambda: len(consumer.assignment()) == 2)


async def test_offsets_are_told(kafka: str, new_topic: Create) -> None:
    topic = new_topic()
    partition = TopicPartition(topic, 0)
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for number in range(3):
            await producer.send_and_wait(topic, b"v", timestamp_ms=1_700_000_000_000 + number)
    async with reading(kafka) as consumer:
        consumer.assign([partition])
        assert await consumer.beginning_offsets([partition]) == {partition: 0}
        assert await consumer.end_offsets([partition]) == {partition: 3}
        found = await consumer.offsets_for_times({partition: 1_700_000_000_001})
        assert found[partition].offset == 1
        await taken(consumer, 1)
        assert consumer.highwater(partition) == 3


async def test_a_reader_out_of_range_is_told(kafka: str, new_topic: Create) -> None:
    partition = TopicPartition(new_topic(), 0)
    async with reading(kafka, auto_offset_reset="none") as consumer:
        consumer.assign([partition])
        consumer.seek(partition, 99)
        with pytest.raises(OffsetOutOfRangeError):
            await taken(consumer, 1)


async def test_a_huge_record_is_refused(kafka: str, new_topic: Create) -> None:
    topic = new_topic()
    async with AIOKafkaProducer(bootstrap_servers=kafka, max_request_size=64 << 20) as producer:
        with pytest.raises(MessageSizeTooLargeError):
            await producer.send_and_wait(topic, b"h" * 20_000_000)


async def test_an_administrator_creates_and_deletes(kafka: str) -> None:
    topic = f"topic-{uuid.uuid4().hex[:8]}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, num_partitions=3, replication_factor=1)])
        async with asyncio.timeout(10):
            while topic not in await admin.list_topics():
                continue
            await admin.delete_topics([topic])
            while topic in await admin.list_topics():
                continue
        assert (await admin.describe_cluster())["controller_id"] == 1
    finally:
        await admin.close()
