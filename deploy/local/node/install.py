"""The overlay ``cluster`` on the running node, in the order of docs/kubernetes.md."""

import base64
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.k8s.definitions import definitions
from deploy.k8s.render import Object, objects
from deploy.local.certificates import Authority
from deploy.local.cluster import overlay
from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted
from deploy.local.node import hands, operators, running, stand_ins, system
from deploy.local.node.place import Place

OVERLAY: Final = "cluster"
_KAFKA: Final = "kafka-nodes-0"
_PHASE: Final = "rapporteur/phase"
_WITHIN: Final = 300.0
"""Seconds in which twenty processes start on two processors."""


def authority_of(place: Place, space: str = hands.SPACE) -> Path:
    """Return the certificate of the authority that signed what is installed in a namespace."""
    return place.directory / f"authority-{space}.pem"


def installed(place: Place, api: Api) -> Iterator[str]:
    """Install it and say what is done. Raises `NotStarted`, `NotRendered`, `NotFetched`."""
    rendered, known = overlay.ordered(objects(OVERLAY)), [*definitions()]
    with tempfile.TemporaryDirectory(dir=place.directory) as name:
        directory = Path(name)
        ours = [one.write(directory / f"{n}.tar") for n, one in enumerate(operators.images())]
        running.bring(place, [*ours, *stand_ins.archives(), stand_ins.product(directory)])
    yield "the nodes have the images"
    _accept(overlay.prepare(api, known, rendered))
    operators.started(place, api, known)
    yield "cert-manager, KEDA and the server of metrics are ready"
    yield from founded(place, api, rendered, hands.made(rendered, kafkas(place, hands.SPACE)))
    system.take(api, rendered)
    system.await_ready(api, _of(rendered, "Deployment"), within=_WITHIN)
    yield "every process is ready"


def kafkas(place: Place, space: str) -> Authority:
    """Return an authority for Kafka in this namespace, a new one each time."""
    directory = place.directory / f"kafka-{space}"
    directory.mkdir(mode=0o700, exist_ok=True)
    return Authority(directory, "Kafka")


def founded(
    place: Place,
    api: Api,
    rendered: Sequence[Object],
    made: Sequence[Object],
    space: str = hands.SPACE,
    restored: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Take all, wait for the foundations, and make tables and topics. Raises `NotStarted`.

    ``made``: the secrets. ``restored``: what is to be done once the databases are there.
    """
    spaces = [one for one in rendered if one["kind"] == "Namespace"]
    system.take(api, [*spaces, *hands.volumes(rendered, place.disks, space), *made])
    yield f"{len(made)} secrets are there"
    asked = [one for one in rendered if one["apiVersion"].startswith("cert-manager.io/")]
    system.take(api, asked)
    wanted = [one for one in _of(asked, "Certificate") if _in(one, space)]
    system.until_true(lambda: all(map(_signed, map(api.get, wanted))), "certificates are signed")
    ca = _authority(api, space)
    authority_of(place, space).write_text(ca)
    system.take(api, [hands.vouching(ca, space)])
    yield f"cert-manager has signed {len(wanted)} certificates"
    jobs = _of(rendered, "Job")
    lasting = [one for one in rendered if one not in jobs]
    system.take(api, lasting)
    yield f"{len(lasting)} objects are there"
    system.await_ready(api, _of(rendered, "StatefulSet"), within=_WITHIN)
    yield "PostgreSQL, Kafka and the embedded event store are ready"
    restored()
    users = _of(rendered, "KafkaUser")
    yield f"{_rights(place, api, users, space)} rights of Kafka's users are written"
    before = [one for one in rendered if _PHASE in one["metadata"].get("labels", {})]
    for one in jobs:
        api.delete(one)
    system.until_true(lambda: not any(map(api.get, jobs)), "jobs are gone")
    system.take(api, before)
    system.await_ready(api, jobs, within=_WITHIN)
    yield "tables and topics are made"


def _in(one: Object, space: str) -> bool:
    return bool(one["metadata"].get("namespace") == space)


def _signed(certificate: Any) -> bool:
    conditions = certificate.get("status", {}).get("conditions", ())
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def _authority(api: Api, space: str) -> str:
    metadata = {"name": "rapporteur-ca", "namespace": space}
    found = api.get({"apiVersion": "v1", "kind": "Secret", "metadata": metadata})
    return base64.b64decode(found["data"]["tls.crt"]).decode()


def _of(rendered: Sequence[Object], kind: str) -> list[Object]:
    return [one for one in rendered if one["kind"] == kind]


def _accept(words: Sequence[str]) -> None:
    if words:
        raise NotStarted("\n".join(words))


def _rights(place: Place, api: Api, users: Sequence[Object], space: str) -> str:
    """Write them from where Kafka listens without a password: in its pod's own network."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": _KAFKA, "namespace": space}}
    command = running.beside(
        place, api.get(pod), [sys.executable, "-m", "deploy.local.node.rights"]
    )
    return running.run(command, input=json.dumps(users)).stdout.strip()
