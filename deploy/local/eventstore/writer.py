"""The single writer: decides and writes many requests in one transaction.

Requests come from the event loop and wait in a queue while a transaction is being committed; all
requests that wait by then go into the next one. So many requests share one wait for the disk, and
every answer, including a refusal, is given after the commit that it depends on.
"""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from deploy.local.eventstore.database import UnusableFile, connect
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.reader import LAST_DATA, LAST_POSITION, load_head
from deploy.local.eventstore.record import (
    JSON,
    METADATA_TYPE,
    TOMBSTONE_REVISION,
    TOMBSTONE_TYPE,
    Proposal,
    Record,
    ticks_now,
)
from deploy.local.eventstore.stream_metadata import (
    DELETED,
    METASTREAM_PREFIX,
    parse,
    with_truncate_before,
)
from deploy.local.eventstore.versions import (
    Expected,
    Go,
    Head,
    Stored,
    StreamDeleted,
    Written,
    WrongVersion,
    on_append,
    on_delete,
    on_tombstone,
)
from deploy.local.eventstore.wal import Checkpointing

logger = logging.getLogger(__name__)

MAX_GROUP: Final = 256
MAX_HEADS: Final = 10_000
# Rows per statement: each step of a statement gives up the interpreter lock and must win it
# back from the event loop, so a few statements with many rows beat many with one.
ROWS_PER_INSERT: Final = (64, 16, 4, 1)
INSERT: Final = "INSERT INTO events VALUES"
ROW: Final = f"({', '.join('?' * len(Record._fields))})"
INSERTS: Final = {count: f"{INSERT} {', '.join([ROW] * count)}" for count in ROWS_PER_INSERT}
FIND_ID: Final = "SELECT event_id, revision, position FROM events WHERE event_id = ? AND stream = ?"
STORED_FROM: Final = (
    "SELECT event_id, revision, position FROM events WHERE stream = ? AND revision >= ?"
    " ORDER BY revision LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class AppendEvents:
    """Write these events; `deadline` is a reading of the monotonic clock."""

    stream: str
    expected: Expected
    proposals: Sequence[Proposal]
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class DeleteStream:
    """Delete softly."""

    stream: str
    expected: Expected


@dataclass(frozen=True, slots=True)
class TombstoneStream:
    """Delete for ever."""

    stream: str
    expected: Expected


@dataclass(frozen=True, slots=True)
class TooLate:
    """The request's deadline passed before it was its turn."""


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The disk refused; nothing of the request is stored."""

    sentence: str


Request: TypeAlias = AppendEvents | DeleteStream | TombstoneStream
Outcome: TypeAlias = Written | WrongVersion | StreamDeleted | TooLate | NotWritten
Waiting: TypeAlias = tuple[Request, asyncio.Future[Outcome]]


class Writer:
    """Owns the writing connection and its thread.

    Args:
        path: the prepared data file.
        loop: the event loop on which requests are submitted and answered.
        publish: called on the loop with newly committed records, before their answers.
        integrity: of a damaged file nothing is written.
    """

    def __init__(
        self,
        path: Path,
        loop: asyncio.AbstractEventLoop,
        publish: Callable[[Sequence[Record]], None],
        integrity: Integrity,
    ) -> None:
        self._connection = connect(path, cache_kib=8192)
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")  # others wait for this thread
        self._checkpointing = Checkpointing(path)
        self._loop = loop
        self._publish = publish
        self._integrity = integrity
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._heads: dict[str, Head] = {}
        self._rows: list[Record] = []
        self._committing: list[Record] = []
        self._unwritten: set[str] = set()
        self._position: int = self._connection.execute(LAST_POSITION).fetchone()[0]
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> asyncio.Future[Outcome]:
        """Queue a request; the future ends when its outcome is on disk."""
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self._queue.put((request, future))
        return future

    def close(self) -> None:
        """Write what is queued, then stop."""
        self._queue.put(None)
        self._thread.join()
        self._checkpointing.close()
        self._connection.close()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            group = [self._queue.get()]
            while len(group) < MAX_GROUP:
                try:
                    group.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            waiting = [item for item in group if item is not None]
            stopping = len(waiting) < len(group)
            if waiting:
                self._write(waiting)

    def _write(self, group: Sequence[Waiting]) -> None:
        before = self._position
        try:
            with self._integrity:
                outcomes = [self._outcome(request) for request, _ in group]
                self._flush()
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
        except UnusableFile as error:
            outcomes = [NotWritten(str(error))] * len(group)
            self._forget(before)
        except Exception as error:
            # Whatever it was, the thread must live to answer the next request.
            logger.exception("a group of %d requests was not written", len(group))
            outcomes = [NotWritten(f"The event store could not write: {error}.")] * len(group)
            self._forget(before)
        committed, self._committing = self._committing, []
        self._loop.call_soon_threadsafe(self._answer, group, outcomes, committed)
        self._checkpointing.committed(len(committed), self._connection)
        if len(self._heads) > MAX_HEADS:
            for stream in list(islice(self._heads, len(self._heads) // 2)):
                del self._heads[stream]

    def _answer(
        self, group: Sequence[Waiting], outcomes: Sequence[Outcome], committed: Sequence[Record]
    ) -> None:
        if committed:
            self._publish(committed)
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)

    def _forget(self, before: int) -> None:
        self._heads.clear()
        self._rows.clear()
        self._committing.clear()
        self._unwritten.clear()
        self._position = before
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _outcome(self, request: Request) -> Outcome:
        match request:
            case AppendEvents():
                return self._append(request)
            case DeleteStream():
                return self._delete(request)
            case TombstoneStream():
                return self._tombstone(request)

    def _append(self, request: AppendEvents) -> Outcome:
        stream = request.stream
        if request.deadline is not None and time.monotonic() > request.deadline:
            return TooLate()
        head = self._head(stream)
        verdict = on_append(
            head,
            request.expected,
            [proposal.event_id for proposal in request.proposals],
            find=lambda event_id: self._find(stream, event_id),
            stored_from=lambda first, limit: self._stored_from(stream, first, limit),
        )
        if not isinstance(verdict, Go):
            return verdict
        if head.deleted and request.proposals:
            self._set_truncate_before(stream, head.last + 1)
        self._add(stream, request.proposals)
        return Written(self._heads[stream].last, self._position)

    def _delete(self, request: DeleteStream) -> Outcome:
        verdict = on_delete(self._head(request.stream), request.expected)
        if not isinstance(verdict, Go):
            return verdict
        self._set_truncate_before(request.stream, DELETED)
        return Written(self._heads[request.stream].last, self._position)

    def _tombstone(self, request: TombstoneStream) -> Outcome:
        head = self._head(request.stream)
        verdict = on_tombstone(head, request.expected)
        if not isinstance(verdict, Go):
            return verdict
        tombstone = Proposal(str(uuid.uuid4()), TOMBSTONE_TYPE, JSON, b"", b"")
        self._heads[request.stream] = Head(TOMBSTONE_REVISION - 1, head.metadata)
        self._add(request.stream, [tombstone])
        return Written(TOMBSTONE_REVISION, self._position)

    def _set_truncate_before(self, stream: str, revision: int) -> None:
        metastream = METASTREAM_PREFIX + stream
        self._flush_if_unwritten(metastream)
        row = self._connection.execute(LAST_DATA, (metastream,)).fetchone()
        data = with_truncate_before(None if row is None else row[0], revision)
        self._head(metastream)
        self._add(metastream, [Proposal(str(uuid.uuid4()), METADATA_TYPE, JSON, b"", data)])

    def _add(self, stream: str, proposals: Sequence[Proposal]) -> None:
        """Take events in behind the head of their stream, which must be loaded."""
        head = self._heads[stream]
        described = stream.removeprefix(METASTREAM_PREFIX)
        if described != stream:
            self._head(described)
        now = ticks_now()
        revision = head.last
        for proposal in proposals:
            revision += 1
            self._position += 1
            self._rows.append(
                Record(
                    self._position,
                    stream,
                    revision,
                    proposal.event_id,
                    proposal.type,
                    now,
                    proposal.content_type,
                    proposal.metadata,
                    proposal.data,
                )
            )
        self._unwritten.add(stream)
        self._heads[stream] = Head(revision, head.metadata)
        if described != stream and proposals:
            self._heads[described] = Head(self._heads[described].last, parse(proposals[-1].data))

    def _head(self, stream: str) -> Head:
        # Re-inserted at each use, so that the oldest half is what falls out of the cache.
        head = self._heads.pop(stream, None)
        if head is None:
            head = load_head(self._connection, stream)
        self._heads[stream] = head
        return head

    def _find(self, stream: str, event_id: str) -> Stored | None:
        self._flush_if_unwritten(stream)
        row = self._connection.execute(FIND_ID, (event_id, stream)).fetchone()
        return None if row is None else Stored(*row)

    def _stored_from(self, stream: str, first: int, limit: int) -> Sequence[Stored]:
        self._flush_if_unwritten(stream)
        rows = self._connection.execute(STORED_FROM, (stream, first, limit))
        return [Stored(*row) for row in rows]

    def _flush_if_unwritten(self, stream: str) -> None:
        if stream in self._unwritten:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        done = 0
        for size in ROWS_PER_INSERT:
            while len(self._rows) - done >= size:
                rows = self._rows[done : done + size]
                self._connection.execute(INSERTS[size], [value for row in rows for value in row])
                done += size
        self._committing += self._rows
        self._rows = []
        self._unwritten.clear()
