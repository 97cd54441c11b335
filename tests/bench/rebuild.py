"""A long history relayed to the topics, then read models built from it."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import ROOT, running_node
from portal.read_models import READ_MODELS
from shared import topics
from shared.cluster import Cluster
from shared.contracts.all import CONTRACTS
from tests.bench.history import fill
from tests.bench.machine import cpu_seconds
from tests.bench.processes import environment_with, output_of

_PARTITIONS = 3
_STEP = 0.02  # seconds between two looks at how far it is


def measured(*, facts: int) -> dict[str, Any]:
    """Facts a second: of each relay, of each read model that they concern, and of all at once.

    All at once counts a fact once for every read model that it reaches, as each of them does.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        data = Path(directory)
        with running_broker(data / "broker") as kafka:
            topics.create(Cluster(servers=kafka), CONTRACTS, partitions=_PARTITIONS)
            with running_node(data / "events.db") as uri:
                told = fill(uri, facts)
                environment = {"RAPPORTEUR_EVENTSTORE": uri, "RAPPORTEUR_KAFKA": kafka}
                relays = {
                    topic: _relayed(topic, number, environment) for topic, number in told.items()
                }
            concerned = [
                model.consumer
                for model in READ_MODELS
                if any(contract.topic in told for contract in model.contracts)
            ]
            plan = {"kafka": kafka, "facts": told}
            each = {one: _applied(plan, [one], data / f"{one}.db") for one in concerned}
            together = _applied(plan, concerned, data / "together.db")
    return {"relays": relays, "each": each, "together": together}


def _applied(plan: Mapping[str, Any], consumers: list[str], database: Path) -> dict[str, Any]:
    whole = {**plan, "consumers": consumers, "database": f"sqlite:///{database}"}
    found: dict[str, Any] = json.loads(output_of("tests.bench.applying", json.dumps(whole), {}))
    return found


def _relayed(topic: str, number: int, environment: Mapping[str, str]) -> dict[str, Any]:
    """From the first fact on the topic to the last."""
    consumer = KafkaConsumer(bootstrap_servers=environment["RAPPORTEUR_KAFKA"])
    partitions = [TopicPartition(topic, n) for n in range(_PARTITIONS)]

    def on_topic() -> int:
        return sum(consumer.end_offsets(partitions).values())

    relay = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", f"services.{topic.partition('.')[0]}", "relay"],
        cwd=ROOT,
        env=environment_with(environment),
        stdout=subprocess.DEVNULL,
    )
    try:
        while not (first := on_topic()):
            _alive(relay)
        began, used = time.perf_counter(), cpu_seconds({"relay": relay.pid})
        while (now := on_topic()) < number:
            _alive(relay)
        seconds = time.perf_counter() - began
        spent = cpu_seconds({"relay": relay.pid})["relay"] - used["relay"]
    finally:
        relay.terminate()
        relay.wait(10)
        consumer.close()
    return {
        "facts": now,
        "per_second": round((now - first) / seconds),
        "cpu_us": round(spent / max(now - first, 1) * 1e6, 1),
    }


def _alive(relay: "subprocess.Popen[bytes]") -> None:
    """Wait a moment; a relay that ended will publish nothing more."""
    time.sleep(_STEP)
    if relay.poll() is not None:
        raise RuntimeError(f"the relay ended with {relay.returncode}")
