"""Starts the platform's processes in order, keeps them alive, and stops them all.

Why own code: docs/decisions/0010-supervisor.md.
"""

import asyncio
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.local import forked
from deploy.local.child import Child
from deploy.local.processes import Finishes, Process
from deploy.local.watchdog import MARK

FIRST_DELAY: Final = 0.5
LONGEST_DELAY: Final = 30.0
HEALTHY: Final = 30.0
"""Seconds a process must have been ready for its back-off to start anew."""

GRACE: Final = 3.2
"""Seconds after which a process that was asked to stop is killed."""

GRACE_OF_NEEDED: Final = 4.2
"""The same for what others need: it is asked only when those others have stopped."""

ROOT: Final = Path(__file__).parents[2]

Watcher = Callable[[Child], None]
"""Told of every change of state."""


class Supervisor:
    """All children of one platform. ``run`` returns when every one of them has ended."""

    def __init__(
        self,
        processes: Sequence[Process],
        *,
        environment: Mapping[str, str],
        logs: Path,
        changed: Watcher,
        said: Callable[[Child, bytes], None] | None = None,
    ) -> None:
        self._mark = uuid.uuid4().hex
        self._environment = {**environment, MARK: self._mark}
        self.children = {
            process.name: Child(
                process,
                environment=self._environment,
                logs=logs,
                cwd=ROOT,
                changed=changed,
                said=said,
            )
            for process in processes
        }
        for process in processes:
            unknown = set(process.needs) - self.children.keys()
            if unknown:
                raise ValueError(f"{process.name} needs {sorted(unknown)}, which nobody declares")
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask all to stop; asked again, kill what still runs."""
        if self._stopping.is_set():
            for child in self.children.values():
                child.kill()
        self._stopping.set()

    async def ready(self) -> None:
        """Return once every process has been ready."""
        for child in self.children.values():
            await child.ready.wait()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        processes = [child.process for child in self.children.values()]
        if imports := dict.fromkeys(name for one in processes for name in one.imports):
            forked.prepare(list(imports), self._environment)
        watchdog = asyncio.create_task(self._keep_watchdog())
        keepers = [asyncio.create_task(self._keep(child)) for child in self.children.values()]
        for keeper in keepers:
            # One that ends before it was asked to has met a fault of ours: then all stop.
            keeper.add_done_callback(lambda _: self._stopping.set())
        await self._stopping.wait()
        asked_at = loop.time()
        await asyncio.gather(*(self._end(child, asked_at) for child in self.children.values()))
        await watchdog
        await asyncio.gather(*keepers)

    async def _keep(self, child: Child) -> None:
        """Start the child whenever it is not running, until the platform stops."""
        delay = FIRST_DELAY
        try:
            while await self._unless_stopping(self._needs_ready(child)):
                code = await child.run_once()
                if self._stopping.is_set():
                    return
                if code == 0 and isinstance(child.process.ready, Finishes):
                    await self._stopping.wait()
                    return
                if child.was_ready_for() >= HEALTHY:
                    delay = FIRST_DELAY
                child.failed(code, delay)
                await self._unless_stopping(asyncio.sleep(delay))
                delay = min(delay * 2, LONGEST_DELAY)
        finally:
            child.stopped()

    async def _needs_ready(self, child: Child) -> None:
        for name in child.process.needs:
            await self.children[name].ready.wait()

    async def _unless_stopping(self, work: Coroutine[Any, Any, None]) -> bool:
        """Await the work; False, and the work cancelled, once the platform is to stop."""
        tasks = [asyncio.create_task(work), asyncio.create_task(self._stop_asked())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        return not self._stopping.is_set()

    async def _stop_asked(self) -> None:
        await self._stopping.wait()

    async def _end(self, child: Child, asked_at: float) -> None:
        """Stop one child once all that need it have stopped; kill it when its time is up."""
        loop = asyncio.get_running_loop()
        dependents = [
            other for other in self.children.values() if child.process.name in other.process.needs
        ]
        await asyncio.gather(*(other.ended.wait() for other in dependents))
        child.terminate()
        outlived = any(not isinstance(other.process.ready, Finishes) for other in dependents)
        deadline = asked_at + (GRACE_OF_NEEDED if outlived else GRACE)
        try:
            async with asyncio.timeout_at(max(deadline, loop.time() + 0.1)):
                await child.ended.wait()
        except TimeoutError:
            child.kill()
            await child.ended.wait()

    async def _keep_watchdog(self) -> None:
        """Keep the watchdog running; when all is stopped let it check a last time."""
        while True:
            watchdog = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "deploy.local.watchdog", self._mark),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                start_new_session=True,  # a signal to the supervisor's group must not reach it
            )
            ended = asyncio.create_task(watchdog.wait())
            all_ended = asyncio.create_task(self._all_ended())
            await asyncio.wait([ended, all_ended], return_when=asyncio.FIRST_COMPLETED)
            if all_ended.done():
                if watchdog.stdin is not None:
                    watchdog.stdin.close()
                await ended
                return
            all_ended.cancel()
            await asyncio.sleep(FIRST_DELAY)

    async def _all_ended(self) -> None:
        await self._stopping.wait()
        for child in self.children.values():
            await child.ended.wait()
