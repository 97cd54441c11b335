"""An overlay on a cluster of its own: applied, and its workloads made into pods."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deploy.k8s.render import Object, name
from deploy.local.cluster.api import Answer, Api

PODS_WITHIN: Final = 90.0
"""Seconds in which controllers make the pods of an overlay on a busy machine."""
DEFINITIONS: Final = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_POLL: Final = 0.5
_POD: Final = re.compile(r'^\(combined from similar events\): |(?<=pods )"[^"]*" ')
"""What differs in the same failure from pod to pod."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an overlay; ``words`` has a line for all that was not as it should be."""

    overlay: str
    objects: int
    accepted: int
    pods: int
    of_pods: int
    refused: int
    of_mistakes: int
    words: Sequence[str]


def label(one: Object) -> str:
    return f"{one['kind']} {name(one)}"


def ordered(objects: Sequence[Object]) -> list[Object]:
    """Return namespaces first, the rest in the order in which Kustomize wrote them."""
    return sorted(objects, key=lambda one: one["kind"] != "Namespace")


def elsewhere(objects: Sequence[Object]) -> list[str]:
    """Return the namespaces that an operator's installation brings, and the overlay does not."""
    brought = {name(one) for one in objects if one["kind"] == "Namespace"}
    asked = {one["metadata"].get("namespace") for one in objects}
    return sorted(one for one in asked - brought if one)


def used(definitions: Iterator[Any], objects: Sequence[Object]) -> Iterator[Any]:
    """Choose the definitions of the kinds in these objects."""
    kinds = {(one["apiVersion"].rpartition("/")[0], one["kind"]) for one in objects}
    for definition in definitions:
        spec = definition["spec"]
        if (spec["group"], spec["names"]["kind"]) in kinds:
            yield definition


def complaints(answers: Sequence[tuple[Object, Answer]]) -> Iterator[str]:
    for one, said in answers:
        how = "warning" if said.accepted else "refused"
        yield from (f"{label(one)}: {how}: {words}" for words in said.words)


def expected_pods(one: Object) -> int:
    """Return how many pods a controller makes of a workload while none of them is ready."""
    spec = one.get("spec", {})
    match one["kind"]:
        case "Deployment":
            return int(spec.get("replicas", 1))
        case "StatefulSet":
            parallel = spec.get("podManagementPolicy") == "Parallel"
            return int(spec.get("replicas", 1)) if parallel else 1
        case "Job":
            return int(spec.get("parallelism", 1))
        case _:
            return 0


def made_pods(standing: Mapping[str, Any]) -> int:
    """Return how many pods a controller has made, by the workload's own status."""
    status = standing.get("status", {})
    return int(status.get("active" if standing.get("kind") == "Job" else "replicas") or 0)


def apply(api: Api, objects: Sequence[Object]) -> list[tuple[Object, Answer]]:
    return [(one, api.apply(one)) for one in objects]


def await_definitions(api: Api) -> None:
    """Wait until the server serves every kind that was defined."""
    until = time.monotonic() + PODS_WITHIN
    while not all(map(_served, api.listed(DEFINITIONS))) and time.monotonic() < until:
        time.sleep(_POLL)


def prepare(api: Api, known: Sequence[Any], objects: Sequence[Object]) -> list[str]:
    """Bring what operators bring, definitions and namespaces; return complaints of the server."""
    spaces: list[Object] = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": one}}
        for one in elsewhere(objects)
    ]
    words = [*complaints(apply(api, [*used(iter(known), objects), *spaces]))]
    await_definitions(api)
    return words


def _served(definition: Any) -> bool:
    conditions = definition.get("status", {}).get("conditions") or ()
    return any(one["type"] == "Established" and one["status"] == "True" for one in conditions)


def await_pods(api: Api, objects: Sequence[Object]) -> tuple[int, list[str]]:
    """Wait until controllers made the pods of all workloads; return how many, and what is amiss."""
    workloads = [one for one in objects if expected_pods(one)]
    until = time.monotonic() + PODS_WITHIN
    while True:
        made = {label(one): made_pods(api.get(one)) for one in workloads}
        short = [one for one in workloads if made[label(one)] < expected_pods(one)]
        if not short or time.monotonic() > until:
            break
        time.sleep(_POLL)
    words = []
    for one in short:
        words.append(f"{label(one)}: {made[label(one)]} of {expected_pods(one)} pods")
        space = one["metadata"]["namespace"]
        words += failures(api.listed(f"/api/v1/namespaces/{space}/events"), name(one))
    return sum(made.values()), words


def failures(events: Sequence[Any], workload: str) -> list[str]:
    """Return why a controller could not make pods of a workload, each reason once."""
    found = {
        _POD.sub("", event["message"]).strip()
        for event in events
        if event["type"] == "Warning"
        and event["reason"] == "FailedCreate"
        and f"{event['involvedObject']['name']}-".startswith(f"{workload}-")
    }
    return [f"  {one}" for one in sorted(found)]
