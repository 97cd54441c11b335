"""Whether the data file is sound: a check of all of it, and what reads and writes come upon.

A damaged file is neither read nor written any more: what is appended to it could be lost with it.
The pages are checked, not what is in them: an event whose text was changed looks sound.
"""

import contextlib
import logging
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from deploy.local.eventstore.database import UnusableFile, connect

logger = logging.getLogger(__name__)

QUICK: Final = "PRAGMA quick_check(1)"
THOROUGH: Final = "PRAGMA integrity_check(1)"
DAMAGES: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Integrity:
    """What is known of the file; reads and writes are done inside it, on any thread.

    Args:
        path: the data file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = path.with_name(path.name + ".damaged")
        self._told: Callable[[str], object] = lambda _: None
        self._damage: str | None = None
        self._ending = False

    def __enter__(self) -> None:
        """Go on to read or write.

        Raises:
            UnusableFile: the file is damaged.
        """
        if self._damage is not None:
            raise UnusableFile(self._damage)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say in a sentence what SQLite refused, and remember it if the file is damaged.

        Raises:
            UnusableFile: SQLite refused.
        """
        if not isinstance(error, sqlite3.Error):
            return
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGES:
            raise UnusableFile(self._damaged(str(error))) from error
        sentence = f"The file {self._path} could not be used: {error}."
        if code != sqlite3.SQLITE_INTERRUPT:
            logger.error("%s", sentence)
        raise UnusableFile(sentence) from error

    def settle_mark(self) -> None:
        """Before the start: if the file was found damaged once, check all that can be checked.

        A file that was found damaged by this check, and is as it was then, is not read again.

        Raises:
            UnusableFile: it is damaged still.
        """
        if not self._mark.exists():
            return
        sentence, *stamp = self._mark.read_text().splitlines() or [""]
        if stamp == [self._stamp()]:
            raise UnusableFile(sentence)
        logger.warning(
            "The file %s was found damaged. All of it is read before the start: of gigabytes that"
            " takes minutes.",
            self._path,
        )
        try:
            with contextlib.closing(connect(self._path, cache_kib=4096)) as connection:
                self._check(connection, THOROUGH)
        except UnusableFile:
            if self._damage is not None:
                self._write_mark(self._stamp())
            raise
        self._mark.unlink()

    def _stamp(self) -> str:
        found = self._path.stat()
        # A copy that keeps the time of the file has another time of change.
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"

    def _write_mark(self, *stamp: str) -> None:
        with contextlib.suppress(OSError):
            self._mark.write_text("\n".join([self._damage or "", *stamp, ""]))

    @contextlib.contextmanager
    def checking(self, told: Callable[[str], object]) -> Iterator[None]:
        """Check the file on a thread beside the block, which may end before the check does.

        Args:
            told: called with a sentence once damage is found, on the thread that found it.
        """
        self._told, self._ending = told, False
        connection = connect(self._path, cache_kib=4096)
        thread = threading.Thread(target=self._run, args=(connection,), name="check", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ending = True
            while thread.is_alive():
                # Again and again: before the check has begun nobody hears it.
                connection.interrupt()
                thread.join(0.05)
            connection.close()

    def _run(self, connection: sqlite3.Connection) -> None:
        if sys.platform == "linux":
            # This is of the thread alone: requests come first.
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        # Damage has been told; what else keeps a check from its end, keeps nobody from the file.
        with contextlib.suppress(UnusableFile):
            self._check(connection, QUICK)

    def _check(self, connection: sqlite3.Connection, pragma: str) -> None:
        with self:
            found = connection.execute(pragma).fetchone()[0]
        # A check that is broken off may call the pages damaged that it did not get to.
        if found != "ok" and not self._ending:
            raise UnusableFile(self._damaged(" ".join(found.split())))

    def _damaged(self, what: str) -> str:
        if self._damage is None:
            self._damage = (
                f"The file {self._path} is damaged ({what}): nothing is read from it or written to"
                " it until it is restored, as docs/runbook.md says."
            )
            logger.error("%s", self._damage)
            self._write_mark()
            self._told(self._damage)
        return self._damage
