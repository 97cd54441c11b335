"""A pod and a Service of this cluster, tried: from the node, and from another pod by name."""

from collections.abc import Iterator
from typing import Any, Final

from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted
from deploy.local.node import running, system
from deploy.local.node.place import Place

_SAYS: Final = "It answers."
_SERVICE: Final[Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "answers", "namespace": "trial"},
}


def tried(place: Place, api: Api) -> Iterator[str]:
    """Start them, ask them, and say what was seen. Raises `NotStarted`."""
    objects = system.read("trial.yaml")
    asks = [one for one in objects if one["kind"] == "Job"]
    answers = [one for one in objects if one not in asks]
    system.take(api, answers)
    system.await_ready(api, answers)
    address = api.get(_SERVICE)["spec"]["clusterIP"]
    system.until_true(lambda: _answers(place, address), f"an answer at {address}", within=20)
    yield f"a Service of two pods answers at {address}"
    system.take(api, asks)
    system.await_ready(api, asks)
    yield "a pod asked it by its name"


def _answers(place: Place, address: str) -> bool:
    asked = ["busybox", "nc", "-w", "3", address, "80"]
    try:
        said = running.run_inside(place, asked, input="GET / HTTP/1.0\r\n\r\n").stdout
    except NotStarted:
        return False
    return said.endswith(f"{_SAYS}\n")
