"""The embedded broker is killed, and keeps everything that it acknowledged."""

import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.protocol.producer import InitProducerIdRequest, ProduceRequest
from kafka.record.memory_records import MemoryRecordsBuilder
from kafka.structs import OffsetAndMetadata

from deploy.local.broker.testing import Wire, start_broker

pytestmark = pytest.mark.live


class Broker:
    """A broker on a directory, which can be killed and started again on the same port."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.process: subprocess.Popen[str]
        self.address = "127.0.0.1:0"
        self.start()

    def start(self) -> None:
        port = int(self.address.rsplit(":", 1)[1])
        self.process, self.address = start_broker(self._directory, port)

    def kill(self) -> None:
        with self.process:
            self.process.kill()

    def restart(self) -> None:
        self.kill()
        self.start()

    def client(self) -> Any:
        return KafkaAdminClient(bootstrap_servers=self.address)

    def create(self, partitions: int = 1) -> str:
        topic = f"topic-{uuid.uuid4().hex[:8]}"
        admin = self.client()
        wish = {"num_partitions": partitions, "replication_factor": 1}
        admin.create_topics({topic: {**wish, "configs": {"retention.ms": "5000"}}})
        admin.close()
        return topic

    def delete(self, topic: str, before: int) -> None:
        """Delete what is before this offset; -1: all. By a client that has seen no restart."""
        admin = self.client()
        admin.delete_records({TopicPartition(topic, 0): before})
        admin.close()

    def read(self, topic: str, partition: int = 0) -> list[Any]:
        consumer = KafkaConsumer(bootstrap_servers=self.address)
        place = TopicPartition(topic, partition)
        consumer.assign([place])
        consumer.seek_to_beginning(place)
        end = consumer.end_offsets([place])[place]
        taken: list[Any] = []
        until = time.monotonic() + 20
        while consumer.position(place) < end and time.monotonic() < until:
            for records in consumer.poll(1000).values():
                taken.extend(records)
        consumer.close()
        return taken


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    running = Broker(tmp_path)
    yield running
    running.kill()


def test_no_acknowledged_record_is_lost_when_it_is_killed_while_writing(broker: Broker) -> None:
    topic = broker.create()
    producer = KafkaProducer(bootstrap_servers=broker.address, delivery_timeout_ms=30_000)
    acknowledged: list[int] = []
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            sent = [producer.send(topic, b"%d" % (number + ahead)) for ahead in range(20)]
            for ahead, each in enumerate(sent):
                each.get(30)
                acknowledged.append(number + ahead)
            number += 20

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(3):
        time.sleep(0.4)
        broker.restart()
    time.sleep(1)
    stop.set()
    writer.join(40)
    producer.close()
    values = [int(record.value) for record in broker.read(topic)]
    assert len(acknowledged) > 100
    # nothing lost, nothing twice, in order: the producer is idempotent, the broker remembers it
    assert values == acknowledged


def test_topics_settings_offsets_and_identity_outlive_it(broker: Broker) -> None:
    topic, gone = broker.create(3), broker.create()
    admin = broker.client()
    cluster = admin.describe_cluster()["cluster_id"]
    (before,) = admin.describe_topics([topic])
    admin.alter_group_offsets(
        "checkpoint", {TopicPartition(topic, 2): OffsetAndMetadata(2**62, "m", -1)}
    )
    admin.create_partitions({topic: 4})
    admin.delete_topics([gone])
    admin.close()
    broker.restart()
    admin = broker.client()
    (after,) = admin.describe_topics([topic])
    assert admin.describe_cluster()["cluster_id"] == cluster
    assert admin.list_topics() == [topic]
    assert after["topic_id"] == before["topic_id"]
    assert len(after["partitions"]) == 4
    offsets = admin.list_group_offsets("checkpoint")["checkpoint"]
    assert offsets[TopicPartition(topic, 2)].offset == 2**62
    admin.close()


def test_offsets_of_a_deleted_topic_stay_forgotten(broker: Broker) -> None:
    topic = broker.create()
    admin = broker.client()
    admin.alter_group_offsets("g", {TopicPartition(topic, 0): OffsetAndMetadata(5, "", -1)})
    admin.delete_topics([topic])
    admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}})
    admin.close()
    broker.restart()
    admin = broker.client()
    assert admin.list_group_offsets("g")["g"] == {}
    admin.close()
    assert broker.read(topic) == []


def test_deleted_records_stay_deleted(broker: Broker) -> None:
    topic = broker.create()
    producer = KafkaProducer(bootstrap_servers=broker.address)
    for number in range(10):
        producer.send(topic, b"%d" % number).get(10)
    broker.delete(topic, 6)
    broker.restart()
    assert [record.offset for record in broker.read(topic)] == [6, 7, 8, 9]
    broker.delete(topic, -1)
    broker.restart()
    assert producer.send(topic, b"next").get(20).offset == 10
    producer.close()


def test_a_batch_sent_again_after_the_restart_is_known(broker: Broker) -> None:
    topic = broker.create()

    def sent(wire: Wire, producer_id: int, sequence: int) -> Any:
        builder = MemoryRecordsBuilder(2, 0, 1 << 20)
        builder.append(timestamp=1, key=None, value=b"v")
        builder.set_producer_state(producer_id, 0, sequence, False)  # noqa: FBT003  positional there
        builder.close()
        kind = ProduceRequest.TopicProduceData
        part = kind.PartitionProduceData(index=0, records=bytes(builder.buffer()))
        request = ProduceRequest(
            transactional_id=None,
            acks=-1,
            timeout_ms=1000,
            topic_data=[kind(name=topic, partition_data=[part])],
        )
        answer = wire.ask(request, 8).responses[0].partition_responses[0]
        return answer.error_code, answer.base_offset

    def new_id(wire: Wire) -> int:
        request = InitProducerIdRequest(transactional_id=None, transaction_timeout_ms=0)
        return int(wire.ask(request, 0).producer_id)

    wire = Wire(broker.address)
    me = new_id(wire)
    assert [sent(wire, me, number) for number in range(3)] == [(0, 0), (0, 1), (0, 2)]
    wire.close()
    broker.restart()
    wire = Wire(broker.address)
    assert sent(wire, me, 2) == (0, 2)
    assert sent(wire, me, 3) == (0, 3)
    assert sent(wire, me, 5)[0] == 45
    assert new_id(wire) > me
    wire.close()


def test_a_consumer_of_a_group_goes_on_without_a_hole(broker: Broker) -> None:
    topic = broker.create()
    producer = KafkaProducer(bootstrap_servers=broker.address)
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=broker.address,
        group_id="g",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=6000,
        heartbeat_interval_ms=500,
    )
    seen: set[int] = set()

    def read_until(count: int) -> None:
        until = time.monotonic() + 30
        while len(seen) < count and time.monotonic() < until:
            for records in consumer.poll(10_000).values():
                seen.update(int(record.value) for record in records)
            try:
                consumer.commit()
            except KafkaError:
                continue  # it is no member any more and joins again

    for number in range(20):
        producer.send(topic, b"%d" % number)
    read_until(20)
    broker.restart()
    for number in range(20, 40):
        producer.send(topic, b"%d" % number)
    read_until(40)
    assert seen == set(range(40))
    consumer.close()
    producer.close()


def test_a_torn_tail_is_cut_and_the_log_goes_on(broker: Broker, tmp_path: Path) -> None:
    topic = broker.create()
    producer = KafkaProducer(bootstrap_servers=broker.address)
    for number in range(5):
        producer.send(topic, b"%d" % number).get(10)
    producer.close()
    broker.kill()
    (log,) = tmp_path.glob("topics/*/0.log")
    whole = log.read_bytes()
    log.write_bytes(whole[:-7])
    with (tmp_path / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"kind":"commi')
    broker.start()
    assert [record.value for record in broker.read(topic)] == [b"0", b"1", b"2", b"3"]
    producer = KafkaProducer(bootstrap_servers=broker.address)
    assert producer.send(topic, b"again").get(10).offset == 4
    producer.close()
