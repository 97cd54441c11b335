"""One child process of the supervisor: start it, wait until it is ready, log it, end it."""

import asyncio
import contextlib
import enum
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deploy.local import forked
from deploy.local.forked import Forked
from deploy.local.log import BoundedLog
from deploy.local.processes import Accepts, Answers, Finishes, Process, Says

POLL: Final = 0.05
"""Seconds between two looks at whether a process is ready."""

PROBE_TIMEOUT: Final = 2.0
CHUNK: Final = 65536
REMEMBERED: Final = 4096
"""Bytes of output kept to tell why a process died."""


class State(enum.StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    FAILED = "failed"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Child:
    """A declared process and the state of its current run.

    ``ready`` is set while it is ready; ``ended`` once it is stopped for good.
    """

    def __init__(
        self,
        process: Process,
        *,
        environment: Mapping[str, str],
        logs: Path,
        cwd: Path,
        changed: Callable[["Child"], None],
        said: Callable[["Child", bytes], None] | None = None,
    ) -> None:
        self.process = process
        self.state = State.WAITING
        self.note = ""
        self.pid: int | None = None
        self.starts = 0
        self.log = logs / f"{process.name}.log"
        self.ready = asyncio.Event()
        self.ended = asyncio.Event()
        self._environment = {**environment, **process.environment}
        self._cwd = cwd
        self._changed = changed
        self._said = said
        self._tail = b""
        self._started_at = 0.0
        self._ready_at: float | None = None
        self._asked_to_end = False

    async def run_once(self) -> int:
        """Start the process and wait for its end; return its exit code (negative: the signal)."""
        self._tail = b""
        self._ready_at = None
        log = BoundedLog(self.log)
        # A pipe of our own: asyncio's would keep wait() until every grandchild closed it.
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        loop = asyncio.get_running_loop()
        try:
            running = await self._start(writing)
        except OSError as error:
            log.write(f"{self.process.command[0]} could not be started: {error}\n".encode())
            self._tail = str(error).encode()
            os.close(reading)
            log.close()
            return 127
        finally:
            os.close(writing)
        self.pid = running.pid
        self.starts += 1
        self._started_at = time.monotonic()
        log.write(f"--- {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} pid {self.pid}\n".encode())
        self._to(State.STARTING)
        loop.add_reader(reading, self._read, reading, log)
        probe = asyncio.create_task(self._probe())
        if self._asked_to_end:  # while it was being started
            self.terminate()
        try:
            code = await running.wait()
        finally:
            probe.cancel()
            self.kill()  # what it left in its process group
            self.pid = None
            self.ready.clear()
            loop.remove_reader(reading)
            self._read(reading, log)
            os.close(reading)
            log.close()
        if code == 0 and isinstance(self.process.ready, Finishes):
            self._become_ready(State.DONE)
        return code

    async def _start(self, output: int) -> asyncio.subprocess.Process | Forked:
        if self.process.imports:
            return await forked.start(self.process.command, self._environment, output, self._cwd)
        return await asyncio.create_subprocess_exec(
            *self.process.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=self._environment,
            cwd=self._cwd,
            start_new_session=True,  # Ctrl-C in the terminal goes to the supervisor alone
        )

    def was_ready_for(self) -> float:
        """Return for how many seconds the last run has been ready."""
        return 0.0 if self._ready_at is None else time.monotonic() - self._ready_at

    def failed(self, code: int, delay: float) -> None:
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        self._to(State.FAILED, f"{how}; starts again in {delay:g} s; see {self.log}")

    def stopped(self) -> None:
        self._to(State.STOPPED)
        self.ended.set()

    def last_lines(self, number: int = 5) -> list[str]:
        """Return the last output of the last run."""
        return self._tail.decode(errors="replace").splitlines()[-number:]

    def terminate(self) -> None:
        """Ask the process to end; it ends its own children."""
        self._asked_to_end = True
        if self.pid is not None:
            self._to(State.STOPPING)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End the process and its group at once."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def _to(self, state: State, note: str = "") -> None:
        self.state, self.note = state, note
        self._changed(self)

    def _become_ready(self, state: State = State.READY) -> None:
        if not self.ready.is_set() and self.state is State.STARTING:
            self._ready_at = time.monotonic()
            self.ready.set()
            self._to(state, f"{self._ready_at - self._started_at:.1f} s")

    def _read(self, reading: int, log: BoundedLog) -> None:
        """Read the process's output from the pipe."""
        while True:
            try:
                chunk = os.read(reading, CHUNK)
            except BlockingIOError:
                return
            if not chunk:
                asyncio.get_running_loop().remove_reader(reading)
                return
            log.write(chunk)
            seen = self._tail + chunk
            self._tail = seen[-REMEMBERED:]
            if isinstance(self.process.ready, Says) and self.process.ready.text.encode() in seen:
                self._become_ready()
            if self._said is not None:
                self._said(self, chunk)

    async def _probe(self) -> None:
        """Check repeatedly until the process is ready; some are checked by other means."""
        if isinstance(self.process.ready, Says | Finishes) or self.process.port is None:
            return
        while not await is_ready(self.process.ready, self.process.port):  # noqa: ASYNC110  # another process has no Event of ours
            await asyncio.sleep(POLL)
        self._become_ready()


async def is_ready(readiness: Answers | Accepts, port: int) -> bool:
    """Look once at a loopback port."""
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                if isinstance(readiness, Accepts):
                    return True
                request = f"GET {readiness.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                writer.write(f"{request}Connection: close\r\n\r\n".encode())
                return _status(await reader.readline()) in readiness.statuses
            finally:
                writer.close()
    except (OSError, ValueError, TimeoutError):
        return False


def _status(line: bytes) -> int:
    """Return the status of a line like ``HTTP/1.1 200 OK``, 0 if it is none."""
    words = line.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
