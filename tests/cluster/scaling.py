"""``python -m tests.cluster.scaling``: consumers come and go by KEDA, while people file.

The consumer is paused by KEDA's own word until thousands of facts wait for it, and then let go:
KEDA must start as many as the partitions allow, and end them when nothing waits. Ends with 0 if it
does, and nothing is wrong: tests/cluster/pace.py.
"""

import json
import sys
import time
from typing import Final

from deploy.local.node.place import Place
from tests.cluster.pace import Trial, at_pace
from tests.cluster.policies import kubectl

_ONE: Final = "consume"
PAUSED: Final = "autoscaling.keda.sh/paused-replicas"
_STANDS: Final = 60.0
"""Seconds without a consumer."""
_WITHIN: Final = 600.0
"""Seconds for more, and for fewer: Kubernetes waits five minutes before it takes one away."""


def main() -> int:
    place = Place()
    scaled = json.loads(kubectl(place, "get", "scaledobject", _ONE, "-o", "json"))["spec"]
    least, most = scaled["minReplicaCount"], scaled["maxReplicaCount"]
    with at_pace(place) as trial:
        kubectl(place, "annotate", "scaledobject", _ONE, f"{PAUSED}=0")
        _until(place, trial, 0)
        time.sleep(_STANDS)
        kubectl(place, "annotate", "scaledobject", _ONE, f"{PAUSED}-")
        _until(place, trial, most)
        _until(place, trial, least)
    return 1 if trial.wrong else 0


def _until(place: Place, trial: Trial, number: int) -> None:
    end = time.monotonic() + _WITHIN
    while (now := _running(place)) != number:
        if time.monotonic() > end:
            trial.wrong.append(f"{now} of {_ONE} run, not {number}")
            return
        time.sleep(1)
    trial.say(f"{number} of {_ONE} run")


def _running(place: Place) -> int:
    status = json.loads(kubectl(place, "get", "deployment", _ONE, "-o", "json"))["status"]
    return int(status.get("readyReplicas", 0))


if __name__ == "__main__":
    sys.exit(main())
