"""The event store: EventStoreDB's protocol, through esdbclient.

Only this module and ``appends`` use it.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from esdbclient import (
    AsyncEventStoreDBClient,
    CatchupSubscription,
    EventStoreDBClient,
    NewEvent,
    StreamState,
)
from esdbclient import RecordedEvent as StoredEvent
from esdbclient.exceptions import (
    DeadlineExceeded,
    EventStoreDBClientException,
    NotFound,
    WrongCurrentVersion,
)
from esdbclient.protos.Grpc import shared_pb2, streams_pb2

from shared.core.appends import Appends, Interrupted
from shared.core.catalogue import Catalogue
from shared.core.message import Metadata, Recorded

StoreError = EventStoreDBClientException
"""The store did not answer, or not as it should: try again later."""

_TIMEOUT = 10.0
_PING = 10.0  # seconds between two looks at a connection, and for the store to answer one
_REFUSALS = (
    shared_pb2.WrongExpectedVersion,
    shared_pb2.MaximumAppendSizeExceeded,
    shared_pb2.StreamDeleted,
    shared_pb2.BadRequest,
)
_RECORDED = "recorded"  # in the metadata of an event of an invented past: when it was recorded
_ANSWER = 5.0  # seconds, for the shortest of questions; the client asks it twice


class Conflict(Exception):
    """Somebody else appended to the stream first."""


class EventStore(Protocol):
    async def load(self, stream: str, *, after: int = -1) -> Sequence[Recorded[Any]]:
        """Every event of the stream after this version, oldest first; empty when there is none."""
        ...

    async def append(
        self,
        stream: str,
        events: Sequence[tuple[UUID, Any]],
        metadata: Metadata,
        *,
        expected: int | None,
    ) -> int:
        """Append after version ``expected`` (None: new stream); return the last one's position.

        Repeating the same append succeeds. Raises ``Conflict``, ``StoreError``.
        """
        ...


class EsdbStore:
    """An ``EventStore``; call ``connect`` first, inside the running loop."""

    def __init__(self, uri: str, catalogue: Catalogue) -> None:
        self._client = AsyncEventStoreDBClient(uri)
        self._client.grpc_options += _keep_alive_options()
        self._catalogue = catalogue
        self._appends = Appends(self._begin_appends)

    async def connect(self) -> None:
        await self._client.connect()

    async def close(self) -> None:
        await self._appends.close()
        await self._client.close()

    async def ping(self) -> None:
        """Raise ``StoreError`` unless the store answers."""
        await self._client.get_commit_position(timeout=2.0)

    async def load(self, stream: str, *, after: int = -1) -> Sequence[Recorded[Any]]:
        try:
            found = await self._client.get_stream(
                stream, stream_position=after + 1 if after >= 0 else None, timeout=_TIMEOUT
            )
        except NotFound:
            return []
        return [_decode(event, self._catalogue) for event in found]

    async def append(
        self,
        stream: str,
        events: Sequence[tuple[UUID, Any]],
        metadata: Metadata,
        *,
        expected: int | None,
    ) -> int:
        envelope = _envelope(metadata)
        new = [_new_event(event_id, event, envelope, self._catalogue) for event_id, event in events]
        current = StreamState.NO_STREAM if expected is None else expected
        try:
            return await self._append(stream, current, new)
        except (WrongCurrentVersion, NotFound) as error:
            raise Conflict(stream) from error

    async def _append(
        self, stream: str, current: int | StreamState, events: Sequence[NewEvent]
    ) -> int:
        """Append by the long call; where it fails, by a call of its own, which connects again.

        That may be another node, if this one leads no more. It repeats the append, perhaps: the
        store knows the events by their ids.
        """
        streams = self._client._connection.streams  # noqa: SLF001  # the client has calls for one append each

        def batch(correlation_id: UUID) -> streams_pb2.BatchAppendReq:
            return streams._construct_batch_append_req(  # noqa: SLF001  # likewise
                stream, current, events, correlation_id, _TIMEOUT
            )

        try:
            answer = await self._appends.ask(batch, within=_TIMEOUT)
        except TimeoutError as error:
            raise DeadlineExceeded from error
        except Interrupted:
            pass
        else:
            if _is_ruled(answer):
                return streams._convert_batch_append_resp(answer, stream, current)  # noqa: SLF001  # likewise
            self._appends.give_up()
        return await self._client.append_to_stream(
            stream, current_version=current, events=events, timeout=_TIMEOUT
        )

    def _begin_appends(self, batches: AsyncIterator[streams_pb2.BatchAppendReq]) -> Any:
        client = self._client
        streams = client._connection.streams  # noqa: SLF001  # likewise
        return streams._stub.BatchAppend(  # noqa: SLF001  # likewise
            batches,
            metadata=streams._metadata(client._call_metadata, requires_leader=True),  # noqa: SLF001  # likewise
            credentials=client._call_credentials,  # noqa: SLF001  # likewise
        )

    async def tell(self, stream: str, records: Sequence[Recorded[Any]]) -> None:
        """Append an invented past: each record keeps its id and the time of its recording.

        Repeating it succeeds. Raises ``Conflict`` if the stream has another past, ``StoreError``.
        """
        first = records[0].version
        new = [
            _new_event(
                one.id,
                one.event,
                {**_envelope(one.metadata), _RECORDED: one.recorded_at.isoformat()},
                self._catalogue,
            )
            for one in records
        ]
        try:
            await self._client.append_to_stream(
                stream,
                current_version=StreamState.NO_STREAM if first == 0 else first - 1,
                events=new,
                timeout=_TIMEOUT,
            )
        except (WrongCurrentVersion, NotFound) as error:
            raise Conflict(stream) from error


def _is_ruled(answer: streams_pb2.BatchAppendResp) -> bool:
    """Whether it is written, or refused for what it is: any other node would say the same."""
    details = answer.error.details
    return answer.HasField("success") or any(details.Is(one.DESCRIPTOR) for one in _REFUSALS)


def _keep_alive_options() -> tuple[tuple[str, int], ...]:
    """Return gRPC's keep-alive options: a connection that no longer answers is replaced.

    A store whose machine lost power closes no connection: each request would wait in vain until the
    system gives up, after a quarter of an hour. The address's own ``KeepAliveInterval`` reaches
    gRPC under a name that it does not know.
    """
    return (
        ("grpc.keepalive_time_ms", round(_PING * 1_000)),
        ("grpc.keepalive_timeout_ms", round(_PING * 1_000)),
        ("grpc.http2.ping_timeout_ms", round(_PING * 1_000)),  # else a minute
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
    )


class Undecodable(Exception):
    """An event that this code cannot read: newer than the code, or not one of ours.

    It names the event's position and nothing of its content.
    """

    def __init__(self, event: StoredEvent, error: Exception) -> None:
        self.stream = event.stream_name
        self.position = event.commit_position or 0
        super().__init__(
            f"{event.type} at {self.stream}, position {self.position}: {type(error).__name__}"
        )


@dataclass(frozen=True, slots=True)
class Following:
    """``records`` ends once ``stop`` is called, and raises ``StoreError`` when the store is away.

    A store whose machine loses power closes no connection: nothing arrives, as if there were no new
    events. ``ask`` sends a request on the same connection, and raises ``StoreError`` in this case.
    """

    records: Iterator[Recorded[Any]]
    stop: Callable[[], None]
    ask: Callable[[], object]


@contextmanager
def following(
    uri: str, catalogue: Catalogue, categories: Sequence[str], *, after: int | None
) -> Iterator[Following]:
    """Every event of these categories in store order, from ``after`` (exclusive), without end.

    When the store is away: follow again from the last position seen. ``Undecodable`` stops it too.
    """
    include = [f"^{category}-.*$" for category in categories]
    client = EventStoreDBClient(uri)
    try:
        subscription = client.subscribe_to_all(
            commit_position=after, filter_include=include, filter_by_stream_name=True
        )
        assert isinstance(subscription, CatchupSubscription)  # noqa: S101  # narrows the type
        with subscription:
            yield Following(
                (_decode_or_raise(event, catalogue) for event in subscription),
                subscription.stop,
                partial(client.get_commit_position, timeout=_ANSWER),
            )
    finally:
        client.close()


def _decode_or_raise(event: StoredEvent, catalogue: Catalogue) -> Recorded[Any]:
    try:
        return _decode(event, catalogue)
    except (KeyError, TypeError, ValueError) as error:
        raise Undecodable(event, error) from None  # the error would quote what it could not read


def _envelope(metadata: Metadata) -> dict[str, str]:
    envelope = {
        "$correlationId": str(metadata.correlation_id),
        "$causationId": str(metadata.causation_id),
        "actor": metadata.actor,
    }
    if metadata.traceparent:
        envelope["traceparent"] = metadata.traceparent
    if metadata.ahead:
        envelope["ahead"] = str(metadata.ahead)
    return envelope


def _new_event(
    event_id: UUID, event: Any, envelope: dict[str, str], catalogue: Catalogue
) -> NewEvent:
    name, version, data = catalogue.encode(event)
    metadata = json.dumps({"schema": version, **envelope}).encode()
    return NewEvent(id=event_id, type=name, data=data, metadata=metadata)


def _decode(event: StoredEvent, catalogue: Catalogue) -> Recorded[Any]:
    envelope = json.loads(event.metadata)
    told = envelope.get(_RECORDED)
    recorded_at = datetime.fromisoformat(told) if told else event.recorded_at
    return Recorded(
        id=event.id,
        stream=event.stream_name,
        version=event.stream_position,
        position=event.commit_position or 0,
        recorded_at=recorded_at or datetime.fromtimestamp(0, UTC),
        event=catalogue.decode(event.type, envelope["schema"], event.data),
        metadata=Metadata(
            correlation_id=UUID(envelope["$correlationId"]),
            causation_id=UUID(envelope["$causationId"]),
            actor=envelope["actor"],
            traceparent=envelope.get("traceparent"),
            ahead=int(envelope.get("ahead", 0)),
        ),
    )
