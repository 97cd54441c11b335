"""``python -m tests.cluster.drain``: each node is emptied and taken back, while people file.

Ends with 0 if nothing is wrong: tests/cluster/pace.py.
"""

import json
import sys
from typing import Any

from deploy.local.node.place import Place
from tests.cluster.pace import at_pace
from tests.cluster.policies import kubectl


def main() -> int:
    place = Place()
    with at_pace(place) as trial:
        for node in place.nodes:
            there = len(_on(place, node.name))
            kubectl(
                place,
                *("drain", node.name, "--delete-emptydir-data", "--timeout=600s"),
                "--pod-selector=app!=people",  # who file are no part of the product
            )
            if left := _on(place, node.name):
                trial.wrong.append(f"{', '.join(left)} stayed on {node.name}")
            trial.say(f"{there} pods left {node.name}")
            for kind in ("statefulset", "deployment"):
                for one in kubectl(place, "get", kind, "-o", "name").split():
                    kubectl(place, "rollout", "status", one, "--timeout=600s")
            kubectl(place, "uncordon", node.name)
            trial.say("all are ready; it is taken back")
    return 1 if trial.wrong else 0


def _on(place: Place, node: str) -> list[str]:
    """Return the pods of ours that run on a node."""
    listed: list[Any] = json.loads(
        kubectl(place, "get", "pods", "-o", "json", f"--field-selector=spec.nodeName={node}")
    )["items"]
    return [one["metadata"]["name"] for one in listed if one["status"]["phase"] == "Running"]


if __name__ == "__main__":
    sys.exit(main())
