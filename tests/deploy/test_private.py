"""No other user on the machine can read the platform's files."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.private import keep_private


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(var: Path) -> dict[str, int]:
    found = {str(path.relative_to(var)): path for path in (var, *var.rglob("*"))}
    return {name: path.lstat().st_mode & 0o777 for name, path in found.items()}


def test_what_was_there_is_shut_and_what_comes_is_shut_from_the_beginning(tmp_path: Path) -> None:
    var, outside = tmp_path / "var", tmp_path / "outside"
    (var / "logs").mkdir(parents=True)
    (var / "portal.db").write_text("kept before")
    (var / "logs" / "run").write_text("")
    (var / "logs" / "run").chmod(0o755)
    outside.write_text("of somebody else")
    (var / "link").symlink_to(outside)
    keep_private(var)
    (var / "files").mkdir()
    (var / "files" / "new").write_text("")
    found = modes(var)
    found.pop("link")
    assert found == {
        ".": 0o700,
        "portal.db": 0o600,
        "logs": 0o700,
        "logs/run": 0o700,
        "files": 0o700,
        "files/new": 0o600,
    }
    assert outside.stat().st_mode & 0o777 == 0o644


def test_a_directory_that_is_not_there_is_made_for_its_user_only(tmp_path: Path) -> None:
    keep_private(tmp_path / "deep" / "var")
    assert modes(tmp_path / "deep")["var"] == 0o700
