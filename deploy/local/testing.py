"""A separate, complete platform for tests and measurements."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.local.keys import keys_of
from deploy.local.ports import is_free
from deploy.local.processes import PUBLIC_PORT, WORLD, platform, settings
from deploy.local.supervisor import ROOT

START_TIMEOUT: Final = 90.0
STOP_TIMEOUT: Final = 10.0

# Multiples of 200 put no port of one platform on a port of another, and up to here all stay below
# the ports that systems give to outgoing connections (32768 and up).
OFFSETS: Final = range(12_000, 16_800, 200)


@dataclass(frozen=True, slots=True)
class Platform:
    """A running platform. Its state is read again at each question.

    ``environment``: that of its processes, keys included: enough to run one more.
    """

    var: Path
    url: str
    ports: Mapping[str, int]
    environment: Mapping[str, str]
    supervisor: int

    def state(self, name: str) -> dict[str, Any]:
        """Return ``pid``, ``port``, ``state`` and ``starts`` of one process."""
        state: dict[str, Any] = _state(self.var)["processes"][name]
        return state

    def pid(self, name: str) -> int:
        """Return the process's id; 0 while it is not running."""
        pid: int | None = self.state(name)["pid"]
        return pid or 0

    @property
    def pids(self) -> dict[str, int]:
        """The ids of all running processes."""
        processes = _state(self.var)["processes"]
        return {name: one["pid"] for name, one in processes.items() if one["pid"]}

    def kill(self, name: str, number: int = signal.SIGKILL) -> int:
        """Signal one process (not its children); return its id, 0 if it was not running."""
        pid = self.pid(name)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        return pid

    def wait_ready(self, *names: str, timeout: float = START_TIMEOUT) -> None:
        """Return when these processes (none named: all) are ready.

        Raises:
            TimeoutError: for ``timeout`` seconds none more was; the message has their states.
        """
        _wait(self.var, lambda state: _ready(state, names), timeout, alive=lambda: True)

    def wait_restarted(self, name: str, since: int, timeout: float = START_TIMEOUT) -> None:
        """Return when the process is ready under another id than ``since``."""

        def again(state: dict[str, Any]) -> bool:
            return _ready(state, [name]) and state["processes"][name]["pid"] != since

        _wait(self.var, again, timeout, alive=lambda: True)

    @property
    def demo(self) -> dict[str, Any]:
        """The demo accounts and the API token, as ``demo.json`` has them."""
        demo: dict[str, Any] = json.loads((self.var / "demo.json").read_text())
        return demo

    def log(self, name: str) -> str:
        """The output of the process."""
        return (self.var / "log" / f"{name}.log").read_text(errors="replace")


@contextlib.contextmanager
def running_platform(
    var: Path,
    *,
    offset: int | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = START_TIMEOUT,
) -> Iterator[Platform]:
    """Start a platform of its own over ``var``, wait until all is ready, and stop it after.

    Args:
        var: its data directory; one that was used before goes on where it was.
        offset: how far all ports are moved; by default some that are free.
        env: settings on top of this process's environment.
        timeout: seconds in which one process more must be ready, until all are, or in which the
            demonstration must tell more.

    Raises:
        TimeoutError: for so long nothing more was ready; the message has states and output.
        RuntimeError: it ended while starting.
    """
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with _free_offset() if offset is None else contextlib.nullcontext(offset) as moved:
        # A person's settings for their own platform do not apply to this one.
        own = {k: v for k, v in os.environ.items() if not k.startswith("RAPPORTEUR_")}
        environment = {WORLD: "0", **own, **(env or {})}
        with (var / "supervisor.log").open("ab") as output:
            process = subprocess.Popen(  # noqa: S603  # this very package
                [
                    *(sys.executable, "-m", "deploy.local", "--var", str(var)),
                    *("--base-port", str(PUBLIC_PORT + moved)),
                ],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            _wait(
                var,
                lambda state: state["pid"] == process.pid and _ready(state, ()),
                timeout,
                alive=lambda: process.poll() is None,
            )
            declared = platform(var=var, offset=moved, given=environment)
            yield Platform(
                var=var,
                url=_state(var)["url"],
                ports={one.name: one.port for one in declared if one.port is not None},
                environment=settings(var=var, offset=moved, given=environment)
                | keys_of(var / "secrets.json", environment),
                supervisor=process.pid,
            )
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()  # its watchdog ends the rest
        process.wait()


def _state(var: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((var / "platform.json").read_text())
    return state


def _ready(state: dict[str, Any], names: "tuple[str, ...] | list[str]") -> bool:
    processes = state["processes"]
    return all(processes[name]["state"] in {"ready", "done"} for name in names or processes)


def _wait(
    var: Path,
    condition: Callable[[dict[str, Any]], bool],
    timeout: float,
    *,
    alive: Callable[[], bool],
) -> None:
    """Wait as long as the platform gets on: how fast it does is the machine's."""
    came: set[tuple[int, str]] = set()
    told = 0
    until = time.monotonic() + timeout
    state: dict[str, Any] = {}
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            state = _state(var)
            if condition(state):
                return
            ready = {(state["pid"], name) for name in state["processes"] if _ready(state, [name])}
            if ready - came:
                came |= ready
                until = time.monotonic() + timeout
            if (more := _told(var, state)) > told:
                told = more
                until = time.monotonic() + timeout
        if not alive():
            raise RuntimeError(f"The platform ended while it started.\n{_output(var)}")
        time.sleep(0.05)
    states = {name: one["state"] for name, one in state.get("processes", {}).items()}
    raise TimeoutError(f"Nothing more was ready for {timeout:g} s: {states}\n{_output(var)}")


def _told(var: Path, state: dict[str, Any]) -> int:
    """Return how much the demonstration has told of itself, on its first run."""
    demo = state["processes"].get("demo")
    if demo is None or demo["starts"] != 1:
        return 0
    with contextlib.suppress(FileNotFoundError):
        return (var / "log" / "demo.log").stat().st_size
    return 0


def _output(var: Path) -> str:
    """Return the last lines of the supervisor's own output, which name what failed and why."""
    return "\n".join((var / "supervisor.log").read_text(errors="replace").splitlines()[-60:])


@contextlib.contextmanager
def _free_offset() -> Iterator[int]:
    """Hold an offset that no other test process holds and whose ports are all free."""
    for offset in OFFSETS:
        name = Path(tempfile.gettempdir()) / f"rapporteur-offset-{offset}.lock"
        with name.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            declared = platform(var=Path(), offset=offset, given={})
            if all(is_free(one.port) for one in declared if one.port is not None):
                yield offset
                return
    raise RuntimeError(f"No range of ports is free between {OFFSETS[0]} and {OFFSETS[-1]}.")
