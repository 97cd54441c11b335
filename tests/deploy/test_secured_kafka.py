"""Apache Kafka as in production: TLS, authentication, and only permitted operations."""

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from faststream.kafka import KafkaBroker
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
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

from deploy.local.apache_kafka.node import Ports, Secured
from deploy.local.apache_kafka.testing import running_secured
from deploy.local.certificates import Authority, Issued
from deploy.local.processes import WORLD
from deploy.local.testing import running_platform
from shared.contracts import Contract
from shared.contracts.intake import INTAKE
from shared.facts import topics
from shared.platform.cluster import Cluster, Incomplete
from tests.support.filing import submission
from tests.support.people import filed, person

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.timeout(600),
    # kafka-python leaves the socket of a handshake that failed to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TRIAL = Contract(service="trial", catalogue=INTAKE.catalogue)
"""A topic beside those of the platform, which take nothing but facts."""
PASSWORD = "a-password-that-no-log-shows"


@pytest.fixture(autouse=True)
def _collected(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Let the collector find those sockets here, and not at the end of all tests.

    Until then records of the log hold what failed, and with it the sockets.
    """
    yield
    caplog.get_records("call").clear()
    gc.collect()


@dataclass(frozen=True, slots=True)
class Secure:
    ports: Ports
    authority: Authority
    client: Issued
    other: Authority

    @property
    def scram(self) -> Cluster:
        return Cluster(
            servers=f"127.0.0.1:{self.ports.scram}",
            security="SASL_SSL",
            ca=str(self.authority.ca),
            username="rapporteur",
            password=SecretStr(PASSWORD),
        )

    @property
    def mutual(self) -> Cluster:
        return Cluster(
            servers=f"127.0.0.1:{self.ports.mutual}",
            security="SSL",
            ca=str(self.authority.ca),
            certificate=str(self.client.certificate),
            key=str(self.client.key),
        )


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    directory: Path = tmp_path_factory.mktemp("secure")
    authority, other = Authority(directory), Authority(directory, "Another authority")
    secured = Secured(
        keystore=authority.issue("broker").both,
        truststore=authority.ca,
        users={"rapporteur": PASSWORD, "nobody": PASSWORD},
    )
    with running_secured(secured) as ports:
        _allow(ports, "User:rapporteur", "User:CN=client")
        yield Secure(ports, authority, authority.issue("client"), other)


def _allow(ports: Ports, *principals: str) -> None:
    """Let these do what the platform does; everybody else may do nothing."""
    admin: Any = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{ports.plain}")
    try:
        admin.create_acls(
            [
                ACL(
                    principal=principal,
                    host="*",
                    operation=ACLOperation.ALL,
                    permission_type=ACLPermissionType.ALLOW,
                    resource_pattern=ResourcePattern(kind, name, ACLResourcePatternType.LITERAL),
                )
                for principal in principals
                for kind, name in (
                    (ResourceType.TOPIC, "*"),
                    (ResourceType.GROUP, "*"),
                    (ResourceType.CLUSTER, "kafka-cluster"),
                )
            ]
        )
    finally:
        admin.close()


@pytest.mark.parametrize("how", ["scram", "mutual"])
async def test_both_clients_are_let_in(secure: Secure, how: str) -> None:
    cluster: Cluster = getattr(secure, how)
    topics.create(cluster, (TRIAL,), partitions=1)
    producer: Any = KafkaProducer(**cluster.arguments())
    producer.send(TRIAL.topic, how.encode()).get(30)
    producer.close()
    consumer: Any = KafkaConsumer(**cluster.arguments(), auto_offset_reset="earliest")
    consumer.assign([TopicPartition(TRIAL.topic, 0)])
    found = [r.value for records in consumer.poll(20_000).values() for r in records]
    consumer.close()
    assert how.encode() in found
    async with KafkaBroker(**cluster.faststream()) as broker:
        await broker.start()
        assert await broker.ping(30.0)


def _refused(cluster: Cluster) -> None:
    with pytest.raises(KafkaError):
        topics.create(cluster, (TRIAL,), partitions=1)


def test_a_wrong_password_is_not(secure: Secure) -> None:
    _refused(replace(secure.scram, password=SecretStr("wrong")))


def test_who_is_not_allowed_to_writes_nothing(secure: Secure) -> None:
    topics.create(secure.scram, (TRIAL,), partitions=1)
    producer: Any = KafkaProducer(**replace(secure.scram, username="nobody").arguments())
    with pytest.raises(KafkaError):
        producer.send(TRIAL.topic, b"forged").get(20)
    producer.close(timeout=1)


def test_a_server_that_another_authority_vouches_for_is_not_believed(secure: Secure) -> None:
    _refused(replace(secure.scram, ca=str(secure.other.ca)))


def test_a_client_that_another_authority_vouches_for_is_not_let_in(secure: Secure) -> None:
    stranger = secure.other.issue("stranger")
    _refused(replace(secure.mutual, certificate=str(stranger.certificate), key=str(stranger.key)))


def test_what_is_missing_is_said_before_anybody_is_asked(secure: Secure) -> None:
    with pytest.raises(Incomplete, match="RAPPORTEUR_KAFKA_PASSWORD"):
        replace(secure.scram, password=SecretStr("")).arguments()
    with pytest.raises(Incomplete, match="RAPPORTEUR_KAFKA_CERTIFICATE"):
        replace(secure.mutual, certificate="").arguments()


def test_a_submission_travels_over_it_and_the_password_is_in_no_log(
    secure: Secure, tmp_path: Path
) -> None:
    environment = {
        WORLD: "people",
        "RAPPORTEUR_KAFKA": secure.scram.servers,
        "RAPPORTEUR_KAFKA_SECURITY": "SASL_SSL",
        "RAPPORTEUR_KAFKA_CA": secure.scram.ca,
        "RAPPORTEUR_KAFKA_USERNAME": "rapporteur",
        "RAPPORTEUR_KAFKA_PASSWORD": PASSWORD,
    }
    with running_platform(tmp_path, env=environment) as platform:
        assert filed(platform, submission(place="By TLS"), "tls-1").status_code == 201
        desk = person(platform, "qrd")
        until = time.monotonic() + 60
        while "Kenya" not in desk.get("/triage/"):
            assert time.monotonic() < until
            time.sleep(0.2)
        desk.http.close()
    for log in tmp_path.rglob("*.log"):
        assert PASSWORD not in log.read_text()
