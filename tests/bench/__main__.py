"""``python -m tests.bench``: measure, print, and keep the figures in var/bench/<time>.json."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.local.testing import Platform, running_platform
from tests.bench import clicks, commands, machine, memory, queue, rebuild, register, report, viewers


def measured(*, short: bool) -> dict[str, Any]:
    """Everything; ``short``: so little of it that the figures say only that it works."""
    found: dict[str, Any] = {"short": short, "machine": machine.described()}
    found["commands"] = commands.measured(short=short)
    found["rebuild"] = rebuild.measured(facts=5_000 if short else 100_000)
    found["queue"] = queue.measured(
        submissions=1_000 if short else 20_000, requests=5 if short else 200
    )
    found["register"] = register.measured(
        letters=200 if short else 10_000,
        recommendations=200 if short else 270_000,
        requests=3 if short else 100,
    )
    if not short:  # tests/chaos/test_viewers.py runs the short one
        found["feed"] = viewers.measured(short=short)
    seconds = 3 if short else 48
    with _platform() as platform:
        found["clicks"] = clicks.measured(platform, seconds=seconds)
        found["memory"] = memory.measured(platform)
    with queue.on_postgres() as (url, _), _platform(RAPPORTEUR_DATABASE=url) as platform:
        found["clicks on PostgreSQL"] = clicks.measured(platform, seconds=seconds)
    return found


@contextmanager
def _platform(**environment: str) -> Iterator[Platform]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as directory,
        running_platform(Path(directory) / "var", env=environment) as platform,
    ):
        yield platform


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--short", action="store_true", help="less than a minute, to try it out")
    parser.add_argument("--into", type=Path, default=Path("var/bench"), help="where to keep it")
    asked = parser.parse_args()
    found = measured(short=asked.short)
    asked.into.mkdir(parents=True, exist_ok=True)
    kept: Path = asked.into / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
    kept.write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(f"{report.text(found)}\nKept in {kept}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
