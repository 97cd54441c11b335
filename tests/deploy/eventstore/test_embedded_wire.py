"""The embedded node's wire protocol: refusals, and calls that esdbclient never makes."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import grpc  # type: ignore[import-untyped]  # grpcio ships no types
import pytest
from esdbclient import EventStoreDBClient, NewEvent, StreamState
from esdbclient.exceptions import GrpcError
from esdbclient.protos.Grpc import shared_pb2, streams_pb2, streams_pb2_grpc
from google.protobuf import empty_pb2  # type: ignore[import-untyped]  # no types
from google.protobuf.unknown_fields import (  # type: ignore[import-untyped]  # no types
    UnknownFieldSet,
)
from grpc._cython import cygrpc  # type: ignore[import-untyped]  # grpcio ships no types

from deploy.local.eventstore.node import ignore_vanished_clients
from deploy.local.eventstore.testing import running_node

pytestmark = pytest.mark.live

ANY, NONE = StreamState.ANY, StreamState.NO_STREAM


def happened(data: bytes = b"{}") -> NewEvent:
    return NewEvent(type="Happened", data=data)


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    with running_node() as uri:
        yield uri


@pytest.fixture
def client_of() -> Iterator[Callable[[str], EventStoreDBClient]]:
    with contextlib.ExitStack() as closing:

        def connect(uri: str) -> EventStoreDBClient:
            client = EventStoreDBClient(uri)
            closing.callback(client.close)
            return client

        yield connect


Connect = Callable[[str], EventStoreDBClient]


REFUSED: list[Callable[[EventStoreDBClient], object]] = [
    lambda client: client.create_subscription_to_all("group"),
    lambda client: client.create_subscription_to_stream("group", "s-1"),
    lambda client: client.list_subscriptions(),
    lambda client: client.delete_subscription("group"),
    lambda client: client.read_subscription_to_all("group"),
    lambda client: client.create_projection(name="p", query=""),
    lambda client: client.get_projection_statistics(name="p"),
]


@pytest.mark.parametrize("call", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_served_is_refused_with_a_sentence(
    node: str, client_of: Connect, call: Callable[[EventStoreDBClient], object]
) -> None:
    with pytest.raises(GrpcError) as refused:
        call(client_of(node))
    assert refused.value.args[0].code() == grpc.StatusCode.UNIMPLEMENTED
    assert "is not served: this is the embedded event store node" in str(refused.value)


def test_a_filter_that_is_no_pattern_is_refused(node: str, client_of: Connect) -> None:
    with pytest.raises(GrpcError, match="is no regular expression"):
        list(client_of(node).read_all(filter_include=("(",)))


@pytest.mark.parametrize("name", ["", "$all"])
def test_a_stream_needs_a_name(node: str, client_of: Connect, name: str) -> None:
    with pytest.raises(GrpcError, match="A stream cannot be named"):
        client_of(node).append_to_stream(name, current_version=ANY, events=happened())


@pytest.fixture
def stub(node: str) -> Iterator[streams_pb2_grpc.StreamsStub]:
    with grpc.insecure_channel(node.removeprefix("esdb://").partition("?")[0]) as channel:
        yield streams_pb2_grpc.StreamsStub(channel)  # type: ignore[no-untyped-call]  # generated


def batch(name: str, stream: str, *, final: bool, count: int = 1) -> streams_pb2.BatchAppendReq:
    request = streams_pb2.BatchAppendReq(
        correlation_id=shared_pb2.UUID(string=name),
        options=streams_pb2.BatchAppendReq.Options(
            stream_identifier=shared_pb2.StreamIdentifier(stream_name=stream.encode())
        ),
        proposed_messages=[
            streams_pb2.BatchAppendReq.ProposedMessage(
                id=shared_pb2.UUID(string=str(NewEvent(type="T", data=b"").id)),
                metadata={"type": "Happened", "content-type": "application/json"},
            )
            for _ in range(count)
        ],
        is_final=final,
    )
    request.options.no_stream.SetInParent()
    return request


def test_batches_may_be_interleaved_on_one_call(
    stub: streams_pb2_grpc.StreamsStub, stream: str
) -> None:
    requests = [
        batch("one", f"{stream}-1", final=False, count=2),
        batch("two", f"{stream}-2", final=True),
        batch("one", f"{stream}-1", final=True, count=3),
        batch("three", f"{stream}-2", final=True),
    ]
    answers = {answer.correlation_id.string: answer for answer in stub.BatchAppend(iter(requests))}
    assert answers["one"].success.current_revision == 4
    assert answers["two"].success.current_revision == 0
    assert "Wrong expected version" in answers["three"].error.message


def test_a_batch_is_answered_while_the_call_stays_open(
    stub: streams_pb2_grpc.StreamsStub, stream: str
) -> None:
    go_on = threading.Event()

    def requests() -> Iterator[streams_pb2.BatchAppendReq]:
        yield batch("one", f"{stream}-1", final=True)
        go_on.wait(timeout=5)
        yield batch("two", f"{stream}-2", final=True)

    answers = stub.BatchAppend(requests())
    assert next(answers).correlation_id.string == "one"
    go_on.set()
    assert next(answers).correlation_id.string == "two"
    assert list(answers) == []


def test_a_malformed_batch_is_refused_and_the_call_goes_on(
    stub: streams_pb2_grpc.StreamsStub, stream: str
) -> None:
    broken = batch("one", stream, final=True)
    broken.proposed_messages[0].metadata.clear()
    answers = list(stub.BatchAppend(iter([broken, batch("two", stream, final=True)])))
    assert [answer.WhichOneof("result") for answer in answers] == ["error", "success"]
    assert "no type" in answers[0].error.message


def test_a_batch_whose_deadline_has_passed_is_told_so(
    stub: streams_pb2_grpc.StreamsStub, stream: str
) -> None:
    late = batch("one", stream, final=True)
    late.options.deadline.seconds = -1
    (answer,) = stub.BatchAppend(iter([late]))
    assert answer.error.details.Is(shared_pb2.Timeout.DESCRIPTOR)


def test_ids_may_be_asked_for_as_two_numbers(
    stub: streams_pb2_grpc.StreamsStub, node: str, client_of: Connect, stream: str
) -> None:
    event = happened()
    client_of(node).append_to_stream(stream, current_version=NONE, events=event)
    request = streams_pb2.ReadReq()
    request.options.stream.stream_identifier.stream_name = stream.encode()
    request.options.stream.start.SetInParent()
    request.options.count = 1
    request.options.no_filter.SetInParent()
    request.options.uuid_option.structured.SetInParent()
    (answer,) = stub.Read(request)
    found = answer.event.event.id.structured
    most, least = found.most_significant_bits, found.least_significant_bits
    assert (most % 2**64) << 64 | least % 2**64 == event.id.int


def test_a_subscription_backwards_is_refused(stub: streams_pb2_grpc.StreamsStub) -> None:
    request = streams_pb2.ReadReq()
    request.options.all.start.SetInParent()
    request.options.read_direction = streams_pb2.ReadReq.Options.Backwards
    request.options.subscription.SetInParent()
    with pytest.raises(grpc.RpcError, match="forwards only"):
        list(stub.Read(request))


REMOVALS: dict[str, Any] = {
    "Delete": streams_pb2.DeleteReq,
    "Tombstone": streams_pb2.TombstoneReq,
}


@pytest.mark.parametrize("call", REMOVALS)
@pytest.mark.parametrize(
    ("expected", "number"), [(1, "1"), ("no_stream", "-1"), ("stream_exists", "-4")]
)
def test_a_removal_with_another_version_is_refused_in_the_servers_words(
    stub: streams_pb2_grpc.StreamsStub,
    node: str,
    client_of: Connect,
    stream: str,
    call: str,
    expected: int | str,
    number: str,
) -> None:
    actual = "-1" if expected == "stream_exists" else "3"
    if actual == "3":
        events = [happened() for _ in range(4)]
        client_of(node).append_to_stream(stream, current_version=NONE, events=events)
    request = REMOVALS[call]()
    request.options.stream_identifier.stream_name = stream.encode()
    if isinstance(expected, int):
        request.options.revision = expected
    else:
        getattr(request.options, expected).SetInParent()
    with pytest.raises(grpc.RpcError) as refused:
        getattr(stub, call)(request)
    assert refused.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert refused.value.details() == (
        f"Delete failed due to WrongExpectedVersion. Stream: {stream},"
        f" Expected version: {number}, Actual version: {actual}"
    )
    trailers = dict(refused.value.trailing_metadata())
    assert trailers["exception"] == "wrong-expected-version"
    assert trailers["stream-name"] == stream
    assert (trailers["expected-version"], trailers["actual-version"]) == (number, actual)


def test_a_name_that_no_trailer_can_have_is_escaped_and_not_left_out(
    stub: streams_pb2_grpc.StreamsStub, stream: str
) -> None:
    request = streams_pb2.DeleteReq()
    request.options.stream_identifier.stream_name = f"é 100%-{stream}".encode()
    request.options.revision = 3
    with pytest.raises(grpc.RpcError, match=f"Stream: é 100%-{stream},") as refused:
        stub.Delete(request)
    assert dict(refused.value.trailing_metadata())["stream-name"] == f"%C3%A9 100%-{stream}"


@pytest.mark.parametrize(("multiplier", "interval"), [(1, 32), (2, 64)])
def test_who_leaves_the_window_to_the_server_gets_checkpoints(
    stub: streams_pb2_grpc.StreamsStub,
    node: str,
    client_of: Connect,
    stream: str,
    multiplier: int,
    interval: int,
) -> None:
    events = [happened() for _ in range(3 * interval)]
    last = client_of(node).append_to_stream(stream, current_version=NONE, events=events)
    request = streams_pb2.ReadReq()
    request.options.all.position.commit_position = last - len(events)
    request.options.all.position.prepare_position = last - len(events)
    request.options.subscription.SetInParent()
    request.options.filter.stream_identifier.prefix.append(f"no-{stream}")
    request.options.filter.count.SetInParent()
    request.options.filter.checkpointIntervalMultiplier = multiplier
    request.options.uuid_option.string.SetInParent()
    call = stub.Read(request, timeout=30)
    assert next(call).WhichOneof("content") == "confirmation"
    found = [next(call).checkpoint.commit_position for _ in range(3)]
    assert found == [last - 2 * interval, last - interval, last]
    call.cancel()


def test_clients_learn_what_is_served_and_by_which_version(node: str) -> None:
    def fields(message: bytes) -> list[tuple[int, bytes]]:
        """Take a message apart as the wire has it."""
        unknown = UnknownFieldSet(empty_pb2.Empty.FromString(message))
        return [(field.field_number, field.data) for field in unknown]

    with grpc.insecure_channel(node.removeprefix("esdb://").partition("?")[0]) as channel:
        ask = channel.unary_unary(
            "/event_store.client.server_features.ServerFeatures/GetSupportedMethods"
        )
        answer = fields(ask(shared_pb2.Empty().SerializeToString()))
    assert [value for number, value in answer if number == 2] == [b"24.10.0"]
    methods = [fields(value) for number, value in answer if number == 1]
    streams = b"event_store.client.streams.streams"
    assert [(1, b"append"), (2, streams)] in methods
    assert [(1, b"batchappend"), (2, streams), (3, b"deadline_duration")] in methods
    assert {dict(method)[2] for method in methods} == {
        streams,
        b"event_store.client.gossip.gossip",
        b"event_store.client.server_features.serverfeatures",
    }


def test_a_client_that_vanishes_is_no_news_for_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger(cygrpc.__name__)
    monkeypatch.setattr(logger, "filters", [])
    ignore_vanished_clients()
    for error in (cygrpc.ExecuteBatchError("the call is over"), ValueError("our own mistake")):
        logger.error("raised by servicer method", exc_info=error)
    logger.error("without a traceback")
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [
        ValueError,
        None,
    ]


def test_a_client_that_vanishes_in_an_append_leaves_no_part_of_it(
    stub: streams_pb2_grpc.StreamsStub, node: str, client_of: Connect, stream: str
) -> None:
    sent, vanished = threading.Event(), threading.Event()

    def requests() -> Iterator[streams_pb2.AppendReq]:
        begun = streams_pb2.AppendReq()
        begun.options.stream_identifier.stream_name = stream.encode()
        begun.options.no_stream.SetInParent()
        yield begun
        for _ in range(2):
            more = streams_pb2.AppendReq()
            more.proposed_message.id.string = str(happened().id)
            more.proposed_message.metadata["type"] = "Happened"
            yield more
        sent.set()
        vanished.wait(timeout=30)

    call = stub.Append.future(requests())
    assert sent.wait(timeout=30)
    client = client_of(node)
    client.append_to_stream(f"{stream}-2", current_version=NONE, events=happened())
    call.cancel()
    vanished.set()
    client.append_to_stream(stream, current_version=NONE, events=[happened()])
    assert [event.stream_position for event in client.get_stream(stream)] == [0]
