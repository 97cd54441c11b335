"""Finite reads: of one stream or of the whole store, forwards or backwards."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Final

from deploy.local.eventstore.follow import Keep
from deploy.local.eventstore.reader import Reader
from deploy.local.eventstore.record import LINK_TYPE, Record, ticks_now
from deploy.local.eventstore.stream_metadata import NO_METADATA, first_visible, too_old
from deploy.local.eventstore.versions import NO_STREAM

FROM_END: Final = None


class Missing(Exception):
    """The stream was never written, or is deleted."""


class Gone(Exception):
    """The stream is tombstoned."""


async def read_all(
    reader: Reader, start: int | None, limit: int, keep: Keep | None, *, backwards: bool
) -> AsyncIterator[Record]:
    """Read the whole store.

    Args:
        reader: reads the file.
        start: a position, included when forwards and excluded when backwards; None: the end.
        limit: how many events that the filter keeps.
        keep: the filter.
        backwards: newest first.
    """
    last = reader.last_position()
    position = last + 1 if start is FROM_END else start
    while limit > 0:
        # Nothing that is written after the read began is of it, so it ends under any load.
        pieces = reader.all_backwards if backwards else reader.all_forwards
        # A filtered read takes whole pieces, since it cannot know how many it must look at.
        records = pieces(position) if keep else pieces(position, limit)
        for record in records:
            if record.position > last:
                return
            if keep is None or keep(record):
                yield record
                limit -= 1
                if limit == 0:
                    return
        if not records:
            return
        position = records[-1].position + (0 if backwards else 1)
        await asyncio.sleep(0)


async def read_stream(
    reader: Reader, stream: str, start: int | None, limit: int, *, backwards: bool
) -> AsyncIterator[Record]:
    """Read one stream.

    Args:
        reader: reads the file.
        stream: its name.
        start: a revision, included; None: the end.
        limit: how many events.
        backwards: newest first.

    Raises:
        Missing: the stream was never written or is deleted.
        Gone: the stream is tombstoned.
    """
    head = reader.head(stream)
    metadata = head.metadata or NO_METADATA
    if head.tombstoned:
        raise Gone
    if head.last == NO_STREAM or head.deleted:
        raise Missing
    first, last = first_visible(metadata, head.last), head.last
    if backwards:
        last = last if start is FROM_END else min(start, last)
    elif start is FROM_END:
        return
    else:
        first = max(first, start)
    now = ticks_now()
    while limit > 0 and first <= last:
        records = _piece(reader, stream, first, last, limit, backwards=backwards)
        if not records:
            return
        for record in records:
            if not too_old(metadata, record, now):
                yield record
                limit -= 1
        if backwards:
            last = records[-1].revision - 1
        else:
            first = records[-1].revision + 1
        await asyncio.sleep(0)


def _piece(
    reader: Reader, stream: str, first: int, last: int, limit: int, *, backwards: bool
) -> Sequence[Record]:
    if backwards:
        return reader.stream_backwards(stream, first, last, limit)
    return reader.stream_forwards(stream, first, last, limit)


def target_of(reader: Reader, link: Record) -> Record | None:
    """The event that a link (`revision@stream`) points to, unless it is lost."""
    revision, _, stream = link.data.decode(errors="replace").partition("@")
    if not (revision.isascii() and revision.isdigit()):
        return None
    head = reader.head(stream)
    if head.tombstoned or int(revision) < first_visible(head.metadata or NO_METADATA, head.last):
        return None
    found = reader.stream_forwards(stream, int(revision), min(int(revision), head.last), 1)
    return found[0] if found else None


def is_link(record: Record) -> bool:
    """Whether the record is a link."""
    return record.type == LINK_TYPE
