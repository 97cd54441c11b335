"""Catch-up subscriptions, resolved links and gossip, as any store must serve them."""

import asyncio
import threading
from collections.abc import Iterator
from itertools import islice

import pytest
from esdbclient import (
    AsyncEventStoreDBClient,
    CaughtUp,
    Checkpoint,
    EventStoreDBClient,
    NewEvent,
    RecordedEvent,
    StreamState,
)
from esdbclient.exceptions import NotFound, StreamIsDeleted

pytestmark = pytest.mark.live

ANY, NONE = StreamState.ANY, StreamState.NO_STREAM


def fill(client: EventStoreDBClient, stream: str, count: int = 5, name: str = "Happened") -> int:
    """Append; the position of the last event is returned."""
    events = [NewEvent(type=name, data=b"{}") for _ in range(count)]
    return client.append_to_stream(stream, current_version=ANY, events=events)


def take(events: Iterator[RecordedEvent], count: int) -> list[int]:
    return [event.stream_position for event in islice(events, count)]


def test_a_subscription_to_a_stream_gives_the_past_and_then_the_new(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    with client.subscribe_to_stream(stream) as events:
        assert events.subscription_id
        assert take(events, 5) == [0, 1, 2, 3, 4]
        fill(client, stream, 2)
        assert take(events, 2) == [5, 6]


def test_a_subscription_to_a_stream_begins_after_a_revision(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    with client.subscribe_to_stream(stream, stream_position=2) as events:
        assert take(events, 2) == [3, 4]
        fill(client, stream, 1)
        assert take(events, 1) == [5]


def test_a_subscription_from_the_end_gives_only_the_new(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    with client.subscribe_to_stream(stream, from_end=True) as events:
        fill(client, stream, 1)
        assert take(events, 1) == [5]


def test_a_subscription_waits_for_a_stream_that_does_not_exist(
    client: EventStoreDBClient, stream: str
) -> None:
    with client.subscribe_to_stream(stream) as events:
        fill(client, stream, 2)
        assert take(events, 2) == [0, 1]


def test_a_subscription_to_a_stream_does_not_see_others(
    client: EventStoreDBClient, stream: str
) -> None:
    with client.subscribe_to_stream(stream, include_caught_up=True) as events:
        assert isinstance(next(events), CaughtUp)
        fill(client, f"{stream}-other", 3)
        fill(client, stream, 1)
        assert next(events).stream_name == stream


def test_a_subscription_to_a_stream_says_when_it_has_caught_up(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream, 2)
    with client.subscribe_to_stream(stream, include_caught_up=True) as events:
        assert take(events, 2) == [0, 1]
        assert isinstance(next(events), CaughtUp)


def test_a_tombstone_ends_the_subscription(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, 1)
    with client.subscribe_to_stream(stream, include_caught_up=True) as events:
        assert take(events, 1) == [0]
        assert isinstance(next(events), CaughtUp)
        client.tombstone_stream(stream, current_version=0)
        with pytest.raises(StreamIsDeleted):
            next(events)


def test_a_tombstoned_stream_cannot_be_followed(client: EventStoreDBClient, stream: str) -> None:
    client.tombstone_stream(stream, current_version=ANY)
    with pytest.raises(StreamIsDeleted), client.subscribe_to_stream(stream) as events:
        next(events)


def test_a_subscription_goes_on_after_a_delete(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, 2)
    client.delete_stream(stream, current_version=1)
    with client.subscribe_to_stream(stream) as events:
        fill(client, stream, 1)
        assert take(events, 1) == [2]


def test_a_subscription_to_all_begins_after_a_position(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream)
    positions = [event.commit_position for event in client.get_stream(stream)]
    with client.subscribe_to_all(
        commit_position=positions[1], filter_include=(stream,), filter_by_stream_name=True
    ) as events:
        assert take(events, 3) == [2, 3, 4]
        fill(client, stream, 1)
        assert take(events, 1) == [5]


def test_a_subscription_to_all_from_the_end_gives_only_the_new(
    client: EventStoreDBClient, stream: str
) -> None:
    fill(client, stream, name=stream)
    with client.subscribe_to_all(from_end=True, filter_include=(stream,)) as events:
        fill(client, stream, 2, name=stream)
        assert take(events, 2) == [5, 6]


def test_an_unfiltered_subscription_gives_system_events_too(
    client: EventStoreDBClient, stream: str
) -> None:
    before = client.get_commit_position(filter_exclude=())
    client.set_stream_metadata(stream, metadata={"colour": "blue"})
    with client.subscribe_to_all(commit_position=before, filter_exclude=()) as events:
        while next(events).stream_name != f"$${stream}":
            pass


def test_many_subscriptions_get_every_event_in_order(
    client: EventStoreDBClient, stream: str
) -> None:
    before = client.get_commit_position(filter_exclude=())
    followers = [
        client.subscribe_to_all(commit_position=before, filter_include=(stream,)) for _ in range(20)
    ]
    fill(client, stream, 30, name=stream)
    for events in followers:
        assert take(events, 30) == list(range(30))
        events.stop()


def test_a_filtered_subscription_gets_a_checkpoint_on_catching_up(
    client: EventStoreDBClient, stream: str
) -> None:
    last = fill(client, stream, name=stream)
    with client.subscribe_to_all(
        filter_include=(stream,), include_checkpoints=True, include_caught_up=True
    ) as events:
        received = []
        for event in events:
            received.append(event)
            if isinstance(event, CaughtUp):
                break
    checkpoints = [event for event in received if isinstance(event, Checkpoint)]
    assert (checkpoints[-1].commit_position or 0) >= last
    assert [e.stream_position for e in received if e.type == stream] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("window", "multiplier"), [(1, 1), (2, 5), (10, 1), (30, 5)])
def test_checkpoints_come_while_nothing_matches(
    client: EventStoreDBClient, stream: str, window: int, multiplier: int
) -> None:
    before = client.get_commit_position(filter_exclude=())
    fill(client, stream, 4 * window * multiplier)
    with client.subscribe_to_all(
        commit_position=before,
        filter_include=(f"no-{stream}",),
        include_checkpoints=True,
        window_size=window,
        checkpoint_interval_multiplier=multiplier,
    ) as events:
        positions = [next(events).commit_position or 0 for _ in range(4)]
    assert positions == sorted(positions)
    assert before < positions[0]
    assert positions[-1] <= client.get_commit_position(filter_exclude=())


def test_a_subscription_resumed_at_a_checkpoint_misses_nothing(
    client: EventStoreDBClient, stream: str
) -> None:
    with client.subscribe_to_all(
        from_end=True, filter_include=(stream,), include_checkpoints=True, include_caught_up=True
    ) as events:
        checkpoint = next(event for event in events if isinstance(event, Checkpoint))
    fill(client, stream, 3, name=stream)
    with client.subscribe_to_all(
        commit_position=checkpoint.commit_position, filter_include=(stream,)
    ) as events:
        assert take(events, 3) == [0, 1, 2]


def test_a_checkpoint_is_never_above_the_last_event(
    client: EventStoreDBClient, stream: str
) -> None:
    for _ in range(5):
        fill(client, stream, 1)
        with client.subscribe_to_all(
            from_end=True, filter_include=(f"no-{stream}",), include_checkpoints=True
        ) as events:
            checkpoint = next(events)
        assert (checkpoint.commit_position or 0) <= client.get_commit_position(filter_exclude=())


def test_nothing_is_missed_or_doubled_where_a_subscription_goes_live(
    client: EventStoreDBClient, uri: str, stream: str
) -> None:
    total = 600
    before = client.get_commit_position(filter_exclude=())

    def write() -> None:
        writer = EventStoreDBClient(uri)
        for _ in range(total // 3):
            fill(writer, stream, 3, name=stream)
        writer.close()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for _ in range(4):
            with client.subscribe_to_all(
                commit_position=before, filter_include=(stream,)
            ) as by_type:
                assert take(by_type, total) == list(range(total))
            with client.subscribe_to_stream(stream) as of_stream:
                assert take(of_stream, total) == list(range(total))
    finally:
        writing.join()


async def test_the_asynchronous_client_follows(
    async_client: AsyncEventStoreDBClient, stream: str
) -> None:
    events = await async_client.subscribe_to_stream(stream, include_caught_up=True)
    assert isinstance(await anext(events), CaughtUp)
    await async_client.append_to_stream(
        stream, current_version=NONE, events=NewEvent(type="Happened", data=b"{}")
    )
    received = await asyncio.wait_for(anext(events), 5)
    assert received.stream_position == 0
    await events.stop()


def test_an_idle_subscription_is_stopped_by_the_client(
    client: EventStoreDBClient, stream: str
) -> None:
    with client.subscribe_to_stream(stream) as events:
        threading.Timer(0.1, events.stop).start()
        assert list(events) == []


def link(target: str, revision: int) -> NewEvent:
    return NewEvent(
        type="$>", data=f"{revision}@{target}".encode(), content_type="application/octet-stream"
    )


def test_a_link_is_read_as_the_event_it_points_to(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, 3)
    links = f"{stream}-links"
    client.append_to_stream(links, current_version=NONE, events=[link(stream, 2), link(stream, 0)])
    found = client.get_stream(links, resolve_links=True)
    assert [(event.stream_name, event.stream_position) for event in found] == [
        (stream, 2),
        (stream, 0),
    ]
    assert [event.link.stream_position for event in found if event.link] == [0, 1]
    assert [event.type for event in client.get_stream(links)] == ["$>", "$>"]


def test_a_link_to_a_lost_event_is_passed_over(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, 2)
    links = f"{stream}-links"
    client.append_to_stream(
        links, current_version=NONE, events=[link(stream, 0), link(stream, 9), link(stream, 1)]
    )
    assert take(iter(client.get_stream(links, resolve_links=True)), 3) == [0, 1]
    client.set_stream_metadata(stream, metadata={"$tb": 1})
    assert take(iter(client.get_stream(links, resolve_links=True)), 3) == [1]
    client.delete_stream(stream, current_version=1)
    assert client.get_stream(links, resolve_links=True) == ()


def test_a_subscription_resolves_links(client: EventStoreDBClient, stream: str) -> None:
    fill(client, stream, 2)
    links = f"{stream}-links"
    with client.subscribe_to_stream(links, resolve_links=True) as events:
        client.append_to_stream(links, current_version=NONE, events=[link(stream, 1)])
        event = next(events)
    assert (event.stream_name, event.stream_position) == (stream, 1)
    assert event.link is not None
    assert event.link.stream_name == links


def test_the_node_names_itself_as_the_leader(client: EventStoreDBClient) -> None:
    members = client.read_gossip()
    assert "NODE_STATE_LEADER" in {member.state for member in members}


def test_the_node_is_found_by_discovery(uri: str, stream: str) -> None:
    target, _, query = uri.removeprefix("esdb://").partition("?")
    client = EventStoreDBClient(f"esdb://{target},{target}?{query}")
    with pytest.raises(NotFound):
        client.get_stream(stream)
    client.close()
