"""CloudNativePG's operator in a pod of this cluster, by its module's own manifests, and PostgreSQL.

PostgreSQL is Debian's, laid out as the operator wants it: the programs on the path, and version 15
in the image's name. Backups need its plugin, which is not built here.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from deploy.k8s.render import Object
from deploy.local.cluster import overlay, programs
from deploy.local.cluster.api import Api
from deploy.local.node import operators, running, stand_ins, system
from deploy.local.node.images import Image, layer
from deploy.local.node.place import Place

POSTGRESQL: Final = "localhost/postgresql:15"
_OPERATOR: Final = "localhost/cloudnative-pg:1"
_NAMED: Final = "controller:latest"  # in the manifests, twice
_WITHIN: Final = 240.0


def brought(place: Place) -> None:
    """Give the nodes both images. Raises `MissingTool`, `NotFetched`."""
    manager = (programs.built_databases() / "manager").read_bytes()
    files = {"manager": manager, "operator/manager_amd64": manager}  # the second for instances
    operator = Image(
        name=_OPERATOR, layers=[layer(files, executable=[*files])], command=["/manager"]
    )
    with tempfile.TemporaryDirectory(dir=place.directory) as name:
        directory = Path(name)
        made = [operator.write(directory / "operator.tar"), _postgresql().write(directory / "pg")]
        running.bring(place, made)


def started(api: Api) -> None:
    """Bring the operator and wait until it is ready. Raises `NotStarted`, `NotRendered`."""
    made = [*rendered()]
    first = [one for one in made if one["kind"] in {"CustomResourceDefinition", "Namespace"}]
    system.take(api, first)
    overlay.await_definitions(api)
    system.take(api, [one for one in made if one not in first])
    system.await_ready(api, made, within=_WITHIN)


def rendered() -> Iterator[Object]:
    """Return the operator's objects, with our image. Raises `NotRendered`, `NotFetched`."""
    manifests = programs.module(programs.DATABASES, programs.DEFINED) / "config" / "default"
    text = json.dumps(operators.kustomized(manifests)).replace(_NAMED, _OPERATOR)
    for one in json.loads(text):
        if one["kind"] == "Deployment":
            [container] = one["spec"]["template"]["spec"]["containers"]
            container |= {"imagePullPolicy": "Never", "resources": {"requests": {"cpu": "10m"}}}
        yield one


def adapted(cluster: Object) -> Object:
    """Return production's cluster of databases with our image and without backups."""
    spec: dict[str, Any] = {**cluster["spec"]}
    spec.pop("plugins", None)
    requests = {"cpu": "10m", "memory": "256Mi"}
    spec |= {"imageName": POSTGRESQL, "imagePullPolicy": "Never"}
    spec["resources"] = {**spec["resources"], "requests": requests}
    return {**cluster, "spec": spec}


def _postgresql() -> Image:
    return Image(
        name=POSTGRESQL,
        layers=[stand_ins.debian("postgresql"), layer({"etc/passwd": stand_ins.PEOPLE})],
        command=["/bin/sh"],
        environment={"PATH": "/usr/lib/postgresql/15/bin:/usr/bin:/bin"},
        user="26:26",
    )
