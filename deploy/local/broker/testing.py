"""The embedded broker in tests, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def start_broker(
    data: Path | None = None, port: int = 0, *more: str
) -> tuple[subprocess.Popen[str], str]:
    """Start it and wait until it is ready; the caller ends it. Answers process and HOST:PORT."""
    command = [sys.executable, "-m", "deploy.local.broker", "--port", str(port), *more]
    if data:
        command += ["--data-dir", str(data)]
    process = subprocess.Popen(  # noqa: S603  our own module, arguments from the test
        command, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    line = process.stdout.readline()
    if "ready on" not in line:
        process.wait(5)
        raise RuntimeError(f"The broker did not start: exit {process.returncode}.")
    return process, line.rsplit(maxsplit=1)[-1]


@contextmanager
def running_broker(data: Path | None = None, port: int = 0) -> Iterator[str]:
    """A broker for as long as the block runs; gives "127.0.0.1:PORT"."""
    process, address = start_broker(data, port)
    with process:
        try:
            yield address
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
