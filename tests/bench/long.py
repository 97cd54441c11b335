"""A platform with a long history: does it answer, start and rebuild as one without?"""

import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from deploy.local.broker.testing import running_broker
from deploy.local.testing import running_platform
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from tests.bench import commands
from tests.bench.history import fill
from tests.bench.rebuild import EVERY, applied, applied_to, relayed

_PATIENCE = 900.0  # seconds for a first start


def measured(*, facts: int, short: bool) -> dict[str, Any]:
    """Commands on an empty store and on this one; relays, rebuilds, and the start afterwards."""
    number = {"submissions": 100, "again": 50} if short else {"submissions": 4_000, "again": 1_800}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        var, data = Path(directory) / "var", Path(directory)
        var.mkdir()
        began = time.perf_counter()
        told = fill(var / "eventstore.db", facts)
        found: dict[str, Any] = {"facts": facts, "filled_s": round(time.perf_counter() - began, 1)}
        # What is measured there is not relayed: the history is as long in all parts.
        shutil.copy(var / "eventstore.db", data / "copy.db")
        for name in ("empty.db", "copy.db"):
            found[name.removesuffix(".db")] = commands.on(
                data / name, (16,) if short else (1, 16), number
            )
            (data / name).unlink()
        with running_broker(var / "broker") as kafka:
            found["relays"] = relayed(var / "eventstore.db", kafka, told)
            plan = {"kafka": kafka, "facts": told}
            found["sqlite"] = applied_to(f"sqlite:///{var}/portal.db", plan, EVERY)
            if not short:
                found["postgresql"] = applied("postgresql", plan, [EVERY])["all at once"]
            _reacted(kafka, told)
        found["starts_s"] = [_started(var) for _ in range(1 if short else 2)]
    return found


def _reacted(kafka: str, told: Mapping[str, int]) -> None:
    """Say that the policies are at the end of the topics, as those that lived through it are."""
    for service in (APPROVALS_SERVICE, FOLLOWUP_SERVICE):
        consumer = KafkaConsumer(bootstrap_servers=kafka, group_id=service.name)
        ends = consumer.end_offsets(
            [
                TopicPartition(contract.topic, number)
                for contract in service.listens
                if contract.topic in told
                for number in sorted(consumer.partitions_for_topic(contract.topic) or ())
            ]
        )
        consumer.commit({tp: OffsetAndMetadata(end, "", -1) for tp, end in ends.items()})
        consumer.close(autocommit=False)


def _started(var: Path) -> float:
    """Seconds until every process of the platform is ready."""
    began = time.perf_counter()
    with running_platform(var, timeout=_PATIENCE):
        return round(time.perf_counter() - began, 1)
