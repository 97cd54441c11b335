"""``python -m tests.cluster``: submissions through the portal's Service of the running cluster.

Ends with 0 if each got its receipt, opened again by its return code, and reached the desk's queue,
and if every flow between pods is as the manifests say.
"""

import sys
import time
from typing import Final

from deploy.local.cluster.server import NotStarted
from deploy.local.node.install import authority_of
from deploy.local.node.place import Place
from tests.cluster import gateway
from tests.cluster.pace import WEB, queued, say, until
from tests.cluster.policies import tried

SUBMISSIONS: Final = 5


def main() -> int:
    place = Place()
    before = queued(place)
    visitor = [sys.executable, "-m", "tests.cluster.visitor", WEB]
    try:
        filed = gateway.run(place, [*visitor, str(authority_of(place)), str(SUBMISSIONS)])
    except NotStarted as error:
        say(str(error))
        return 1
    good = [one for one in filed if one.get("code") and one["returned"]]
    slowest = max((one["seconds"] for one in good), default=0)
    say(f"{len(good)} of {SUBMISSIONS} have a receipt that opens them again, {slowest} s at most")
    began = time.monotonic()
    until(lambda: queued(place) - before >= SUBMISSIONS)
    arrived = queued(place) - before
    say(f"{arrived} are in the queue, {time.monotonic() - began:.1f} s after the last receipt")
    flows, strange = tried(place)
    say("\n".join([f"{flows}; {len(strange)} are wrong", *strange]))
    return 0 if len(good) == arrived == SUBMISSIONS and not strange else 1


if __name__ == "__main__":
    sys.exit(main())
