"""``python -m tests.cluster.update``: every process restarted, one by one, while people file.

Ends with 0 if the desk's queue has as many submissions as there were receipts: whoever sent one and
got no answer cannot know.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from deploy.k8s.render import name, objects
from deploy.local.node import running
from deploy.local.node.install import OVERLAY, authority_of
from deploy.local.node.place import Place
from tests.cluster.__main__ import URL, queued, say
from tests.cluster.policies import kubectl

_WITHIN: Final = 180.0
_ROOT: Final = Path(__file__).parents[2]


def main() -> int:
    place = Place()
    before = queued(place)
    began = time.monotonic()
    with _people(place) as filing:
        for one in (one for one in objects(OVERLAY) if one["kind"] == "Deployment"):
            kubectl(place, "rollout", "restart", f"deployment/{name(one)}")
            kubectl(place, "rollout", "status", f"deployment/{name(one)}", "--timeout=300s")
            say(f"{time.monotonic() - began:4.0f} s  {name(one)} runs anew")
    answers: list[Any] = [json.loads(line) for line in filing]
    receipts, unknown = (sum(word in one for one in answers) for word in ("code", "unknown"))
    until = time.monotonic() + _WITHIN
    while (arrived := queued(place) - before) < receipts and time.monotonic() < until:
        time.sleep(0.5)
    say(f"{len(answers)} submissions, {receipts} receipts, {unknown} sent without an answer")
    said = Counter(one.get("failed") or one.get("unknown") for one in answers)
    for reason, number in said.items():
        if reason:
            say(f"{number} times {reason}")
    say(f"{arrived} are in the queue")
    return 0 if receipts and receipts <= arrived <= receipts + unknown else 1


@contextmanager
def _people(place: Place) -> Iterator[list[str]]:
    """Let somebody file one submission after the other; the list has what became of them."""
    command = running.entered(
        place,
        [
            *(sys.executable, "-m", "tests.cluster.visitor"),
            *(URL, str(authority_of(place)), "0"),
        ],
    )
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603  # the system's own, with our own program
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield said
        said += process.communicate()[0].splitlines()  # it ends with its standard input


if __name__ == "__main__":
    sys.exit(main())
