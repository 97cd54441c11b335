"""The rules of expected versions alone, for cases that a live store cannot show."""

from collections.abc import Sequence

import pytest

from deploy.local.eventstore.stream_metadata import DELETED, StreamMetadata
from deploy.local.eventstore.versions import (
    GO,
    NO_STREAM,
    Expected,
    Head,
    Stored,
    StreamDeleted,
    Verdict,
    Written,
    WrongVersion,
    on_append,
    on_delete,
    on_tombstone,
)

GONE = StreamMetadata(truncate_before=DELETED)
TOMBSTONED = Head(2**63 - 1)
STORED = [Stored("a", 0, 10), Stored("b", 1, 11), Stored("c", 2, 12)]


def ruled(head: Head, expected: Expected, ids: Sequence[str]) -> Verdict:
    stored = [event for event in STORED if event.revision <= head.last]
    return on_append(
        head,
        expected,
        ids,
        find=lambda event_id: next((e for e in stored if e.event_id == event_id), None),
        stored_from=lambda first, limit: stored[first : first + limit],
    )


@pytest.mark.parametrize(
    ("expected", "ids", "verdict"),
    [
        (2, ["d"], GO),
        (2, ["a"], GO),
        ("any", ["d", "a"], GO),
        ("any", ["a"], Written(0, 10)),
        ("any", ["c", "a"], Written(0, 10)),
        ("exists", ["a", "b", "c"], Written(2, 12)),
        ("any", ["a", "d"], WrongVersion(2)),
        ("any", ["a", "d", "c"], WrongVersion(2)),
        (NO_STREAM, ["a", "b"], Written(1, 11)),
        (NO_STREAM, ["b", "a"], WrongVersion(2)),
        (0, ["b", "c"], Written(2, 12)),
        (0, ["b", "c", "d"], WrongVersion(2)),
        (0, ["c"], WrongVersion(2)),
        (3, ["d"], WrongVersion(2)),
        (0, [], WrongVersion(2)),
        ("any", [], GO),
        (2, [], GO),
    ],
)
def test_an_append_to_three_events_is_ruled_on(
    expected: Expected, ids: Sequence[str], verdict: Verdict
) -> None:
    assert ruled(Head(2), expected, ids) == verdict


@pytest.mark.parametrize("metadata", [None, StreamMetadata(), StreamMetadata(truncate_before=1)])
def test_a_stream_that_has_only_metadata_exists(metadata: StreamMetadata | None) -> None:
    verdict = ruled(Head(NO_STREAM, metadata), "exists", ["a"])
    assert verdict == (WrongVersion(NO_STREAM) if metadata is None else GO)


@pytest.mark.parametrize(
    ("head", "expected", "deleted", "tombstoned"),
    [
        (Head(), "any", WrongVersion(-1), GO),
        (Head(), NO_STREAM, WrongVersion(-1), GO),
        (Head(), "exists", WrongVersion(-1), WrongVersion(-1)),
        (Head(), 0, WrongVersion(-1), WrongVersion(-1)),
        (Head(2), "any", GO, GO),
        (Head(2), 2, GO, GO),
        (Head(2), "exists", GO, GO),
        (Head(2), NO_STREAM, WrongVersion(2), WrongVersion(2)),
        (Head(2), 1, WrongVersion(2), WrongVersion(2)),
        (Head(2, GONE), "any", GO, GO),
        (Head(2, GONE), 2, GO, GO),
        (Head(2, GONE), NO_STREAM, GO, GO),
        (Head(2, GONE), "exists", StreamDeleted(), StreamDeleted()),
        (TOMBSTONED, "any", StreamDeleted(), StreamDeleted()),
    ],
)
def test_a_removal_is_ruled_on(
    head: Head, expected: Expected, deleted: Verdict, tombstoned: Verdict
) -> None:
    assert on_delete(head, expected) == deleted
    assert on_tombstone(head, expected) == tombstoned
