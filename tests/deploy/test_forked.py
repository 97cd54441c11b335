"""What a copy is to the system, and what is copied; test_supervisor.py runs all of it on copies."""

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import FORKED, platform
from deploy.local.watchdog import MARK
from tests.deploy.test_supervisor import Started, _alive, eventually


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


def test_all_that_is_imported_beforehand_can_be(tmp_path: Path) -> None:
    """A name that is not there would only make every start slower: nobody would see it."""
    imports = {name for one in platform(var=tmp_path, offset=0, given={}) for name in one.imports}
    assert imports
    for name in sorted(imports):
        importlib.import_module(name)


def test_every_process_starts_by_itself_if_that_is_wanted(tmp_path: Path) -> None:
    for process in platform(var=tmp_path, offset=0, given={FORKED: "0"}):
        assert process.imports == ()
