"""What operators would make of an overlay's objects, made by hand from the same objects.

Kafka's certificate, passwords for its users and the databases' owners, the secrets that External
Secrets would bring, and volumes for what asks for one.
"""

import base64
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.k8s.render import Object, name
from deploy.local.certificates import Authority

SPACE: Final = "rapporteur"
_DATABASE: Final = "cnpg.io/cluster"


def made(objects: Sequence[Object], authority: Authority, space: str = SPACE) -> list[Object]:
    """Return secrets for these objects, with the names that hosts have in a namespace.

    ``authority``: Kafka's, as Strimzi has one of its own.
    """
    ca = authority.ca.read_text()
    kafka = {one: secrets.token_hex(24) for one in _named(objects, "KafkaUser")}
    store = secrets.token_hex(24)
    return [
        _certificate(authority, "kafka-nodes-0", _kafka_names(space)),
        secret("kafka-cluster-ca-cert", {"ca.crt": ca}),
        secret("kafka-users", {"users": "".join(f"{u}={p}\n" for u, p in kafka.items())}),
        *(secret(user, {"password": password}) for user, password in kafka.items()),
        *_databases(objects, space),
        secret("eventstore-user", {"user": f"admin:{store}"}),
        *_chosen(objects, store),
    ]


def volumes(objects: Sequence[Object], disks: Path, space: str = SPACE) -> Iterator[Object]:
    """Return a volume on this machine's disk for each claim of a StatefulSet."""
    for workload in (one for one in objects if one["kind"] == "StatefulSet"):
        for claim in workload["spec"].get("volumeClaimTemplates", ()):
            for number in range(int(workload["spec"].get("replicas", 1))):
                called = f"{claim['metadata']['name']}-{name(workload)}-{number}"
                path = disks / space / called
                path.mkdir(parents=True, exist_ok=True)
                yield volume(space, called, path, claim["spec"])


def volume(space: str, called: str, path: Path, claim: Any) -> Object:
    here = {"key": "kubernetes.io/hostname", "operator": "Exists"}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"{space}-{called}"},
        "spec": {
            "capacity": claim["resources"]["requests"],
            "accessModes": claim["accessModes"],
            "claimRef": {"namespace": space, "name": called},
            "local": {"path": str(path)},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
        },
    }


def _certificate(authority: Authority, called: str, names: Sequence[str]) -> Object:
    issued = authority.issue(called, also=names)
    return secret(
        called,
        {
            "tls.crt": issued.certificate.read_text(),
            "tls.key": issued.key.read_text(),
            "ca.crt": authority.ca.read_text(),
        },
    )


def _kafka_names(space: str) -> Sequence[str]:
    first = "kafka-kafka-bootstrap"
    broker = f"kafka-nodes-0.kafka-kafka-brokers.{space}.svc"
    return (first, f"{first}.{space}", f"{first}.{space}.svc", broker)


def _databases(objects: Sequence[Object], space: str) -> Iterator[Object]:
    """Return for each database what CloudNativePG gives its clients."""
    for one in objects:
        if one["kind"] != "StatefulSet" or _DATABASE not in one["spec"]["selector"]["matchLabels"]:
            continue
        owner, password = name(one).removesuffix("-db"), secrets.token_hex(24)
        host = f"{name(one)}-rw.{space}"
        yield secret(
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
            yield secret(name(one), {key: known.get(key, new_key()) for key in keys})


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def vouching(ca: str, space: str = SPACE) -> Object:
    """Return the map from which the gateway reads the authority: docs/kubernetes.md, "Secrets"."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "rapporteur-authority", "namespace": space},
        "data": {"ca.crt": ca},
    }


def _named(objects: Sequence[Object], kind: str) -> list[str]:
    return [name(one) for one in objects if one["kind"] == kind]


def secret(called: str, values: Mapping[str, str]) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": called, "namespace": SPACE},
        "data": {key: base64.b64encode(value.encode()).decode() for key, value in values.items()},
    }
