"""Reads of a stream and of the whole store, both ways, with limits and filters."""

from collections.abc import Sequence
from typing import Any

import pytest
from esdbclient import AsyncEventStoreDBClient, EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import GrpcDeadlineExceeded, NotFound, StreamIsDeleted

pytestmark = pytest.mark.live

NONE = StreamState.NO_STREAM
COUNT = 7


def fill(
    client: EventStoreDBClient, stream: str, types: Sequence[str] = ("Happened",) * COUNT
) -> int:
    """Write events of these types; the position before them is returned."""
    before = client.get_commit_position(filter_exclude=())
    events = [NewEvent(type=name, data=b"%d" % number) for number, name in enumerate(types)]
    client.append_to_stream(stream, current_version=NONE, events=events)
    return before


@pytest.mark.parametrize(
    ("arguments", "revisions"),
    [
        ({}, range(COUNT)),
        ({"limit": 3}, range(3)),
        ({"limit": 100}, range(COUNT)),
        ({"stream_position": 0}, range(COUNT)),
        ({"stream_position": 4}, range(4, COUNT)),
        ({"stream_position": 4, "limit": 2}, (4, 5)),
        ({"stream_position": COUNT - 1}, (COUNT - 1,)),
        ({"stream_position": COUNT}, ()),
        ({"backwards": True}, range(COUNT - 1, -1, -1)),
        ({"backwards": True, "limit": 2}, (6, 5)),
        ({"backwards": True, "stream_position": 3}, (3, 2, 1, 0)),
        ({"backwards": True, "stream_position": 3, "limit": 2}, (3, 2)),
        ({"backwards": True, "stream_position": 0}, (0,)),
        ({"backwards": True, "stream_position": 100}, range(COUNT - 1, -1, -1)),
    ],
)
def test_a_stream_is_read_from_any_revision_both_ways(
    client: EventStoreDBClient, stream: str, arguments: dict[str, Any], revisions: Sequence[int]
) -> None:
    fill(client, stream)
    found = client.get_stream(stream, **arguments)
    assert [event.stream_position for event in found] == list(revisions)
    assert [event.data for event in found] == [b"%d" % revision for revision in revisions]


@pytest.mark.parametrize("arguments", [{}, {"backwards": True}, {"stream_position": 5}])
def test_a_missing_stream_is_not_found(
    client: EventStoreDBClient, stream: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(NotFound):
        client.get_stream(stream, **arguments)


def test_the_version_of_a_missing_stream_is_that_there_is_none(
    client: EventStoreDBClient, stream: str
) -> None:
    assert client.get_current_version(stream) is NONE
    fill(client, stream)
    assert client.get_current_version(stream) == COUNT - 1


def test_a_long_stream_is_read_in_order(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, ["Happened"] * 1500)
    assert [event.stream_position for event in client.get_stream(stream)] == list(range(1500))
    newest = client.get_stream(stream, backwards=True)
    assert [event.stream_position for event in newest] == list(range(1499, -1, -1))


def test_a_read_may_be_left_half_way(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, ["Happened"] * 1500)
    with client.read_stream(stream) as events:
        assert next(events).stream_position == 0
    assert len(client.get_stream(stream)) == 1500


def test_a_read_has_a_deadline(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, ["Happened"] * 1500)
    with pytest.raises(GrpcDeadlineExceeded):
        tuple(client.read_stream(stream, timeout=0))


def test_the_whole_store_is_read_forwards_from_a_position_included(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    positions = [event.commit_position for event in client.get_stream(stream)]
    found = client.read_all(
        commit_position=positions[3], filter_include=(stream,), filter_by_stream_name=True
    )
    assert [event.commit_position for event in found] == positions[3:]


def test_the_whole_store_is_read_backwards_from_a_position_excluded(
    client: EventStoreDBClient, stream: str
) -> None:
    before = fill(client, stream)
    positions = [event.commit_position for event in client.get_stream(stream)]
    found = client.read_all(
        commit_position=positions[3],
        backwards=True,
        filter_include=(stream,),
        filter_by_stream_name=True,
        limit=3,
    )
    assert [event.commit_position for event in found] == positions[2::-1]
    assert before < (positions[0] or 0)


def test_the_newest_event_of_the_store_is_read_first_backwards(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    found = list(
        client.read_all(
            backwards=True, limit=3, filter_include=(stream,), filter_by_stream_name=True
        )
    )
    assert [event.data for event in found] == [b"6", b"5", b"4"]


def test_the_commit_position_is_that_of_the_last_event(
    client: EventStoreDBClient, stream: str
) -> None:
    position = client.append_to_stream(
        stream, current_version=NONE, events=NewEvent(type="Happened", data=b"")
    )
    assert client.get_commit_position() >= position
    of_stream = client.get_commit_position(filter_include=(stream,), filter_by_stream_name=True)
    assert of_stream == position
    assert client.get_commit_position(filter_include=(f"no-{stream}",)) == 0


def test_the_store_begins_with_a_system_event(client: EventStoreDBClient) -> None:
    first = next(client.read_all(filter_exclude=(), limit=1))
    assert first.is_system_event
    assert (first.commit_position or 0) >= 0


TYPES = ("Asked", "Answered", "Asked", "Closed", "Reopened", "Asked-again", "Closed")


def with_token(patterns: Sequence[str], token: str) -> Sequence[str]:
    return [token + pattern for pattern in patterns]


@pytest.mark.parametrize(
    ("patterns", "kept"),
    [
        (("Asked",), (0, 2)),
        (("Asked.*",), (0, 2, 5)),
        (("Closed", "Answered"), (1, 3, 6)),
        (("A[a-z]+ed",), (0, 1, 2)),
        (("Nothing",), ()),
    ],
)
@pytest.mark.parametrize("limit", [100, 1])
def test_the_store_is_read_for_event_types(
    client: EventStoreDBClient,
    stream: str,
    patterns: Sequence[str],
    kept: tuple[int, ...],
    limit: int,
) -> None:
    fill(client, stream, with_token(TYPES, stream))
    # Two alternatives are anchored at one end each, which the token makes harmless.
    wanted = with_token(patterns, stream)
    found = client.read_all(filter_include=wanted, limit=limit)
    assert [event.stream_position for event in found] == list(kept)[:limit]
    newest = client.read_all(filter_include=wanted, limit=limit, backwards=True)
    assert [event.stream_position for event in newest] == list(reversed(kept))[:limit]


@pytest.mark.parametrize(
    ("patterns", "kept"),
    [
        (("Asked",), (1, 3, 4, 5, 6)),
        (("Asked", "Closed"), (1, 4, 5)),
        ((".*ed",), (5,)),
        (("Nothing",), range(7)),
    ],
)
def test_event_types_are_left_out(
    client: EventStoreDBClient, stream: str, patterns: Sequence[str], kept: Sequence[int]
) -> None:
    before = fill(client, stream, TYPES)
    found = client.read_all(commit_position=before, filter_exclude=patterns)
    assert [event.stream_position for event in found if event.stream_name == stream] == list(kept)


def test_an_inclusion_goes_before_an_exclusion(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, [stream])
    found = client.read_all(filter_include=(stream,), filter_exclude=(stream,))
    assert len(list(found)) == 1


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        ((r"{}-a",), ("a",)),
        ((r"{}-[ab]",), ("a", "b")),
        ((r"{}-.*",), ("a", "b", "c")),
        ((r"{}-a", r"{}-c"), ("a", "c")),
    ],
)
def test_the_store_is_read_for_stream_names(
    client: EventStoreDBClient, stream: str, patterns: Sequence[str], names: Sequence[str]
) -> None:
    for name in ("a", "b", "c"):
        fill(client, f"{stream}-{name}", ["Happened"])
    found = client.read_all(
        filter_include=[pattern.format(stream) for pattern in patterns], filter_by_stream_name=True
    )
    assert [event.stream_name for event in found] == [f"{stream}-{name}" for name in names]


def test_stream_names_are_left_out(client: EventStoreDBClient, stream: str) -> None:
    before = fill(client, f"{stream}-a", ["Happened"])
    fill(client, f"{stream}-b", ["Happened"])
    found = client.read_all(
        commit_position=before, filter_exclude=(f"{stream}-a",), filter_by_stream_name=True
    )
    ours = [event.stream_name for event in found if event.stream_name.startswith(stream)]
    assert ours == [f"{stream}-b"]


def test_system_events_are_left_out_unless_asked_for(
    client: EventStoreDBClient, stream: str
) -> None:
    before = fill(client, stream, ["Happened"])
    client.set_stream_metadata(stream, metadata={"colour": "blue"})
    names = {event.stream_name for event in client.read_all(commit_position=before)}
    assert f"$${stream}" not in names
    names = {
        event.stream_name for event in client.read_all(commit_position=before, filter_exclude=())
    }
    assert {stream, f"$${stream}"} <= names


def test_events_of_a_deleted_stream_stay_in_the_store(
    client: EventStoreDBClient, stream: str
) -> None:
    before = fill(client, stream)
    client.delete_stream(stream, current_version=COUNT - 1)
    found = [
        event for event in client.read_all(commit_position=before) if event.stream_name == stream
    ]
    assert len(found) == COUNT


def test_a_tombstoned_stream_is_told_apart_from_a_missing_one(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    client.tombstone_stream(stream, current_version=COUNT - 1)
    with pytest.raises(StreamIsDeleted):
        client.get_stream(stream)


async def test_the_asynchronous_client_reads(
    async_client: AsyncEventStoreDBClient, client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream, [stream] * COUNT)
    stored = await async_client.get_stream(stream)
    assert [event.stream_position for event in stored] == list(range(COUNT))
    found = [event async for event in await async_client.read_all(filter_include=(stream,))]
    assert [event.id for event in found] == [event.id for event in stored]
    with pytest.raises(NotFound):
        await async_client.get_stream(f"no-{stream}")
