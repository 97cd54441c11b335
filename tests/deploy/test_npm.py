"""The machine's npm is used if it has Node, otherwise our own."""

import subprocess

import pytest

from deploy.local.npm import npm


@pytest.mark.parametrize("node", ["of the machine", "of the wheel"])
def test_npm_and_its_scripts_run(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if node == "of the wheel":
        monkeypatch.setenv("PATH", "/nonexistent")
    program, environment = npm()
    assert (len(program) == 2) >= (node == "of the wheel")
    done = subprocess.run(  # noqa: S603  # npm
        [*program, "--version"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout[0].isdigit()
