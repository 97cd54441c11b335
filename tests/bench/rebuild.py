"""A long history relayed to the topics, then read models built from it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition
from sqlalchemy import Engine, func, select

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import ROOT, running_node
from portal.app.read_models import READ_MODELS
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.platform.cluster import Cluster
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, ReadModel, digest
from shared.read_models.places import positions
from tests.bench.history import fill
from tests.bench.machine import cpu_seconds
from tests.bench.memory import Resident
from tests.bench.processes import environment_with
from tests.support.postgres import fresh_database, running_postgres

PROCESSES: Final = (1, 2, 3)[: max(2, os.cpu_count() or 1)]
"""How many processes rebuild all at once: a third only where it has a core to itself."""
EVERY = [model.consumer for model in READ_MODELS]
_PARTITIONS: Final = int(Settings.model_fields["partitions"].default)
_STEP = 0.02  # seconds between two looks at how far it is
_SELDOM = 0.5  # where it takes minutes, since a look takes processor as well
_LONG = 3_000_000  # facts
_PATIENCE = 30.0  # seconds to leave a group


def measured(
    *, facts: int, models: int | None = None, processes: Sequence[int] = PROCESSES
) -> dict[str, Any]:
    """Facts a second: of each relay, of each read model on both databases, and of all at once.

    All at once counts a fact once for every read model that it reaches, as each of them does.
    ``models``: how many read models are measured each by itself; none: all of them.
    ``processes``: by how many processes, one group on one database, all are built at once.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        data = Path(directory)
        told = fill(data / "events.db", facts)
        with running_broker(data / "broker") as kafka:
            relays = relayed(data / "events.db", kafka, told)
            plan = {"kafka": kafka, "facts": told, "compared": True}
            each = [[model.consumer] for model in READ_MODELS[:models]]
            runs = [*((one, 1) for one in each), *((EVERY, number) for number in processes)]
            found = {name: applied(name, plan, runs) for name in ("sqlite", "postgresql")}
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
    database: str, plan: Mapping[str, Any], runs: Sequence[tuple[Sequence[str], int]]
) -> dict[str, dict[str, Any]]:
    """Build these read models on empty databases, by so many processes, one run after the other."""
    found = {}
    with _databases(database) as fresh:
        for consumers, processes in runs:
            with fresh() as url:
                one = applied_to(url, plan, consumers, processes=processes)
            found[consumers[0] if len(consumers) == 1 else called(processes)] = one
    return found


def called(processes: int) -> str:
    return "all at once" if processes == 1 else f"all at once by {processes} processes"


@dataclass(slots=True)
class Feeder:
    """A process of ``tests.bench.applying``; ``has``: how many partitions it was given."""

    process: "subprocess.Popen[str]"
    has: int = 0
    memory: Resident = field(init=False)

    def __post_init__(self) -> None:
        self.memory = Resident(self.process.pid)
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.has = int(line)


def applied_to(
    url: str, plan: Mapping[str, Any], consumers: Sequence[str], *, processes: int = 1
) -> dict[str, Any]:
    """Facts applied a second, from the first batch to the last, once each process has a share.

    ``plan``: the broker, how many ``facts`` each topic has, and whether a hash of the tables is
    ``compared``, which takes longer than to build them where the history is long.
    """
    models = [model for model in READ_MODELS if model.consumer in consumers]
    due = sum(plan["facts"].get(one.topic, 0) for model in models for one in model.contracts)
    engine = make_engine(url, durable=False)
    try:
        for model in models:
            Applier(engine, model).prepare()
        with _feeding({**plan, "consumers": consumers, "database": url}, processes) as feeders:
            while not (all(one.has for one in feeders) and (first := _applied(engine))):
                _alive(*(one.process for one in feeders))
            began, used = time.perf_counter(), _used(feeders)
            while (now := _applied(engine)) < due:
                for one in feeders:
                    one.memory.look(now / due)
                _alive(*(one.process for one in feeders), step=_SELDOM if due > _LONG else _STEP)
            seconds, spent = time.perf_counter() - began, _used(feeders) - used
        tables = _hash(engine, models) if plan.get("compared") else None
    finally:
        engine.dispose()
    return {
        "facts": now,
        "per_second": round((now - first) / seconds),
        "cpu_us": round(spent / max(now - first, 1) * 1e6, 1),
        "rss": [max(each) for each in zip(*(one.memory.told() for one in feeders), strict=False)],
        "tables": tables,
    }


@contextmanager
def _feeding(plan: Mapping[str, Any], processes: int) -> Iterator[Sequence[Feeder]]:
    """Run so many that share the work; each leaves the group, so that the next need not wait."""
    with ExitStack() as ending:
        feeders = []
        for _ in range(processes):
            process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", "tests.bench.applying", json.dumps(plan)],
                cwd=ROOT,
                env=environment_with({}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            ending.callback(_leave, process)
            feeders.append(Feeder(process))
        yield feeders


def _leave(feeder: "subprocess.Popen[str]") -> None:
    if feeder.stdin:
        feeder.stdin.close()
    try:
        feeder.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        feeder.kill()
        feeder.wait()


def _hash(engine: Engine, models: Sequence[ReadModel]) -> str:
    with engine.connect() as conn:
        each = [digest(conn, model.tables) for model in models]
    return sha256("".join(each).encode()).hexdigest()


def _applied(engine: Engine) -> int:
    with engine.connect() as conn:
        return int(conn.scalar(select(func.sum(positions.c.offset + 1))) or 0)


def _used(feeders: Sequence[Feeder]) -> float:
    return sum(cpu_seconds({str(one.process.pid): one.process.pid for one in feeders}).values())


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


def _alive(*processes: "subprocess.Popen[Any]", step: float = _STEP) -> None:
    """Wait a moment; what ended will do nothing more."""
    time.sleep(step)
    for one in processes:
        if one.poll() is not None:
            raise RuntimeError(f"{one.args!r} ended with {one.returncode}")
