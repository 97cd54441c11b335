"""A file of JSON lines: appended to, and compacted now and then."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

Entry: TypeAlias = dict[str, Any]

LINES_BEFORE_REWRITE = 50_000


def entries(path: Path) -> Iterator[Entry]:
    """The entries of the file, without a last line that was cut short."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                return
            yield json.loads(line)


class Journal:
    """Appends entries, each in the operating system's hands when `write` returns."""

    def __init__(self, path: Path, snapshot: Callable[[], Iterable[Entry]]) -> None:
        """Start a new file with `snapshot`, which has the present state in few entries."""
        self._path = path
        self._snapshot = snapshot
        self._rewrite()

    def _rewrite(self) -> None:
        short = self._path.with_suffix(".new")
        with short.open("wb") as out:
            for entry in self._snapshot():
                out.write(_line(entry))
        short.replace(self._path)
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


def _line(entry: Entry) -> bytes:
    return json.dumps(entry, separators=(",", ":")).encode() + b"\n"
