"""A file of the corpus, made before any of it is sent: it is whole, and of a bounded size.

Bytes that wait for slow readers have a limit that all requests share. So a large file is
compressed, and one that would still take a third of that room is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from gzip import GzipFile
from io import SEEK_END, BufferedWriter
from typing import Final

from flask import Response, request

from portal.web.context import settings
from portal.web.ods import ODS
from portal.web.sheet import XLSX
from portal.web.spool import Spool

TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "ods": ODS,
    "ndjson": "application/x-ndjson",
}

_PIECE: Final = 64 * 1024
_LEVEL: Final = 6


class TooMuch(Exception):
    """The file would hold too much of the room."""


def squeezes() -> bool:
    """Whether the reader takes gzip."""
    return request.accept_encodings["gzip"] > 0


def made(parts: Iterable[str] | Iterable[bytes], content_type: str, name: str) -> Response:
    """Return the file as an answer. Raises ``TooMuch``, and what ``parts`` raises."""
    most = settings().http_held_bytes // 3
    spool = Spool()
    try:
        size = _written(parts, spool, most)
    except BaseException:
        spool.close()
        raise
    told = Response(_pieces(spool), content_type=content_type)
    told.call_on_close(spool.close)
    told.content_length = size
    told.vary.add("Accept-Encoding")
    if squeezes():
        told.content_encoding = "gzip"
    told.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    told.headers["Cache-Control"] = "public, max-age=60"
    return told


def _written(parts: Iterable[str] | Iterable[bytes], spool: Spool, most: int) -> int:
    pieces = BufferedWriter(spool, _PIECE)
    out = GzipFile("", "wb", _LEVEL, pieces, mtime=0) if squeezes() else pieces
    for part in parts:
        out.write(part.encode() if isinstance(part, str) else part)
        if spool.tell() > most:
            raise TooMuch
    if out is not pieces:
        out.close()
    pieces.flush()
    pieces.detach()
    size = spool.seek(0, SEEK_END)
    if size > most:
        raise TooMuch
    return size


def _pieces(spool: Spool) -> Iterator[bytes]:
    spool.seek(0)
    while piece := spool.read(_PIECE):
        yield piece
