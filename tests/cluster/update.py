"""``python -m tests.cluster.update``: every process restarted, one by one, while people file.

Ends with 0 if nothing is wrong: tests/cluster/pace.py.
"""

import sys

from deploy.k8s.render import name, objects
from deploy.local.node.install import OVERLAY
from deploy.local.node.place import Place
from tests.cluster.pace import at_pace
from tests.cluster.policies import kubectl


def main() -> int:
    place = Place()
    with at_pace(place) as trial:
        for one in (one for one in objects(OVERLAY) if one["kind"] == "Deployment"):
            kubectl(place, "rollout", "restart", f"deployment/{name(one)}")
            kubectl(place, "rollout", "status", f"deployment/{name(one)}", "--timeout=300s")
            trial.say(f"{name(one)} runs anew")
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
