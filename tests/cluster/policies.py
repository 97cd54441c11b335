"""Every flow between pods, tried from inside them: those that the manifests allow, and no other."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deploy.k8s.render import Object, name, objects
from deploy.local.node.hands import SPACE
from deploy.local.node.place import Place
from tests.deploy.k8s.flows import Flow, allowed

LISTENING: Final = (2113, 5432, 8000, 9093, 9464)
"""Ports on which something listens here; a pod of Strimzi or CloudNativePG has more."""
_POD_OF: Final = {"kafka-kafka": "kafka-nodes"}
_TRIES: Final = """\
import concurrent.futures, json, socket, sys
def tried(one):
    try:
        socket.create_connection((one[1], one[2]), 3).close()
        return one[0], one[2]
    except OSError:
        return None
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    print(json.dumps([one for one in pool.map(tried, json.loads(sys.argv[1])) if one]))
"""


def tried(place: Place) -> tuple[str, list[str]]:
    """Return what was tried, and a sentence for each that is not as it should be."""
    production = objects("production")
    ours = [name(one) for one in production if one["kind"] == "Deployment"]
    pods = _pods(place)
    targets = [
        (target, one["status"]["podIP"], port)
        for target, one in pods.items()
        for port in sorted(_ports(one))
    ]
    seen: set[Flow] = set()
    for source in ours:
        found = kubectl(
            place,
            *("exec", pods[source]["metadata"]["name"], "--", "python", "-c", _TRIES),
            json.dumps([one for one in targets if one[0] != source]),
        )
        seen |= {(source, target, port) for target, port in json.loads(found)}
    wanted = {one for one in _wanted(production, ours, targets) if one[0] != one[1]}
    said = f"{len(ours) * len(targets)} flows between pods were tried, {len(seen)} let through"
    return said, [
        *(f"{one} to {to}:{port} is let through" for one, to, port in sorted(seen - wanted)),
        *(f"{one} to {to}:{port} is refused" for one, to, port in sorted(wanted - seen)),
        *([] if wanted else ["nothing is allowed: nothing was learned"]),
    ]


def _wanted(
    production: Sequence[Object], ours: Sequence[str], targets: Sequence[tuple[str, str, int]]
) -> set[Flow]:
    there = {(target, port) for target, _, port in targets}
    flows = {(one, _POD_OF.get(to, to), port) for one, to, port in allowed(production)}
    return {flow for flow in flows if flow[0] in ours and flow[1:] in there}


def _ports(pod: Any) -> set[int]:
    return {
        port["containerPort"]
        for container in pod["spec"]["containers"]
        for port in container.get("ports", ())
        if port["containerPort"] in LISTENING
    }


def _pods(place: Place) -> Mapping[str, Any]:
    """Return one running pod of each workload, by the workload's name."""
    listed = json.loads(kubectl(place, "get", "pods", "-o", "json"))["items"]
    found = {}
    for one in listed:
        if one["status"]["phase"] == "Running":
            labels = one["metadata"]["labels"]
            owner = one["metadata"]["ownerReferences"][0]["name"]
            found[labels.get("app.kubernetes.io/name", owner)] = one
    return found


def kubectl(place: Place, *words: str, given: str | None = None, space: str = SPACE) -> str:
    """Run kubectl in a namespace; ``given`` is its standard input."""
    return subprocess.run(  # noqa: S603  # the system's own
        ["kubectl", "-n", space, *words],  # noqa: S607
        env={
            "KUBECONFIG": str(place.kubeconfig),
            "KUBECACHEDIR": str(place.directory / "kubectl"),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        },
        input=given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
