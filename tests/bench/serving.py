"""The pages of a measurement, served by a process of their own, and what a process says."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from deploy.local.supervisor import ROOT
from portal.app.server import Server
from shared.hosting.serving import configured
from tests.bench.processes import environment_with
from tests.support.portal import Pages


def serve(built: Pages, told: dict[str, Any]) -> None:
    """Serve these pages until the process is stopped; say what is ``told`` once they answer."""

    class Ready(uvicorn.Server):
        async def startup(self, *args: Any, **kwargs: Any) -> None:
            await super().startup(*args, **kwargs)
            say(told)

    server = Server(built.app, built.settings)
    Ready(configured(server, built.settings)).run()


@contextmanager
def child(module: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a module of ours with these arguments as JSON, as long as the block runs."""
    process = subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", module, json.dumps(arguments)],
        cwd=ROOT,
        env=environment_with({}),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


def said(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return what a child says next."""
    assert process.stdout
    line = next(line for line in process.stdout if line.startswith("{"))
    found: dict[str, Any] = json.loads(line)
    return found
