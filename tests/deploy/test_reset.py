"""``make reset`` says what it removes, and removes it only after a yes."""

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("answer", "more", "gone"),
    [("no\n", [], False), ("", [], False), ("yes\n", [], True), ("", ["SURE=1"], True)],
)
def test_all_data_goes_after_a_yes_and_not_before(
    tmp_path: Path,
    answer: str,
    more: list[str],
    gone: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    shutil.copy("Makefile", tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var/portal.db").touch()
    make = shutil.which("make") or "make"
    done = subprocess.run(  # noqa: S603  # our own Makefile
        [make, "reset", *more],
        cwd=tmp_path,
        input=answer,
        text=True,
        capture_output=True,
        check=False,
    )
    assert (tmp_path / "var").exists() is not gone
    assert (done.returncode == 0) is gone
    if not more:
        assert "every case, account, key, file and log" in done.stdout
