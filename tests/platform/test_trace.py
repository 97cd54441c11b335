"""One trace runs from the click to the projection and the feed."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.testing import Platform
from tests.support.filing import submission
from tests.support.people import filed

pytestmark = pytest.mark.live


def spans(platform: Platform) -> Iterator[tuple[str, dict[str, Any]]]:
    """(Process, span) of everything that was traced."""
    for path in (platform.var / "spans").glob("*.jsonl"):
        for line in path.read_text().splitlines():
            for resource in json.loads(line)["resourceSpans"]:
                for scope in resource["scopeSpans"]:
                    for span in scope["spans"]:
                        yield path.name.rpartition("-")[0], span


def test_one_trace_from_the_click_to_the_feed(platform: Platform) -> None:
    assert filed(platform, submission(), "traced").status_code == 201
    wanted = {"portal-web", "portal-consume", "intake", "relay-intake", "portal-feed"}
    named = {"command submit-allegation", "project portal.submissions", "relay intake.events"}
    deadline = time.monotonic() + 20
    while True:
        found = list(spans(platform))
        clicks = [s for process, s in found if process == "portal-web" and "POST api" in s["name"]]
        for click in clicks:
            trace = [(p, s["name"]) for p, s in found if s["traceId"] == click["traceId"]]
            # Each process writes its spans when it comes to it, each read model in its own time.
            if {p for p, _ in trace} >= wanted and {name for _, name in trace} >= named:
                return
        assert time.monotonic() < deadline, [s["name"] for _, s in found][-40:]
        time.sleep(0.1)
