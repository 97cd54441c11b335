"""TLS or nothing: addresses between our processes, probes, and their names."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from deploy.k8s.render import Object, name
from tests.deploy.k8s.rendered import WORKLOADS, named, of_kind, selects, template

_CERTIFICATE = "RAPPORTEUR_HTTP_CERTIFICATE"
_AUTHORITY = "RAPPORTEUR_HTTP_CA"
BY_HAND = "rapporteur-authority"
"""The ConfigMap that docs/kubernetes.md has made by hand where there is a gateway."""
_MONITORING = {
    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}},
}


def addresses(objects: Sequence[Object]) -> Iterator[str]:
    """Who asks a process of ours asks by https, for a name that its certificate has."""
    for workload in of_kind(objects, *WORKLOADS):
        for setting, value in settings_of(objects, workload).items():
            address = urlsplit(value)
            if not setting.endswith("_URL") or address.hostname is None:
                continue
            service = named(objects, "Service").get(address.hostname.split(".")[0])
            if service is None:
                continue  # somewhere else
            if address.scheme != "https":
                yield f"{name(workload)}: {setting} is not https"
            for asked in _behind(objects, service):
                if address.hostname not in _names(objects, asked):
                    yield f"{setting}: the certificate of {name(asked)} is not for its name"


def authorities(objects: Sequence[Object]) -> Iterator[str]:
    """Whoever asks has the authority that signed what it is shown."""
    for workload in of_kind(objects, "Deployment"):
        asks = name(workload) in {"web", "consume"}
        file = settings_of(objects, workload).get(_AUTHORITY, "")
        sources = [
            (source["secret"]["name"], item)
            for volume in template(workload)["spec"]["volumes"]
            for source in volume.get("projected", {}).get("sources", ())
            for item in source["secret"].get("items", ())
        ]
        of = {
            _signed(objects, secret)
            for secret, item in sources
            if f"/run/ca/{item['path']}" == file and item["key"] == "ca.crt"
        }
        if asks and of != {"rapporteur-ca"}:
            yield f"{name(workload)} does not know who vouches for the services"


def schemes(objects: Sequence[Object]) -> Iterator[str]:
    """Who listens by TLS is probed by TLS, and nobody else is."""
    for workload in of_kind(objects, "Deployment"):
        for container in template(workload)["spec"]["containers"]:
            if _serves(objects, workload) and not _mounted(objects, workload):
                yield f"{name(workload)} has no certificate to listen with"
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                get = container[probe]["httpGet"]
                wanted = "HTTPS" if get["port"] == "https" else "HTTP"
                if get.get("scheme", "HTTP") != wanted:
                    yield f"{name(workload)}: {probe} is not by {wanted}"


def numbers(objects: Sequence[Object]) -> Iterator[str]:
    """Every process of ours tells its numbers apart from all else, and to Prometheus alone."""
    for workload in of_kind(objects, "Deployment"):
        told = int(settings_of(objects, workload)["RAPPORTEUR_METRICS_PORT"])
        labels = template(workload)["metadata"]["labels"]
        ports = {
            port["name"]: port["containerPort"]
            for container in template(workload)["spec"]["containers"]
            for port in container.get("ports", ())
        }
        if [port for port, at in ports.items() if at == told] != ["metrics"]:
            yield f"{name(workload)} has no port of its own for its numbers"
        for monitor in of_kind(objects, "PodMonitor"):
            asked = {one["port"] for one in monitor["spec"]["podMetricsEndpoints"]}
            if selects(monitor["spec"]["selector"], labels) and asked != {"metrics"}:
                yield f"PodMonitor {name(monitor)} asks {name(workload)} elsewhere"
        for policy in of_kind(objects, "NetworkPolicy"):
            if selects(policy["spec"]["podSelector"], labels):
                yield from _apart(policy, told)


def _apart(policy: Object, told: int) -> Iterator[str]:
    for rule in policy["spec"].get("ingress", ()):
        by_prometheus = rule["from"] == [_MONITORING]
        ports = {one["port"] for one in rule["ports"]}
        if by_prometheus and ports != {told}:
            yield f"NetworkPolicy {name(policy)} lets Prometheus to more than numbers"
        if not by_prometheus and told in ports:
            yield f"NetworkPolicy {name(policy)} lets others than Prometheus to numbers"


def gateways(objects: Sequence[Object]) -> Iterator[str]:
    """A gateway asks by TLS whatever it leads to, for a name that the certificate has."""
    policies = {
        target["name"]: one["spec"]["validation"]
        for one in of_kind(objects, "BackendTLSPolicy")
        for target in one["spec"]["targetRefs"]
    }
    there = {*named(objects, "ConfigMap"), BY_HAND}
    for validation in policies.values():
        for ref in validation["caCertificateRefs"]:
            if ref["name"] not in there:
                yield f"there is no configuration {ref['name']} for the gateway"
    for route in of_kind(objects, "HTTPRoute"):
        for rule in route["spec"]["rules"]:
            for backend in rule.get("backendRefs", ()):
                service = named(objects, "Service")[backend["name"]]
                if backend["name"] not in policies:
                    yield f"HTTPRoute {name(route)} leads to {backend['name']} without TLS"
                    continue
                for asked in _behind(objects, service):
                    if policies[backend["name"]]["hostname"] not in _names(objects, asked):
                        yield f"the gateway asks {name(asked)} by a name that it has not"


def settings_of(objects: Sequence[Object], workload: Object) -> dict[str, str]:
    """Return what a workload is given in its environment, configuration first."""
    configs = named(objects, "ConfigMap")
    given: dict[str, str] = {}
    for container in template(workload)["spec"]["containers"]:
        for source in container.get("envFrom", ()):
            given |= configs.get(source["configMapRef"]["name"], {}).get("data", {})
        given |= {one["name"]: one.get("value", "") for one in container.get("env", ())}
    return given


def _serves(objects: Sequence[Object], workload: Object) -> bool:
    """Tell whether it listens as the portal and the services do; relays tell metrics alone."""
    ports = [
        port["containerPort"]
        for container in template(workload)["spec"]["containers"]
        for port in container.get("ports", ())
    ]
    return int(settings_of(objects, workload)["RAPPORTEUR_HTTP_PORT"]) in ports


def _mounted(objects: Sequence[Object], workload: Object) -> str | None:
    """Return the secret that holds the certificate it listens with."""
    file = settings_of(objects, workload).get(_CERTIFICATE, "")
    spec = template(workload)["spec"]
    volumes = {one["name"]: one.get("secret", {}) for one in spec["volumes"]}
    for mount in spec["containers"][0]["volumeMounts"]:
        secret = volumes.get(mount["name"], {})
        paths = {f"{mount['mountPath']}/{item['path']}" for item in secret.get("items", ())}
        if file in paths:
            found: str = secret["secretName"]
            return found
    return None


def _names(objects: Sequence[Object], workload: Object) -> set[str]:
    secret = _mounted(objects, workload)
    return {
        one
        for certificate in of_kind(objects, "Certificate")
        if certificate["spec"]["secretName"] == secret
        for one in certificate["spec"].get("dnsNames", ())
    }


def _signed(objects: Sequence[Object], secret: str) -> str | None:
    for certificate in of_kind(objects, "Certificate"):
        if certificate["spec"]["secretName"] == secret:
            issuer: str = certificate["spec"]["issuerRef"]["name"]
            return issuer
    return None


def _behind(objects: Sequence[Object], service: Object) -> Iterator[Object]:
    selector = {"matchLabels": service["spec"]["selector"]}
    return (
        one
        for one in of_kind(objects, "Deployment")
        if selects(selector, template(one)["metadata"]["labels"])
    )


RULES = (addresses, authorities, schemes, numbers, gateways)
