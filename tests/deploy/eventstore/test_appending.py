"""Appends: the whole table of stream states and expected versions, and repeated appends."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import pytest
from esdbclient import AsyncEventStoreDBClient, EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import (
    FailedPrecondition,
    GrpcError,
    MaximumAppendSizeExceededError,
    StreamIsDeleted,
    WrongCurrentVersion,
)

pytestmark = pytest.mark.live

ANY, NONE, EXISTS = StreamState.ANY, StreamState.NO_STREAM, StreamState.EXISTS
Expected: TypeAlias = int | StreamState
Result: TypeAlias = int | Literal["wrong", "deleted"]


def happened(data: bytes = b"{}") -> NewEvent:
    return NewEvent(type="Happened", data=data)


def absent(client: EventStoreDBClient, stream: str) -> None:
    """Never written."""


def described(client: EventStoreDBClient, stream: str) -> None:
    client.set_stream_metadata(stream, metadata={"colour": "blue"})


def written(client: EventStoreDBClient, stream: str) -> None:
    client.append_events(stream, current_version=NONE, events=[happened() for _ in range(3)])


def deleted(client: EventStoreDBClient, stream: str) -> None:
    written(client, stream)
    client.delete_stream(stream, current_version=2)


def tombstoned(client: EventStoreDBClient, stream: str) -> None:
    written(client, stream)
    client.tombstone_stream(stream, current_version=2)


TABLE: Sequence[tuple[Callable[[EventStoreDBClient, str], None], Expected, Result]] = [
    (absent, ANY, 0),
    (absent, NONE, 0),
    (absent, EXISTS, "wrong"),
    (absent, 0, "wrong"),
    (absent, 7, "wrong"),
    (described, ANY, 0),
    (described, NONE, 0),
    (described, EXISTS, 0),
    (described, 0, "wrong"),
    (written, ANY, 3),
    (written, NONE, "wrong"),
    (written, EXISTS, 3),
    (written, 2, 3),
    (written, 0, "wrong"),
    (written, 1, "wrong"),
    (written, 3, "wrong"),
    (deleted, ANY, 3),
    (deleted, NONE, 3),
    (deleted, EXISTS, "deleted"),
    (deleted, 2, 3),
    (deleted, 0, "wrong"),
    (deleted, 3, "wrong"),
    (tombstoned, ANY, "deleted"),
    (tombstoned, NONE, "deleted"),
    (tombstoned, EXISTS, "deleted"),
    (tombstoned, 2, "deleted"),
]


@pytest.mark.parametrize("batch", [False, True], ids=["append", "batch"])
@pytest.mark.parametrize(("prepare", "expected", "result"), TABLE)
def test_an_append_comes_to_what_the_table_says(
    client: EventStoreDBClient,
    stream: str,
    prepare: Callable[[EventStoreDBClient, str], None],
    expected: Expected,
    result: Result,
    batch: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    prepare(client, stream)
    event = happened()

    def append() -> int:
        events = [event] if batch else event
        return client.append_to_stream(stream, current_version=expected, events=events)

    match result:
        case "wrong":
            with pytest.raises(WrongCurrentVersion):
                append()
        case "deleted":
            # The client tells a deleted stream by name for a batch only.
            with pytest.raises(StreamIsDeleted if batch else FailedPrecondition, match="deleted"):
                append()
        case int(revision):
            position = append()
            newest = client.get_stream(stream, backwards=True, limit=1)[0]
            assert (newest.id, newest.stream_position) == (event.id, revision)
            assert newest.commit_position == position


@pytest.mark.parametrize("batch", [False, True], ids=["append", "batch"])
def test_the_refusal_names_the_last_revision(
    client: EventStoreDBClient,
    stream: str,
    batch: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    written(client, stream)
    events = [happened()] if batch else happened()
    with pytest.raises(WrongCurrentVersion, match="last event is 2 not 1"):
        client.append_to_stream(stream, current_version=1, events=events)


@pytest.mark.parametrize("batch", [False, True], ids=["append", "batch"])
def test_the_refusal_says_that_the_stream_does_not_exist(
    client: EventStoreDBClient,
    stream: str,
    batch: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    events = [happened()] if batch else happened()
    with pytest.raises(WrongCurrentVersion, match="does not exist"):
        client.append_to_stream(stream, current_version=1, events=events)


@pytest.mark.parametrize("expected", [ANY, EXISTS, 2])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("later", [0, 2])
def test_a_repeated_append_changes_nothing_and_gives_the_first_answer(
    client: EventStoreDBClient, stream: str, expected: Expected, count: int, later: int
) -> None:
    written(client, stream)
    events = [happened() for _ in range(count)]
    first = client.append_to_stream(stream, current_version=expected, events=events)
    for _ in range(later):
        client.append_to_stream(stream, current_version=ANY, events=happened())
    again = client.append_to_stream(stream, current_version=expected, events=events)
    assert again == first
    assert len(client.get_stream(stream)) == 3 + count + later


@pytest.mark.parametrize("count", [1, 3])
def test_a_repeated_first_append_changes_nothing(
    client: EventStoreDBClient, stream: str, count: int
) -> None:
    events = [happened() for _ in range(count)]
    first = client.append_to_stream(stream, current_version=NONE, events=events)
    client.append_to_stream(stream, current_version=count - 1, events=happened())
    assert client.append_to_stream(stream, current_version=NONE, events=events) == first
    assert len(client.get_stream(stream)) == count + 1


def test_a_single_append_repeated_as_a_batch_changes_nothing(
    client: EventStoreDBClient, stream: str
) -> None:
    event = happened()
    first = client.append_to_stream(stream, current_version=NONE, events=event)
    assert client.append_to_stream(stream, current_version=NONE, events=[event]) == first
    assert len(client.get_stream(stream)) == 1


def test_the_last_part_of_a_batch_repeated_changes_nothing(
    client: EventStoreDBClient, stream: str
) -> None:
    events = [happened() for _ in range(3)]
    first = client.append_to_stream(stream, current_version=NONE, events=events)
    assert client.append_to_stream(stream, current_version=ANY, events=events[1:]) == first
    assert client.append_to_stream(stream, current_version=0, events=events[1:]) == first
    assert len(client.get_stream(stream)) == 3


def test_a_repeated_append_after_a_delete_changes_nothing(
    client: EventStoreDBClient, stream: str
) -> None:
    event = happened()
    first = client.append_to_stream(stream, current_version=NONE, events=event)
    client.delete_stream(stream, current_version=0)
    assert client.append_to_stream(stream, current_version=NONE, events=event) == first


@pytest.mark.parametrize("expected", [ANY, EXISTS, NONE])
@pytest.mark.parametrize("old", [1, 2])
def test_a_batch_of_old_and_new_events_is_refused(
    client: EventStoreDBClient, stream: str, expected: Expected, old: int
) -> None:
    events = [happened() for _ in range(old)]
    client.append_to_stream(stream, current_version=NONE, events=events)
    with pytest.raises(WrongCurrentVersion):
        client.append_to_stream(stream, current_version=expected, events=[*events, happened()])
    assert len(client.get_stream(stream)) == old


def test_one_event_id_may_be_in_two_streams(client: EventStoreDBClient, stream: str) -> None:
    event = happened()
    for name in (stream, f"{stream}-other"):
        client.append_to_stream(name, current_version=ANY, events=event)
        assert [found.id for found in client.get_stream(name)] == [event.id]


def test_a_refused_batch_leaves_nothing(client: EventStoreDBClient, stream: str) -> None:
    written(client, stream)
    with pytest.raises(WrongCurrentVersion):
        client.append_to_stream(stream, current_version=0, events=[happened(), happened()])
    assert len(client.get_stream(stream)) == 3


def test_positions_grow_with_every_append(client: EventStoreDBClient, stream: str) -> None:
    positions = [
        client.append_to_stream(stream, current_version=ANY, events=[happened(), happened()])
        for _ in range(5)
    ]
    assert positions == sorted(set(positions))
    stored = [event.commit_position for event in client.get_stream(stream)]
    assert stored[1::2] == positions


def test_a_batch_of_a_thousand_events_is_one_append(
    client: EventStoreDBClient, stream: str
) -> None:
    events = [happened(b"%d" % number) for number in range(1000)]
    position = client.append_to_stream(stream, current_version=NONE, events=events)
    stored = client.get_stream(stream)
    assert [event.stream_position for event in stored] == list(range(1000))
    assert [event.data for event in stored] == [event.data for event in events]
    assert stored[-1].commit_position == position


@pytest.mark.parametrize(
    ("content_type", "data", "metadata"),
    [
        ("application/json", b'{"a": "\xc3\xa9"}', b'{"$correlationId": "c"}'),
        ("application/octet-stream", bytes(range(256)), b""),
        ("application/octet-stream", b"", bytes(range(256))),
    ],
)
def test_an_event_is_kept_as_it_was_written(
    client: EventStoreDBClient,
    stream: str,
    content_type: Literal["application/json", "application/octet-stream"],
    data: bytes,
    metadata: bytes,
) -> None:
    event = NewEvent(type="Fœtus-Ærø", data=data, metadata=metadata, content_type=content_type)
    client.append_to_stream(stream, current_version=NONE, events=event)
    stored = client.get_stream(stream)[0]
    assert (stored.id, stored.type, stored.data) == (event.id, event.type, data)
    assert (stored.metadata, stored.content_type) == (metadata, content_type)
    assert stored.stream_name == stream
    assert stored.commit_position == stored.prepare_position
    assert stored.recorded_at is not None


def test_a_stream_name_may_hold_any_letters(client: EventStoreDBClient, stream: str) -> None:
    name = f"{stream} été/日本?#"
    client.append_to_stream(name, current_version=NONE, events=happened())
    assert client.get_stream(name)[0].stream_name == name


@pytest.mark.parametrize("batch", [False, True], ids=["append", "batch"])
def test_an_append_of_over_a_mebibyte_is_refused(
    client: EventStoreDBClient,
    stream: str,
    batch: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    event = happened(b"x" * ((1 << 20) + 1))
    if batch:
        with pytest.raises(MaximumAppendSizeExceededError, match=str(1 << 20)):
            client.append_to_stream(stream, current_version=ANY, events=[event])
    else:
        with pytest.raises(GrpcError, match="Maximum Append Size"):
            client.append_to_stream(stream, current_version=ANY, events=event)
    assert client.get_current_version(stream) is NONE


def test_an_append_of_just_under_a_mebibyte_is_taken(
    client: EventStoreDBClient, stream: str
) -> None:
    data = b"x" * ((1 << 20) - 1000)
    client.append_to_stream(stream, current_version=ANY, events=happened(data))
    assert client.get_stream(stream)[0].data == data


async def test_the_asynchronous_client_appends_and_repeats(
    async_client: AsyncEventStoreDBClient, stream: str
) -> None:
    event = happened()
    first = await async_client.append_to_stream(stream, current_version=NONE, events=event)
    again = await async_client.append_to_stream(stream, current_version=NONE, events=event)
    assert again == first
    with pytest.raises(WrongCurrentVersion):
        await async_client.append_to_stream(stream, current_version=NONE, events=happened())
    assert await async_client.get_current_version(stream) == 0
