"""Forked copies and the system's view of them; test_supervisor.py runs all of it on copies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import FORKED, platform
from deploy.local.watchdog import MARK
from tests.deploy.test_supervisor import ROOT, Started, _alive, eventually


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Started]:
    started = Started(
        tmp_path / "var", [{"name": "app", "do": ["say,is,up", "sleep,60"]}], copies=True
    )
    started.wait_for("app", "ready")
    yield started
    started.stop()


def server(of: psutil.Process) -> psutil.Process:
    parent = of.parent()
    assert parent is not None
    return parent


def test_a_copy_has_session_title_input_and_mark_of_its_own(app: Started) -> None:
    pid = app.state("app")["pid"]
    copy = psutil.Process(pid)
    assert "forkserver" in " ".join(server(copy).cmdline())
    assert (os.getsid(pid), os.getpgid(pid)) == (pid, pid)
    assert copy.cmdline()[0].startswith("python -m tests.deploy.fake_process say,is,up")
    assert Path(f"/proc/{pid}/fd/0").readlink() == Path(os.devnull)
    assert copy.environ()[MARK], "the watchdog finds it"


def test_copies_outlive_no_server_and_begin_again_from_another(app: Started) -> None:
    first = psutil.Process(app.state("app")["pid"])
    server(first).kill()
    eventually(lambda: app.state("app")["starts"] == 2 and app.state("app")["state"] == "ready")
    assert not _alive(first)
    second = psutil.Process(app.state("app")["pid"])
    assert server(second).is_running()


def test_nothing_stays_open_of_a_copy_that_has_ended(app: Started) -> None:
    supervisor = psutil.Process(app.process.pid)

    def killed(times: int) -> int:
        psutil.Process(app.state("app")["pid"]).kill()
        eventually(lambda: app.state("app")["starts"] > times)
        app.wait_for("app", "ready")
        return supervisor.num_fds()

    assert killed(1) == killed(2) == killed(3)


def test_what_is_imported_beforehand_is_there_and_starts_and_opens_nothing(tmp_path: Path) -> None:
    """A name that is not there would only make every start slower; a thread would not be copied."""
    imports = {name for one in platform(var=tmp_path, offset=0, given={}) for name in one.imports}
    look = "p = psutil.Process(); print(p.num_threads(), len(p.net_connections()), p.children())"
    lines = ["import importlib, psutil", *(f"importlib.import_module({one!r})" for one in imports)]
    found = subprocess.run(  # noqa: S603  # our own lines
        [sys.executable, "-c", "; ".join([*lines, look])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert imports
    assert found.stdout == "1 0 []\n"


def test_every_process_starts_by_itself_if_that_is_wanted(tmp_path: Path) -> None:
    for process in platform(var=tmp_path, offset=0, given={FORKED: "0"}):
        assert process.imports == ()
