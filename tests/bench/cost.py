"""Milliseconds of processor for one submission, from the click to the feed, by process.

Processor, not time by the clock: it says the same on a machine that does other work too. Beside it
the peer's command in the same run, which does the least of what a submission is: one event.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.local.testing import Platform
from tests.bench import clicks, commands
from tests.bench.machine import cpu_seconds

AIM_MS = 45.0  # on the machine of docs/performance.md, "What one submission costs"
AIM_TIMES = 27.0  # the peer's command in the same run


def measured(platform: Platform, *, seconds: float, rest: float) -> dict[str, Any]:
    """File ``PACE`` submissions a second; ``rest``: seconds before, in which nothing is filed."""
    before, began = cpu_seconds(platform.pids), time.perf_counter()
    time.sleep(rest)
    rested = time.perf_counter() - began
    idle = {
        name: (used - before[name]) / rested for name, used in cpu_seconds(platform.pids).items()
    }
    found = clicks.measured(platform, seconds=seconds)
    number, took = found["number"], found["took_s"]
    return {
        "clicks": found,
        "ms": {
            name: round(cores * took / number * 1_000, 2)
            for name, cores in found["cores_used"].items()
        },
        "idle_cores": {name: round(cores, 4) for name, cores in idle.items()},
    }


def peer(*, submissions: int) -> float | None:
    """Milliseconds of processor for the peer's command by one client; None if it is missing."""
    if not commands.has_peer():
        return None
    number = {"submissions": submissions, "again": 1}
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        (entry,) = commands.on(Path(directory) / "events.db", (1,), number, peer=True)
    ms: float = entry["peer"]["submit-allegation"]["cpu"]["peer"]
    return ms


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures in readable form, beside their aims."""
    total = sum(found["ms"].values())
    pace, beside = found["clicks"]["pace"], found["peer_ms"]
    yield f"\n{'One submission, from the click to the feed':<46}{'ms':>8}  ms of it also when idle"
    for name, ms in sorted(found["ms"].items(), key=lambda one: -one[1]):
        idle = found["idle_cores"].get(name, 0.0) / pace * 1_000
        yield f"{name:<46}{ms:>8.1f}{idle:>6.1f}"
    at_rest = sum(found["idle_cores"].values()) / pace * 1_000
    yield f"{'all processes':<46}{total:>8.1f}{at_rest:>6.1f}  (aim {AIM_MS:.0f} ms)"
    if beside is None:
        yield "the peer was not measured: its packages are missing; make bench has them"
    else:
        held = "held" if total <= AIM_TIMES * beside else "missed"
        yield (
            f"{total / beside:.0f} times the peer's command of {beside:.2f} ms "
            f"(aim {AIM_TIMES:.0f}: {held})"
        )
    clicked = found["clicks"]
    yield f"{clicked['number']} submissions, {pace} a second; lost: {clicked['lost']}"
