"""Rules for a rendered overlay beyond its schemas: each returns its complaints."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from deploy.k8s.render import Object, name
from shared.platform.settings import Settings
from tests.deploy.k8s.given import EXISTING, GIVEN
from tests.deploy.k8s.rendered import WORKLOADS, named, of_kind, pods, selects, template

Rule: TypeAlias = Callable[[Sequence[Object]], Iterator[str]]


def references(objects: Sequence[Object]) -> Iterator[str]:
    """Every secret, its key, configuration, account and issuer exists."""
    secrets = _secrets(objects)
    configs = set(named(objects, "ConfigMap"))
    accounts = set(named(objects, "ServiceAccount"))
    for workload in of_kind(objects, *WORKLOADS):
        spec = template(workload)["spec"]
        at = name(workload)
        for secret, keys in _asked_for(spec):
            if secret not in secrets:
                yield f"{at}: there is no secret {secret}"
            else:
                yield from (
                    f"{at}: secret {secret} has no {key}"
                    for key in keys
                    if key not in secrets[secret]
                )
        for one in _found(spec, "configMapRef"):
            if one["name"] not in configs:
                yield f"{at}: there is no configuration {one['name']}"
        if spec.get("serviceAccountName", "default") not in {*accounts, "default"}:
            yield f"{at}: there is no account {spec['serviceAccountName']}"
    yield from _of_custom_resources(objects, secrets, configs)


def _of_custom_resources(
    objects: Sequence[Object], secrets: Mapping[str, set[str]], configs: set[str]
) -> Iterator[str]:
    issuers = set(named(objects, "Issuer"))
    for certificate in of_kind(objects, "Certificate"):
        if certificate["spec"]["issuerRef"]["name"] not in issuers:
            yield f"Certificate {name(certificate)}: there is no such issuer"
    for one in of_kind(objects, "TriggerAuthentication"):
        for ref in one["spec"]["secretTargetRef"]:
            if ref["key"] not in secrets.get(ref["name"], ()):
                yield f"{name(one)}: there is no {ref['key']} in a secret {ref['name']}"
        for ref in one["spec"]["configMapTargetRef"]:
            if ref["name"] not in configs:
                yield f"{name(one)}: there is no configuration {ref['name']}"
    for cluster in of_kind(objects, "Cluster"):
        for secret in cluster["spec"]["certificates"].values():
            if secret not in secrets:
                yield f"Cluster {name(cluster)}: there is no secret {secret}"
    for store in of_kind(objects, "ObjectStore"):
        for ref in store["spec"]["configuration"]["s3Credentials"].values():
            if ref["key"] not in secrets.get(ref["name"], ()):
                yield f"ObjectStore {name(store)}: there is no {ref['key']} in {ref['name']}"


def _secrets(objects: Sequence[Object]) -> dict[str, set[str]]:
    """Return every secret that will be there, by whoever makes it, with its keys."""
    found: dict[str, set[str]] = {}
    for one in objects:
        match one["kind"]:
            case "ExternalSecret":
                found[one["spec"]["target"]["name"]] = {d["secretKey"] for d in one["spec"]["data"]}
            case "Certificate":
                found[one["spec"]["secretName"]] = {"tls.crt", "tls.key", "ca.crt"}
            case "KafkaUser":
                found[name(one)] = {"password", "sasl.jaas.config"}
            case "Kafka":
                found[f"{name(one)}-cluster-ca-cert"] = {"ca.crt"}
            case "Cluster":
                found[f"{name(one)}-app"] = {"uri", "username", "password"}
            case _:
                pass
    by_hand = {} if any(of_kind(objects, "ExternalSecret")) else GIVEN
    elsewhere = {} if any(of_kind(objects, "Kafka")) else EXISTING
    return {**by_hand, **elsewhere, **found}


def _asked_for(spec: Any) -> Iterator[tuple[str, list[str]]]:
    for one in _found(spec, "secret"):
        keys = [item["key"] for item in one.get("items", ())]
        yield one.get("name") or one["secretName"], keys
    for one in _found(spec, "secretKeyRef"):
        yield one["name"], [one["key"]]


def _found(tree: Any, key: str) -> Iterator[Any]:
    if isinstance(tree, list):
        for one in tree:
            yield from _found(one, key)
    elif isinstance(tree, dict):
        for inner, value in tree.items():
            if inner == key:
                yield value
            else:
                yield from _found(value, key)


def selectors(objects: Sequence[Object]) -> Iterator[str]:
    """Whatever selects pods finds some, and the ports that it names."""
    there = pods(objects)
    for one in of_kind(objects, "Service"):
        chosen = [
            pod for pod in there if selects({"matchLabels": one["spec"]["selector"]}, pod.labels)
        ]
        if not chosen:
            yield f"Service {name(one)} has no pods"
        for port in one["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            for pod in chosen:
                if target not in {*pod.port_names, *pod.ports}:
                    yield f"Service {name(one)}: {pod.name} has no port {target}"
    for one in of_kind(objects, "PodDisruptionBudget", "PodMonitor"):
        if not any(selects(one["spec"]["selector"], pod.labels) for pod in there):
            yield f"{one['kind']} {name(one)} has no pods"
    for one in of_kind(objects, "PodMonitor"):
        asked = {endpoint["port"] for endpoint in one["spec"]["podMetricsEndpoints"]}
        for pod in there:
            if selects(one["spec"]["selector"], pod.labels) and not asked & set(pod.port_names):
                yield f"PodMonitor {name(one)}: {pod.name} has none of its ports"
    for one in of_kind(objects, "NetworkPolicy"):
        spec = one["spec"]
        wanted = [
            spec["podSelector"],
            *_found([spec.get("ingress"), spec.get("egress")], "podSelector"),
        ]
        for selector in wanted:
            outside = "k8s-app" in (selector.get("matchLabels") or {})
            if not outside and not any(selects(selector, pod.labels) for pod in there):
                yield f"NetworkPolicy {name(one)} selects nothing by {selector}"
    for workload in of_kind(objects, *WORKLOADS):
        selector = workload["spec"].get("selector")
        if selector and not selects(selector, template(workload)["metadata"]["labels"]):
            yield f"{name(workload)} does not select its own pods"


def routes(objects: Sequence[Object]) -> Iterator[str]:
    """Every route leads from a listener that exists to a port that exists."""
    gateways = named(objects, "Gateway")
    services = named(objects, "Service")
    for route in of_kind(objects, "HTTPRoute"):
        for parent in route["spec"]["parentRefs"]:
            gateway = gateways.get(parent["name"])
            listeners = (
                {one["name"]: one for one in gateway["spec"]["listeners"]} if gateway else {}
            )
            if parent["sectionName"] not in listeners:
                yield f"HTTPRoute {name(route)}: no listener {parent['sectionName']}"
            elif listeners[parent["sectionName"]]["hostname"] not in route["spec"]["hostnames"]:
                yield f"HTTPRoute {name(route)} is for another host than its listener"
        for backend in _found(route["spec"], "backendRefs"):
            for one in backend:
                service = services.get(one["name"])
                ports = {port["port"] for port in service["spec"]["ports"]} if service else set()
                if one["port"] not in ports:
                    yield f"HTTPRoute {name(route)}: no {one['name']}:{one['port']}"


def hardened(objects: Sequence[Object]) -> Iterator[str]:
    """Every pod fits the restricted profile, writes to nothing but volumes, and has no token."""
    for namespace in of_kind(objects, "Namespace"):
        level = namespace["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce")
        if level != "restricted":
            yield f"Namespace {name(namespace)} does not enforce the restricted profile"
    for workload in of_kind(objects, *WORKLOADS):
        spec = template(workload)["spec"]
        pod = spec.get("securityContext", {})
        if not pod.get("runAsNonRoot") or not pod.get("runAsUser"):
            yield f"{name(workload)} may run as root"
        if pod.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{name(workload)} has no seccomp profile"
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name(workload)} gets a token of Kubernetes"
        for container in spec["containers"]:
            own = container.get("securityContext", {})
            if own.get("allowPrivilegeEscalation") is not False:
                yield f"{name(workload)} may escalate"
            if own.get("capabilities") != {"drop": ["ALL"]}:
                yield f"{name(workload)} keeps capabilities"
            if not own.get("readOnlyRootFilesystem"):
                yield f"{name(workload)} may write to its image"


def images(objects: Sequence[Object]) -> Iterator[str]:
    """Every image has a version."""
    for workload in of_kind(objects, *WORKLOADS):
        for container in template(workload)["spec"]["containers"]:
            image = container["image"]
            if not re.search(r"(:[^/:@]+|@sha256:[0-9a-f]{64})$", image) or image.endswith(
                ":latest"
            ):
                yield f"{name(workload)}: {image} names no version"


def resources(objects: Sequence[Object]) -> Iterator[str]:
    """Every container asks for processor and memory; memory is limited to what is asked for."""
    for workload in of_kind(objects, *WORKLOADS):
        for container in template(workload)["spec"]["containers"]:
            given = container.get("resources", {})
            asked, limit = given.get("requests", {}), given.get("limits", {})
            if not asked.get("cpu") or not asked.get("memory"):
                yield f"{name(workload)} asks for no processor or memory"
            if limit.get("memory") != asked.get("memory"):
                yield f"{name(workload)}: memory is not limited to what is asked for"


def probes(objects: Sequence[Object]) -> Iterator[str]:
    """What serves is asked whether it started, lives and is ready; life asks for nobody else."""
    for workload in of_kind(objects, "Deployment", "StatefulSet"):
        for container in template(workload)["spec"]["containers"]:
            ports = {port["name"] for port in container["ports"]}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                get = container.get(probe, {}).get("httpGet")
                if get is None or get["port"] not in ports:
                    yield f"{name(workload)} has no {probe} at a port of its own"
            path = container.get("livenessProbe", {}).get("httpGet", {}).get("path", "")
            if path not in {"/health/live", "/metrics"}:
                yield f"{name(workload)}: {path} may fail for somebody else's sake"


_STOPS_IN = 10
"""Seconds that a process of ours takes at most to end once told to (tests of the supervisor)."""


def disruption(objects: Sequence[Object]) -> Iterator[str]:
    """What runs for long has a budget, is spread, and stops inside its grace."""
    budgets = [one["spec"]["selector"] for one in of_kind(objects, "PodDisruptionBudget")]
    for workload in of_kind(objects, "Deployment", "StatefulSet"):
        spec = template(workload)["spec"]
        labels = template(workload)["metadata"]["labels"]
        if not any(selects(selector, labels) for selector in budgets):
            yield f"{name(workload)} has no budget for disruptions"
        keys = {one["topologyKey"] for one in spec.get("topologySpreadConstraints", ())}
        if spec.get("affinity", {}).get("podAntiAffinity"):
            keys.add("kubernetes.io/hostname")
        if keys != {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}:
            yield f"{name(workload)} is not spread over hosts and zones"
        before = sum(_found(spec["containers"], "seconds"))
        if spec.get("terminationGracePeriodSeconds", 30) < before + _STOPS_IN:
            yield f"{name(workload)} is killed before it has ended"


def relays(objects: Sequence[Object]) -> Iterator[str]:
    """There is one relay a service, and never two at a time."""
    scaled = {one["spec"]["scaleTargetRef"]["name"] for one in _scalers(objects)}
    found = {
        one: deployment
        for one, deployment in named(objects, "Deployment").items()
        if one.startswith("relay-")
    }
    for relay, deployment in found.items():
        spec = deployment["spec"]
        if (
            spec.get("replicas") != 1
            or spec.get("strategy", {}).get("type") != "Recreate"
            or relay in scaled
        ):
            yield f"{relay}: there may be two of it"
    services = {
        one
        for one, deployment in named(objects, "Deployment").items()
        if template(deployment)["metadata"]["labels"]["app.kubernetes.io/component"] == "service"
    }
    if set(found) != {f"relay-{service}" for service in services}:
        yield "not every service has a relay"


def scaling(objects: Sequence[Object]) -> Iterator[str]:
    """One scaler a target, which says no number itself; never more than partitions."""
    deployments = named(objects, "Deployment")
    partitions = min(
        (one["spec"]["partitions"] for one in of_kind(objects, "KafkaTopic")), default=0
    )
    seen = set()
    for scaler in _scalers(objects):
        target = scaler["spec"]["scaleTargetRef"]["name"]
        if target in seen:
            yield f"{target} is scaled twice"
        seen.add(target)
        if target not in deployments:
            yield f"{name(scaler)} scales {target}, which is not there"
        elif "replicas" in deployments[target]["spec"]:
            yield f"{target} says how many there are, and is scaled"
        by_lag = any(one["type"] == "kafka" for one in scaler["spec"].get("triggers", ()))
        if by_lag and scaler["spec"]["maxReplicaCount"] > partitions:
            yield f"{target}: more consumers than partitions"


def _scalers(objects: Sequence[Object]) -> Iterator[Object]:
    return of_kind(objects, "ScaledObject", "HorizontalPodAutoscaler")


def topics(objects: Sequence[Object]) -> Iterator[str]:
    """Rights name topics that exist; a relay writes its own topic and nobody else writes."""
    there = {name(one): one for one in of_kind(objects, "KafkaTopic")}
    brokers = sum(one["spec"]["replicas"] for one in of_kind(objects, "KafkaNodePool"))
    for topic, one in there.items():
        if one["spec"]["replicas"] > brokers:
            yield f"{topic} has more replicas than there are brokers"
        if one["spec"]["config"].get("retention.ms") != -1:
            yield f"{topic} forgets facts"
    for user in of_kind(objects, "KafkaUser"):
        for acl in user["spec"]["authorization"]["acls"]:
            resource = acl["resource"]
            if resource.get("patternType", "literal") != "literal" or resource["name"] == "*":
                yield f"{name(user)} has rights by pattern"
            if resource["type"] == "topic":
                if resource["name"] not in there:
                    yield f"{name(user)} has rights to {resource['name']}, which is not there"
                own = f"relay-{resource['name'].removesuffix('.events')}"
                if {"Write", "All"} & set(acl["operations"]) and name(user) != own:
                    yield f"{name(user)} may write {resource['name']}"


def users(objects: Sequence[Object]) -> Iterator[str]:
    """Who asks Kafka asks as itself, with its own password; groups that are scaled by are seen."""
    there = named(objects, "KafkaUser")
    known = set(there) if any(of_kind(objects, "Kafka")) else set(EXISTING)
    for workload in of_kind(objects, *WORKLOADS):
        spec = template(workload)["spec"]
        env = _environment(spec)
        if "RAPPORTEUR_KAFKA_USERNAME" not in env:
            continue
        user = env["RAPPORTEUR_KAFKA_USERNAME"]
        if user not in known or user != name(workload):
            yield f"{name(workload)} asks Kafka as {user}"
        elif user not in {secret for secret, keys in _asked_for(spec) if "password" in keys}:
            yield f"{name(workload)} has no password for Kafka"
    if "keda" in there:
        acls = there["keda"]["spec"]["authorization"]["acls"]
        seen = {acl["resource"]["name"] for acl in acls if acl["resource"]["type"] == "group"}
        for scaler in of_kind(objects, "ScaledObject"):
            for trigger in scaler["spec"]["triggers"]:
                group = trigger["metadata"].get("consumerGroup")
                if group and group not in seen:
                    yield f"KEDA may not see group {group}"


def settings(objects: Sequence[Object]) -> Iterator[str]:
    """Every setting that is given is one that the code reads."""
    known = {f"RAPPORTEUR_{field.upper()}" for field in Settings.model_fields} | {
        "RAPPORTEUR_SECRETS_DIR"
    }
    configs = named(objects, "ConfigMap")
    for workload in of_kind(objects, "Deployment", "Job"):
        spec = template(workload)["spec"]
        given = {*_environment(spec), *_found(spec["volumes"], "path")}
        for ref in _found(spec, "configMapRef"):
            given |= set(configs.get(ref["name"], {}).get("data", ()))
        for one in sorted(given):
            if one.startswith("RAPPORTEUR_") and one not in known:
                yield f"{name(workload)}: nobody reads {one}"


def _environment(spec: Any) -> Mapping[str, str]:
    return {
        one["name"]: one.get("value", "")
        for container in spec["containers"]
        for one in container.get("env", ())
    }


RULES: Final[tuple[Rule, ...]] = (
    references,
    selectors,
    routes,
    hardened,
    images,
    resources,
    probes,
    disruption,
    relays,
    scaling,
    topics,
    users,
    settings,
)
