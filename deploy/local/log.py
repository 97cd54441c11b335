"""A log file with a maximum size: beyond it the old file becomes ``.1`` and a new one starts."""

import os
from pathlib import Path
from typing import Final

BOUND: Final = 10 * 1024 * 1024
"""Bytes; so one process never holds more than twice this on disk."""


class BoundedLog:
    """Appends bytes as they come, unbuffered, so that nothing is missing after a crash."""

    def __init__(self, path: Path, *, bound: int = BOUND) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._bound = bound
        self._open()

    def write(self, chunk: bytes) -> None:
        if self._size and self._size + len(chunk) > self._bound:
            self.close()
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
            self._open()
        view = memoryview(chunk)
        while view:
            view = view[os.write(self._descriptor, view) :]
        self._size += len(chunk)

    def close(self) -> None:
        os.close(self._descriptor)

    def _open(self) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = os.open(self._path, flags, 0o600)
        self._size = os.fstat(self._descriptor).st_size
