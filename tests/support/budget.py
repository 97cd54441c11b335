"""The budget of the gate: the seconds allowed for each directory of tests, and those used.

``tests/budget.toml`` has the seconds. Machines differ in speed by a factor of three, so a test run
that is over its budget says so and fails nothing: a person decides what has to become quicker.
``RAPPORTEUR_TEST_TIMES`` names a file that gets the seconds of every test, as JSON.
"""

import json
import os
import tomllib
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from _pytest.terminal import TerminalReporter

BUDGET: Final = Path(__file__).parent.parent / "budget.toml"
SLOWEST: Final = 15
LONG: Final = 15
"""Seconds from which a file is handed out first."""


@dataclass(slots=True, eq=False)  # pytest wants plugins that have a hash
class Times:
    """Collects how long each test took, setup and teardown included."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    browsers: set[str] = field(default_factory=set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if "browser" in report.keywords:
            self.browsers.add(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        if not self.seconds:
            return
        terminalreporter.section("where the time went", sep="=")
        budget = tomllib.loads(BUDGET.read_text())
        lines = account(self.seconds, budget["seconds"], self.browsers)
        for line in [*lines, *late(self.seconds, budget["long"])]:
            terminalreporter.line(line)
        if kept := os.environ.get("RAPPORTEUR_TEST_TIMES"):
            Path(kept).write_text(json.dumps(self.seconds, indent=0))


def account(
    seconds: Mapping[str, float], budget: Mapping[str, int], browsers: Container[str] = ()
) -> list[str]:
    """Return the lines that a test run ends with.

    Args:
        seconds: what each test took, by node id.
        budget: what all tests of a directory may take, by its name below ``tests``.
        browsers: the tests that drive a browser; they are an entry of their own.
    """
    by_directory: dict[str, float] = defaultdict(float)
    for test, took in seconds.items():
        by_directory["browser" if test in browsers else _directory(test)] += took
    lines = ["seconds  budget  directory"]
    for directory, took in sorted(by_directory.items(), key=lambda one: -one[1]):
        allowed = budget.get(directory, 0)
        over = "  over budget" if took > allowed else ""
        lines.append(f"{took:7.0f} {allowed:7}  {directory}{over}")
    allowed = sum(budget.get(directory, 0) for directory in by_directory)
    lines.append(f"{sum(by_directory.values()):7.0f} {allowed:7}  all")
    lines.append("seconds  slowest tests")
    for test, took in sorted(seconds.items(), key=lambda one: -one[1])[:SLOWEST]:
        lines.append(f"{took:7.1f}  {test}")
    return lines


def late(seconds: Mapping[str, float], known: Container[str]) -> list[str]:
    """Say which files took long and are not known to: they may be handed out last.

    Args:
        seconds: what each test took, by node id.
        known: the files that the budget calls long (tests/support/sharing.py).
    """
    by_file: dict[str, float] = defaultdict(float)
    for test, took in seconds.items():
        by_file[file_of(test)] += took
    found = {file: took for file, took in by_file.items() if took > LONG and file not in known}
    lines = [f"{took:7.0f}  {file}" for file, took in sorted(found.items(), key=lambda it: -it[1])]
    return [f"seconds  long files that {BUDGET.name} does not name", *lines] if lines else []


def file_of(test: str) -> str:
    return test.partition("::")[0]


def _directory(test: str) -> str:
    """``tests/portal/desk/test_x.py::test_y`` is of ``portal``; ``tests/test_x.py`` of ``.``."""
    parts = test.partition("::")[0].split("/")[1:-1]
    return parts[0] if parts else "."
