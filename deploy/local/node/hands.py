"""What operators would make of an overlay's objects, made by hand from the same objects.

Certificates for the names that cert-manager is asked for, passwords for Kafka's users and the
databases' owners, the secrets that External Secrets would bring, and volumes for what asks for one.
"""

import base64
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.k8s.render import Object, name
from deploy.local.certificates import Authority
from deploy.local.node.place import NODE

SPACE: Final = "rapporteur"
ADMIN: Final = "admin"
"""The Kafka user that writes the rights of the others."""
KAFKA: Final = "kafka-kafka-bootstrap.rapporteur.svc:9093"
_KAFKA_NAMES: Final = (
    "kafka-kafka-bootstrap",
    "kafka-kafka-bootstrap.rapporteur",
    "kafka-kafka-bootstrap.rapporteur.svc",
    "kafka-nodes-0.kafka-kafka-brokers.rapporteur.svc",
)
_DATABASE: Final = "cnpg.io/cluster"


def made(objects: Sequence[Object], authority: Authority) -> list[Object]:
    """Return secrets and maps for these objects."""
    ca = authority.ca.read_text()
    kafka = {one: secrets.token_hex(24) for one in (ADMIN, *_named(objects, "KafkaUser"))}
    store = secrets.token_hex(24)
    return [
        *_certificates(objects, authority),
        _certificate(authority, "kafka-nodes-0", _KAFKA_NAMES),
        _secret("kafka-cluster-ca-cert", {"ca.crt": ca}),
        _secret("kafka-users", {"users": "".join(f"{u}={p}\n" for u, p in kafka.items())}),
        *(
            _secret(user, {"password": password})
            for user, password in kafka.items()
            if user != ADMIN
        ),
        *_databases(objects),
        _secret("eventstore-user", {"user": f"admin:{store}"}),
        *_chosen(objects, store),
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "rapporteur-authority", "namespace": SPACE},
            "data": {"ca.crt": ca},
        },
    ]


def volumes(objects: Sequence[Object], disks: Path) -> Iterator[Object]:
    """Return a volume on this machine's disk for each claim of a StatefulSet."""
    for workload in (one for one in objects if one["kind"] == "StatefulSet"):
        for claim in workload["spec"].get("volumeClaimTemplates", ()):
            for number in range(int(workload["spec"].get("replicas", 1))):
                called = f"{claim['metadata']['name']}-{name(workload)}-{number}"
                path = disks / called
                path.mkdir(exist_ok=True)
                yield _volume(called, path, claim["spec"])


def passwords(kafka: Object) -> Mapping[str, str]:
    """Return the Kafka users of the secret ``kafka-users``, as the server gives it."""
    lines = base64.b64decode(kafka["data"]["users"]).decode().splitlines()
    return dict(line.split("=", 1) for line in lines)


def _volume(called: str, path: Path, claim: Any) -> Object:
    here = {"key": "kubernetes.io/hostname", "operator": "In", "values": [NODE]}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": called},
        "spec": {
            "capacity": claim["resources"]["requests"],
            "accessModes": claim["accessModes"],
            "claimRef": {"namespace": SPACE, "name": called},
            "local": {"path": str(path)},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
        },
    }


def _certificates(objects: Sequence[Object], authority: Authority) -> Iterator[Object]:
    for one in objects:
        spec = one.get("spec", {})
        if one["kind"] == "Certificate" and one["metadata"].get("namespace") == SPACE:
            if spec.get("isCA"):
                yield _secret(spec["secretName"], {"tls.crt": authority.ca.read_text()})
            else:
                yield _certificate(authority, spec["secretName"], spec["dnsNames"])


def _certificate(authority: Authority, called: str, names: Sequence[str]) -> Object:
    issued = authority.issue(called, also=names)
    return _secret(
        called,
        {
            "tls.crt": issued.certificate.read_text(),
            "tls.key": issued.key.read_text(),
            "ca.crt": authority.ca.read_text(),
        },
    )


def _databases(objects: Sequence[Object]) -> Iterator[Object]:
    """Return for each database what CloudNativePG gives its clients."""
    for one in objects:
        if one["kind"] != "StatefulSet" or _DATABASE not in one["spec"]["selector"]["matchLabels"]:
            continue
        owner, password = name(one).removesuffix("-db"), secrets.token_hex(24)
        host = f"{name(one)}-rw.{SPACE}"
        yield _secret(
            f"{name(one)}-app",
            {
                "username": owner,
                "password": password,
                "uri": f"postgresql://{owner}:{password}@{host}:5432/{owner}",
            },
        )


def _chosen(objects: Sequence[Object], store: str) -> Iterator[Object]:
    """Return a secret for each ExternalSecret: a key where people choose one, else what fits."""
    known = {
        "RAPPORTEUR_EVENTSTORE": f"esdb://admin:{store}@eventstore:2113"
        "?Tls=true&TlsCaFile=/run/ca/eventstore.crt",
        "RAPPORTEUR_SMTP_URL": "",
        "RAPPORTEUR_BOUNCES_URL": "",
    }
    for one in objects:
        if one["kind"] == "ExternalSecret" and one["metadata"].get("namespace") == SPACE:
            keys = [entry["secretKey"] for entry in one["spec"]["data"]]
            yield _secret(name(one), {key: known.get(key, _key()) for key in keys})


def _key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _named(objects: Sequence[Object], kind: str) -> list[str]:
    return [name(one) for one in objects if one["kind"] == kind]


def _secret(called: str, values: Mapping[str, str]) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": called, "namespace": SPACE},
        "data": {key: base64.b64encode(value.encode()).decode() for key, value in values.items()},
    }
