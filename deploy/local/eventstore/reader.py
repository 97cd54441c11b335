"""Reads of the SQLite file, in bounded pieces so that a long read never blocks the event loop."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deploy.local.eventstore.database import connect
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.record import MAX_INT64, Record
from deploy.local.eventstore.stream_metadata import METASTREAM, METASTREAM_PREFIX, parse
from deploy.local.eventstore.versions import NO_STREAM, Head

PIECE_RECORDS: Final = 256
PIECE_BYTES: Final = 1 << 20

ALL_FORWARDS: Final = "SELECT * FROM events WHERE position >= ? ORDER BY position LIMIT ?"
ALL_BACKWARDS: Final = "SELECT * FROM events WHERE position < ? ORDER BY position DESC LIMIT ?"
STREAM_FORWARDS: Final = (
    "SELECT * FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision LIMIT ?"
)
STREAM_BACKWARDS: Final = (
    "SELECT * FROM events WHERE stream = ? AND revision BETWEEN ? AND ?"
    " ORDER BY revision DESC LIMIT ?"
)
LAST_REVISION: Final = "SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1"
LAST_DATA: Final = "SELECT data FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1"
LAST_POSITION: Final = "SELECT max(position) FROM events"


def load_head(connection: sqlite3.Connection, stream: str) -> Head:
    """Where the stream ends, as far as it is committed or written by this connection."""
    row = connection.execute(LAST_REVISION, (stream,)).fetchone()
    last = NO_STREAM if row is None else row[0]
    if stream.startswith(METASTREAM_PREFIX):
        return Head(last)
    row = connection.execute(LAST_DATA, (METASTREAM_PREFIX + stream,)).fetchone()
    return Head(last, None if row is None else parse(row[0]))


class Reader:
    """Reads for the event loop; each call is one short transaction.

    Each raises ``UnusableFile`` if SQLite cannot read, or if the file is damaged.
    """

    def __init__(self, path: Path, integrity: Integrity) -> None:
        self._integrity = integrity
        self._connection = connect(path, cache_kib=4096)
        self._connection.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def last_position(self) -> int:
        """The position of the last event."""
        with self._integrity:
            position: int = self._connection.execute(LAST_POSITION).fetchone()[0]
        return position

    def head(self, stream: str) -> Head:
        """Where the stream ends. A metadata stream ends with the stream it describes."""
        with self._integrity:
            head = load_head(self._connection, stream)
            if stream.startswith(METASTREAM_PREFIX):
                owner = load_head(self._connection, stream.removeprefix(METASTREAM_PREFIX))
                return Head(owner.last if owner.tombstoned else head.last, METASTREAM)
        return head

    def all_forwards(self, position: int, limit: int = PIECE_RECORDS) -> Sequence[Record]:
        """Events from `position` on, itself included."""
        return self._piece(ALL_FORWARDS, (min(position, MAX_INT64),), limit)

    def all_backwards(self, position: int, limit: int = PIECE_RECORDS) -> Sequence[Record]:
        """Events before `position`, itself excluded, newest first."""
        return self._piece(ALL_BACKWARDS, (min(position, MAX_INT64),), limit)

    def stream_forwards(
        self, stream: str, first: int, last: int, limit: int = PIECE_RECORDS
    ) -> Sequence[Record]:
        """Events of a stream from revision `first` to `last`, both included."""
        return self._piece(STREAM_FORWARDS, (stream, min(first, MAX_INT64), last), limit)

    def stream_backwards(
        self, stream: str, first: int, last: int, limit: int = PIECE_RECORDS
    ) -> Sequence[Record]:
        """Events of a stream from revision `last` back to `first`, both included."""
        return self._piece(STREAM_BACKWARDS, (stream, min(first, MAX_INT64), last), limit)

    def _piece(self, sql: str, values: tuple[str | int, ...], limit: int) -> Sequence[Record]:
        piece = []
        size = 0
        with self._integrity:
            cursor = self._connection.execute(sql, (*values, min(limit, PIECE_RECORDS)))
            for row in cursor:
                record = Record._make(row)
                piece.append(record)
                size += len(record.data) + len(record.metadata)
                if size > PIECE_BYTES:
                    break
            cursor.close()
        return piece
