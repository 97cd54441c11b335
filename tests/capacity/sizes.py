"""Bytes an event takes: ``python -m tests.capacity.sizes``, on the embedded parts (half a minute).

Prints JSON: in the event store, in Kafka's log and in the portal's tables.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import running_node
from portal.read_models import READ_MODELS
from shared import topics
from shared.cluster import Cluster
from shared.contracts.all import CONTRACTS
from tests.bench.history import fill
from tests.bench.rebuild import _applied, _relayed

_FACTS = 2_000


def measured(facts: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="sizes-") as directory:
        data = Path(directory)
        with running_broker(data / "broker") as kafka:
            topics.create(Cluster(servers=kafka), CONTRACTS, partitions=3)
            with running_node(data / "store" / "events.db") as uri:
                told = fill(uri, facts)
                environment = {"RAPPORTEUR_EVENTSTORE": uri, "RAPPORTEUR_KAFKA": kafka}
                for topic, number in told.items():
                    _relayed(topic, number, environment)
            plan = {"kafka": kafka, "facts": told}
            _applied(plan, list(_concerned(set(told))), data / "tables" / "portal.db")
        events = sum(told.values())
        return {
            "store": round(_size(data / "store") / events),
            "kafka": round(_size(data / "broker") / events),
            "tables": round(_size(data / "tables") / events),
        }


def _concerned(told: set[str]) -> Iterator[str]:
    for model in READ_MODELS:
        if any(contract.topic in told for contract in model.contracts):
            yield model.consumer


def _size(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


def main() -> int:
    sys.stdout.write(json.dumps(measured(_FACTS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
