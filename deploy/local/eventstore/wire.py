"""Conversion between protobuf messages and the node's own types."""

import time
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from esdbclient.protos.Grpc import shared_pb2, streams_pb2

from deploy.local.eventstore import filters
from deploy.local.eventstore.faults import invalid
from deploy.local.eventstore.follow import CaughtUp, Checkpoint, FellBehind, Keep
from deploy.local.eventstore.record import BINARY, Proposal, Record
from deploy.local.eventstore.versions import NO_STREAM, Expected

ReadEvent = streams_pb2.ReadResp.ReadEvent
RecordedEvent = ReadEvent.RecordedEvent
Render = Callable[[Record], RecordedEvent]
# How many events are considered at a time where the request leaves it to the server.
WINDOW: Final = 32


def stream_name(identifier: shared_pb2.StreamIdentifier) -> str:
    """The name of the stream.

    Raises:
        Fault: it is empty, not UTF-8, or `$all`, which is no stream.
    """
    try:
        name = identifier.stream_name.decode()
    except UnicodeDecodeError as error:
        raise invalid("The stream's name is not UTF-8.") from error
    if not name or name in {"$all", "$$"}:
        raise invalid(f"A stream cannot be named {name!r}.")
    return name


def expected_version(options: Any, oneof: str) -> Expected:
    """The expected version of the options of an append, delete or tombstone.

    Raises:
        Fault: none is given.
    """
    match options.WhichOneof(oneof):
        case "revision":
            return int(options.revision)
        case "stream_position":
            return int(options.stream_position)
        case "no_stream":
            return NO_STREAM
        case "any":
            return "any"
        case "stream_exists":
            return "exists"
        case _:
            raise invalid("The expected version is missing.")


def uuid_text(value: shared_pb2.UUID) -> str:
    """The id in canonical text.

    Raises:
        Fault: it is none.
    """
    try:
        if value.WhichOneof("value") == "structured":
            most = value.structured.most_significant_bits & (2**64 - 1)
            least = value.structured.least_significant_bits & (2**64 - 1)
            return str(UUID(int=most << 64 | least))
        return str(UUID(value.string))
    except ValueError as error:
        raise invalid(f"{value.string!r} is no event id.") from error


def _structured(text: str) -> shared_pb2.UUID:
    whole = UUID(text).int
    most, least = whole >> 64, whole & (2**64 - 1)
    return shared_pb2.UUID(
        structured=shared_pb2.UUID.Structured(
            most_significant_bits=most - (most >> 63 << 64),
            least_significant_bits=least - (least >> 63 << 64),
        )
    )


def proposal(message: Any) -> Proposal:
    """A proposed message of an append or a batch append.

    Raises:
        Fault: its id or its type is missing.
    """
    event_type = message.metadata.get("type", "")
    if not event_type:
        raise invalid("The event has no type.")
    return Proposal(
        uuid_text(message.id),
        event_type,
        message.metadata.get("content-type", BINARY),
        message.custom_metadata,
        message.data,
    )


def expiry(options: streams_pb2.BatchAppendReq.Options) -> float | None:
    """When a batch is no longer wanted, as a reading of the monotonic clock."""
    match options.WhichOneof("deadline_option"):
        case "deadline":
            left: float = options.deadline.seconds + options.deadline.nanos / 1e9
        case "deadline_21_10_0":
            at = options.deadline_21_10_0
            left = at.seconds + at.nanos / 1e9 - time.time()
        case _:
            return None
    return time.monotonic() + left


def keep(options: streams_pb2.ReadReq.Options) -> Keep | None:
    """The request's filter, if it has one.

    Raises:
        Fault: its regular expression cannot be read.
    """
    if options.WhichOneof("filter_option") != "filter":
        return None
    on_stream = options.filter.WhichOneof("filter") == "stream_identifier"
    expression = options.filter.stream_identifier if on_stream else options.filter.event_type
    if expression.prefix:
        return filters.by_prefix(expression.prefix, on_stream=on_stream)
    try:
        return filters.by_regex(expression.regex, on_stream=on_stream)
    except filters.BadPattern as error:
        raise invalid(str(error)) from error


def checkpoint_interval(options: streams_pb2.ReadReq.Options) -> int:
    """After how many events considered a filtered subscription gets a checkpoint; 0: never."""
    if options.WhichOneof("filter_option") != "filter":
        return 0
    window = options.filter.max or WINDOW
    return int(window * max(options.filter.checkpointIntervalMultiplier, 1))


def renderer(options: streams_pb2.ReadReq.Options) -> Render:
    """Return a function that writes records for this request: ids as text or as two numbers."""
    if options.uuid_option.WhichOneof("content") == "structured":
        return lambda record: _recorded(record, _structured(record.event_id))
    return lambda record: _recorded(record, shared_pb2.UUID(string=record.event_id))


def _recorded(record: Record, event_id: shared_pb2.UUID) -> RecordedEvent:
    return RecordedEvent(
        id=event_id,
        stream_identifier=shared_pb2.StreamIdentifier(stream_name=record.stream.encode()),
        stream_revision=record.revision,
        prepare_position=record.position,
        commit_position=record.position,
        metadata={
            "type": record.type,
            "created": str(record.created),
            "content-type": record.content_type,
        },
        custom_metadata=record.metadata,
        data=record.data,
    )


def event(render: Render, record: Record) -> streams_pb2.ReadResp:
    """An event as it is."""
    return streams_pb2.ReadResp(
        event=ReadEvent(event=render(record), commit_position=record.position)
    )


def resolved(render: Render, link: Record, target: Record | None) -> streams_pb2.ReadResp:
    """A link with the event that it points to; a lost target leaves the link alone."""
    return streams_pb2.ReadResp(
        event=ReadEvent(
            event=None if target is None else render(target),
            link=render(link),
            commit_position=link.position,
        )
    )


def notice(news: Checkpoint | CaughtUp | FellBehind) -> streams_pb2.ReadResp:
    """Messages to a subscriber besides events."""
    match news:
        case Checkpoint(position):
            return streams_pb2.ReadResp(
                checkpoint=streams_pb2.ReadResp.Checkpoint(
                    commit_position=position, prepare_position=position
                )
            )
        case CaughtUp():
            return streams_pb2.ReadResp(caught_up=streams_pb2.ReadResp.CaughtUp())
        case FellBehind():
            return streams_pb2.ReadResp(fell_behind=streams_pb2.ReadResp.FellBehind())


def confirmation(subscription_id: str) -> streams_pb2.ReadResp:
    """The first message of every subscription."""
    return streams_pb2.ReadResp(
        confirmation=streams_pb2.ReadResp.SubscriptionConfirmation(subscription_id=subscription_id)
    )


def not_found(stream: str) -> streams_pb2.ReadResp:
    """The stream is missing."""
    return streams_pb2.ReadResp(
        stream_not_found=streams_pb2.ReadResp.StreamNotFound(
            stream_identifier=shared_pb2.StreamIdentifier(stream_name=stream.encode())
        )
    )
