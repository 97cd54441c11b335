"""Start a node as a separate process, for tests."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
MODULE: Final = "deploy.local.eventstore"
READY: Final = "eventstore ready on "


def start_node(
    data: Path, port: int = 0, arguments: Sequence[str] = (), *, log: Path | None = None
) -> tuple[subprocess.Popen[str], int]:
    """Start a node and wait until it is ready: the process, to be stopped, and its port.

    Args:
        data: the SQLite file.
        port: the port to listen on; 0 for any.
        arguments: further ones.
        log: what it says besides goes here, and else where our own does.
    """
    command = [sys.executable, "-m", MODULE, f"--data={data}", f"--port={port}", *arguments]
    with contextlib.nullcontext() if log is None else log.open("a") as stderr:
        process = subprocess.Popen(  # noqa: S603  our own module
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, text=True
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith(READY):
        process.wait(timeout=10)
        raise RuntimeError(f"the event store node did not start: exit code {process.returncode}")
    return process, int(line.rpartition(":")[2])


def stop_node(process: subprocess.Popen[str]) -> None:
    """Stop a node that was started here, and wait for it."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextlib.contextmanager
def running_node(data: Path | None = None, port: int = 0) -> Iterator[str]:
    """A node for the length of the block, which gets its URI.

    Args:
        data: the SQLite file; a temporary one, removed at the end, if it is left out.
        port: the port to listen on; 0 for any.
    """
    with tempfile.TemporaryDirectory(prefix="eventstore-") as directory:
        process, bound = start_node(data or Path(directory) / "events.db", port)
        try:
            yield f"esdb://127.0.0.1:{bound}?Tls=false"
        finally:
            stop_node(process)
