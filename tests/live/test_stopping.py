"""A consumer that is stopped while Kafka says nothing."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

from kafka import KafkaAdminClient

from deploy.local.broker.testing import start_broker
from shared import topics
from shared.consumer import LEAVING, Listener, broker
from shared.contracts.all import CONTRACTS
from shared.contracts.intake import INTAKE
from shared.kafka import Published
from shared.settings import Settings
from tests.live.test_machinery import pytestmark

__all__ = ["pytestmark"]  # marks


def members(address: str, group: str) -> int:
    admin = KafkaAdminClient(bootstrap_servers=address)
    try:
        return len(admin.describe_groups([group])[group]["members"])
    finally:
        admin.close()


async def nothing(facts: Sequence[Published]) -> None:
    pass


async def test_a_consumer_leaves_its_group_though_its_stop_is_waited_for_no_longer(
    tmp_path: Path,
) -> None:
    process, address = start_broker(tmp_path)
    with process:
        try:
            cluster = Settings(kafka=address).cluster
            topics.create(cluster, CONTRACTS, partitions=3)
            kafka = broker(cluster)
            Listener(kafka, [INTAKE], "desk", nothing)
            await kafka.start()
            assert members(address, "desk") == 1
            process.send_signal(signal.SIGSTOP)
            async with asyncio.timeout(5):  # a client alone would wait for 40 s
                await kafka.stop()
            assert len(LEAVING) == 1
            process.send_signal(signal.SIGCONT)
            await asyncio.wait(LEAVING, timeout=20)
            assert not LEAVING
            assert members(address, "desk") == 0
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
