"""A file of JSON lines with checksums: appended to, and compacted now and then."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from crc32c import crc32c

from deploy.local.broker import durable

Entry: TypeAlias = dict[str, Any]

LINES_BEFORE_REWRITE = 50_000


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
        durable.replace(self._path, map(_line, self._snapshot()))
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        self._size = os.fstat(self._file).st_size
        self._lines = 0

    def write(self, *added: Entry) -> None:
        """Append these entries in one write; the state must already hold them.

        Raises `OSError` when the disk is full; then no part of them is in the file.
        """
        lines = b"".join(map(_line, added))
        if os.write(self._file, lines) != len(lines):
            os.ftruncate(self._file, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
        self._size += len(lines)
        self._lines += len(added)
        if self._lines >= LINES_BEFORE_REWRITE:
            os.close(self._file)
            self._rewrite()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def _line(added: Entry) -> bytes:
    text = json.dumps(added, separators=(",", ":")).encode()
    return b"%b\t%08x\n" % (text, crc32c(text))
