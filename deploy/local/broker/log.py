"""One partition: a file of record batches, and in memory only a sparse index of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import mmap
import os
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from deploy.local.broker import batch as batches
from deploy.local.broker import durable
from deploy.local.broker.batch import HEADER, Batch, Buffer
from deploy.local.broker.check import cut_off, sound
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.producers import Producer, remember

_log = logging.getLogger(__name__)

STRIDE = 4096  # bytes of log per index entry, as in Apache Kafka (log.index.interval.bytes)


class Log:
    """The records of one partition, in order, from `start` up to but without `end`.

    An append is in the operating system's hands when it returns, so it survives the end of this
    process, not of the machine. Reading goes to the file, which the system keeps cached.
    """

    __slots__ = ("_file", "_newest", "_offsets", "_path", "_positions", "_title", "damaged",
                 "end", "fenced", "producers", "size", "start", "waiters")  # fmt: skip

    def __init__(self, path: Path, start: int = 0, title: str = "") -> None:
        """Open or create the file, and check it; from the first damage on it is cut off."""
        self._path = path
        self._title = title or str(path)
        self.start = self.end = start
        self.damaged = False
        self.fenced = -1  # the last producer id that may not write here any more
        self.producers: dict[int, Producer] = {}
        self.waiters: set[asyncio.Event] = set()
        self._open()

    def _open(self) -> None:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._empty()
        length = os.fstat(self._file).st_size
        if length:
            with mmap.mmap(self._file, length, access=mmap.ACCESS_WRITE) as data:
                for batch in sound(data, self.start, self._title):
                    self._note(batch)
                if self.size < length:
                    self.damaged = cut_off(self._path, data, self.size, self.end, self._title)
        if self._offsets and self._offsets[0] > self.start:
            self.start = self._offsets[0]
            _log.warning(
                "%s: begins at offset %d. Those before were deleted, which the journal lost.",
                *(self._title, self.start),
            )
        if self.end < self.start:  # what is left are deleted records
            self._empty()
            self.end = self.start
        if self.size < length:
            os.ftruncate(self._file, self.size)
            os.fsync(self._file)

    def _empty(self) -> None:
        # one entry a stride: offset of its first batch, where that is, newest timestamp in it
        self._offsets, self._positions, self._newest = array("q"), array("q"), array("q")
        self.size = 0

    def _note(self, batch: Batch) -> None:
        if not self._positions or self.size - self._positions[-1] >= STRIDE:
            self._offsets.append(batch.base_offset)
            self._positions.append(self.size)
            self._newest.append(batch.max_timestamp)
        elif batch.max_timestamp > self._newest[-1]:
            self._newest[-1] = batch.max_timestamp
        self.size += batch.size
        self.end = batch.last_offset + 1
        remember(self.producers, batch)

    def append(self, records: Buffer, batch: Batch) -> int:
        """Write one checked batch; answers its base offset and wakes who waits for it."""
        base = self.end
        raw = batches.placed(records, base)
        try:
            written = os.write(self._file, raw)
        except OSError as error:
            raise Refused(Code.KAFKA_STORAGE_ERROR, str(error)) from error
        if written != len(raw):
            os.ftruncate(self._file, self.size)
            raise Refused(Code.KAFKA_STORAGE_ERROR, "The disk took only a part of the batch.")
        self._note(batch._replace(base_offset=base))
        self.wake()
        return base

    def wake(self) -> None:
        """Let waiting fetches look again."""
        for waiter in self.waiters:
            waiter.set()

    def read(self, offset: int, max_bytes: int, *, at_least_one: bool) -> bytes:
        """Batches from the one that holds `offset` on; the last may be cut short, as in Kafka.

        With `at_least_one` the first batch comes whole even when it is larger than `max_bytes`
        (KIP-74). Nothing at the end of the log.
        """
        if offset >= self.end:
            return b""
        position, first = self._find(offset)
        if first.size > max_bytes:
            return os.pread(self._file, first.size, position) if at_least_one else b""
        return os.pread(self._file, min(max_bytes, self.size - position), position)

    def _find(self, offset: int) -> tuple[int, Batch]:
        entry = max(bisect_right(self._offsets, offset) - 1, 0)
        position = self._positions[entry]
        # every batch of a stride begins inside it
        stride = os.pread(self._file, STRIDE + HEADER.size, position)
        inside = 0
        while (batch := batches.header(stride, inside)).last_offset < offset:
            inside += batch.size
        return position + inside, batch

    def _from(self, position: int) -> Iterator[bytes]:
        while position < self.size:
            size = batches.header(os.pread(self._file, HEADER.size, position)).size
            yield os.pread(self._file, size, position)
            position += size

    def at_time(self, timestamp: int) -> tuple[int, int] | None:
        """Offset and timestamp of the first record as new as this (ms since 1970), or None."""
        for entry, newest in enumerate(self._newest):
            if newest >= timestamp:
                for raw in self._from(self._positions[entry]):
                    if batches.header(raw).max_timestamp >= timestamp:
                        for offset, time in batches.times(raw):
                            if time >= timestamp and offset >= self.start:
                                return offset, time
                return None
        return None

    def newest(self) -> tuple[int, int] | None:
        """Offset and timestamp of the first record with the newest timestamp, or None."""
        if self.start >= self.end:
            return None
        return self.at_time(max(self._newest))

    def delete_before(self, offset: int) -> None:
        """Forget the records before this offset and give their room back."""
        self.start = max(self.start, offset)
        kept_from = self._find(self.start)[0] if self.start < self.end else self.size
        if kept_from:
            durable.replace(self._path, self._bytes_from(kept_from))
            os.close(self._file)
            producers, end = self.producers, self.end
            self.producers = {}
            self._open()
            self.producers, self.end = producers, end
        self.wake()

    def _bytes_from(self, position: int) -> Iterator[bytes]:
        while chunk := os.pread(self._file, 1 << 20, position):
            yield chunk
            position += len(chunk)

    def close(self) -> None:
        """Let go of the file; fetches that wait are woken and will not find the partition."""
        with contextlib.suppress(OSError):
            os.close(self._file)
        self.wake()
