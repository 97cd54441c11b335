"""The newest records in memory, from which live subscriptions are served."""

import asyncio
from collections.abc import Sequence
from typing import Final

from deploy.local.eventstore.record import Record

NOT_READY: Final = "Server Is Not Ready"


class Stopping(Exception):
    """The node serves nothing any more; waiting for news is in vain. The message says why."""


class Tail:
    """A bounded window on the end of the store; used on the event loop only.

    Positions have no holes, so the window is an unbroken run of records from `first` to
    `last`, and a subscriber that is within it can be served without a gap or a double.
    """

    def __init__(self, last: int, *, max_records: int = 4096, max_bytes: int = 8 << 20) -> None:
        self.last = last
        self._max_records = max_records
        self._max_bytes = max_bytes
        self._records: list[Record] = []
        self._bytes = 0
        self._changed = asyncio.Event()
        self._stopping: str | None = None

    @property
    def first(self) -> int:
        """The first position in the window."""
        return self.last + 1 - len(self._records)

    def covers(self, position: int) -> bool:
        """Whether everything after `position` is in the window."""
        return position + 1 >= self.first

    def after(self, position: int, limit: int) -> Sequence[Record]:
        """The records after `position`, at most `limit`; the window must cover it."""
        start = position + 1 - self.first
        return self._records[start : start + limit]

    def extend(self, records: Sequence[Record]) -> None:
        """Take in what was just committed and wake the waiting."""
        self._records += records
        self._bytes += sum(map(_weight, records))
        self.last = records[-1].position
        if len(self._records) > self._max_records or self._bytes > self._max_bytes:
            self._trim()
        self._wake()

    def _trim(self) -> None:
        # Down to half, so that trimming costs little per record.
        drop = 0
        size = self._bytes
        while drop < len(self._records) and (
            len(self._records) - drop > self._max_records // 2 or size > self._max_bytes // 2
        ):
            size -= _weight(self._records[drop])
            drop += 1
        del self._records[:drop]
        self._bytes = size

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def stop(self, why: str = NOT_READY) -> None:
        """Wake all who wait, now and later, with `Stopping`."""
        self._stopping = why
        self._wake()

    async def wait(self) -> None:
        """Return at the next change.

        Raises:
            Stopping: the node serves nothing any more.
        """
        if self._stopping is None:
            await self._changed.wait()
        if self._stopping is not None:
            raise Stopping(self._stopping)


def _weight(record: Record) -> int:
    return len(record.data) + len(record.metadata)
