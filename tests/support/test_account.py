"""Skipped tests are listed with their reason; in CI a skip is a failure."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_that_runs():
    pass

def test_that_needs_a_part():
    pytest.skip("missing part: a moon")

@pytest.mark.kafka
def test_that_needs_kafka():
    raise AssertionError("without a broker")
"""


OWN = {"CI", "RAPPORTEUR_TEST_KAFKA", "RAPPORTEUR_TEST_FAILURES"}
"""Variables of the gate that these tests set by themselves, if at all."""
SLOW = ("schemathesis", "playwright", "base_url")
"""Plugins that take seconds to start and that these tests have no use for."""


def _run(directory: Path, *options: str, **environment: str) -> tuple[int, str]:
    (directory / "test_some.py").write_text(TESTS)
    return _pytest(directory, *options, **environment)


def _pytest(directory: Path, *options: str, **environment: str) -> tuple[int, str]:
    inherited = {k: v for k, v in os.environ.items() if k not in OWN}
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p"]
    command += ["tests.conftest", "--rootdir", str(directory), *options, str(directory)]
    command += [part for name in SLOW for part in ("-p", f"no:{name}")]
    done = subprocess.run(  # noqa: S603  # pytest itself
        command,
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_missing_part_is_listed_with_its_reason(tmp_path: Path) -> None:
    code, printed = _run(tmp_path, "-p", "no:xdist")
    assert code == 0
    assert "not run here" in printed
    assert "1  missing part: a moon" in printed
    assert "make kafka" in printed


def test_in_ci_a_missing_part_is_a_failure_in_several_processes_too(tmp_path: Path) -> None:
    told = tmp_path / "failures"
    code, printed = _run(
        tmp_path, "-n", "1", "--dist", "load", CI="true", RAPPORTEUR_TEST_FAILURES=str(told)
    )
    assert code == 1
    assert told.read_text() == "skipped: test_some.py::test_that_needs_a_part\n"
    assert "1  missing part: a moon" in printed
    assert "In CI a part that is missing is a failure." in printed


def test_a_skip_for_another_reason_is_a_failure_everywhere(tmp_path: Path) -> None:
    (tmp_path / "test_odd.py").write_text(TESTS.replace("missing part: a moon", "not today"))
    code, printed = _pytest(tmp_path, "-p", "no:xdist")
    assert code == 1
    assert "1  not today" in printed


def test_with_a_kafka_its_tests_run(tmp_path: Path) -> None:
    told = tmp_path / "failures"
    told.write_text("failed: in an earlier run\n")
    kafka = {"RAPPORTEUR_TEST_KAFKA": "127.0.0.1:1", "RAPPORTEUR_TEST_FAILURES": str(told)}
    code, printed = _run(tmp_path, **kafka)
    assert code == 1
    assert "1 failed" in printed
    assert told.read_text().splitlines()[1:] == [
        "failed: test_some.py::test_that_needs_kafka",
        "    E       AssertionError: without a broker",
    ]


def test_with_a_kafka_the_brokers_suite_runs_on_it() -> None:
    suite = ROOT / "tests/deploy/broker"
    code, printed = _pytest(suite, "--collect-only", "-q", RAPPORTEUR_TEST_KAFKA="127.0.0.1:1")
    assert code == 0
    for file in ("test_groups.py", "test_idempotence.py", "test_topics.py"):
        assert f"{file}::" in printed
    assert "test_log.py::" not in printed, "which is of the embedded broker alone"
