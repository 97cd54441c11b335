"""Processes forked from a process that has already imported their modules (decision 0024).

The forking is done by multiprocessing's fork server. This module makes a copy behave like any other
process: a session, environment and output of its own, ``python -m`` of its module, its exit code.
"""

import asyncio
import atexit
import os
import runpy
import shlex
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from setproctitle import getproctitle, setproctitle

from deploy.local.watchdog import MARK

# Read when Python or the C library starts, or, of a copy too, by others from outside.
_FROM_THE_FIRST: Final = (MARK, "MALLOC_ARENA_MAX", "PYTHONUNBUFFERED")
_CONTEXT = get_context("forkserver")
# Asking for a copy waits until all is imported; the server makes one after the other anyway.
_ASKING = ThreadPoolExecutor(1, "forking")
getproctitle()  # finds the place of the title now: it moves when the environment changes


def prepare(imports: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start importing the modules of the copies, while everything else starts.

    No module may start a thread or open anything when it is imported.
    """
    os.environ.update({name: environment[name] for name in _FROM_THE_FIRST if name in environment})
    os.environ["SPT_NOENV"] = "1"  # else a title is written over the mark
    _CONTEXT.set_forkserver_preload([__name__, *imports])
    _ASKING.submit(forkserver.ensure_running)


class Forked:
    """A running copy. ``pid``: its process id."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid: int = process.pid or 0

    async def wait(self) -> int:
        """Return its exit code (negative: the signal) when it has ended."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()  # its descriptors, now and not when somebody looks for garbage
        return code


async def start(
    command: Sequence[str], environment: Mapping[str, str], output: int, cwd: Path
) -> Forked:
    """Run ``python -m <module> <arguments>`` in a copy that writes to ``output``.

    Raises:
        OSError: there is no copy to be had.
    """
    module = tuple(command[command.index("-m") + 1 :])
    with Connection(os.dup(output), readable=False) as writing:
        process = _CONTEXT.Process(
            target=_run, args=(module, dict(environment), writing, cwd), daemon=True
        )
        await asyncio.get_running_loop().run_in_executor(_ASKING, process.start)
    return Forked(process)


def _run(
    module: Sequence[str], environment: Mapping[str, str], output: Connection, cwd: Path
) -> None:
    """Become the requested process; in the copy."""
    setproctitle(shlex.join(["python", "-m", *module]))
    os.setsid()  # Ctrl-C in the terminal goes to the supervisor alone
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    for descriptor in (1, 2):
        os.dup2(output.fileno(), descriptor)
    output.close()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [*module]
    try:
        runpy.run_module(module[0], run_name="__main__", alter_sys=True)
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001  # a copy ends without, and there is no other way
