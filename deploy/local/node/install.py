"""The overlay ``cluster`` on the running node, in the order of docs/kubernetes.md."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from deploy.k8s.definitions import definitions
from deploy.k8s.render import Object, name, objects
from deploy.local.certificates import Authority
from deploy.local.cluster import overlay
from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted
from deploy.local.node import hands, running, stand_ins, system
from deploy.local.node.place import Place

OVERLAY: Final = "cluster"
_PHASE: Final = "rapporteur/phase"
_WITHIN: Final = 300.0
"""Seconds in which twenty processes start on two processors."""


def authority_of(place: Place) -> Path:
    """Return the certificate of the authority that signed what is installed."""
    return place.directory / "authority" / "authority.pem"


def installed(place: Place, api: Api) -> Iterator[str]:
    """Install it and say what is done. Raises `NotStarted`, `NotRendered`, `NotFetched`."""
    rendered = overlay.ordered(objects(OVERLAY))
    with tempfile.TemporaryDirectory(dir=place.directory) as directory:
        running.bring(place, [*stand_ins.archives(), stand_ins.product(Path(directory))])
    yield "the node has the images"
    _accept(overlay.prepare(api, [*definitions()], rendered))
    authority_of(place).parent.mkdir()
    authority = Authority(authority_of(place).parent, "Authority")
    spaces = [one for one in rendered if one["kind"] == "Namespace"]
    made = hands.made(rendered, authority)
    system.take(api, [*spaces, *hands.volumes(rendered, place.disks), *made])
    yield f"{len(made)} secrets are there"
    system.take(api, rendered)
    yield f"{len(rendered)} objects are there"
    system.await_ready(api, _of(rendered, "StatefulSet"), within=_WITHIN)
    yield "PostgreSQL, Kafka and the embedded event store are ready"
    users = _of(rendered, "KafkaUser")
    yield f"{_rights(place, authority, made, users)} rights of Kafka's users are written"
    before = [one for one in rendered if _PHASE in one["metadata"].get("labels", {})]
    jobs = _of(rendered, "Job")
    for one in jobs:
        api.delete(one)
    system.until_true(lambda: not any(map(api.get, jobs)), "jobs are gone")
    system.take(api, before)
    system.await_ready(api, jobs, within=_WITHIN)
    yield "tables and topics are made"
    system.take(api, rendered)
    system.await_ready(api, _of(rendered, "Deployment"), within=_WITHIN)
    yield "every process is ready"


def _of(rendered: Sequence[Object], kind: str) -> list[Object]:
    return [one for one in rendered if one["kind"] == kind]


def _accept(words: Sequence[str]) -> None:
    if words:
        raise NotStarted("\n".join(words))


def _rights(
    place: Place, authority: Authority, made: Sequence[Object], users: Sequence[Object]
) -> str:
    kafka = next(one for one in made if name(one) == "kafka-users")
    given = {
        "servers": hands.KAFKA,
        "user": hands.ADMIN,
        "password": hands.passwords(kafka)[hands.ADMIN],
        "ca": str(authority.ca),
        "users": list(users),
    }
    said = running.run_inside(
        place,
        [sys.executable, "-m", "deploy.local.node.rights"],
        input=json.dumps(given),
    )
    return said.stdout.strip()
