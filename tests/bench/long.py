"""A platform with a long history: its commands, start and rebuild beside an empty one."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

_FOUND = "found.json"
_PATIENCE = 3_600.0  # seconds for a first start of seven million facts: what services keep is built


def measured(
    *, facts: int, short: bool, mix: Mix = HALVES, kept: Path | None = None
) -> dict[str, Any]:
    """Commands on an empty store and on this one; relays, rebuilds, and the start afterwards.

    One thing is deleted before the next is made where nothing needs both. ``disk_gb``: what there
    was at once. ``kept``: a directory that stays, in which a run goes on where the last one
    stopped: at the part that was not measured yet.
    """
    with _directory(kept) as directory:
        var, found = directory / "var", _told_before(directory)
        if "told" not in found:
            _filled(found, var, facts, mix)
            _say(found, directory)
        if "copy" not in found:
            found |= _commands(var, directory, short=short)
            _say(found, directory)
        if "relays" not in found:  # all of them begin at topics without a fact
            shutil.rmtree(var / "broker", ignore_errors=True)
        with running_broker(var / "broker") as kafka:
            plan = {"kafka": kafka, "facts": found["told"]}
            if "relays" not in found:
                found["relays"] = relayed(
                    var / "eventstore.db", kafka, found["told"], together=True
                )
                found["disk_gb"]["with its topics"] = _gigabytes(var)
                _say(found, directory)
            if not short and "postgresql" not in found:  # a platform is started on the other one
                found["postgresql"] = applied("postgresql", plan, [(EVERY, 1)])["all at once"]
                _say(found, directory)
            if "sqlite" not in found:
                for each in var.glob("portal.db*"):
                    each.unlink()
                found["sqlite"] = applied_to(f"sqlite:///{var}/portal.db", plan, EVERY)
                found["disk_gb"]["with all tables"] = _gigabytes(var)
                _say(found, directory)
            _reacted(kafka, found["told"])
        found["starts_s"] = [_started(var) for _ in range(1 if short else 2)]
    return found


@contextmanager
def _directory(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        yield Path(directory)


def _told_before(directory: Path) -> dict[str, Any]:
    told = directory / _FOUND
    found: dict[str, Any] = json.loads(told.read_text()) if told.exists() else {}
    return found


def _filled(found: dict[str, Any], var: Path, facts: int, mix: Mix) -> None:
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir()
    began = time.perf_counter()
    told = fill(var / "eventstore.db", facts, mix)
    found["facts"], found["told"] = sum(told.values()), told
    found["filled_s"] = round(time.perf_counter() - began, 1)
    found["disk_gb"] = {"the store": _gigabytes(var)}


def _commands(var: Path, data: Path, *, short: bool) -> dict[str, Any]:
    """What is measured there is not relayed: the history is as long in all parts."""
    number = {"submissions": 50, "again": 20} if short else {"submissions": 4_000, "again": 1_800}
    shutil.copy(var / "eventstore.db", data / "copy.db")
    found = {}
    for name in ("empty", "copy"):
        store = data / f"{name}.db"
        found[name] = commands.on(store, (16,) if short else (1, 16), number)
        store.unlink()
    return found


def _say(found: Mapping[str, Any], directory: Path) -> None:
    """Say what is measured so far: all of it takes hours, and may be stopped before its end."""
    (directory / _FOUND).write_text(json.dumps(found))
    sys.stderr.write(f"{json.dumps(found)}\n")


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
