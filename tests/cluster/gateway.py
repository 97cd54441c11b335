"""Where people come from: a pod in the gateway's namespace, from which the policies let them in."""

import json
from collections.abc import Sequence
from typing import Any, Final

from deploy.local.cluster.api import Api
from deploy.local.node import running, system
from deploy.local.node.images import BUSYBOX
from deploy.local.node.place import Place

_CONTAINER: Final = {
    "name": "main",
    "image": BUSYBOX,
    "imagePullPolicy": "Never",
    "args": ["sleep", "infinity"],
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    },
}
_POD: Final = {
    "metadata": {"labels": {"app": "people"}},
    "spec": {
        "automountServiceAccountToken": False,
        "terminationGracePeriodSeconds": 1,
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [_CONTAINER],
    },
}
_SPACE: Final[Any] = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {
        "name": "gateway",
        "labels": {"pod-security.kubernetes.io/enforce": "restricted"},
    },
}
_PEOPLE: Final[Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "people", "namespace": "gateway"},
    "spec": {"selector": {"matchLabels": {"app": "people"}}, "template": _POD},
}


def entered(place: Place, command: Sequence[str]) -> list[str]:
    """Return the command that runs this one there. Raises `NotStarted`."""
    with running.client(place) as client:
        api = Api(client)
        system.take(api, [_SPACE, _PEOPLE])
        system.await_ready(api, [_PEOPLE])
        pods = api.listed("/api/v1/namespaces/gateway/pods?labelSelector=app%3Dpeople")
    pod = next(one for one in pods if "deletionTimestamp" not in one["metadata"])
    return running.beside(place, pod, command)


def run(place: Place, command: Sequence[str]) -> list[Any]:
    """Run a command there; return the lines of JSON that it prints. Raises `NotStarted`."""
    said = running.run(entered(place, command)).stdout
    return [json.loads(line) for line in said.splitlines()]
