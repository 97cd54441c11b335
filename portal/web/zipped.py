"""Archives, read and written: workbooks are archives, too."""

from io import RawIOBase
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # an exception, whatever its case

DAMAGED: Final = (
    *(BadZipFile, ZlibError, NotImplementedError, EOFError, OverflowError),
    *(KeyError, ValueError, IndexError, OSError, RuntimeError),
)
"""What ``zipfile`` raises of a damaged, encrypted or unknown archive.

``NotImplementedError``: of a way of packing that it does not know.
"""
PIECE: Final = 64 * 1024
"""Bytes of an archive that is being written, after which they are handed on."""


def entry(name: str, packed: int = ZIP_DEFLATED) -> ZipInfo:
    """An entry without the time of day: the same rows give the same file."""
    one = ZipInfo(name)
    one.compress_type = packed
    return one


class Sink(RawIOBase):
    """Where a file is written that nobody can go back in."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self.waiting += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Return what came since, and forget it."""
        piece = b"".join(self._pieces)
        self._pieces, self.waiting = [], 0
        return piece
