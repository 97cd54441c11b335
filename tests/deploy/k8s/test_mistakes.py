"""Likely mistakes, each of which its rule must find."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.k8s.render import NoKubectl, objects
from tests.conftest import missing
from tests.deploy.k8s import patience, policy, secured
from tests.deploy.k8s.rendered import named

pytestmark = pytest.mark.k8s

Objects = list[dict[str, Any]]


@pytest.fixture
def rendered() -> Objects:
    return _rendered("production")


def _rendered(overlay: str) -> Objects:
    try:
        return objects(overlay)
    except NoKubectl:
        missing("kubectl")


def _one(rendered: Objects, kind: str, name: str) -> Any:
    return named(rendered, kind)[name]


def _pod(rendered: Objects, name: str) -> Any:
    return _one(rendered, "Deployment", name)["spec"]["template"]["spec"]


def _main(rendered: Objects, name: str) -> Any:
    return _pod(rendered, name)["containers"][0]


def _remove(rendered: Objects, kind: str, name: str) -> None:
    rendered.remove(_one(rendered, kind, name))


def _acls(rendered: Objects, user: str) -> Any:
    return _one(rendered, "KafkaUser", user)["spec"]["authorization"]["acls"]


def _settings(rendered: Objects) -> Any:
    """The settings that all processes share; their name ends in a hash."""
    return next(
        one["data"]
        for name, one in named(rendered, "ConfigMap").items()
        if name.startswith("settings-")
    )


def _scrape(rendered: Objects) -> Any:
    """How Prometheus asks our processes."""
    return _one(rendered, "PodMonitor", "processes")["spec"]["podMetricsEndpoints"][0]


def _let_in(rendered: Objects) -> Any:
    """Who may ask our processes for their numbers."""
    return _one(rendered, "NetworkPolicy", "metrics-of-processes")["spec"]["ingress"][0]


def _waits(rendered: Objects) -> Any:
    """How long the gateway waits for whoever asks."""
    return _one(rendered, "ClientTrafficPolicy", "rapporteur")["spec"]


Break = Callable[[Objects], Any]

MISTAKES: list[tuple[policy.Rule, str, Break]] = [
    (policy.references, "secret vault-keys", lambda r: _remove(r, "ExternalSecret", "vault-keys")),
    (
        policy.references,
        "has no RAPPORTEUR_VAULT_KEYS",
        lambda r: _one(r, "ExternalSecret", "vault-keys")["spec"]["data"][0].update(secretKey="x"),
    ),
    (policy.references, "secret relay-intake", lambda r: _remove(r, "KafkaUser", "relay-intake")),
    (policy.references, "no account", lambda r: _remove(r, "ServiceAccount", "rapporteur")),
    (policy.references, "no such issuer", lambda r: _remove(r, "Issuer", "rapporteur-ca")),
    (
        policy.references,
        "no configuration settings",
        lambda r: _main(r, "web")["envFrom"][0]["configMapRef"].update(name="settings"),
    ),
    (
        policy.selectors,
        "Service web has no pods",
        lambda r: _one(r, "Service", "web")["spec"]["selector"].update(
            {"app.kubernetes.io/name": "www"}
        ),
    ),
    (
        policy.selectors,
        "has no port http",
        lambda r: _one(r, "Service", "web")["spec"]["ports"][0].update(targetPort="http"),
    ),
    (
        policy.selectors,
        "PodDisruptionBudget feed has no pods",
        lambda r: _one(r, "PodDisruptionBudget", "feed")["spec"].update(
            selector={"matchLabels": {"app": "feed"}}
        ),
    ),
    (
        policy.selectors,
        "NetworkPolicy feed selects nothing",
        lambda r: _one(r, "NetworkPolicy", "feed")["spec"].update(
            podSelector={"matchLabels": {"app": "feed"}}
        ),
    ),
    (
        policy.routes,
        "no feed:80",
        lambda r: _one(r, "HTTPRoute", "feed")["spec"]["rules"][0]["backendRefs"][0].update(
            port=80
        ),
    ),
    (
        policy.routes,
        "another host",
        lambda r: _one(r, "HTTPRoute", "rapporteur")["spec"].update(hostnames=["other.example"]),
    ),
    (policy.hardened, "may run as root", lambda r: _pod(r, "web").pop("securityContext")),
    (
        policy.hardened,
        "may write to its image",
        lambda r: _main(r, "web")["securityContext"].pop("readOnlyRootFilesystem"),
    ),
    (
        policy.hardened,
        "keeps capabilities",
        lambda r: _main(r, "web")["securityContext"].pop("capabilities"),
    ),
    (
        policy.hardened,
        "does not enforce",
        lambda r: _one(r, "Namespace", "rapporteur")["metadata"].pop("labels"),
    ),
    (policy.images, "names no version", lambda r: _main(r, "web").update(image="a/b:latest")),
    (policy.images, "names no version", lambda r: _main(r, "web").update(image="host:5000/b")),
    (policy.resources, "asks for no", lambda r: _main(r, "web")["resources"].pop("requests")),
    (
        policy.resources,
        "is not limited",
        lambda r: _main(r, "web")["resources"]["limits"].update(memory="8Gi"),
    ),
    (policy.probes, "no readinessProbe", lambda r: _main(r, "web").pop("readinessProbe")),
    (
        policy.probes,
        "somebody else's sake",
        lambda r: _main(r, "web")["livenessProbe"]["httpGet"].update(path="/health"),
    ),
    (
        policy.disruption,
        "consume has no budget",
        lambda r: _remove(r, "PodDisruptionBudget", "consume"),
    ),
    (
        policy.disruption,
        "is not spread",
        lambda r: _pod(r, "web")["topologySpreadConstraints"].pop(),
    ),
    (
        policy.disruption,
        "is killed before",
        lambda r: _pod(r, "web").update(terminationGracePeriodSeconds=10),
    ),
    (
        policy.relays,
        "may be two",
        lambda r: _one(r, "Deployment", "relay-intake")["spec"].update(replicas=2),
    ),
    (
        policy.relays,
        "may be two",
        lambda r: _one(r, "Deployment", "relay-intake")["spec"].pop("strategy"),
    ),
    (policy.relays, "has a relay", lambda r: _remove(r, "Deployment", "relay-intake")),
    (
        policy.scaling,
        "more consumers than partitions",
        lambda r: _one(r, "ScaledObject", "consume")["spec"].update(maxReplicaCount=13),
    ),
    (
        policy.scaling,
        "says how many",
        lambda r: _one(r, "Deployment", "web")["spec"].update(replicas=3),
    ),
    (
        policy.scaling,
        "scaled twice",
        lambda r: _one(r, "ScaledObject", "consume")["spec"]["scaleTargetRef"].update(name="web"),
    ),
    (
        policy.topics,
        "which is not there",
        lambda r: _remove(r, "KafkaTopic", "intake.events"),
    ),
    (
        policy.topics,
        "feed may write",
        lambda r: _acls(r, "feed")[0]["operations"].append("Write"),
    ),
    (
        policy.topics,
        "relay-intake may write approvals.events",
        lambda r: _acls(r, "relay-intake")[0]["resource"].update(name="approvals.events"),
    ),
    (
        policy.topics,
        "rights by pattern",
        lambda r: _acls(r, "feed")[0]["resource"].update(patternType="prefix"),
    ),
    (
        policy.topics,
        "more replicas than there are brokers",
        lambda r: _one(r, "KafkaNodePool", "nodes")["spec"].update(replicas=1),
    ),
    (
        policy.topics,
        "forgets facts",
        lambda r: _one(r, "KafkaTopic", "intake.events")["spec"].update(config={}),
    ),
    (
        policy.users,
        "asks Kafka as relay-intake",
        lambda r: _main(r, "feed")["env"][0].update(value="relay-intake"),
    ),
    (
        policy.users,
        "may not see group",
        lambda r: _acls(r, "keda").pop(),
    ),
    (
        policy.settings,
        "nobody reads RAPPORTEUR_KAFKA_USER",
        lambda r: _main(r, "feed")["env"][0].update(name="RAPPORTEUR_KAFKA_USER"),
    ),
    (
        secured.addresses,
        "RAPPORTEUR_INTAKE_URL is not https",
        lambda r: _settings(r).update(RAPPORTEUR_INTAKE_URL="http://intake:8000"),
    ),
    (
        secured.addresses,
        "certificate of intake is not for its name",
        lambda r: _one(r, "Certificate", "intake")["spec"].update(dnsNames=["entry"]),
    ),
    (
        secured.addresses,
        "certificate of feed is not for its name",
        lambda r: _settings(r).update(RAPPORTEUR_FEED_URL="https://feed.rapporteur.cluster:8000"),
    ),
    (
        secured.authorities,
        "web does not know",
        lambda r: _settings(r).update(RAPPORTEUR_HTTP_CA="/run/ca/kafka.crt"),
    ),
    (
        secured.authorities,
        "consume does not know",
        lambda r: _one(r, "Certificate", "consume")["spec"]["issuerRef"].update(name="other"),
    ),
    (
        secured.schemes,
        "intake: livenessProbe is not by HTTPS",
        lambda r: _main(r, "intake")["livenessProbe"]["httpGet"].pop("scheme"),
    ),
    (
        secured.schemes,
        "relay-intake: readinessProbe is not by HTTP",
        lambda r: _main(r, "relay-intake")["readinessProbe"]["httpGet"].update(scheme="HTTPS"),
    ),
    (
        secured.schemes,
        "feed has no certificate",
        lambda r: _main(r, "feed")["volumeMounts"].remove(
            {"name": "certificate", "mountPath": "/run/certificate", "readOnly": True}
        ),
    ),
    (
        secured.numbers,
        "intake has no port of its own for its numbers",
        lambda r: _settings(r).update(RAPPORTEUR_METRICS_PORT="8000"),
    ),
    (
        secured.numbers,
        "PodMonitor processes asks consume elsewhere",
        lambda r: _scrape(r).update(port="https"),
    ),
    (
        secured.numbers,
        "lets Prometheus to more than numbers",
        lambda r: _let_in(r)["ports"].append({"port": 8000}),
    ),
    (
        secured.numbers,
        "lets others than Prometheus to numbers",
        lambda r: _let_in(r)["from"].append({"podSelector": {}}),
    ),
    (
        patience.limits,
        "waits for slow clients for ever",
        lambda r: _remove(r, "ClientTrafficPolicy", "rapporteur"),
    ),
    (
        patience.limits,
        "streamIdleTimeout does not end in time",
        lambda r: _waits(r)["timeout"]["http"].update(streamIdleTimeout="0s"),
    ),
    (
        patience.limits,
        "requestReceivedTimeout does not end in time",
        lambda r: _waits(r)["timeout"]["http"].update(requestReceivedTimeout="1h30m"),
    ),
    (
        patience.limits,
        "any number of connections",
        lambda r: _waits(r).pop("connection"),
    ),
    (
        patience.answers,
        "HTTPRoute rapporteur breaks off answers",
        lambda r: _one(r, "HTTPRoute", "rapporteur")["spec"]["rules"][0].pop("timeouts"),
    ),
    (
        patience.buffers,
        "hands on bodies that have not come",
        lambda r: _remove(r, "BackendTrafficPolicy", "pages"),
    ),
    (
        patience.buffers,
        "HTTPRoute files hands on bodies",
        lambda r: _one(r, "HTTPRoute", "files")["spec"]["rules"][0]["matches"][0].pop("method"),
    ),
    (
        patience.room,
        "too little room",
        lambda r: next(v for v in _pod(r, "web")["volumes"] if v["name"] == "tmp").update(
            emptyDir={"sizeLimit": "512Mi"}
        ),
    ),
    (
        patience.viewers,
        "turns viewers away",
        lambda r: _remove(r, "BackendTrafficPolicy", "feed"),
    ),
    (
        secured.gateways,
        "no configuration elsewhere",
        lambda r: _one(r, "BackendTLSPolicy", "web")["spec"]["validation"]["caCertificateRefs"][
            0
        ].update(name="elsewhere"),
    ),
    (
        secured.gateways,
        "leads to web without TLS",
        lambda r: _remove(r, "BackendTLSPolicy", "web"),
    ),
    (
        secured.gateways,
        "asks feed by a name that it has not",
        lambda r: _one(r, "BackendTLSPolicy", "feed")["spec"]["validation"].update(
            hostname="rapporteur.example"
        ),
    ),
]


@pytest.mark.parametrize(
    ("rule", "said", "make"), MISTAKES, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_mistake_is_found(rule: policy.Rule, said: str, make: Break, rendered: Objects) -> None:
    make(rendered)
    assert [one for one in rule(rendered) if said in one]


def test_every_rule_is_tried_by_a_mistake() -> None:
    assert {rule for rule, _, _ in MISTAKES} == {
        *policy.RULES,
        *secured.RULES,
        *patience.RULES,
    }
