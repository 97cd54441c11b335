"""Producer ids and sequence numbers, byte by byte."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from kafka import KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.protocol.consumer import FetchRequest
from kafka.protocol.metadata import FindCoordinatorRequest
from kafka.protocol.producer import InitProducerIdRequest, ProduceRequest
from kafka.record.memory_records import MemoryRecordsBuilder

from deploy.local.broker.testing import Wire

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]
_Topic = ProduceRequest.TopicProduceData

OUT_OF_ORDER, OLD_EPOCH, LOADING = 45, 47, 14
CORRUPT, INVALID_RECORD, UNKNOWN, BAD_ACKS = 2, 87, 3, 21
NOT_AUTHORISED = 53  # for this transactional id


def batch(
    count: int = 1, producer_id: int = -1, epoch: int = -1, sequence: int = -1, **options: Any
) -> bytes:
    builder = MemoryRecordsBuilder(2, options.get("codec", 0), 1 << 20)
    for number in range(count):
        builder.append(timestamp=1_700_000_000_000 + number, key=options.get("key"), value=b"v")
    if producer_id >= 0:
        builder.set_producer_state(producer_id, epoch, sequence, False)  # noqa: FBT003  positional there
    builder.close()
    return bytes(builder.buffer())


def produce(wire: Wire, topic: str, records: bytes, *, acks: int = -1, partition: int = 0) -> Any:
    part = _Topic.PartitionProduceData(index=partition, records=records)
    data = [_Topic(name=topic, partition_data=[part])]
    request = ProduceRequest(transactional_id=None, acks=acks, timeout_ms=5000, topic_data=data)
    answer = wire.ask(request, 8).responses[0].partition_responses[0]
    return answer.error_code, answer.base_offset


def new_producer(wire: Wire) -> int:
    """Return an id, asked for as every client does: Kafka says "loading" until it has some."""
    request = InitProducerIdRequest(transactional_id=None, transaction_timeout_ms=0)
    until = time.monotonic() + 20
    while (answer := wire.ask(request, 0)).error_code == LOADING:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (answer.error_code, answer.producer_epoch) == (0, 0)
    return int(answer.producer_id)


def test_every_producer_gets_an_id_of_its_own(wire: Wire) -> None:
    assert len({new_producer(wire) for _ in range(5)}) == 5


def test_a_batch_sent_twice_is_written_once(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(), new_producer(wire)
    assert produce(wire, topic, batch(2, me, 0, 0)) == (0, 0)
    assert produce(wire, topic, batch(2, me, 0, 0)) == (0, 0)
    assert produce(wire, topic, batch(2, me, 0, 2)) == (0, 2)


def test_the_last_five_batches_are_known_again(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(), new_producer(wire)
    for number in range(7):
        produce(wire, topic, batch(1, me, 0, number))
    assert [produce(wire, topic, batch(1, me, 0, number)) for number in (2, 6)] == [(0, 2), (0, 6)]
    assert produce(wire, topic, batch(1, me, 0, 1)) == (OUT_OF_ORDER, -1)


def test_a_gap_in_the_sequence_is_refused(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(), new_producer(wire)
    produce(wire, topic, batch(2, me, 0, 0))
    assert produce(wire, topic, batch(1, me, 0, 3)) == (OUT_OF_ORDER, -1)
    assert produce(wire, topic, batch(1, me, 0, 2)) == (0, 2)


def test_a_batch_that_overlaps_an_earlier_one_is_refused(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(), new_producer(wire)
    produce(wire, topic, batch(2, me, 0, 0))
    assert produce(wire, topic, batch(3, me, 0, 0)) == (OUT_OF_ORDER, -1)


def test_a_new_epoch_begins_with_zero_and_fences_the_old(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(), new_producer(wire)
    produce(wire, topic, batch(1, me, 0, 0))
    assert produce(wire, topic, batch(1, me, 1, 5)) == (OUT_OF_ORDER, -1)
    assert produce(wire, topic, batch(1, me, 1, 0)) == (0, 1)
    assert produce(wire, topic, batch(1, me, 0, 1)) == (OLD_EPOCH, -1)


def test_an_unknown_producer_may_begin_anywhere(wire: Wire, new_topic: NewTopic) -> None:
    topic = new_topic()
    assert produce(wire, topic, batch(1, 987_654, 0, 77)) == (0, 0)
    assert produce(wire, topic, batch(1, 987_654, 0, 79)) == (OUT_OF_ORDER, -1)


def test_a_producer_goes_on_where_its_records_were_deleted(
    wire: Wire, new_topic: NewTopic, admin: Any
) -> None:
    topic, me = new_topic(), new_producer(wire)
    produce(wire, topic, batch(2, me, 0, 0))
    admin.delete_records({TopicPartition(topic, 0): -1})
    assert produce(wire, topic, batch(1, me, 0, 2)) == (0, 2)
    assert produce(wire, topic, batch(1, me, 0, 2)) == (0, 2)


def test_sequences_of_partitions_are_apart(wire: Wire, new_topic: NewTopic) -> None:
    topic, me = new_topic(2), new_producer(wire)
    assert produce(wire, topic, batch(1, me, 0, 0), partition=0) == (0, 0)
    assert produce(wire, topic, batch(1, me, 0, 0), partition=1) == (0, 0)


def broken(at: int, flipped: int = 1) -> bytes:
    records = bytearray(batch(2))
    records[at] ^= flipped
    return bytes(records)


@pytest.mark.parametrize(
    ("records", "code"),
    [
        pytest.param(broken(-1), CORRUPT, id="a flipped bit"),
        pytest.param(broken(16), CORRUPT, id="a format to come"),
        pytest.param(broken(16, 3), INVALID_RECORD, id="a format that was"),
        pytest.param(batch() + batch(), INVALID_RECORD, id="two batches"),
        pytest.param(b"", INVALID_RECORD, id="none"),
        pytest.param(batch()[:-3], INVALID_RECORD, id="a part of one"),
        pytest.param(b"\0" * 7 + b"\5" + batch()[8:], INVALID_RECORD, id="not from zero"),
    ],
)
def test_records_that_are_no_whole_batch_are_refused(
    wire: Wire, new_topic: NewTopic, records: bytes, code: int
) -> None:
    topic = new_topic()
    assert produce(wire, topic, records) == (code, -1)
    assert produce(wire, topic, batch()) == (0, 0)


def test_a_compacted_topic_wants_keys(wire: Wire, new_topic: NewTopic) -> None:
    topic = new_topic(cleanup_policy="compact")
    assert produce(wire, topic, batch()) == (INVALID_RECORD, -1)
    assert produce(wire, topic, batch(key=b"k", codec=1)) == (0, 0)


def test_unknown_partitions_and_acknowledgements_are_refused(
    wire: Wire, new_topic: NewTopic
) -> None:
    topic = new_topic()
    assert produce(wire, "no-such-topic", batch()) == (UNKNOWN, -1)
    assert produce(wire, topic, batch(), partition=1) == (UNKNOWN, -1)
    assert produce(wire, topic, batch(), acks=2) == (BAD_ACKS, -1)


def test_an_error_that_nobody_waits_for_closes_the_connection(wire: Wire) -> None:
    part = _Topic.PartitionProduceData(index=0, records=batch())
    data = [_Topic(name="no-such-topic", partition_data=[part])]
    request = ProduceRequest(transactional_id=None, acks=0, timeout_ms=5000, topic_data=data)
    wire.send(request, 8)
    assert wire.socket.recv(1) == b""


def test_the_bytes_that_come_are_the_bytes_that_went(wire: Wire, new_topic: NewTopic) -> None:
    topic = new_topic()
    for _ in range(2):
        produce(wire, topic, batch(3, codec=1))
    kind = FetchRequest.FetchTopic
    part = kind.FetchPartition(
        partition=0, current_leader_epoch=-1, fetch_offset=4, log_start_offset=-1,
        partition_max_bytes=1 << 20,
    )  # fmt: skip
    request = FetchRequest(
        replica_id=-1, max_wait_ms=100, min_bytes=1, max_bytes=1 << 20, isolation_level=0,
        session_id=0, session_epoch=-1, topics=[kind(topic=topic, partitions=[part])],
        forgotten_topics_data=[], rack_id="",
    )  # fmt: skip
    answer = wire.ask(request, 11).responses[0].partitions[0]
    records = bytes(answer.records)
    # the whole batch that holds the offset, at its place; leader epoch is the broker's
    assert records[:8] == b"\0" * 7 + b"\3"
    assert records[16:] == batch(3, codec=1)[16:]
    assert (answer.error_code, answer.high_watermark) == (0, 6)


def test_the_embedded_broker_says_that_it_has_no_transactions(
    kafka: str, *, embedded: bool
) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka, transactional_id="t", max_block_ms=10_000)
    if embedded:
        with pytest.raises(KafkaError, match="TransactionalIdAuthorizationFailed"):
            producer.init_transactions()
    else:
        producer.init_transactions()
    producer.close()


@pytest.mark.parametrize("version", [2, 3, 4])
def test_transactions_are_refused_by_the_code_that_every_client_takes_as_final(
    wire: Wire, version: int, *, embedded: bool
) -> None:
    """librdkafka asks again after any other, until its time is up."""
    asked = FindCoordinatorRequest(key="t", key_type=1, coordinator_keys=["t"])
    answer = wire.ask(asked, version)
    (found,) = answer.coordinators or [answer]
    assert (found.error_code == NOT_AUTHORISED) is embedded
    assert ("no transactions" in (found.error_message or "")) is embedded
    asking = InitProducerIdRequest(transactional_id="t", transaction_timeout_ms=1000)
    assert (wire.ask(asking, 4).error_code == NOT_AUTHORISED) is embedded
