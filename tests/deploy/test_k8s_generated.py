"""What of deploy/k8s follows from the code is as the code says now."""

from pathlib import Path

import pytest
import yaml

from deploy.k8s.generate import SERVICES, rights, written


@pytest.mark.parametrize("file", written(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_manifests_are_those_of_the_code(file: Path) -> None:
    assert written()[file].splitlines() == file.read_text().splitlines(), "run make docs"


def test_what_is_written_is_yaml() -> None:
    for text in written().values():
        assert all(one["kind"] for one in yaml.safe_load_all(text))


def test_only_its_relay_may_write_a_topic() -> None:
    may = {(user, name) for user, had in rights() for _, name, what in had if "Write" in what}
    assert may == {(f"relay-{one.name}", one.contract.topic) for one in SERVICES}


def test_who_reads_a_topic_reads_it_in_groups_of_its_own() -> None:
    groups = [(name, user) for user, had in rights() for kind, name, _ in had if kind == "group"]
    assert len({name for name, _ in groups}) == len(groups)
