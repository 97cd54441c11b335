"""Objects that this cluster has by itself, from files beside this one, and how they are awaited."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.k8s.render import Object
from deploy.local.cluster import overlay
from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted

WITHIN: Final = 120.0
_HERE: Final = Path(__file__).parent
_POLL: Final = 0.2


def apply(api: Api) -> None:
    """Apply what belongs to kube-system and wait until names are answered. Raises `NotStarted`."""
    objects = read("system.yaml")
    take(api, objects)
    await_ready(api, objects)


def read(file: str) -> Sequence[Object]:
    return [one for one in yaml.safe_load_all((_HERE / file).read_text()) if one]


def take(api: Api, objects: Sequence[Object]) -> None:
    """Apply them. Raises `NotStarted` with what the server refuses, or warns of."""
    if refused := [*overlay.complaints(overlay.apply(api, objects))]:
        raise NotStarted("\n".join(refused))


def await_ready(api: Api, objects: Sequence[Object], within: float = WITHIN) -> None:
    """Wait until workloads have all pods ready and jobs are done. Raises `NotStarted`."""
    workloads = [one for one in objects if overlay.expected_pods(one)]
    until = time.monotonic() + within
    while waiting := [one for one in workloads if not ready(one, api.get(one))]:
        if time.monotonic() > until:
            names = ", ".join(map(overlay.label, waiting))
            raise NotStarted(f"Not ready within {within:.0f} s: {names}")
        time.sleep(_POLL)


def ready(one: Object, standing: Any) -> bool:
    status = standing.get("status", {})
    wanted = int(one["spec"].get("replicas", 1))
    current = bool(
        status.get("observedGeneration") == standing.get("metadata", {}).get("generation")
    )
    running = int(status.get("readyReplicas", 0)) >= wanted
    match one["kind"]:
        case "Job":
            return bool(status.get("succeeded"))
        case "Deployment":
            return current and running and int(status.get("updatedReplicas", 0)) >= wanted
        case _:
            return current and running


def until_true(asked: Callable[[], bool], what: str, within: float = WITHIN) -> None:
    """Wait until it is so. Raises `NotStarted`."""
    until = time.monotonic() + within
    while not asked():
        if time.monotonic() > until:
            raise NotStarted(f"Not within {within:.0f} s: {what}")
        time.sleep(_POLL)
