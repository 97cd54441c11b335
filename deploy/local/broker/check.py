"""What is checked of a partition's file when it is opened, and what becomes of damage in it."""

from __future__ import annotations

import logging
import struct
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from mmap import mmap
from pathlib import Path

from crc32c import crc32c

from deploy.local.broker import durable
from deploy.local.broker.batch import COVERED_AT, CRC_AT, HEADER, Batch, header, whole_batches

EPOCH_AT = 12
PLACED = b"\0\0\0\0\2"  # what every batch has there: leader epoch 0, format 2

_log = logging.getLogger(__name__)


def sound(data: mmap, start: int, title: str) -> Iterator[Batch]:
    """Batches in order up to the first damage: each whole, at the offset where the last one ended.

    The checksum covers neither base offset nor leader epoch. A base offset that is wrong is put
    right, in the file too, where the batches before and after agree on it; an epoch always.
    """
    expected = _begin(data, start)
    for position, batch in whole_batches(data):
        right = batch.base_offset == expected
        if not right and not _follows(data, position + batch.size, expected + batch.records):
            return
        if right and data[position + EPOCH_AT : position + CRC_AT] == PLACED:
            yield batch
        else:
            struct.pack_into(">q", data, position, expected)
            data[position + EPOCH_AT : position + CRC_AT] = PLACED
            data.flush()
            _log.warning(
                "%s: the head of the batch at byte %d, offset %d, was damaged, and is put right.",
                *(title, position, expected),
            )
            yield batch._replace(base_offset=expected)
        expected += batch.records


def _follows(data: mmap, position: int, offset: int) -> bool:
    """Whether a batch with this offset begins there."""
    return position + HEADER.size <= len(data) and header(data, position).base_offset == offset


def _begin(data: mmap, start: int) -> int:
    """Offset of the first batch, which the first 3 tell.

    Where they agree, or the first and another do, the journal may say what it will: its `start` is
    older than the log after a loss of power. Else it is what most say of what is not behind it.
    """
    said: list[int] = []
    before = 0
    for _, batch in islice(whole_batches(data), 3):
        said.append(batch.base_offset - before)
        before += batch.records
    votes = Counter(each for each in said if each >= 0).most_common()
    if not votes:
        return start
    if votes[0] == (said[0], len(said)) or (votes[0][0] == said[0] and votes[0][1] > 1):
        return said[0]
    return next((each for each, _ in votes if each <= start), votes[0][0])


def cut_off(path: Path, data: mmap, at: int, offset: int, title: str) -> bool:
    """Keep beside the log what it has from this byte on, and say what; the caller shortens it.

    Answers whether it was damaged, so that records are lost which were acknowledged.
    """
    size = len(data) - at
    whole = _whole_behind(data, at)
    torn = not whole and _is_torn(data, at)
    try:
        with memoryview(data) as view, view[at:] as rest:
            kept = durable.kept(path.with_name(f"{path.stem}.cut-at-{at}"), [rest])
    except OSError as error:
        if not torn:
            raise
        _log.warning("%s: a torn tail of %d bytes is cut off, not kept: %s.", title, size, error)
        return False
    if torn:
        _log.warning(
            "%s: a torn tail. The last batch was not written whole: its %d bytes are cut off, and"
            " kept in %s.",
            *(title, size, kept),
        )
    else:
        _log.error(
            "%s: damaged at byte %d, offset %d. All from there on is cut off, %d bytes with %d"
            " whole batches, and kept in %s. Relays that are restarted publish again what a topic"
            " lost.",
            *(title, at, offset, size, whole, kept),
        )
    return not torn


def _is_torn(data: mmap, at: int) -> bool:
    """Whether this is the front of a batch, or nothing, as an interrupted write leaves it."""
    rest = data[at:]
    if len(rest) < HEADER.size or not rest.strip(b"\0"):
        return True
    crc = int.from_bytes(rest[CRC_AT:COVERED_AT], "big")
    # a batch that is whole but for its length is damaged
    return header(rest).size > len(rest) and crc32c(rest[COVERED_AT:]) != crc


def _whole_behind(data: mmap, at: int) -> int:
    """How many whole batches there are from this byte on, wherever they begin."""
    count = 0
    found = data.find(PLACED, at + EPOCH_AT)
    while found >= 0:
        with memoryview(data) as view, view[found - EPOCH_AT :] as rest:
            sizes = [batch.size for _, batch in whole_batches(rest)]
        count += len(sizes)
        found = data.find(PLACED, found + max(sum(sizes), 1))
    return count
