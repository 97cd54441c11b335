"""Idempotent producers of one partition: the last batch of each and the valid next ones."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from deploy.local.broker.batch import SEQUENCES, Batch
from deploy.local.broker.codes import Code, Refused

KEPT = 5  # batches a producer may have in flight, so as many may come twice


class Written(NamedTuple):
    """A batch that a producer has in the log."""

    first_sequence: int
    last_sequence: int
    base_offset: int


@dataclass(slots=True)
class Producer:
    """One producer's epoch and its newest batches."""

    epoch: int
    written: deque[Written] = field(default_factory=lambda: deque(maxlen=KEPT))


def check_fence(fenced: int, batch: Batch) -> None:
    """Raise `Refused` for a producer of before the log was cut off: it must not write on.

    Its records would hide from a relay, which compares ends when it starts, that some are lost.
    """
    if 0 <= batch.producer_id <= fenced:
        raise Refused(
            Code.PRODUCER_FENCED, "Records of this partition were damaged. Begin anew and compare."
        )


def duplicate_of(producers: dict[int, Producer], batch: Batch) -> int | None:
    """The offset at which this very batch already is, or None when it may be appended.

    Raises `Refused` for a fenced epoch and for a gap in the sequence. A producer that is not known
    (its records are deleted) may go on with any sequence, as in Apache Kafka since 2.5 (KIP-360).
    """
    known = producers.get(batch.producer_id)
    if batch.producer_id < 0 or known is None:
        return None
    if batch.producer_epoch < known.epoch:
        raise Refused(Code.INVALID_PRODUCER_EPOCH, "A newer epoch of this producer has written.")
    if batch.producer_epoch > known.epoch:
        if batch.first_sequence != 0:
            raise Refused(Code.OUT_OF_ORDER_SEQUENCE_NUMBER, "A new epoch begins with 0.")
        return None
    for earlier in known.written:
        if earlier[:2] == (batch.first_sequence, batch.last_sequence):
            return earlier.base_offset
    expected = (known.written[-1].last_sequence + 1) % SEQUENCES
    if batch.first_sequence != expected:
        raise Refused(
            Code.OUT_OF_ORDER_SEQUENCE_NUMBER,
            f"Sequence {batch.first_sequence} came where {expected} was due.",
        )
    return None


def remember(producers: dict[int, Producer], batch: Batch) -> None:
    """Note a batch that was appended."""
    if batch.producer_id < 0:
        return
    known = producers.get(batch.producer_id)
    if known is None or known.epoch != batch.producer_epoch:
        known = producers[batch.producer_id] = Producer(batch.producer_epoch)
    known.written.append(Written(batch.first_sequence, batch.last_sequence, batch.base_offset))
