"""Bytes an event takes: ``python -m tests.capacity.sizes``, on the embedded parts (half a minute).

Prints JSON: in the event store, in Kafka's log and in the portal's tables.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.local.broker.testing import running_broker
from portal.app.read_models import READ_MODELS
from tests.bench.history import fill
from tests.bench.rebuild import applied_to, relayed

_FACTS = 2_000


def measured(facts: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="sizes-") as directory:
        data = Path(directory)
        for part in ("store", "tables"):
            (data / part).mkdir()
        store, tables = data / "store" / "events.db", data / "tables" / "portal.db"
        told = fill(store, facts)
        with running_broker(data / "broker") as kafka:
            relayed(store, kafka, told)
            plan = {"kafka": kafka, "facts": told}
            applied_to(f"sqlite:///{tables}", plan, list(_concerned(set(told))))
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
