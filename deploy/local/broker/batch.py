"""Record batches, format 2: their header; the records inside are read only to search by time.

Layout: https://kafka.apache.org/documentation/#recordbatch. The checksum covers everything after
itself, so base offset and leader epoch may be set without touching it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple, TypeAlias

from crc32c import crc32c
from kafka.record.memory_records import MemoryRecords

from deploy.local.broker.codes import Code, Refused

Buffer: TypeAlias = bytes | bytearray | memoryview | mmap

HEADER = struct.Struct(">qiibIhiqqqhii")
LENGTH_AT = 8  # the length counts what follows it
CRC_AT = 17
COVERED_AT = 21
MAGIC = 2
TRANSACTIONAL = 0x10
CONTROL = 0x20
SEQUENCES = 1 << 31  # sequence numbers wrap here
NO_TRANSACTIONS = "The embedded broker has no transactions: leave transactional_id unset."


class Batch(NamedTuple):
    """A batch, as described by its header."""

    base_offset: int
    size: int
    records: int
    attributes: int
    max_timestamp: int
    producer_id: int
    producer_epoch: int
    first_sequence: int

    @property
    def last_offset(self) -> int:
        return self.base_offset + self.records - 1

    @property
    def last_sequence(self) -> int:
        return (self.first_sequence + self.records - 1) % SEQUENCES


def header(data: Buffer, position: int = 0) -> Batch:
    """The header at this position; at least `HEADER.size` bytes must follow it."""
    (base, length, _, _, _, attributes, last_delta, _, newest, producer, epoch, sequence, _) = (
        HEADER.unpack_from(data, position)
    )
    size = length + LENGTH_AT + 4
    return Batch(base, size, last_delta + 1, attributes, newest, producer, epoch, sequence)


def whole_batches(data: Buffer) -> Iterator[tuple[int, Batch]]:
    """Positions and headers of the intact batches at the front; stops at the first broken one."""
    position, end = 0, len(data)
    with memoryview(data) as view:
        while position + HEADER.size <= end:
            batch = header(view, position)
            after = position + batch.size
            if batch.size < HEADER.size or after > end:
                return
            crc = int.from_bytes(view[position + CRC_AT : position + COVERED_AT], "big")
            if view[position + 16] != MAGIC or crc32c(view[position + COVERED_AT : after]) != crc:
                return
            yield position, batch
            position = after


def received(records: Buffer | None) -> Batch:
    """The one batch that a producer sent for one partition, checked.

    Raises `Refused` where Apache Kafka's LogValidator does: exactly one intact batch of format 2
    that counts from 0, with at least one record, neither a control batch nor part of a transaction
    (there are none here).
    """
    data = memoryview(records or b"")
    if len(data) < HEADER.size:
        raise Refused(Code.INVALID_RECORD, "A partition's records are one whole record batch.")
    batch = header(data)
    (base, _, _, magic, crc, _, last_delta, _, _, _, _, _, count) = HEADER.unpack_from(data)
    if magic != MAGIC:
        code = Code.CORRUPT_MESSAGE if magic > MAGIC else Code.INVALID_RECORD
        raise Refused(code, "Only record batches of format 2 are taken.")
    if batch.size != len(data):
        raise Refused(Code.INVALID_RECORD, "One record batch a partition and request, and whole.")
    if crc32c(data[COVERED_AT:]) != crc:
        raise Refused(Code.CORRUPT_MESSAGE, "The checksum of the batch does not match.")
    if base != 0 or count < 1 or last_delta != count - 1:
        raise Refused(Code.INVALID_RECORD, "The batch counts its records wrongly.")
    if batch.attributes & CONTROL:
        raise Refused(Code.INVALID_RECORD, "Clients write no control records.")
    if batch.attributes & TRANSACTIONAL:
        raise Refused(Code.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, NO_TRANSACTIONS)
    return batch


def placed(records: Buffer, base_offset: int) -> bytes:
    """The batch as it is kept: at its offset, leader epoch 0."""
    return struct.pack(">q", base_offset) + records[8:12] + b"\0\0\0\0" + records[16:]


def times(raw: bytes) -> list[tuple[int, int]]:
    """Offset and timestamp (ms) of every record of one batch; opens compressed ones."""
    return [(record.offset, record.timestamp) for record in MemoryRecords(raw).next_batch()]


def all_have_keys(raw: bytes) -> bool:
    """Whether every record of one batch has a key; opens compressed ones."""
    return all(record.key is not None for record in MemoryRecords(raw).next_batch())
