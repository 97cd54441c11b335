"""What of ours may be reached outside our namespace, and must be: the collector, foundations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from tests.deploy.k8s.rendered import Object, name, of_kind, selects, template
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


RULES = (traces,)
