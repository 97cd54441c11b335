"""``python -m tests.cluster.scaling``: what scales by itself comes under load, and goes after it.

KEDA scales consumers by what waits for them and by their processors, Kubernetes the pages by
theirs. While people file, some of each must be more than at rest; afterwards all must be as few
again, and what was filed meanwhile is there: ``pace.py``. A consumer that is paused is no trial:
KEDA does not count what waits where nobody reads (``excludePersistentLag``).
"""

import json
import sys
import time
from collections.abc import Mapping
from typing import Final

from deploy.local.node.place import Place
from tests.cluster.pace import at_pace, say
from tests.cluster.policies import kubectl

PAUSED: Final = "autoscaling.keda.sh/paused-replicas"
_LOAD: Final = 180.0
_WITHIN: Final = 900.0
"""Seconds for fewer: Kubernetes waits five minutes before it takes one away."""
_OF_KEDA: Final = "keda-hpa-"


def main() -> int:
    place = Place()
    least = _replicas(place, "spec", "minReplicas")
    if not _rests(place, least):
        return 1
    most = dict(least)
    with at_pace(place) as trial:
        while time.monotonic() < trial.began + _LOAD:
            for one, number in _replicas(place, "status", "currentReplicas").items():
                if number > most[one]:
                    most[one] = number
                    trial.say(f"{one}: {number} instead of {least[one]}")
            time.sleep(2)
    if not [one for one in most if one.startswith(_OF_KEDA) and most[one] > least[one]]:
        say("no consumer was started by KEDA")
        return 1
    return 0 if _rests(place, least) and not trial.wrong else 1


def _rests(place: Place, least: Mapping[str, int]) -> bool:
    """Wait until there are no more of each than at rest."""
    began = time.monotonic()
    while (now := _replicas(place, "status", "currentReplicas")) != least:
        if time.monotonic() > began + _WITHIN:
            say(f"there are {now}, not {least}")
            return False
        time.sleep(2)
    told = ", ".join(f"{one} {number}" for one, number in sorted(now.items()))
    say(f"at rest after {time.monotonic() - began:.0f} s: {told}")
    return True


def _replicas(place: Place, part: str, field: str) -> Mapping[str, int]:
    listed = json.loads(kubectl(place, "get", "hpa", "-o", "json"))["items"]
    return {one["metadata"]["name"]: int(one[part].get(field, 0)) for one in listed}


if __name__ == "__main__":
    sys.exit(main())
