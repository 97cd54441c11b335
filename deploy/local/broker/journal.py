"""A file of JSON lines with checksums: appended to, and compacted now and then."""

from __future__ import annotations

import errno
import json
import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from crc32c import crc32c

from deploy.local.broker import durable

Entry: TypeAlias = dict[str, Any]

LINES_BEFORE_REWRITE = 50_000

_log = logging.getLogger(__name__)


def read(path: Path) -> tuple[list[bytes], bytes]:
    """The whole lines of the file, and what follows the last of them."""
    *lines, rest = (path.read_bytes() if path.exists() else b"").split(b"\n")
    return lines, rest


def parsed(line: bytes) -> Entry:
    """What a line says; raises `ValueError` when it is damaged."""
    text, tab, checksum = line.partition(b"\t")
    if tab and int(checksum, 16) != crc32c(text):  # earlier versions wrote none
        raise ValueError("The checksum of the line does not match.")
    found: Entry = json.loads(text)
    return found


class Journal:
    """Appends entries, each in the operating system's hands when `write` returns."""

    def __init__(self, path: Path, snapshot: Callable[[], Iterable[Entry]]) -> None:
        """Start a new file with `snapshot`, which has the present state in few entries."""
        self._path = path
        self._snapshot = snapshot
        self._rewrite()

    def _rewrite(self) -> None:
        new = self._path.with_suffix(".new")
        durable.write(new, map(_line, self._snapshot()))
        file = os.open(new, os.O_WRONLY | os.O_APPEND)
        try:
            new.replace(self._path)
        except OSError:
            os.close(file)
            raise
        self._file = file
        self._size = os.fstat(file).st_size
        self._lines = 0
        durable.sync(self._path.parent)

    def write(self, *added: Entry, sync: bool = False) -> None:
        """Append these entries in one write; the state holds all earlier ones.

        With `sync` the disk has them too. Raises `OSError` when the disk is full; then no part of
        them is in the file.
        """
        if self._lines >= LINES_BEFORE_REWRITE:
            self._lines = 0
            self._compact()
        lines = b"".join(map(_line, added))
        try:
            self._append(lines, sync=sync)
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(lines)
        self._lines += len(added)

    def _append(self, lines: bytes, *, sync: bool) -> None:
        if os.write(self._file, lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
        if sync:
            os.fsync(self._file)

    def _compact(self) -> None:
        old = self._file
        try:
            self._rewrite()
        except OSError as error:
            _log.warning("%s is not compacted: %s. It grows on.", self._path, error)
        if self._file != old:
            os.close(old)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def _line(added: Entry) -> bytes:
    text = json.dumps(added, separators=(",", ":")).encode()
    return b"%b\t%08x\n" % (text, crc32c(text))
