"""A test waits for its platform as long as that gets on, however slow the machine is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.local import testing
from deploy.local.testing import Platform

NAMES = ("eventstore", "intake", "web", "demo")


@pytest.fixture
def starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, float], Platform]:
    """Return a platform of which so many processes get ready, so many seconds apart."""

    def start(ready: int, apart: float) -> Platform:
        now = [0.0]

        def write() -> None:
            came = min(int(now[0] / apart), ready)
            states = {
                name: {"state": "ready" if place < came else "starting", "starts": 1}
                for place, name in enumerate(NAMES)
            }
            (tmp_path / "platform.json").write_text(json.dumps({"pid": 1, "processes": states}))

        def sleep(seconds: float) -> None:
            now[0] += seconds
            write()

        clock: Any = type("Clock", (), {"monotonic": lambda: now[0], "sleep": sleep})
        monkeypatch.setattr(testing, "time", clock)
        (tmp_path / "supervisor.log").write_text("says why")
        return Platform(var=tmp_path, url="", ports={}, environment={}, supervisor=1)

    return start


def test_a_slow_start_is_waited_for(starting: Callable[[int, float], Platform]) -> None:
    starting(len(NAMES), 80.0).wait_ready(timeout=90.0)


def test_a_start_that_stands_still_is_not(starting: Callable[[int, float], Platform]) -> None:
    with pytest.raises(TimeoutError, match=r"'web': 'ready', 'demo': 'starting'.*\s+says why"):
        starting(len(NAMES) - 1, 80.0).wait_ready(timeout=90.0)
