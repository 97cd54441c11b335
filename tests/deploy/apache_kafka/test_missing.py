"""A sentence explains why Apache Kafka is not available."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.apache_kafka import jars

MISSING = 3


def test_without_java_the_runner_says_so_and_ends_with_3(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "deploy.local.apache_kafka", "fetch"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == MISSING
    assert ended.stderr == "There is no java here; Apache Kafka needs Java 17 or newer.\n"


def test_an_old_java_will_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "java", "echo 'openjdk version \"11.0.2\"' >&2")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(jars.Missing, match="Java 17 or newer"):
        jars.java()


def test_without_maven_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(jars.Missing, match="no mvn here"):
        jars.fetched(tmp_path / "jars")


def test_what_maven_says_when_it_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "mvn", "echo offline; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(jars.NotFetched, match="offline"):
        jars.fetched(tmp_path / "jars")


def test_what_was_fetched_is_not_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "mvn", 'for last; do :; done; mkdir "${last#*=}"; echo x >> "$0.calls"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for _ in range(2):
        assert jars.fetched(tmp_path / "jars") == tmp_path / "jars"
    assert (tmp_path / "mvn.calls").read_text() == "x\n"


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
