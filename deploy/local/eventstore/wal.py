"""Checkpoints of SQLite's write-ahead log, made by a separate thread.

In a file of millions of events a checkpoint writes pages to thousands of places, and has to wait
for the disk. If the writer made checkpoints, as SQLite does by default, every request would wait
too.
"""

import logging
import sqlite3
import threading
from pathlib import Path
from typing import Final

from deploy.local.eventstore.database import connect

logger = logging.getLogger(__name__)

ENOUGH: Final = 500
"""Events that are worth a checkpoint: some 2,000 frames for a large file."""

LONG: Final = 8_000
"""Frames, 33 MB; a log that long is begun anew, which only the writer can see to."""


class Checkpointing:
    """A thread with a connection of its own, for the one writer of a file.

    Args:
        path: the prepared data file, whose writer makes no checkpoints by itself.
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, cache_kib=64)
        self._events = 0
        self._due = threading.Event()
        self._long = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="checkpointing", daemon=True)
        self._thread.start()

    def committed(self, events: int, writing: sqlite3.Connection) -> None:
        """Count what was committed on `writing`; called by the writer, between transactions.

        A log is begun anew by the first commit that finds all of it copied. Under a steady load
        the writer is always some frames ahead, so of a long log it copies those few itself.
        """
        self._events += events
        if self._events >= ENOUGH:
            self._events = 0
            self._due.set()
        if self._long.is_set():
            self._long.clear()
            _copied(writing)

    def copy(self) -> None:
        """Copy what can be copied without waiting for anybody."""
        if _copied(self._connection) >= LONG:
            self._long.set()

    def close(self) -> None:
        """Stop; what is still in the log goes into the file when the last connection closes."""
        self._stopping = True
        self._due.set()
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while self._due.wait() and not self._stopping:
            self._due.clear()
            self.copy()


def _copied(connection: sqlite3.Connection) -> int:
    """Make a checkpoint; the frames in the log, copied or not."""
    try:
        frames: int = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]
    except sqlite3.Error:
        # Nothing is lost: the log has it all, and the next one copies what this did not.
        logger.exception("a checkpoint was not made")
        return 0
    return frames
