"""Read models of one database write together: what has gathered goes into one transaction.

Each has its own consumer, and a fact reaches all that it concerns at nearly the same moment. One
by one they would keep SQLite's only write lock busy, which a receipt has to wait for too. Here the
first one begins, those that come meanwhile wait, and then all of them go at once.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from shared.kafka import Published
from shared.read_model import Applier, apply_together

_AT_ONCE = 2_000  # facts of a transaction, unless one read model alone brings more

_Waiting: TypeAlias = tuple[Applier, Sequence[Published], asyncio.Future[None]]


@dataclass(slots=True)
class JointWriter:
    """For all appliers of one database in a process; each waits for its own outcome."""

    _waiting: deque[_Waiting] = field(default_factory=deque)
    _writing: asyncio.Task[None] | None = None

    async def apply(self, applier: Applier, facts: Sequence[Published]) -> None:
        """Return when ``facts`` are applied. What fails here is this read model's own failure."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((applier, facts, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            group = self._gathered()
            try:
                await asyncio.to_thread(apply_together, [one[:2] for one in group])
            except Exception:  # noqa: BLE001  # whose it is shows when each writes alone
                await self._one_by_one(group)
            else:
                for _, _, done in group:
                    _end(done, None)

    def _gathered(self) -> list[_Waiting]:
        """Take what waits, oldest first: each read model once, and not too much for once."""
        group = [self._waiting.popleft()]
        number = len(group[0][1])
        while self._waiting:
            applier, facts, _ = self._waiting[0]
            number += len(facts)
            if number > _AT_ONCE or any(applier is one[0] for one in group):
                break
            group.append(self._waiting.popleft())
        return group

    async def _one_by_one(self, group: Sequence[_Waiting]) -> None:
        for applier, facts, done in group:
            try:
                await asyncio.to_thread(applier.apply, facts)
            except Exception as error:  # noqa: BLE001  # handed to whom it concerns
                _end(done, error)
            else:
                _end(done, None)


def _end(done: "asyncio.Future[None]", error: Exception | None) -> None:
    if done.done():  # nobody waits any more: the process stops
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
