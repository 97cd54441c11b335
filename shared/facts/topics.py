"""Creation of the topics of all contracts, on request only: ``python -m shared.facts.topics``."""

import sys
import time
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from shared.contracts import Contract
from shared.contracts.all import CONTRACTS
from shared.platform.cluster import Cluster
from shared.platform.settings import Settings

_PATIENCE = 60.0  # seconds
_DIVIDED = (
    "Topic {0} has {1} partitions, and RAPPORTEUR_PARTITIONS is {2}. They are not changed in place,"
    " as the facts of a stream would lose their order. Set RAPPORTEUR_PARTITIONS={1} for all"
    " processes, or refill the topics: docs/runbook.md, section Change the number of partitions."
)


class Divided(Exception):
    """A topic has another number of partitions; the message says which, and what to do."""


def create(cluster: Cluster, contracts: tuple[Contract, ...], *, partitions: int) -> None:
    """Create missing topics; leave existing ones as they are. Facts are kept for ever.

    Raises:
        Divided: one that exists has another number of partitions.
    """
    admin = _connect(cluster)
    try:
        existing = set(admin.list_topics())
        ours = [contract.topic for contract in contracts if contract.topic in existing]
        for one in admin.describe_topics(ours) if ours else ():
            if (number := len(one["partitions"])) != partitions:
                raise Divided(_DIVIDED.format(one["name"], number, partitions))
        for contract in contracts:
            if contract.topic in existing:
                continue
            topic = {
                "num_partitions": partitions,
                "replication_factor": -1,
                "configs": {"retention.ms": "-1"},
            }
            try:
                admin.create_topics({contract.topic: topic}, wait_for_metadata=True)
            except TopicAlreadyExistsError:
                continue
    finally:
        admin.close()


def _connect(cluster: Cluster) -> Any:
    """Return a client that Kafka has authenticated.

    A refused client is closed here: kafka-python 3.0 would keep its thread and its sockets, and
    return no client to close.
    """
    admin: Any = KafkaAdminClient.__new__(KafkaAdminClient)
    try:
        admin.__init__(**cluster.arguments(), bootstrap_timeout_ms=5_000)
    except KafkaError:
        admin._client.close()  # noqa: SLF001  # it is nowhere else
        raise
    return admin


def main() -> int:
    settings = Settings()
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            create(settings.cluster, CONTRACTS, partitions=settings.partitions)
        except Divided as error:
            sys.stderr.write(f"{error}\n")
            return 1
        except KafkaError as error:
            if time.monotonic() > deadline:
                sys.stderr.write(f"Kafka at {settings.kafka} does not answer: {error}\n")
                return 1
            time.sleep(0.5)
        else:
            return 0


if __name__ == "__main__":
    sys.exit(main())
