"""What databases must be for those that ask them: connections enough for all at their most."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from portal.__main__ import THREADS
from shared.settings import Settings
from tests.deploy.k8s.rendered import Object, name, of_kind, template
from tests.deploy.k8s.secured import settings_of

ENGINES: Final[Mapping[tuple[str, str], int]] = {("consume", "portal-db"): 2}
"""The engines of a process on a database, where it is not one (``test_databases.py``)."""
_OTHERS: Final = 20
"""Connections for superusers (3 are theirs alone), the operator, metrics, and commands by hand."""


def connections(objects: Sequence[Object]) -> Iterator[str]:
    """A database takes the connections of all who may run at once, also during a rollout.

    A pool in which threads wait for one another holds one more than there are threads.
    """
    for cluster in of_kind(objects, "Cluster"):
        most = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])
        asked = dict(_asked(objects, name(cluster)))
        if sum(asked.values()) + _OTHERS > most:
            yield f"{name(cluster)} allows {most} connections, and may be asked for {asked}"
    for workload in of_kind(objects, "Deployment"):
        if name(workload) == "web" and _pool(objects, workload) <= THREADS:
            yield f"web: its {THREADS} threads may wait for one another"


def _asked(objects: Sequence[Object], cluster: str) -> Iterator[tuple[str, int]]:
    for workload in of_kind(objects, "Deployment", "Job"):
        secrets = {
            source["secret"]["name"]
            for volume in template(workload)["spec"]["volumes"]
            for source in volume.get("projected", {}).get("sources", ())
        }
        if f"{cluster}-app" in secrets:
            engines = ENGINES.get((name(workload), cluster), 1)
            yield name(workload), engines * _pool(objects, workload) * _largest(objects, workload)


def _pool(objects: Sequence[Object], workload: Object) -> int:
    given = settings_of(objects, workload)
    fields = {one: Settings.model_fields[one] for one in ("database_pool", "database_overflow")}
    return sum(
        int(given.get(f"RAPPORTEUR_{one.upper()}", field.default)) for one, field in fields.items()
    )


def _largest(objects: Sequence[Object], workload: Object) -> int:
    """Return how many pods there may be, with those that a rollout starts before others end."""
    spec = workload["spec"]
    if workload["kind"] == "Job":
        return 1
    most: int = max(
        [
            spec.get("replicas", 1),
            *(
                scaler["spec"].get("maxReplicas") or scaler["spec"]["maxReplicaCount"]
                for scaler in of_kind(objects, "ScaledObject", "HorizontalPodAutoscaler")
                if scaler["spec"]["scaleTargetRef"]["name"] == name(workload)
            ),
        ]
    )
    surge = spec.get("strategy", {}).get("rollingUpdate", {}).get("maxSurge", "25%")
    if isinstance(surge, str):
        return most + ceil(most * int(surge.strip("%")) / 100)
    return most + int(surge)


RULES = (connections,)
