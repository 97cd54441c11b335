"""Stopping a consumer while Kafka does not respond."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka import KafkaAdminClient

from deploy.local.broker.testing import start_broker
from shared.contracts.all import CONTRACTS
from shared.contracts.intake import INTAKE
from shared.facts import topics
from shared.facts.kafka import Published
from shared.hosting import consumer
from shared.hosting.consumer import LEAVING, Listener, PatientBroker, broker
from shared.platform.settings import Settings
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


@dataclass(frozen=True)
class Parts:
    """A broker that can be stopped and continued, and a consumer that is a member there."""

    process: subprocess.Popen[str]
    address: str
    kafka: PatientBroker


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    process, address = start_broker(tmp_path)
    with process:
        try:
            cluster = Settings(kafka=address).cluster
            topics.create(cluster, CONTRACTS, partitions=3)
            kafka = broker(cluster)
            Listener(kafka, [INTAKE], "desk", nothing)
            await kafka.start()
            assert members(address, "desk") == 1
            yield Parts(process, address, kafka)
        finally:
            process.kill()


async def test_a_consumer_leaves_its_group_though_its_stop_is_waited_for_no_longer(
    parts: Parts,
) -> None:
    parts.process.send_signal(signal.SIGSTOP)
    async with asyncio.timeout(5):  # a client alone would wait for 40 s
        await parts.kafka.stop()
    assert len(LEAVING) == 1
    parts.process.send_signal(signal.SIGCONT)
    await asyncio.wait(LEAVING, timeout=20)
    assert not LEAVING
    assert members(parts.address, "desk") == 0


async def test_from_a_kafka_that_is_gone_no_consumer_goes_for_ever(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "_LEAVES", 6.0)
    parts.process.send_signal(signal.SIGSTOP)
    await parts.kafka.stop()
    (leaving,) = LEAVING
    await asyncio.wait({leaving}, timeout=20)
    assert leaving.exception() is None
