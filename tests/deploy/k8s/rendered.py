"""A rendered overlay, as Kubernetes would get it, and queries on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.k8s.render import Object, name

WORKLOADS = ("Deployment", "StatefulSet", "Job")


@dataclass(frozen=True, slots=True)
class Pod:
    """The pods of one workload, ours or one that an operator makes."""

    name: str
    labels: Mapping[str, str]
    ports: Sequence[int] = ()
    port_names: Mapping[str, int] = field(default_factory=dict)


def of_kind(objects: Sequence[Object], *kinds: str) -> Iterator[Object]:
    return (one for one in objects if one["kind"] in kinds)


def named(objects: Sequence[Object], kind: str) -> dict[str, Object]:
    return {name(one): one for one in of_kind(objects, kind)}


def template(workload: Object) -> Any:
    return workload["spec"]["template"]


def pods(objects: Sequence[Object]) -> list[Pod]:
    """Return the pods of our workloads, and those that Strimzi and CloudNativePG will make."""
    found = []
    for workload in of_kind(objects, *WORKLOADS):
        ports = {
            port["name"]: port["containerPort"]
            for container in template(workload)["spec"]["containers"]
            for port in container.get("ports", ())
        }
        labels = template(workload)["metadata"]["labels"]
        found.append(Pod(name(workload), labels, tuple(ports.values()), ports))
    for kafka in of_kind(objects, "Kafka"):
        cluster = name(kafka)
        for part, own in _STRIMZI.items():
            labels = {
                "strimzi.io/cluster": cluster,
                "strimzi.io/kind": "Kafka",
                "strimzi.io/name": f"{cluster}-{part}",
            }
            found.append(Pod(f"{cluster}-{part}", labels, tuple(own.values()), own))
    for postgres in of_kind(objects, "Cluster"):
        labels = {"cnpg.io/cluster": name(postgres), "cnpg.io/podRole": "instance"}
        found.append(Pod(name(postgres), labels, tuple(_CNPG.values()), _CNPG))
    return found


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of a volume, of one of our sets or one that an operator makes."""

    name: str
    of: str
    namespace: str
    labels: Mapping[str, str]


def claims(objects: Sequence[Object]) -> Iterator[Claim]:
    """Return the claims that Kubernetes will make for each pod of a set, and the operators'."""
    for one in of_kind(objects, "StatefulSet"):
        labels: Mapping[str, str] = one["spec"]["selector"]["matchLabels"]
        for claimed in one["spec"]["volumeClaimTemplates"]:
            own = {**claimed["metadata"].get("labels", {}), **labels}
            for number in range(one["spec"]["replicas"]):
                full = f"{name(claimed)}-{name(one)}-{number}"
                yield Claim(full, name(one), one["metadata"]["namespace"], own)
    for kind, label in {"Cluster": "cnpg.io/cluster", "Kafka": "strimzi.io/cluster"}.items():
        for one in of_kind(objects, kind):
            yield Claim(name(one), name(one), one["metadata"]["namespace"], {label: name(one)})


_CNPG: Mapping[str, int] = {"postgresql": 5432, "status": 8000, "metrics": 9187}
_STRIMZI: Mapping[str, Mapping[str, int]] = {
    "kafka": {"tcp-ctrlplane": 9090, "tcp-replication": 9091, "tcp-tls": 9093},
    "kafka-exporter": {"tcp-prometheus": 9404},
    "entity-operator": {},
}


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Tell whether a label selector, as Kubernetes reads it, takes these labels."""
    exact: Mapping[str, str] = selector.get("matchLabels") or {}
    return all(labels.get(key) == value for key, value in exact.items()) and all(
        _meets(one, labels) for one in selector.get("matchExpressions") or ()
    )


def _meets(one: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(one["key"])
    match one["operator"]:
        case "In":
            return value in one["values"]
        case "NotIn":
            return value not in one["values"]
        case "Exists":
            return value is not None
        case _:
            return value is None
