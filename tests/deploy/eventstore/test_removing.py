"""Delete, tombstone and stream metadata: hidden events, and events that can return."""

import time
from typing import Any

import pytest
from esdbclient import EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import NotFound, StreamIsDeleted, WrongCurrentVersion

pytestmark = pytest.mark.live

ANY, NONE, EXISTS = StreamState.ANY, StreamState.NO_STREAM, StreamState.EXISTS
FOR_EVER = 2**63 - 1


def fill(client: EventStoreDBClient, stream: str, count: int = 5) -> None:
    events = [NewEvent(type="Happened", data=b"%d" % number) for number in range(count)]
    client.append_to_stream(stream, current_version=ANY, events=events)


def revisions(client: EventStoreDBClient, stream: str, **arguments: Any) -> list[int]:
    return [event.stream_position for event in client.get_stream(stream, **arguments)]


@pytest.mark.parametrize("expected", [4, ANY, EXISTS])
def test_a_deleted_stream_reads_as_missing(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    client.delete_stream(stream, current_version=expected)
    with pytest.raises(NotFound):
        client.get_stream(stream)
    with pytest.raises(NotFound):
        client.get_stream(stream, backwards=True, limit=1)
    assert client.get_current_version(stream) is NONE
    assert client.get_stream_metadata(stream)[0] == {"$tb": FOR_EVER}


@pytest.mark.parametrize("expected", [0, 3, 5, NONE])
def test_deleting_with_another_version_is_refused(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    with pytest.raises(WrongCurrentVersion, match="Actual version: 4"):
        client.delete_stream(stream, current_version=expected)
    assert len(client.get_stream(stream)) == 5


@pytest.mark.parametrize("expected", [0, ANY, EXISTS])
def test_deleting_a_missing_stream_is_refused(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    with pytest.raises(NotFound):
        client.delete_stream(stream, current_version=expected)


@pytest.mark.parametrize("expected", [4, ANY])
def test_deleting_again_changes_nothing(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    client.delete_stream(stream, current_version=4)
    client.delete_stream(stream, current_version=expected)
    with pytest.raises(NotFound):
        client.get_stream(stream)


def test_deleting_again_what_must_exist_is_refused(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream)
    client.delete_stream(stream, current_version=4)
    with pytest.raises(StreamIsDeleted):
        client.delete_stream(stream, current_version=EXISTS)


@pytest.mark.parametrize("expected", [4, ANY, NONE])
def test_a_deleted_stream_goes_on_where_it_ended(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    client.delete_stream(stream, current_version=4)
    client.append_to_stream(
        stream,
        current_version=expected,
        events=[NewEvent(type="Again", data=b""), NewEvent(type="Again", data=b"")],
    )
    assert revisions(client, stream) == [5, 6]
    assert revisions(client, stream, backwards=True) == [6, 5]
    assert revisions(client, stream, stream_position=2) == [5, 6]
    assert client.get_stream_metadata(stream)[0] == {"$tb": 5}


def test_deleting_keeps_the_other_metadata(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream)
    client.set_stream_metadata(stream, metadata={"colour": "blue", "$maxCount": 3})
    client.delete_stream(stream, current_version=4)
    kept, _ = client.get_stream_metadata(stream)
    assert kept == {"colour": "blue", "$maxCount": 3, "$tb": FOR_EVER}
    fill(client, stream, 1)
    assert client.get_stream_metadata(stream)[0] == kept | {"$tb": 5}


@pytest.mark.parametrize("expected", [4, ANY, EXISTS])
def test_a_tombstoned_stream_is_gone_for_ever(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    client.tombstone_stream(stream, current_version=expected)
    with pytest.raises(StreamIsDeleted):
        client.get_stream(stream)
    with pytest.raises(StreamIsDeleted):
        client.get_stream(stream, backwards=True)
    with pytest.raises(StreamIsDeleted):
        client.tombstone_stream(stream, current_version=expected)
    with pytest.raises(StreamIsDeleted):
        client.delete_stream(stream, current_version=expected)


@pytest.mark.parametrize("expected", [0, 5, NONE])
def test_a_tombstone_with_another_version_is_refused(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    fill(client, stream)
    with pytest.raises(WrongCurrentVersion):
        client.tombstone_stream(stream, current_version=expected)
    assert len(client.get_stream(stream)) == 5


@pytest.mark.parametrize("expected", [ANY, NONE])
def test_a_tombstone_may_be_set_before_the_first_event(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    client.tombstone_stream(stream, current_version=expected)
    with pytest.raises(StreamIsDeleted):
        client.append_to_stream(
            stream, current_version=ANY, events=[NewEvent(type="Happened", data=b"")]
        )


@pytest.mark.parametrize("expected", [0, EXISTS])
def test_a_tombstone_on_a_missing_stream_needs_the_right_version(
    client: EventStoreDBClient, stream: str, expected: int | StreamState
) -> None:
    with pytest.raises(NotFound):
        client.tombstone_stream(stream, current_version=expected)


def test_a_deleted_stream_may_be_tombstoned(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream)
    client.delete_stream(stream, current_version=4)
    client.tombstone_stream(stream, current_version=4)
    with pytest.raises(StreamIsDeleted):
        client.get_stream(stream)


def test_the_metadata_of_a_tombstoned_stream_is_written_but_not_read(
    client: EventStoreDBClient, stream: str
) -> None:
    client.tombstone_stream(stream, current_version=ANY)
    client.set_stream_metadata(stream, metadata={"colour": "blue"})
    with pytest.raises(StreamIsDeleted):
        client.get_stream_metadata(stream)


def test_the_tombstone_is_an_event_of_the_store(client: EventStoreDBClient, stream: str) -> None:
    before = client.get_commit_position(filter_exclude=())
    client.tombstone_stream(stream, current_version=ANY)
    found = client.read_all(commit_position=before, filter_exclude=())
    types = [event.type for event in found if event.stream_name == stream]
    assert types == ["$streamDeleted"]


def test_metadata_is_read_with_its_version(client: EventStoreDBClient, stream: str) -> None:
    assert client.get_stream_metadata(stream) == ({}, NONE)
    client.set_stream_metadata(stream, metadata={"a": 1}, current_version=NONE)
    assert client.get_stream_metadata(stream) == ({"a": 1}, 0)
    client.set_stream_metadata(stream, metadata={"a": 2}, current_version=0)
    assert client.get_stream_metadata(stream) == ({"a": 2}, 1)
    with pytest.raises(WrongCurrentVersion):
        client.set_stream_metadata(stream, metadata={"a": 3}, current_version=0)


def test_metadata_may_come_before_the_stream(client: EventStoreDBClient, stream: str) -> None:
    client.set_stream_metadata(stream, metadata={"$maxCount": 2})
    with pytest.raises(NotFound):
        client.get_stream(stream)
    fill(client, stream)
    assert revisions(client, stream) == [3, 4]


@pytest.mark.parametrize(
    ("metadata", "visible"),
    [
        ({"$tb": 0}, [0, 1, 2, 3, 4]),
        ({"$tb": 3}, [3, 4]),
        ({"$tb": 4}, [4]),
        ({"$maxCount": 2}, [3, 4]),
        ({"$maxCount": 9}, [0, 1, 2, 3, 4]),
        ({"$maxCount": 3, "$tb": 1}, [2, 3, 4]),
        ({"$maxCount": 3, "$tb": 4}, [4]),
        ({"$maxAge": 1000}, [0, 1, 2, 3, 4]),
        ({"$cacheControl": 10, "colour": "blue"}, [0, 1, 2, 3, 4]),
    ],
)
def test_metadata_limits_what_of_a_stream_is_seen(
    client: EventStoreDBClient, stream: str, metadata: dict[str, Any], visible: list[int]
) -> None:
    fill(client, stream)
    client.set_stream_metadata(stream, metadata=metadata)
    assert revisions(client, stream) == visible
    assert revisions(client, stream, backwards=True) == visible[::-1]
    assert revisions(client, stream, stream_position=0, limit=1) == visible[:1]
    assert client.get_current_version(stream) == 4
    with client.subscribe_to_stream(stream) as events:
        assert [next(events).stream_position for _ in visible] == visible


def test_an_old_event_goes_out_of_sight(client: EventStoreDBClient, stream: str) -> None:
    client.set_stream_metadata(stream, metadata={"$maxAge": 1})
    fill(client, stream, 2)
    assert revisions(client, stream) == [0, 1]
    time.sleep(1.1)
    assert revisions(client, stream) == []
    fill(client, stream, 1)
    assert revisions(client, stream) == [2]


def test_events_out_of_sight_stay_in_the_store(client: EventStoreDBClient, stream: str) -> None:
    before = client.get_commit_position(filter_exclude=())
    fill(client, stream)
    client.set_stream_metadata(stream, metadata={"$maxCount": 1})
    found = client.read_all(commit_position=before)
    assert len([event for event in found if event.stream_name == stream]) == 5
