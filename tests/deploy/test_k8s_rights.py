"""The Kafka rights in deploy/k8s are enough for each process, and not more."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
)
from kafka.errors import KafkaError
from pydantic import SecretStr

from deploy.k8s.generate import SERVICES, Right, groups, heard, rights
from deploy.local.apache_kafka.node import Ports, Secured
from deploy.local.apache_kafka.testing import running_secured
from deploy.local.certificates import Authority
from portal.app.consumer import GROUP
from portal.app.read_models import READ_MODELS
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.hosting.relay import Checkpoint
from shared.platform.cluster import Cluster

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.timeout(600),
    # kafka-python leaves the socket of a connection that was refused to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PASSWORD = "a-password-of-a-test"

_ENOUGH = 60_000
"""Milliseconds for a poll, which ends with the first record. kafka-python 3.0 throws away what it
joined after its poll timed out and joins anew: for ever, where a round takes longer than a poll."""


@pytest.fixture(autouse=True)
def _collected(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Let the collector find those sockets here; until then records of the log hold them."""
    yield
    caplog.get_records("call").clear()
    gc.collect()


@dataclass(frozen=True, slots=True)
class Secure:
    ports: Ports
    ca: Path

    def of(self, user: str) -> Cluster:
        return Cluster(
            servers=f"127.0.0.1:{self.ports.scram}",
            security="SASL_SSL",
            ca=str(self.ca),
            username=user,
            password=SecretStr(PASSWORD),
        )


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    authority = Authority(tmp_path_factory.mktemp("rights"))
    users = [user for user, _ in rights()]
    secured = Secured(
        keystore=authority.issue("broker").both,
        truststore=authority.ca,
        users=dict.fromkeys(users, PASSWORD),
    )
    with running_secured(secured) as ports:
        admin: Any = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{ports.plain}")
        admin.create_acls(
            [acl for user, had in rights() for one in had for acl in _acls(user, one)]
        )
        admin.close()
        made = Secure(ports, authority.ca)
        topics.create(made.of("topics"), CONTRACTS, partitions=3)
        producer: Any = KafkaProducer(bootstrap_servers=f"127.0.0.1:{ports.plain}")
        for contract in CONTRACTS:
            producer.send(contract.topic, b"told").get(30)
        producer.close()
        yield made


def _acls(user: str, right: Right) -> Iterator[ACL]:
    kind, name, operations = right
    for operation in operations.strip("[]").split(", "):
        yield ACL(
            principal=f"User:{user}",
            host="*",
            operation=ACLOperation[operation.upper()],
            permission_type=ACLPermissionType.ALLOW,
            resource_pattern=ResourcePattern(
                ResourceType[kind.upper()], name, ACLResourcePatternType.LITERAL
            ),
        )


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_relay_writes_its_topic_and_no_other(secure: Secure, service: Any) -> None:
    cluster = secure.of(f"relay-{service.name}")
    checkpoint = Checkpoint(cluster, service.contract)
    producer: Any = KafkaProducer(**cluster.arguments(), acks="all")
    try:
        producer.send(service.contract.topic, b"told", headers=[("ce_position", b"7")]).get(30)
        checkpoint.move(7)
        reached, on_topic = checkpoint.begin()
        assert reached == 7
        assert 7 in on_topic.values()
        for other in CONTRACTS:
            if other != service.contract:
                with pytest.raises(KafkaError):
                    producer.send(other.topic, b"forged").get(5)
    finally:
        producer.close(timeout=1)
        checkpoint.close()


_HEARD = [
    *((one.name, group, heard(one)) for one in SERVICES for group in groups(one)),
    *(("consume", one.consumer, {c.topic for c in one.contracts}) for one in READ_MODELS[:2]),
    ("consume", GROUP, {c.topic for one in READ_MODELS for c in one.contracts}),
]


@pytest.mark.parametrize(("user", "group", "told"), _HEARD)
def test_who_hears_facts_joins_its_group_and_commits(
    secure: Secure, user: str, group: str, told: set[str]
) -> None:
    consumer: Any = KafkaConsumer(
        **secure.of(user).arguments(), group_id=group, auto_offset_reset="earliest"
    )
    try:
        consumer.subscribe(sorted(told))
        assert consumer.poll(_ENOUGH)
        assert {tp.topic for tp in consumer.assignment()} == told
        consumer.commit()
    finally:
        consumer.close(autocommit=False)


def test_the_feed_reads_every_topic_and_writes_none(secure: Secure) -> None:
    consumer: Any = KafkaConsumer(**secure.of("feed").arguments())
    assert consumer.topics() == {contract.topic for contract in CONTRACTS}
    consumer.close()
    producer: Any = KafkaProducer(**secure.of("feed").arguments())
    with pytest.raises(KafkaError):
        producer.send(CONTRACTS[0].topic, b"forged").get(5)
    producer.close(timeout=1)


def test_nobody_reads_in_the_group_of_another(secure: Secure) -> None:
    consumer: Any = KafkaConsumer(**secure.of("feed").arguments(), group_id="portal.triage")
    consumer.subscribe([CONTRACTS[0].topic])
    with pytest.raises(KafkaError):
        consumer.poll(_ENOUGH)
    consumer.close(autocommit=False)
