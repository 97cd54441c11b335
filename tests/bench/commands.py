"""Commands a second through the whole path, beside the peer and what the store alone takes."""

import json
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import start_node, stop_node
from deploy.local.ports import free_port
from shared.contracts.all import CONTRACTS
from shared.facts import topics
from shared.platform.cluster import Cluster
from shared.reference import mandates, states
from tests.bench.processes import output_of, running

CLIENTS = (1, 16, 64)
_OF_THE_PEER = ("eventsourcing", "fastapi")


def measured(*, short: bool) -> list[dict[str, Any]]:
    """One entry for each number of clients: the figures of the path, the peer and the store alone.

    The peer is left out where its packages are missing.
    """
    number = {"submissions": 50, "again": 20} if short else {"submissions": 4_000, "again": 1_800}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        return on(
            Path(directory) / "events.db",
            CLIENTS[1:2] if short else CLIENTS,
            number,
            peer=has_peer(),
        )


def has_peer() -> bool:
    """Whether the packages of the peer are installed, which nothing else needs."""
    return all(map(find_spec, _OF_THE_PEER))


def on(
    store: Path, clients: Sequence[int], number: dict[str, int], *, peer: bool = False
) -> list[dict[str, Any]]:
    """The same on a store that is there, whatever it holds."""
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        node, port = start_node(store)
        uri = f"esdb://127.0.0.1:{port}?Tls=false"
        try:
            with running_broker(Path(directory) / "broker") as kafka:
                topics.create(Cluster(servers=kafka), CONTRACTS, partitions=12)
                environment = {
                    "RAPPORTEUR_EVENTSTORE": uri,
                    "RAPPORTEUR_KAFKA": kafka,
                    "RAPPORTEUR_ACTOR_KEYS": secrets.token_urlsafe(32),
                }
                with _peer(environment, Path(directory), wanted=peer) as beside:
                    plan = number | beside
                    return [_measured(one, plan, uri, node.pid, environment) for one in clients]
        finally:
            stop_node(node)


@contextmanager
def _peer(
    environment: dict[str, str], directory: Path, *, wanted: bool
) -> Iterator[dict[str, Any]]:
    """Give what a plan has of the peer, while it runs: nothing if it is not wanted."""
    if not wanted:
        yield {}
        return
    own = {
        "PEER_DATA": str(directory / "peer.db"),
        "PEER_KEY": environment["RAPPORTEUR_ACTOR_KEYS"],
        "PEER_STATES": " ".join(states()),
        "PEER_MANDATES": " ".join(mandates()),
    }
    port = free_port()
    with running("tests.bench.peer", own, port) as pid:
        yield {"peer": {"port": port, "watched": {"peer": pid}}}


def _measured(
    clients: int, number: dict[str, Any], uri: str, store: int, environment: dict[str, str]
) -> dict[str, Any]:
    plan = {"clients": clients, **number}
    port = free_port()
    ceiling = {**plan, "uri": uri, "watched": {"store": store}}
    with running("services.intake", environment, port) as service:
        path = {**plan, "port": port, "watched": {"service": service, "store": store}}
        found = _run("tests.bench.http_load", path, environment)
        beside = {"submit-allegation": found.pop("peer")} if "peer" in found else None
        return {
            "clients": clients,
            "path": found,
            "peer": beside,
            "ceiling": _run("tests.bench.append_load", ceiling, environment),
        }


def _run(module: str, plan: dict[str, Any], environment: dict[str, str]) -> Any:
    return json.loads(output_of(module, json.dumps(plan), environment))
