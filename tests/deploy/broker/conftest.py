"""The broker under test: the embedded one, or the one that RAPPORTEUR_TEST_KAFKA names."""

import contextlib
import gc
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import KafkaError

from deploy.local.broker.testing import Wire, running_broker
from tests.support import left

NewTopic: TypeAlias = Callable[..., str]
Consume: TypeAlias = Callable[..., Any]
Read: TypeAlias = Callable[..., list[Any]]


GIVEN = os.environ.get("RAPPORTEUR_TEST_KAFKA", "")
_PATIENCE = 60.0  # seconds


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    if GIVEN:
        _coordinating(GIVEN)
        yield GIVEN
        return
    with running_broker() as address:
        yield address


def _coordinating(address: str) -> None:
    """Return when the node coordinates every group.

    Apache Kafka makes the topic of offsets for the first group that asks, and takes a moment over
    each of its four partitions: until then whoever joins is sent away. A group belongs to the
    partition that the number of its letter leaves over by four.
    """
    admin = KafkaAdminClient(bootstrap_servers=address)
    deadline = time.monotonic() + _PATIENCE
    waiting = list("abcd")
    try:
        while waiting:
            assert time.monotonic() < deadline, f"no coordinator of {waiting}"
            with contextlib.suppress(KafkaError):
                admin.list_group_offsets(waiting[0])
                waiting.pop(0)
                continue
            time.sleep(0.05)
    finally:
        admin.close()


@pytest.fixture(scope="session")
def embedded() -> bool:
    return not GIVEN


# before tests of the embedded broker alone are left out
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    # kafka-python 3.0 leaves sockets for the collector to close, and that is told
    quiet = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(quiet)
            if GIVEN and "kafka" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.kafka)
    yield


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Clients of a whole module connect when one of its tests uses them first."""
    yield from left.checked()


@pytest.fixture(scope="module", autouse=True)
def sockets_collected() -> Iterator[None]:
    """Sockets of a module are closed while their warnings are still looked away from."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def admin(kafka: str) -> Iterator[Any]:
    client = KafkaAdminClient(bootstrap_servers=kafka)
    yield client
    client.close()


@pytest.fixture(scope="module")
def producer(kafka: str) -> Iterator[Any]:
    client = KafkaProducer(bootstrap_servers=kafka)
    yield client
    client.close()


@pytest.fixture(scope="module")
def short_session(admin: Any) -> int:
    """The shortest session that the broker allows, in ms."""
    node = str(admin.describe_cluster()["brokers"][0]["broker_id"])
    resource = ConfigResource(ConfigResourceType.BROKER, node)
    settings = admin.describe_configs([resource], config_filter="all")["broker"][node]
    return int(settings["group.min.session.timeout.ms"]["value"])


@pytest.fixture
def passing_producer(kafka: str) -> Iterator[Any]:
    """A producer to be refused: an idempotent one sends nothing after that."""
    client = KafkaProducer(bootstrap_servers=kafka, max_request_size=64 << 20)
    yield client
    client.close()


@pytest.fixture(scope="module")
def new_topic(admin: Any) -> NewTopic:
    def create(partitions: int = 1, **settings: str) -> str:
        name = f"topic-{uuid.uuid4().hex[:8]}"
        configs = {key.replace("_", "."): value for key, value in settings.items()}
        wish = {"num_partitions": partitions, "replication_factor": 1, "configs": configs}
        admin.create_topics({name: wish}, wait_for_metadata=True)
        # Apache Kafka leads a partition a moment after it has told of it; this asks until it does
        admin.list_partition_offsets(
            {TopicPartition(name, index): OffsetSpec.LATEST for index in range(partitions)}
        )
        return name

    return create


@pytest.fixture
def new_group() -> Callable[[], str]:
    return lambda: f"group-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def consume(kafka: str) -> Iterator[Consume]:
    with contextlib.ExitStack() as opened:

        def start(*topics: str, **options: Any) -> Any:
            options = {
                "auto_offset_reset": "earliest",
                "enable_auto_commit": False,
                "session_timeout_ms": 6000,
                "heartbeat_interval_ms": 500,
                "fetch_max_wait_ms": 200,
                **options,
            }
            client = KafkaConsumer(*topics, bootstrap_servers=kafka, **options)
            opened.callback(client.close)
            return client

        yield start


@pytest.fixture
def read() -> Read:
    """Read that many records, or fewer when no more come within the time."""

    def take(consumer: Any, count: int, seconds: float = 10) -> list[Any]:
        taken: list[Any] = []
        until = time.monotonic() + seconds
        while len(taken) < count and time.monotonic() < until:
            # not shorter: kafka-python 3.0 throws away what it joined after its poll timed out
            left = max(1000, round((until - time.monotonic()) * 1000))
            for records in consumer.poll(left, max_records=count - len(taken)).values():
                taken.extend(records)
        return taken

    return take


@pytest.fixture
def eventually() -> Callable[..., None]:
    """Wait until the question is answered with yes; fail when it is not in time."""

    def wait(holds: Callable[[], bool], seconds: float = 15) -> None:
        until = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < until, "It did not come to hold in time."
            time.sleep(0.05)

    return wait


@pytest.fixture
def send(producer: Any) -> Callable[..., list[int]]:
    """Send values in order and answer their offsets."""

    def write(topic: str, *values: bytes | None, **options: Any) -> list[int]:
        options = {"partition": 0, **options}
        sent = [producer.send(topic, value, **options) for value in values]
        return [each.get(10).offset for each in sent]

    return write


@pytest.fixture
def connect(kafka: str) -> Iterator[Callable[[], Wire]]:
    with contextlib.ExitStack() as opened:

        def start() -> Wire:
            wire = Wire(kafka)
            opened.callback(wire.close)
            return wire

        yield start


@pytest.fixture
def wire(connect: Callable[[], Wire]) -> Wire:
    return connect()


@pytest.fixture
def in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the disk: no machine loses power in the tests."""
    monkeypatch.setattr("os.fsync", lambda _: None)
