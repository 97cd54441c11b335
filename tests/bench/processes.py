"""Starting and stopping the measured processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from deploy.local.eventstore.testing import ROOT

_PATIENCE = 30.0  # seconds


@contextmanager
def running(module: str, environment: Mapping[str, str], port: int) -> Iterator[int]:
    """``python -m module`` listening on ``port``, ready; gives its process id."""
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", *module.split()],
        cwd=ROOT,
        env=environment_with({**environment, "RAPPORTEUR_HTTP_PORT": str(port)}),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_ready(f"http://127.0.0.1:{port}/health/ready")
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def output_of(module: str, argument: str, environment: Mapping[str, str]) -> str:
    """Run ``python -m module argument`` to its end; return what it printed."""
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", module, argument],
        cwd=ROOT,
        env=environment_with(environment),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def environment_with(own: Mapping[str, str]) -> dict[str, str]:
    """Return this environment without settings of a platform of one's own, and with ``own``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORTEUR_")}
    return {**kept, **own}


def _wait_ready(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.HTTPError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError(url)
        time.sleep(0.1)
