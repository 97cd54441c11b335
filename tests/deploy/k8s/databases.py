"""Rules for databases: enough connections, nothing lost with an instance, backups in order."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from deploy.k8s.render import Object, name
from portal.web.pools import THREADS
from shared.platform.settings import Settings
from tests.deploy.k8s.rendered import named, of_kind, pods, selects, template
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
        if name(workload) == "web" and _pool(objects, workload) <= sum(THREADS.values()):
            yield f"web: its {sum(THREADS.values())} threads may wait for one another"


def _asked(objects: Sequence[Object], cluster: str) -> Iterator[tuple[str, int]]:
    for workload in of_kind(objects, "Deployment", "Job"):
        if cluster in _opened(workload):
            engines = ENGINES.get((name(workload), cluster), 1)
            yield name(workload), engines * _pool(objects, workload) * _largest(objects, workload)


def _opened(workload: Object) -> list[str]:
    """Return the databases that it is given the passwords of, in this order."""
    secrets = [
        source["secret"]["name"]
        for volume in template(workload)["spec"]["volumes"]
        for source in volume.get("projected", {}).get("sources", ())
    ]
    return [one.removesuffix("-app") for one in secrets if one.endswith("-db-app")]


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


def acknowledged(objects: Sequence[Object]) -> Iterator[str]:
    """What is committed is on another instance too, and none without it takes the first's place.

    Else a receipt is lost with the machine on which it was written. A database of one instance is
    there to try things.
    """
    for cluster in of_kind(objects, "Cluster"):
        if cluster["spec"]["instances"] == 1:
            continue
        how = cluster["spec"]["postgresql"].get("synchronous", {})
        if how.get("number", 0) < 1 or how.get("dataDurability") != "required":
            yield f"{name(cluster)} acknowledges what one instance alone has"
        elif not how.get("failoverQuorum"):
            yield f"{name(cluster)} may be led by an instance that lacks what was acknowledged"


def backups(objects: Sequence[Object]) -> Iterator[str]:
    """Whatever database is not made anew is backed up each day, the vault after the portal.

    Those are the ones whose tables are migrated. A database of one instance is there to try things.
    """
    clusters = named(objects, "Cluster")
    kept = [
        one
        for job in of_kind(objects, "Job")
        for one in _opened(job)
        if clusters.get(one, {"spec": {"instances": 1}})["spec"]["instances"] > 1
    ]
    times: dict[str, list[int]] = {}
    for cluster in kept:
        found = [
            one
            for one in of_kind(objects, "ScheduledBackup")
            if one["spec"]["cluster"]["name"] == cluster and not one["spec"].get("suspend")
        ]
        if not found:
            yield f"{cluster} is not backed up"
        for one in found:
            yield from _by_plugin(objects, clusters[cluster], one)
            times.setdefault(cluster, []).append(daily(one["spec"]["schedule"]))
        if not _reaches_bucket(objects, cluster):
            yield f"{cluster} does not reach the bucket for its backups"
    if min(times.get("vault-db", [DAY])) <= max(times.get("portal-db", [-1])):
        yield "vault-db is backed up before portal-db"
    if -1 in {one for many in times.values() for one in many}:
        yield "a backup is not made each day at one time"


_PLUGIN: Final = "barman-cloud.cloudnative-pg.io"
DAY: Final = 24 * 3600


def _by_plugin(objects: Sequence[Object], cluster: Object, backup: Object) -> Iterator[str]:
    plugins = {one["name"]: one for one in cluster["spec"].get("plugins", ())}
    by = backup["spec"].get("pluginConfiguration", {}).get("name")
    if backup["spec"].get("method") != "plugin" or by != _PLUGIN or by not in plugins:
        yield f"{name(cluster)} is backed up by nothing that it has"
        return
    if plugins[by].get("isWALArchiver") is not True:
        yield f"{name(cluster)} keeps no changes between its backups"
    store = plugins[by]["parameters"]["barmanObjectName"]
    if store not in named(objects, "ObjectStore"):
        yield f"{name(cluster)}: there is no store {store} for its backups"


def daily(schedule: str) -> int:
    """Return the second of the day of a schedule with seconds; -1 for any other schedule."""
    parts = schedule.split()
    if len(parts) != len(_PARTS) or parts[3:] != ["*"] * 3 or not all(map(str.isdigit, parts[:3])):
        return -1
    return sum(int(part) * each for part, each in zip(parts, _PARTS, strict=True) if each)


_PARTS: Final = (1, 60, 3600, 0, 0, 0)


def _reaches_bucket(objects: Sequence[Object], cluster: str) -> bool:
    """Tell whether a policy lets its pods out to the world by 443, private addresses left out."""
    [pod] = [one for one in pods(objects) if one.name == cluster]
    return any(
        {"port": 443} in rule["ports"] and any("except" in p.get("ipBlock", {}) for p in rule["to"])
        for policy in of_kind(objects, "NetworkPolicy")
        if selects(policy["spec"]["podSelector"], pod.labels)
        for rule in policy["spec"].get("egress", ())
    )


RULES = (acknowledged, connections, backups)
