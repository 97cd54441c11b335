"""``python -m tests.cluster.kills [SECONDS]``: a pod ends every 20 s, while people file.

By turns a pod is deleted and has a second to end, and the process of one is killed where it stands.
Any pod may be the one, those of PostgreSQL, Kafka and the event store too. Ends with 0 if nothing
is wrong: tests/cluster/pace.py.
"""

import json
import sys
import time
from collections import Counter
from itertools import count
from random import Random
from typing import Any, Final

from deploy.local.node import running
from deploy.local.node.place import Place
from tests.cluster.pace import at_pace
from tests.cluster.policies import kubectl

EVERY: Final = 20.0
SECONDS: Final = 600.0


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    place, choose, ended = Place(), Random(16), Counter[str]()
    with at_pace(place) as trial:
        for number in count():
            time.sleep(max(0.0, trial.began + (number + 1) * EVERY - time.monotonic()))
            if time.monotonic() - trial.began > seconds:
                break
            pod = choose.choice(_pods(place))
            called = pod["metadata"]["name"]
            if number % 2:
                kill(place, pod)
                trial.say(f"{called}: its process was killed")
            else:
                kubectl(place, "delete", "pod", called, "--grace-period=1", "--wait=false")
                trial.say(f"{called} was deleted")
            ended[pod["metadata"]["ownerReferences"][0]["name"]] += 1
        kubectl(place, "wait", "--for=condition=Ready", "pod", "-l", _RUNNING, "--timeout=300s")
        trial.say("all are ready again")
    return 1 if trial.wrong else 0


_RUNNING: Final = "!job-name"


def _pods(place: Place) -> list[Any]:
    """Return those that run and have nobody who ends them."""
    listed = json.loads(kubectl(place, "get", "pods", "-l", _RUNNING, "-o", "json"))["items"]
    return [
        one
        for one in sorted(listed, key=lambda one: str(one["metadata"]["name"]))
        if one["status"]["phase"] == "Running"
        and "deletionTimestamp" not in one["metadata"]
        and "running" in one["status"]["containerStatuses"][0]["state"]
    ]


def kill(place: Place, pod: Any) -> None:
    """Kill its first process, as the kernel does when there is no memory."""
    node = next(one for one in place.nodes if one.name == pod["spec"]["nodeName"])
    container = pod["status"]["containerStatuses"][0]["containerID"].removeprefix("containerd://")
    ctr = running.ctr(node)
    running.run_inside(place, [*ctr, "tasks", "kill", "--signal", "SIGKILL", container])


if __name__ == "__main__":
    sys.exit(main())
