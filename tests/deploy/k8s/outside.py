"""What must be reachable outside our namespace: the collector, the scanner, foundations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from deploy.k8s.render import Object, name
from tests.deploy.k8s.rendered import of_kind, selects, template
from tests.deploy.k8s.secured import settings_of

_NAMESPACE = "kubernetes.io/metadata.name"


def traces(objects: Sequence[Object]) -> Iterator[str]:
    """Whoever sends spans reaches the collector that is set, and says how many are kept."""
    for workload in of_kind(objects, "Deployment"):
        given = settings_of(objects, workload)
        if given.get("RAPPORTEUR_TELEMETRY", "off") != "otlp":
            continue
        collector = urlsplit(given.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
        parts = (collector.hostname or "").split(".")
        if len(parts) < 2 or collector.port is None:
            yield f"{name(workload)}: no collector is set"
        elif (parts[1], collector.port) not in set(_namespaces(objects, workload)):
            yield f"{name(workload)} does not reach the collector"
        if "OTEL_TRACES_SAMPLER_ARG" not in given:
            yield f"{name(workload)} keeps every trace"


def scanner(objects: Sequence[Object]) -> Iterator[str]:
    """``web`` reaches the clamd that is set, and no other process reaches it."""
    for workload in of_kind(objects, "Deployment"):
        address = settings_of(objects, workload).get("RAPPORTEUR_CLAMD", "")
        host, _, port = address.rpartition(":")
        namespace = (host.split(".")[1:2] or [""])[0]
        reaches = (namespace, int(port or 0)) in set(_namespaces(objects, workload))
        if name(workload) == "web" and address and not reaches:
            yield "web does not reach the clamd"
        if name(workload) != "web" and reaches:
            yield f"{name(workload)} reaches the clamd"


def _namespaces(objects: Sequence[Object], workload: Object) -> Iterator[tuple[str, int]]:
    """Return the namespaces that it is let out to, with the ports."""
    for rule in out(objects, workload):
        for peer in rule["to"]:
            labels = peer.get("namespaceSelector", {}).get("matchLabels", {})
            if _NAMESPACE in labels:
                yield from ((labels[_NAMESPACE], one["port"]) for one in rule["ports"])


def out(objects: Sequence[Object], workload: Object) -> Iterator[Mapping[str, Any]]:
    """Return what lets a workload out."""
    for policy in of_kind(objects, "NetworkPolicy"):
        labels = template(workload)["metadata"]["labels"]
        if selects(policy["spec"]["podSelector"], labels):
            yield from policy["spec"].get("egress", ())


def foundations(objects: Sequence[Object]) -> Iterator[str]:
    """Where foundations are elsewhere, a process reaches those whose secret it has, no others."""
    if any(of_kind(objects, "Kafka")):
        return
    for workload in of_kind(objects, "Deployment", "Job"):
        given = {
            item["path"]
            for volume in template(workload)["spec"]["volumes"]
            for source in volume.get("projected", {}).get("sources", ())
            for item in source["secret"]["items"]
        }
        needed = {port for secret, port in _PORTS.items() if secret in given}
        reached = {
            one["port"]
            for rule in out(objects, workload)
            if any("ipBlock" in peer for peer in rule["to"])
            for one in rule["ports"]
        } & {*_PORTS.values()}
        if reached != needed:
            yield f"{name(workload)} reaches {sorted(reached)} outside and needs {sorted(needed)}"
    for one in of_kind(objects, "NetworkPolicy"):
        for rule in one["spec"].get("egress", ()):
            ports = {port["port"] for port in rule["ports"]} & {*_PORTS.values()}
            if ports and any(peer.get("ipBlock", {}).get("cidr") == ALL for peer in rule["to"]):
                yield f"NetworkPolicy {name(one)} lets out to all the world"


_PORTS: Final = {
    "RAPPORTEUR_EVENTSTORE": 2113,
    "RAPPORTEUR_KAFKA_PASSWORD": 9093,
    "RAPPORTEUR_DATABASE": 5432,
    "RAPPORTEUR_APPROVALS_DATABASE": 5432,
    "RAPPORTEUR_FOLLOWUP_DATABASE": 5432,
}
ALL: Final = "0.0.0.0/0"

RULES = (traces, scanner, foundations)
