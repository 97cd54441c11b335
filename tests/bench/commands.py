"""Commands a second through the whole path, beside what the store alone takes."""

import json
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import start_node, stop_node
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.platform.cluster import Cluster
from tests.bench.processes import free_port, output_of, running

CLIENTS = (1, 16, 64)


def measured(*, short: bool) -> list[dict[str, Any]]:
    """One entry for each number of clients: the figures of the path and of the store alone."""
    number = {"submissions": 50, "again": 20} if short else {"submissions": 4_000, "again": 1_800}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        return on(Path(directory) / "events.db", CLIENTS[1:2] if short else CLIENTS, number)


def on(store: Path, clients: Sequence[int], number: dict[str, int]) -> list[dict[str, Any]]:
    """The same on a store that is there, whatever it holds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        node, port = start_node(store)
        uri = f"esdb://127.0.0.1:{port}?Tls=false"
        try:
            with running_broker(Path(directory) / "broker") as kafka:
                topics.create(Cluster(servers=kafka), CONTRACTS, partitions=3)
                environment = {
                    "RAPPORTEUR_EVENTSTORE": uri,
                    "RAPPORTEUR_KAFKA": kafka,
                    "RAPPORTEUR_ACTOR_KEYS": secrets.token_urlsafe(32),
                }
                return [_measured(one, number, uri, node.pid, environment) for one in clients]
        finally:
            stop_node(node)


def _measured(
    clients: int, number: dict[str, int], uri: str, store: int, environment: dict[str, str]
) -> dict[str, Any]:
    plan = {"clients": clients, **number}
    port = free_port()
    ceiling = {**plan, "uri": uri, "watched": {"store": store}}
    with running("services.intake", environment, port) as service:
        path = {**plan, "port": port, "watched": {"service": service, "store": store}}
        return {
            "clients": clients,
            "path": _run("tests.bench.http_load", path, environment),
            "ceiling": _run("tests.bench.append_load", ceiling, environment),
        }


def _run(module: str, plan: dict[str, Any], environment: dict[str, str]) -> Any:
    return json.loads(output_of(module, json.dumps(plan), environment))
