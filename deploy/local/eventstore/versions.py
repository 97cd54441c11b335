"""The outcome of an append, a delete or a tombstone with an expected version.

These are pure rules. A repeated append (the same event ids) succeeds again without writing, so a
client can safely retry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from deploy.local.eventstore.record import TOMBSTONE_REVISION
from deploy.local.eventstore.stream_metadata import NO_METADATA, StreamMetadata

NO_STREAM: Final = -1
Expected: TypeAlias = int | Literal["any", "exists"]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream ends: its last revision (-1: never written) and its metadata, if any."""

    last: int = NO_STREAM
    metadata: StreamMetadata | None = None

    @property
    def tombstoned(self) -> bool:
        """Whether the stream is gone for ever."""
        return self.last == TOMBSTONE_REVISION

    @property
    def deleted(self) -> bool:
        """Whether the stream is softly deleted: it reads as missing and may be written."""
        return (self.metadata or NO_METADATA).deleted


@dataclass(frozen=True, slots=True)
class Written:
    """Success: the last event's revision and its position in the store."""

    revision: int
    position: int


@dataclass(frozen=True, slots=True)
class WrongVersion:
    """The stream's last revision (-1: none) is not the expected one."""

    current: int


@dataclass(frozen=True, slots=True)
class StreamDeleted:
    """The stream is deleted and the request asks for it to exist, or it is tombstoned."""


@dataclass(frozen=True, slots=True)
class Go:
    """Nothing stands against writing."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An event that is in the stream already."""

    event_id: str
    revision: int
    position: int


Verdict: TypeAlias = Go | Written | WrongVersion | StreamDeleted
GO: Final = Go()


def on_append(
    head: Head,
    expected: Expected,
    ids: Sequence[str],
    *,
    find: Callable[[str], Stored | None],
    stored_from: Callable[[int, int], Sequence[Stored]],
) -> Verdict:
    """Rule on an append of events with these ids.

    Args:
        head: where the stream ends.
        expected: a revision, NO_STREAM, "any" or "exists".
        ids: the events' ids, in order.
        find: looks an event id up in this stream.
        stored_from: the events of this stream from a revision on, at most so many.
    """
    if head.tombstoned:
        return StreamDeleted()
    if isinstance(expected, int):
        return _on_number(head, expected, ids, stored_from)
    if head.last == NO_STREAM:
        return WrongVersion(NO_STREAM) if expected == "exists" and not head.metadata else GO
    known = [find(event_id) for event_id in ids[:1]]
    if known and known[0] is not None:
        rest = [find(event_id) for event_id in ids[1:]]
        last = rest[-1] if rest else known[0]
        if last is None or None in rest:
            return WrongVersion(head.last)
        return Written(last.revision, last.position)
    if expected == "exists" and head.deleted:
        return StreamDeleted()
    return GO


def _on_number(
    head: Head,
    expected: int,
    ids: Sequence[str],
    stored_from: Callable[[int, int], Sequence[Stored]],
) -> Verdict:
    if expected == head.last:
        return GO
    if expected > head.last:
        return WrongVersion(head.last)
    stored = stored_from(expected + 1, len(ids)) if ids else ()
    if stored and [event.event_id for event in stored] == list(ids):
        return Written(stored[-1].revision, stored[-1].position)
    return GO if expected == NO_STREAM and head.deleted else WrongVersion(head.last)


def on_delete(head: Head, expected: Expected) -> Verdict:
    """Rule on a soft delete; deleting again is no error, deleting nothing is."""
    if head.tombstoned:
        return StreamDeleted()
    if head.last == NO_STREAM:
        return WrongVersion(NO_STREAM)
    return _on_removal(head, expected)


def on_tombstone(head: Head, expected: Expected) -> Verdict:
    """Rule on a tombstone, which may be set on a stream that was never written."""
    if head.tombstoned:
        return StreamDeleted()
    return _on_removal(head, expected)


def _on_removal(head: Head, expected: Expected) -> Verdict:
    if expected == "any":
        return GO
    if expected == "exists":
        if head.deleted:
            return StreamDeleted()
        return WrongVersion(NO_STREAM) if head.last == NO_STREAM else GO
    if expected == head.last or (expected == NO_STREAM and head.deleted):
        return GO
    return WrongVersion(head.last)
