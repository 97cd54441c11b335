"""Catch-up subscriptions: first the stored events, then new commits, without gaps or duplicates.

A follower reads the file until its position is within the tail, and from then on the tail. A slow
follower that falls out of the tail goes back to the file.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from deploy.local.eventstore.reader import PIECE_RECORDS, Reader
from deploy.local.eventstore.record import TOMBSTONE_REVISION, TOMBSTONE_TYPE, Record, ticks_now
from deploy.local.eventstore.stream_metadata import NO_METADATA, first_visible, too_old
from deploy.local.eventstore.tail import Tail


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything up to this position was considered; one may resume after it."""

    position: int


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """From here on events arrive as they are committed."""


@dataclass(frozen=True, slots=True)
class FellBehind:
    """The follower was too slow for the tail and reads the file again."""


class StreamEnded(Exception):
    """The followed stream is tombstoned: there will never be another event."""


News: TypeAlias = Record | Checkpoint | CaughtUp | FellBehind
Keep: TypeAlias = Callable[[Record], bool]
CAUGHT_UP: Final = CaughtUp()
FELL_BEHIND: Final = FellBehind()


async def follow_all(
    reader: Reader, tail: Tail, after: int, keep: Keep | None = None, interval: int = 0
) -> AsyncIterator[News]:
    """Follow the whole store.

    Args:
        reader: reads the file.
        tail: the newest records.
        after: the position after which to begin.
        keep: which records to give; with it come checkpoints too.
        interval: a checkpoint after so many records considered; 0: only on catching up.

    Raises:
        Stopping: the node is stopping.
    """
    position = after
    considered = 0
    told = -1
    live = False
    while True:
        if position >= tail.last:
            if not live:
                live = True
                if keep is not None and told < tail.last:
                    considered, told = 0, tail.last
                    yield Checkpoint(told)
                yield CAUGHT_UP
            if position >= tail.last:
                await tail.wait()
            continue
        if tail.covers(position):
            records = tail.after(position, PIECE_RECORDS)
        else:
            if live:
                live = False
                yield FELL_BEHIND
            records = reader.all_forwards(position + 1)
        for record in records:
            position = record.position
            if keep is None or keep(record):
                yield record
            considered += 1
            if interval and considered >= interval:
                considered, told = 0, position
                yield Checkpoint(told)
        # Others get their turn even where the filter lets nothing through.
        await asyncio.sleep(0)


async def follow_stream(
    reader: Reader, tail: Tail, stream: str, *, after: int, position: int
) -> AsyncIterator[News]:
    """Follow one stream, which need not exist yet.

    Args:
        reader: reads the file.
        tail: the newest records.
        stream: its name.
        after: the revision after which to begin; -1 for all.
        position: the place in the store before which there is nothing to give.

    Raises:
        StreamEnded: the stream is or becomes tombstoned.
        Stopping: the node is stopping.
    """
    if reader.head(stream).tombstoned:
        raise StreamEnded
    revision = after
    live = False
    while True:
        if position >= tail.last:
            if not live:
                live = True
                yield CAUGHT_UP
            if position >= tail.last:
                await tail.wait()
            continue
        if tail.covers(position):
            newest = tail.after(position, PIECE_RECORDS)
            position = newest[-1].position
            records: Sequence[Record] = [
                record
                for record in newest
                if record.stream == stream and record.revision > revision
            ]
        else:
            if live:
                live = False
                yield FELL_BEHIND
            upto = tail.last
            records = _visible_after(reader, stream, revision)
            position = records[-1].position if records else upto
        for record in records:
            if record.type == TOMBSTONE_TYPE and record.revision == TOMBSTONE_REVISION:
                raise StreamEnded
            revision = record.revision
            yield record
        await asyncio.sleep(0)


def _visible_after(reader: Reader, stream: str, revision: int) -> Sequence[Record]:
    head = reader.head(stream)
    metadata = head.metadata or NO_METADATA
    first = max(revision + 1, first_visible(metadata, head.last))
    now = ticks_now()
    while records := reader.stream_forwards(stream, first, head.last):
        if seen := [record for record in records if not too_old(metadata, record, now)]:
            return seen
        first = records[-1].revision + 1
    return []
