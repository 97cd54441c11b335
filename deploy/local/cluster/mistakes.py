"""Objects that a cluster must refuse: if it takes one, what it takes of ours proves nothing."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from deploy.k8s.render import Object
from deploy.local.cluster.api import Answer, Api

_SAFE: Final = {
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """``says``: a part of the words with which the server refuses it, or warns of it."""

    what: str
    made: Callable[[Sequence[Object]], Object | None]
    says: str
    taken: bool = False


def pod(**security: Any) -> dict[str, Any]:
    """Return a pod of the restricted profile, but for what is given."""
    container = {"name": "main", "image": "mistake", "securityContext": {**_SAFE, **security}}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "mistake", "namespace": "rapporteur"},
        "spec": {"serviceAccountName": "rapporteur", "containers": [container]},
    }


def _privileged(one: Any) -> None:
    one["metadata"]["name"] = "mistake"
    for container in one["spec"]["template"]["spec"]["containers"]:
        container["securityContext"] = {"privileged": True}


def changed(kind: str, change: Callable[[Any], object]) -> Callable[[Sequence[Object]], Any]:
    """Make a mistake of the first object of a kind, if there is one."""

    def made(objects: Sequence[Object]) -> Any:
        for one in objects:
            if one["kind"] == kind:
                copied = deepcopy(one)
                change(copied)
                return copied
        return None

    return made


def _both_authorities(one: Any) -> None:
    one["spec"]["validation"] = {
        "hostname": "web",
        "caCertificateRefs": [{"group": "", "kind": "ConfigMap", "name": "it"}],
        "wellKnownCACertificates": "System",
    }


MISTAKES: Final[Sequence[Mistake]] = (
    Mistake(
        "a privileged pod",
        lambda _: pod(privileged=True, allowPrivilegeEscalation=True),
        'violates PodSecurity "restricted',
    ),
    # The server takes it, and only its controller learns that the pods are refused.
    Mistake(
        "a Deployment of privileged pods",
        changed("Deployment", _privileged),
        'would violate PodSecurity "restricted',
        taken=True,
    ),
    Mistake("a pod as root", lambda _: pod(runAsUser=0), 'violates PodSecurity "restricted'),
    Mistake(
        "a pod that keeps its capabilities",
        lambda _: pod(capabilities={}),
        'violates PodSecurity "restricted',
    ),
    Mistake(
        "a field that Kubernetes does not know",
        changed("Deployment", lambda one: one["spec"].update(replica=3)),
        "field not declared in schema",
    ),
    Mistake(
        "a field that an operator does not know",
        changed("Certificate", lambda one: one["spec"].update(dnsName="web")),
        "dnsName",
    ),
    Mistake(
        "a value that an operator does not take",
        changed("KafkaTopic", lambda one: one["spec"].update(partitions="many")),
        "partitions",
    ),
    Mistake(
        "what a rule of a definition forbids",
        changed("BackendTLSPolicy", _both_authorities),
        "must not contain both CACertificateRefs and WellKnownCACertificates",
    ),
    Mistake(
        "another selector of a Deployment that is there",
        changed(
            "Deployment", lambda one: one["spec"]["selector"]["matchLabels"].update(other="yes")
        ),
        "field is immutable",
    ),
)


def tried(api: Api, objects: Sequence[Object]) -> Iterator[tuple[Mistake, Answer]]:
    """Apply each mistake that can be made with these objects, which are there already."""
    for mistake in MISTAKES:
        made = mistake.made(objects)
        if made is not None:
            yield mistake, api.apply(made)


def passed(mistake: Mistake, said: Answer) -> str | None:
    """Return what is wrong, if the server took the mistake or said something else of it."""
    if said.accepted and not mistake.taken:
        return f"{mistake.what}: was taken"
    if not any(mistake.says in words for words in said.words):
        told = "; ".join(said.words) or "nothing"
        return f"{mistake.what}: the server said something else: {told}"
    return None
