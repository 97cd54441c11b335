"""A platform with a long history: its commands, start and rebuild beside an empty one."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from deploy.k8s.generate import SERVICES
from deploy.local.broker.testing import running_broker
from deploy.local.testing import running_platform
from shared.contracts.stakeholders import STAKEHOLDERS
from tests.bench import commands
from tests.bench.history import HALVES, Mix, fill
from tests.bench.rebuild import EVERY, applied, applied_to, relayed
from tests.support.settling import lagging

_PATIENCE = 3_600.0  # seconds for a first start of seven million facts: what services keep is built


def measured(*, facts: int, short: bool, mix: Mix = HALVES) -> dict[str, Any]:
    """Commands on an empty store and on this one; relays, rebuilds, and the start afterwards.

    One thing is deleted before the next is made where nothing needs both. ``disk_gb``: what there
    was at once.
    """
    number = {"submissions": 50, "again": 20} if short else {"submissions": 4_000, "again": 1_800}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        var, data = Path(directory) / "var", Path(directory)
        var.mkdir()
        began = time.perf_counter()
        told = fill(var / "eventstore.db", facts, mix)
        found: dict[str, Any] = {
            "facts": sum(told.values()),
            "filled_s": round(time.perf_counter() - began, 1),
            "disk_gb": {"the store": _gigabytes(var)},
        }
        # What is measured there is not relayed: the history is as long in all parts.
        shutil.copy(var / "eventstore.db", data / "copy.db")
        for name in ("empty.db", "copy.db"):
            found[name.removesuffix(".db")] = commands.on(
                data / name, (16,) if short else (1, 16), number
            )
            (data / name).unlink()
        _say(found)
        with running_broker(var / "broker") as kafka:
            found["relays"] = relayed(var / "eventstore.db", kafka, told, together=True)
            found["disk_gb"]["with its topics"] = _gigabytes(var)
            _say(found)
            plan = {"kafka": kafka, "facts": told}
            if not short:  # before the other one, which stays: a platform is started on it
                found["postgresql"] = applied("postgresql", plan, [(EVERY, 1)])["all at once"]
                _say(found)
            found["sqlite"] = applied_to(f"sqlite:///{var}/portal.db", plan, EVERY)
            found["disk_gb"]["with all tables"] = _gigabytes(var)
            _say(found)
            _reacted(kafka, told)
        found["starts_s"] = [_started(var) for _ in range(1 if short else 2)]
    return found


def _say(found: Mapping[str, Any]) -> None:
    """Say what is measured so far: all of it takes hours, and may be stopped before its end."""
    sys.stderr.write(f"{json.dumps(found, default=str)}\n")


def _gigabytes(directory: Path) -> float:
    sizes = (one.stat().st_size for one in directory.rglob("*") if one.is_file())
    return round(sum(sizes) / 1e9, 3)


def _reacted(kafka: str, told: Mapping[str, int]) -> None:
    """Say that the policies are at the end of the topics, as those that lived through it are.

    But for what mandates set: that they hear at the first start, as later commands rest on it.
    """
    for service in SERVICES:
        consumer = KafkaConsumer(bootstrap_servers=kafka, group_id=service.name)
        heard = {one.topic for one in service.listens} & told.keys() - {STAKEHOLDERS.topic}
        ends = consumer.end_offsets(
            [
                TopicPartition(topic, number)
                for topic in heard
                for number in sorted(consumer.partitions_for_topic(topic) or ())
            ]
        )
        consumer.commit({tp: OffsetAndMetadata(end, "", -1) for tp, end in ends.items()})
        consumer.close(autocommit=False)


def _started(var: Path) -> float:
    """Seconds until every process of the platform is ready; it ends when nobody lags."""
    began = time.perf_counter()
    with running_platform(var, timeout=_PATIENCE) as platform:
        seconds = round(time.perf_counter() - began, 1)
        while lagging(platform) and time.perf_counter() - began < _PATIENCE:
            time.sleep(0.2)
    return seconds
