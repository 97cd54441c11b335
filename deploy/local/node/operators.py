"""Operators in pods of this cluster: cert-manager, KEDA, and the server of metrics.

KEDA and the server of metrics run by the manifests of their own modules, cert-manager's controllers
by ``certificates.yaml``. Only images are exchanged, for programs that are built here, and how the
server of metrics proves to a kubelet who it is.
"""

import base64
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.k8s.definitions import tool
from deploy.k8s.render import NotRendered, Object
from deploy.local.cluster import overlay, programs
from deploy.local.cluster.api import Api
from deploy.local.node import system
from deploy.local.node.images import Image, layer
from deploy.local.node.place import Place

_MANIFESTS: Final = {programs.KEDA: "config/default", programs.METRICS: "manifests/base"}
_PROGRAM: Final = {
    "keda": "keda",
    "keda-metrics-apiserver": "keda-adapter",
    "keda-admission-webhooks": "keda-admission-webhooks",
    "metrics-server": "metrics-server",
    "cert-manager": "cert-manager",
}
"""By the last word of an image's name: the program that it is made of."""
_GROUPS: Final = frozenset({"cert-manager.io", "acme.cert-manager.io"})
_CLIENT: Final = "kubelet-client"
_WITHIN: Final = 240.0


def images() -> list[Image]:
    """Return an image for each program. Raises `MissingTool`, `NotFetched`."""
    built = programs.built_operators()
    return [
        Image(
            name=_image(one),
            layers=[layer({one: (built / one).read_bytes()}, executable=[one])],
            command=[f"/{one}"],
        )
        for one in (*programs.OPERATORS, "cert-manager")
    ]


def started(place: Place, api: Api, definitions: Iterable[Any]) -> None:
    """Bring them and wait until they are ready. Raises `NotStarted`, `NotRendered`."""
    brought = [one for one in definitions if one["spec"]["group"] in _GROUPS]
    made = [*brought, *rendered()]
    kinds = [one for one in made if one["kind"] == "CustomResourceDefinition"]
    spaces = [one for one in made if one["kind"] == "Namespace"]
    system.take(api, [*kinds, *spaces, _client(place)])
    overlay.await_definitions(api)
    system.take(api, [one for one in made if one not in kinds and one not in spaces])
    system.await_ready(api, made, within=_WITHIN)


def rendered() -> Iterator[Object]:
    """Return their objects, with our images. Raises `NotRendered`, `NotFetched`."""
    for path, where in _MANIFESTS.items():
        yield from map(adapted, kustomized(programs.module(path) / where))
    yield from map(adapted, system.read("certificates.yaml"))


def adapted(one: Object) -> Object:
    """Return an object with images and requests for this machine."""
    if one["kind"] != "Deployment":
        return one
    pod = one["spec"]["template"]["spec"]
    for container in pod["containers"]:
        called = container["image"].rpartition("/")[2].partition(":")[0]
        container["image"] = _image(_PROGRAM[called])
        container["imagePullPolicy"] = "Never"
        container.setdefault("resources", {}).setdefault("requests", {})["cpu"] = "10m"
        if called == "metrics-server":
            _prove(pod, container)
    return one


def _prove(pod: Any, container: Any) -> None:
    """Let the server of metrics show kubelets a certificate: they take no token here."""
    container["args"] += [
        "--kubelet-client-certificate=/client/tls.crt",
        "--kubelet-client-key=/client/tls.key",
        "--kubelet-certificate-authority=/client/ca.crt",
    ]
    container["volumeMounts"].append({"name": "client", "mountPath": "/client"})
    pod["volumes"].append({"name": "client", "secret": {"secretName": _CLIENT}})


def _client(place: Place) -> Object:
    files = {"tls.crt": "api-to-kubelets.crt", "tls.key": "api-to-kubelets.key"}
    files["ca.crt"] = "cluster-authority"
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": _CLIENT, "namespace": "kube-system"},
        "data": {
            key: base64.b64encode((place.directory / f"{name}.pem").read_bytes()).decode()
            for key, name in files.items()
        },
    }


def _image(program: str) -> str:
    return f"localhost/{program}:1"


def kustomized(directory: Path) -> Sequence[Object]:
    done = subprocess.run(  # noqa: S603  # this machine's kubectl, a module's own files
        [tool("kubectl"), "kustomize", str(directory)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotRendered(done.stderr[-1000:])
    return [one for one in yaml.safe_load_all(done.stdout) if one]
