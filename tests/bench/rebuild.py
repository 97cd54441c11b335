"""A long history relayed to the topics, then read models built from it."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import ROOT, running_node
from portal.app.read_models import READ_MODELS
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.platform.cluster import Cluster
from tests.bench.history import fill
from tests.bench.machine import cpu_seconds
from tests.bench.memory import Resident
from tests.bench.processes import environment_with, output_of
from tests.support.postgres import fresh_database, running_postgres

EVERY = [model.consumer for model in READ_MODELS]
_PARTITIONS = 3
_STEP = 0.02  # seconds between two looks at how far it is


def measured(*, facts: int, models: int | None = None) -> dict[str, Any]:
    """Facts a second: of each relay, of each read model on both databases, and of all at once.

    All at once counts a fact once for every read model that it reaches, as each of them does.
    ``models``: how many read models are measured each by itself; none: all of them.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        data = Path(directory)
        told = fill(data / "events.db", facts)
        with running_broker(data / "broker") as kafka:
            relays = relayed(data / "events.db", kafka, told)
            plan = {"kafka": kafka, "facts": told}
            each = [[model.consumer] for model in READ_MODELS[:models]]
            found = {name: applied(name, plan, [*each, EVERY]) for name in ("sqlite", "postgresql")}
    return {"relays": relays, **found}


def relayed(
    store: Path, kafka: str, told: Mapping[str, int], *, together: bool = False
) -> dict[str, Any]:
    """Relay all that is in the store to empty topics, one service after the other.

    ``together``: all services at once, as a platform does it.
    """
    topics.create(Cluster(servers=kafka), CONTRACTS, partitions=_PARTITIONS)
    with running_node(store) as uri, ThreadPoolExecutor(len(told) if together else 1) as pool:
        environment = {"RAPPORTEUR_EVENTSTORE": uri, "RAPPORTEUR_KAFKA": kafka}
        relays = {
            topic: pool.submit(_relayed, topic, number, environment)
            for topic, number in told.items()
        }
        return {topic: relay.result() for topic, relay in relays.items()}


def applied(
    database: str, plan: Mapping[str, Any], runs: Sequence[Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """Build these read models on empty databases, one run after the other."""
    found = {}
    with _databases(database) as fresh:
        for consumers in runs:
            with fresh() as url:
                one = applied_to(url, plan, consumers)
            found[consumers[0] if len(consumers) == 1 else "all at once"] = one
    return found


def applied_to(url: str, plan: Mapping[str, Any], consumers: Sequence[str]) -> dict[str, Any]:
    whole = {**plan, "consumers": consumers, "database": url}
    found: dict[str, Any] = json.loads(output_of("tests.bench.applying", json.dumps(whole), {}))
    return found


@contextmanager
def _databases(name: str) -> Iterator[Callable[[], AbstractContextManager[str]]]:
    if name == "sqlite":
        yield _sqlite
    else:
        with running_postgres(durable=True) as server:
            yield lambda: fresh_database(server)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        yield f"sqlite:///{directory}/portal.db"


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
        memory = Resident(relay.pid)
        while (now := on_topic()) < number:
            memory.look(now / number)
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
        "rss": memory.told(),
    }


def _alive(relay: "subprocess.Popen[bytes]") -> None:
    """Wait a moment; a relay that ended will publish nothing more."""
    time.sleep(_STEP)
    if relay.poll() is not None:
        raise RuntimeError(f"the relay ended with {relay.returncode}")
