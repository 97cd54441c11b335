"""A topic that was given more partitions while it held facts: nothing more comes to it."""

import pytest
from kafka import KafkaAdminClient

from services.intake.app import INTAKE_SERVICE
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.hosting.relay import Checkpoint, Divided
from tests.live.test_machinery import (
    Parts,
    consuming,
    intake,
    kafka,
    lines,
    parts,
    pytestmark,
    relaying,
    submit,
    told,
    until,
)

__all__ = ["parts", "pytestmark"]  # fixtures and marks


async def test_a_divided_topic_gets_nothing_more_until_it_is_refilled(parts: Parts) -> None:
    cluster = parts.settings.cluster
    async with intake(parts) as ask:
        with kafka(parts):
            with relaying(parts):
                await submit(ask, 8)
                await until(lambda: told(parts) == 8)
            admin = KafkaAdminClient(**cluster.arguments())
            admin.create_partitions({INTAKE_SERVICE.contract.topic: 5})
            checkpoint = Checkpoint(cluster, INTAKE_SERVICE.contract)
            with pytest.raises(Divided, match="has 5 partitions now and had 3"):
                checkpoint.begin()
            checkpoint.close()
            with pytest.raises(topics.Divided, match="Set RAPPORTEUR_PARTITIONS=5"):
                topics.create(cluster, CONTRACTS, partitions=3)
            admin.delete_topics([contract.topic for contract in CONTRACTS])
            admin.close()
            topics.create(cluster, CONTRACTS, partitions=5)
            with relaying(parts):
                async with consuming(parts):
                    await until(lambda: lines(parts) == 8)
            with pytest.raises(topics.Divided):  # as the platform's next start with another number
                topics.create(cluster, CONTRACTS, partitions=3)
