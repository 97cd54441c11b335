"""The wire protocol besides the requests of clients: versions, and garbage."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
from kafka.protocol.consumer import FetchRequest, ListOffsetsRequest, OffsetForLeaderEpochRequest
from kafka.protocol.metadata import ApiVersionsRequest, FindCoordinatorRequest, MetadataRequest

from deploy.local.broker.testing import Wire

pytestmark = pytest.mark.live

NewTopic = Callable[..., str]

# what kafka-python 3.0, aiokafka 0.14 and their tools ask for, in the version that they settle on
NEEDED = {
    0: 8,
    1: 11,
    2: 5,
    3: 5,
    8: 7,
    9: 8,
    10: 4,
    11: 7,
    12: 4,
    13: 4,
    14: 5,
    15: 5,
    16: 4,
    18: 4,
    19: 7,
    20: 6,
    21: 2,
    22: 4,
    32: 4,
    37: 3,
    42: 2,
    44: 1,
    47: 0,
    60: 1,
}
CONSUMER_GROUP_HEARTBEAT = 68  # offered in order to be refused
NONE, OUT_OF_RANGE, UNKNOWN, UNSUPPORTED, INVALID_REQUEST = 0, 1, 3, 35, 42


def asking_versions(name: str) -> Any:
    return ApiVersionsRequest(client_software_name=name, client_software_version="1.0")


def test_the_versions_that_the_clients_use_are_there(wire: Wire) -> None:
    answer = wire.ask(asking_versions("tests"), 3)
    offered = {each.api_key: (each.min_version, each.max_version) for each in answer.api_keys}
    missing = {
        key: version
        for key, version in NEEDED.items()
        if not offered[key][0] <= version <= offered[key][1]
    }
    assert missing == {}


def test_the_embedded_broker_offers_nothing_that_it_does_not_do(
    wire: Wire, *, embedded: bool
) -> None:
    answer = wire.ask(asking_versions("tests"), 3)
    extra = {each.api_key for each in answer.api_keys} - {*NEEDED, 23}
    assert extra <= {CONSUMER_GROUP_HEARTBEAT} or not embedded


def test_a_consumer_of_the_newer_group_protocol_is_refused_at_once(
    wire: Wire, new_group: Callable[[], str], *, embedded: bool
) -> None:
    """By the code that Apache Kafka has where that protocol is switched off."""
    group = new_group().encode()
    frame = b"".join(
        (
            struct.pack(">hhih", CONSUMER_GROUP_HEARTBEAT, 1, 7, 1) + b"c\0",
            bytes([len(group) + 1]) + group,
            b"\7member" + struct.pack(">i", 0),  # and its epoch: it joins
            b"\0\0" + struct.pack(">i", 45_000),  # neither instance nor rack; its time
            b"\2\2t\0\0\1\0",  # a topic, no pattern, no assignor, nothing assigned
        )
    )
    wire.socket.sendall(struct.pack(">i", len(frame)) + frame)
    size, number, _tags, _throttled, code = struct.unpack(">iibih", wire.socket.recv(15))
    assert (number, code == UNSUPPORTED) == (7, embedded)
    rest = wire.socket.recv(1000)
    assert len(rest) == size - 11
    assert (b"group.protocol=classic" in rest) is embedded
    # the connection goes on
    assert wire.ask(ApiVersionsRequest(), 0).error_code == NONE


def test_a_client_says_its_name_properly_if_at_all(wire: Wire) -> None:
    wire.send(asking_versions("no name!"), 3)
    _, _, code = struct.unpack(">iih", wire.socket.recv(10))
    assert code == INVALID_REQUEST


def test_a_client_from_the_future_is_told_the_versions(wire: Wire) -> None:
    frame = struct.pack(">hhih", 18, 99, 7, 1) + b"c\0"
    wire.socket.sendall(struct.pack(">i", len(frame)) + frame)
    size, number, code = struct.unpack(">iih", wire.socket.recv(10))
    assert (number, code) == (7, UNSUPPORTED)
    assert size > 6


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(struct.pack(">i", -5), id="a negative length"),
        pytest.param(struct.pack(">i", 2_000_000_000), id="an absurd length"),
        pytest.param(struct.pack(">i", 1) + b"x", id="too short for a header"),
        pytest.param(struct.pack(">ihhih", 11, 1000, 0, 1, 1) + b"c", id="an unknown request"),
        pytest.param(struct.pack(">ihhih", 11, 3, 99, 1, 1) + b"c", id="an unknown version"),
        pytest.param(struct.pack(">ihhih", 13, 3, 5, 1, 1) + b"c\x7f\x7f", id="half a request"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="another protocol"),
    ],
)
def test_garbage_closes_the_connection_and_harms_nobody(
    connect: Callable[[], Wire], garbage: bytes
) -> None:
    wire = connect()
    wire.socket.sendall(garbage)
    assert wire.socket.recv(1) == b""
    assert connect().ask(ApiVersionsRequest(), 0).error_code == NONE


def test_requests_of_a_connection_are_answered_in_order(wire: Wire, new_topic: NewTopic) -> None:
    """A fetch that waits holds back what was sent after it on the same connection."""
    topic = new_topic()
    wire.send(fetching(topic, 0, wait=300), 11)
    wire.send(ApiVersionsRequest(), 0)
    assert wire.receive(fetching(topic, 0), 11).responses[0].partitions[0].error_code == NONE
    assert wire.receive(ApiVersionsRequest(), 0).error_code == NONE


def fetching(topic: str, offset: int, **options: Any) -> Any:
    options = {"partition": 0, "wait": 100, "most": 1 << 20, "isolation": 0, **options}
    kind = FetchRequest.FetchTopic
    part = kind.FetchPartition(
        partition=options["partition"],
        current_leader_epoch=-1,
        fetch_offset=offset,
        log_start_offset=-1,
        partition_max_bytes=options["most"],
    )
    return FetchRequest(
        replica_id=-1,
        max_wait_ms=options["wait"],
        min_bytes=1,
        max_bytes=options["most"],
        isolation_level=options["isolation"],
        session_id=0,
        session_epoch=-1,
        topics=[kind(topic=topic, partitions=[part])],
        forgotten_topics_data=[],
        rack_id="",
    )


def fetch(wire: Wire, topic: str, offset: int, **options: Any) -> Any:
    version = options.pop("version", 11)
    answer = wire.ask(fetching(topic, offset, **options), version)
    return answer.responses[0].partitions[0]


def test_a_fetch_tells_where_the_log_is(
    wire: Wire, new_topic: NewTopic, send: Callable[..., list[int]]
) -> None:
    topic = new_topic()
    send(topic, b"a", b"b")
    for version in (4, 7, 11, 12):
        part = fetch(wire, topic, 0, version=version, isolation=1)
        assert (part.error_code, part.high_watermark, part.last_stable_offset) == (NONE, 2, 2)
        assert part.aborted_transactions == []
        assert len(part.records) > 0
    end = fetch(wire, topic, 2)
    assert (end.error_code, bytes(end.records or b"")) == (NONE, b"")


@pytest.mark.parametrize("offset", [-1, 3])
def test_a_fetch_beyond_the_log_is_out_of_range(
    wire: Wire, new_topic: NewTopic, send: Callable[..., list[int]], offset: int
) -> None:
    topic = new_topic()
    send(topic, b"a", b"b")
    part = fetch(wire, topic, offset, wait=5000)
    assert (part.error_code, part.high_watermark) == (OUT_OF_RANGE, -1)


def test_a_fetch_of_what_is_not_is_answered_at_once(wire: Wire, new_topic: NewTopic) -> None:
    assert fetch(wire, "no-such-topic", 0, wait=60_000).error_code == UNKNOWN
    assert fetch(wire, new_topic(), 0, partition=1, wait=60_000).error_code == UNKNOWN


def located(wire: Wire, topic: str, timestamp: int, version: int = 7) -> Any:
    kind = ListOffsetsRequest.ListOffsetsTopic
    part = kind.ListOffsetsPartition(
        partition_index=0, current_leader_epoch=-1, timestamp=timestamp
    )
    request = ListOffsetsRequest(
        replica_id=-1, isolation_level=0, topics=[kind(name=topic, partitions=[part])]
    )
    answer = wire.ask(request, version).topics[0].partitions[0]
    return answer.error_code, answer.offset, answer.timestamp


def test_places_in_the_log_are_told(
    wire: Wire, new_topic: NewTopic, send: Callable[..., list[int]]
) -> None:
    topic = new_topic()
    latest, earliest, newest = -1, -2, -3
    assert located(wire, topic, latest) == (NONE, 0, -1)
    assert located(wire, topic, newest) == (NONE, -1, -1)
    for stamp in (1000, 3000, 2000):
        send(topic, b"v", timestamp_ms=stamp)
    assert located(wire, topic, latest) == (NONE, 3, -1)
    assert located(wire, topic, earliest) == (NONE, 0, -1)
    assert located(wire, topic, newest) == (NONE, 1, 3000)
    assert located(wire, topic, 2000) == (NONE, 1, 3000)
    assert located(wire, topic, 3001) == (NONE, -1, -1)
    assert located(wire, topic, -7)[0] == UNSUPPORTED
    assert located(wire, "no-such-topic", latest)[0] == UNKNOWN


def test_there_is_one_leader_epoch(
    wire: Wire, new_topic: NewTopic, send: Callable[..., list[int]]
) -> None:
    topic = new_topic()
    send(topic, b"a", b"b")
    kind = OffsetForLeaderEpochRequest.OffsetForLeaderTopic

    def ended(epoch: int) -> Any:
        part = kind.OffsetForLeaderPartition(
            partition=0, current_leader_epoch=-1, leader_epoch=epoch
        )
        request = OffsetForLeaderEpochRequest(
            replica_id=-1, topics=[kind(topic=topic, partitions=[part])]
        )
        answer = wire.ask(request, 4).topics[0].partitions[0]
        return answer.error_code, answer.leader_epoch, answer.end_offset

    assert ended(0) == (NONE, 0, 2)
    assert ended(1) == (NONE, -1, -1)


def test_metadata_is_told_in_every_version(wire: Wire, new_topic: NewTopic) -> None:
    topic = new_topic(2)
    kind = MetadataRequest.MetadataRequestTopic
    for version in range(13):
        answer = wire.ask(MetadataRequest(topics=[kind(name=topic)]), version)
        (described,) = answer.topics
        assert described.error_code == NONE
        assert {part.leader_id for part in described.partitions} == {1}
        assert len(described.partitions) == 2


def test_a_topic_that_is_not_is_told_to_be_unknown(wire: Wire) -> None:
    kind = MetadataRequest.MetadataRequestTopic
    answer = wire.ask(MetadataRequest(topics=[kind(name="no-such"), kind(name="a b")]), 9)
    assert sorted((topic.name, topic.error_code) for topic in answer.topics) == [
        ("a b", 17),
        ("no-such", UNKNOWN),
    ]


def test_every_group_has_its_coordinator(wire: Wire) -> None:
    assert wire.ask(FindCoordinatorRequest(key="g", key_type=0), 1).node_id == 1
    answer = wire.ask(FindCoordinatorRequest(key_type=0, coordinator_keys=["g", "h"]), 4)
    assert {each.key: each.node_id for each in answer.coordinators} == {"g": 1, "h": 1}
