"""The supervisor over invented processes, from outside: stopped by a person or by a crash."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local.ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Started:
    """A supervisor under test and what it printed."""

    def __init__(
        self, var: Path, specification: Sequence[Mapping[str, Any]], *, copies: bool = False
    ) -> None:
        self.var = var
        self.process = subprocess.Popen(  # noqa: S603  # our own script
            [
                *(sys.executable, str(HERE / "fake_platform.py"), str(var)),
                *(json.dumps(specification), "copies" if copies else "alone"),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def state(self, name: str) -> dict[str, Any]:
        try:
            state = json.loads((self.var / "platform.json").read_text())
        except FileNotFoundError:
            return {"pid": None, "state": "", "starts": 0}
        one: dict[str, Any] = state["processes"][name]
        return one

    def wait_for(self, name: str, state: str) -> dict[str, Any]:
        eventually(lambda: self.state(name)["state"] == state)
        return self.state(name)

    def stop(self, number: int = signal.SIGTERM) -> tuple[str, float]:
        """Signal the supervisor; return what it printed and the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=10)
        return printed, time.monotonic() - began


Start = Callable[..., Started]


@pytest.fixture(params=[False, True], ids=["alone", "copies"])
def start(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Start a supervisor whose processes begin by themselves, or as copies (decision 0024)."""
    running: list[Started] = []

    def start(*specification: Mapping[str, Any]) -> Started:
        running.append(Started(tmp_path / "var", specification, copies=request.param))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.stop()
        if one.process.stdout is not None:
            one.process.stdout.close()


def eventually(condition: Callable[[], object], *, within: float = 10.0) -> None:
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)


def of_this_test(tmp_path: Path) -> list[psutil.Process]:
    """List the living fakes that were started with a path of this test among their arguments."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if str(tmp_path) in line and process.status() != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def test_what_is_needed_is_ready_before_what_needs_it_starts(start: Start, tmp_path: Path) -> None:
    notes = str(tmp_path / "notes")
    start(
        {
            "name": "app",
            "needs": ["once"],
            "do": [f"note,{notes},app", "say,app,is,up", "sleep,60"],
        },
        {"name": "once", "ready": "once", "needs": ["base"], "do": [f"note,{notes},once"]},
        {"name": "base", "do": ["sleep,0.3", f"note,{notes},base", "say,is,up", "sleep,60"]},
    ).wait_for("app", "ready")
    assert Path(notes).read_text().split() == ["base", "once", "app"]


def test_what_does_not_wait_for_one_another_starts_together(start: Start) -> None:
    began = time.monotonic()
    started = start(
        *({"name": f"p{n}", "do": ["sleep,3", "say,is,up", "sleep,60"]} for n in range(5))
    )
    for number in range(5):
        started.wait_for(f"p{number}", "ready")
    assert time.monotonic() - began < 12  # one after another: 15 and more


def test_a_port_that_answers_makes_its_process_ready(start: Start) -> None:
    answers, accepts = free_port(), free_port()
    started = start(
        {"name": "web", "ready": "answers", "port": answers, "do": [f"listen,{answers}"]},
        {"name": "tcp", "ready": "accepts", "port": accepts, "do": [f"listen,{accepts}"]},
    )
    started.wait_for("web", "ready")
    started.wait_for("tcp", "ready")
    printed, _ = started.stop()
    assert f"ready     web                  {answers}" in printed


def test_what_dies_is_started_again_after_growing_pauses(start: Start, tmp_path: Path) -> None:
    started = start({"name": "sick", "do": ["say,I,am,ill", "exit,3"]})
    eventually(lambda: started.state("sick")["starts"] == 3)
    printed, _ = started.stop()
    assert "ended with 3; starts again in 0.5 s" in printed
    assert "ended with 3; starts again in 1 s" in printed
    assert "I am ill" in printed
    assert (tmp_path / "var" / "log" / "sick.log").read_text().count("I am ill") >= 2


def test_what_is_killed_comes_back_with_another_pid(start: Start) -> None:
    started = start({"name": "app", "do": ["say,is,up", "sleep,60"]})
    first = started.wait_for("app", "ready")
    os.kill(first["pid"], signal.SIGKILL)
    eventually(lambda: started.state("app")["starts"] == 2)
    assert started.wait_for("app", "ready")["pid"] != first["pid"]


def test_a_one_shot_that_failed_is_tried_again_and_one_that_ended_well_is_not(
    start: Start, tmp_path: Path
) -> None:
    started = start(
        {"name": "fails", "ready": "once", "do": ["exit,1"]},
        {"name": "ends", "ready": "once", "do": ["exit,0"]},
    )
    eventually(lambda: started.state("fails")["starts"] == 2)
    assert started.state("ends") == {"pid": None, "port": None, "state": "done", "starts": 1}


def test_a_taken_port_is_named_with_its_holder_and_nothing_starts(
    start: Start, tmp_path: Path
) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        started = start(
            {"name": "first", "do": [f"note,{tmp_path}/notes,first", "sleep,60"]},
            {"name": "second", "ready": "accepts", "port": port, "do": [f"listen,{port}"]},
        )
        printed, _ = started.process.communicate(timeout=10)
    assert f"Port {port}, wanted for second, is taken by process {os.getpid()} (" in printed
    assert started.process.returncode == 1
    assert not (tmp_path / "notes").exists()


def test_a_second_platform_over_the_same_data_is_refused(start: Start) -> None:
    first = start({"name": "app", "do": ["say,is,up", "sleep,60"]})
    first.wait_for("app", "ready")
    second = start({"name": "app", "do": ["say,is,up", "sleep,60"]})
    printed, _ = second.process.communicate(timeout=10)
    assert f"already runs on {first.var} (process {first.process.pid})" in printed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_stop_in_reverse_order(start: Start, tmp_path: Path, number: int) -> None:
    notes = str(tmp_path / "notes")

    def spec(name: str, *needs: str) -> dict[str, Any]:
        do = [f"on-stop,{notes},{name}", "say,is,up", "sleep,60"]
        return {"name": name, "needs": needs, "do": do}

    started = start(spec("base"), spec("middle", "base"), spec("top", "middle", "base"))
    started.wait_for("top", "ready")
    printed, seconds = started.stop(number)
    assert Path(notes).read_text().split() == ["top", "middle", "base"]
    assert "Everything has stopped" in printed
    assert started.process.returncode == 0
    assert seconds < 3.2  # nobody had to be killed


def test_the_deaf_are_killed_within_five_seconds(start: Start, tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    deaf = [f"note,{mark},{mark}", "deaf", f"child,{600},same", "say,is,up", "sleep,600"]
    started = start(
        {"name": "base", "do": deaf},
        {"name": "app", "needs": ["base"], "do": deaf},
        {"name": "other", "do": deaf},
    )
    started.wait_for("app", "ready")
    _, seconds = started.stop()
    assert seconds < 5
    assert of_this_test(tmp_path) == []


def test_a_stop_asked_twice_is_at_once(start: Start, tmp_path: Path) -> None:
    started = start({"name": "app", "do": ["deaf", "say,is,up", "sleep,600"]})
    started.wait_for("app", "ready")
    started.process.send_signal(signal.SIGINT)
    started.wait_for("app", "stopping")
    _, seconds = started.stop(signal.SIGINT)
    assert seconds < 3  # its grace is 3.2 seconds


def test_a_stop_in_the_middle_of_the_start_leaves_nothing(start: Start, tmp_path: Path) -> None:
    mark = f"note,{tmp_path}/mark,x"
    started = start(
        *({"name": f"p{n}", "do": [mark, "sleep,600"]} for n in range(5)),
        {"name": "late", "needs": ["p0"], "do": [mark, "sleep,600"]},
    )
    eventually(lambda: started.state("p4")["pid"])
    started.stop()
    assert of_this_test(tmp_path) == []


def test_nothing_is_left_when_the_supervisor_is_killed(start: Start, tmp_path: Path) -> None:
    mark = f"note,{tmp_path}/mark,x"
    started = start(
        {"name": "base", "do": [mark, "deaf", "child,600,same", "say,is,up", "sleep,600"]},
        {"name": "app", "needs": ["base"], "do": [mark, "child,600,own", "say,is,up", "sleep,600"]},
    )
    app = started.wait_for("app", "ready")["pid"]
    base = started.state("base")["pid"]
    eventually(lambda: len(psutil.Process(app).children()) == 1)
    family = [
        process
        for pid in (base, app)
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))
    ]
    assert len(family) == 4
    started.process.kill()
    started.process.wait()
    eventually(lambda: not any(_alive(process) for process in family), within=60)


def test_a_killed_watchdog_is_replaced(start: Start) -> None:
    started = start({"name": "app", "do": ["say,is,up", "sleep,600"]})
    app = psutil.Process(started.wait_for("app", "ready")["pid"])

    def watchdogs() -> list[psutil.Process]:
        children = psutil.Process(started.process.pid).children()
        return [child for child in children if "deploy.local.watchdog" in _command(child)]

    eventually(lambda: len(watchdogs()) == 1)
    [first] = watchdogs()
    first.kill()
    first.wait()  # else the first, seen while it dies, would pass for its own successor
    eventually(watchdogs)
    started.process.kill()
    started.process.wait()
    eventually(lambda: not _alive(app), within=60)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it ended between the look round and the question
        return []


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
