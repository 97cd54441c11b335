"""``python -m tests.cluster``: submissions through the portal's Service of the running cluster.

Ends with 0 if each got its receipt, opened again by its return code, and reached the desk's queue.
"""

import json
import sys
import time
from typing import Any, Final

from deploy.local.cluster.server import NotStarted
from deploy.local.node import running
from deploy.local.node.install import authority_of
from deploy.local.node.place import Place
from tests.cluster.policies import kubectl, tried

SUBMISSIONS: Final = 5
_WITHIN: Final = 120.0
URL: Final = "https://web.rapporteur.svc:8000"


def main() -> int:
    place = Place()
    before = queued(place)
    try:
        said = running.run_inside(
            place,
            [
                *(sys.executable, "-m", "tests.cluster.visitor"),
                *(URL, str(authority_of(place)), str(SUBMISSIONS)),
            ],
        )
    except NotStarted as error:
        say(str(error))
        return 1
    filed: list[Any] = [json.loads(line) for line in said.stdout.splitlines()]
    good = [one for one in filed if one["code"] and one["returned"]]
    slowest = max(one["seconds"] for one in filed)
    say(f"{len(good)} of {SUBMISSIONS} have a receipt that opens them again, {slowest} s at most")
    began = time.monotonic()
    while (arrived := queued(place) - before) < SUBMISSIONS and time.monotonic() - began < _WITHIN:
        time.sleep(0.5)
    say(f"{arrived} are in the queue, {time.monotonic() - began:.1f} s after the last receipt")
    flows, strange = tried(place)
    say("\n".join([f"{flows}; {len(strange)} are wrong", *strange]))
    return 0 if len(good) == arrived == SUBMISSIONS and not strange else 1


def queued(place: Place) -> int:
    """Return how many submissions are in the desk's queue, by the portal's own table."""
    words = ["exec", "portal-db-0", "--", "psql", "-h", "/tmp", "-d", "portal", "-Atc"]  # noqa: S108
    return int(kubectl(place, *words, "select count(*) from triage_queue"))


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
