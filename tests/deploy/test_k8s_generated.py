"""The generated parts of deploy/k8s match the code."""

import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.k8s.generate import SERVICES, rights, written


@pytest.mark.parametrize("file", written(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_manifests_are_those_of_the_code(file: Path) -> None:
    assert written()[file].splitlines() == file.read_text().splitlines(), "run make docs"


def test_what_is_written_is_yaml() -> None:
    for file, text in written().items():
        if file.suffix == ".yaml":
            assert all(one["kind"] for one in yaml.safe_load_all(text))


def test_on_a_kafka_elsewhere_the_same_rights_are_given(tmp_path: Path) -> None:
    tool = tmp_path / "kafka-acls.sh"
    tool.write_text('#!/bin/sh\necho "$@"\n')
    tool.chmod(0o755)
    [script] = [file for file in written() if file.suffix == ".sh"]
    done = subprocess.run(  # noqa: S603  # our own script, with a tool that says what it is asked
        ["/bin/sh", str(script), "--bootstrap-server", "kafka.example:9093"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    given = done.stdout.splitlines()
    assert len(given) == sum(len(had) for _, had in rights())
    assert (
        "--bootstrap-server kafka.example:9093 --add --allow-principal User:relay-intake "
        "--topic intake.events --operation Describe --operation Read --operation Write"
    ) in given


def test_only_its_relay_may_write_a_topic() -> None:
    may = {(user, name) for user, had in rights() for _, name, what in had if "Write" in what}
    assert may == {(f"relay-{one.name}", one.contract.topic) for one in SERVICES}


def test_who_reads_a_topic_reads_it_in_groups_of_its_own() -> None:
    groups = [(name, user) for user, had in rights() for kind, name, _ in had if kind == "group"]
    assert len({name for name, _ in groups}) == len(groups)
