"""The answers to appends, deletes and tombstones, with one wording for each kind of call."""

from typing import Any

from esdbclient.protos.Grpc import code_pb2, shared_pb2, status_pb2, streams_pb2
from google.protobuf import any_pb2, empty_pb2  # type: ignore[import-untyped]  # no types

from deploy.local.eventstore import faults
from deploy.local.eventstore.versions import (
    NO_STREAM,
    Expected,
    StreamDeleted,
    Written,
    WrongVersion,
)
from deploy.local.eventstore.writer import NotWritten, Outcome, TooLate


def appended(stream: str, expected: Expected, outcome: Outcome) -> streams_pb2.AppendResp:
    """Answer an Append.

    Raises:
        Fault: anything but success and a wrong version ends the call.
    """
    match outcome:
        case Written(revision, position):
            success = streams_pb2.AppendResp.Success(
                position=streams_pb2.AppendResp.Position(
                    commit_position=position, prepare_position=position
                )
            )
            if revision == NO_STREAM:
                success.no_stream.SetInParent()
            else:
                success.current_revision = revision
            return streams_pb2.AppendResp(success=success)
        case WrongVersion(current):
            return streams_pb2.AppendResp(wrong_expected_version=_wrong(expected, current))
        case _:
            raise _fault(stream, expected, outcome)


def _wrong(expected: Expected, current: int) -> streams_pb2.AppendResp.WrongExpectedVersion:
    wrong = streams_pb2.AppendResp.WrongExpectedVersion()
    if current == NO_STREAM:
        wrong.current_no_stream.SetInParent()
        wrong.no_stream_20_6_0.SetInParent()
    else:
        wrong.current_revision = current
        wrong.current_revision_20_6_0 = current
    match expected:
        case "any":
            wrong.expected_any.SetInParent()
            wrong.any_20_6_0.SetInParent()
        case "exists":
            wrong.expected_stream_exists.SetInParent()
            wrong.stream_exists_20_6_0.SetInParent()
        case -1:
            wrong.expected_no_stream.SetInParent()
        case int(revision):
            wrong.expected_revision = revision
            wrong.expected_revision_20_6_0 = revision
    return wrong


def removed(stream: str, expected: Expected, outcome: Outcome) -> int:
    """The position at which a stream was deleted or tombstoned.

    Raises:
        Fault: it was not.
    """
    if isinstance(outcome, Written):
        return outcome.position
    raise _fault(stream, expected, outcome)


def _fault(stream: str, expected: Expected, outcome: Outcome) -> faults.Fault:
    match outcome:
        case StreamDeleted():
            return faults.stream_deleted(stream)
        case WrongVersion(current):
            return faults.wrong_version(stream, expected, current)
        case TooLate():
            return faults.late()
        case NotWritten(sentence):
            return faults.unavailable(sentence)
        case Written():
            raise AssertionError(outcome)


def batch_appended(
    request: streams_pb2.BatchAppendReq, expected: Expected, outcome: Outcome
) -> streams_pb2.BatchAppendResp:
    """Answer one batch; `request` is the first message of it, whose options are repeated."""
    response = _batch_response(request)
    match outcome:
        case Written(revision, position):
            response.success.position.commit_position = position
            response.success.position.prepare_position = position
            if revision == NO_STREAM:
                response.success.no_stream.SetInParent()
            else:
                response.success.current_revision = revision
        case WrongVersion(current):
            _fail(
                response,
                code_pb2.FAILED_PRECONDITION,
                "Wrong expected version.",
                _shared_wrong(expected, current),
            )
        case StreamDeleted():
            _fail(
                response,
                code_pb2.FAILED_PRECONDITION,
                "The stream is deleted.",
                shared_pb2.StreamDeleted(stream_identifier=request.options.stream_identifier),
            )
        case TooLate():
            _fail(
                response,
                code_pb2.DEADLINE_EXCEEDED,
                "The deadline passed before the append.",
                shared_pb2.Timeout(),
            )
        case NotWritten(sentence):
            _fail(response, code_pb2.UNKNOWN, sentence, shared_pb2.Unknown())
    return response


def batch_refused(
    request: streams_pb2.BatchAppendReq, fault: faults.Fault, limit: int
) -> streams_pb2.BatchAppendResp:
    """Answer a batch that is malformed, or larger than `limit` bytes."""
    response = _batch_response(request)
    detail: Any = (
        shared_pb2.MaximumAppendSizeExceeded(maxAppendSize=limit)
        if ("exception", "maximum-append-size-exceeded") in fault.details
        else shared_pb2.BadRequest(message=fault.sentence)
    )
    _fail(response, code_pb2.INVALID_ARGUMENT, fault.sentence, detail)
    return response


def _batch_response(request: streams_pb2.BatchAppendReq) -> streams_pb2.BatchAppendResp:
    options = request.options
    response = streams_pb2.BatchAppendResp(
        correlation_id=request.correlation_id, stream_identifier=options.stream_identifier
    )
    match options.WhichOneof("expected_stream_position"):
        case "stream_position":
            response.stream_position = options.stream_position
        case "no_stream":
            response.no_stream.SetInParent()
        case "any":
            response.any.SetInParent()
        case "stream_exists":
            response.stream_exists.SetInParent()
        case None:
            pass
    return response


def _shared_wrong(expected: Expected, current: int) -> shared_pb2.WrongExpectedVersion:
    nothing = empty_pb2.Empty()
    wrong = (
        shared_pb2.WrongExpectedVersion(current_no_stream=nothing)
        if current == NO_STREAM
        else shared_pb2.WrongExpectedVersion(current_stream_revision=current)
    )
    match expected:
        case "any":
            wrong.expected_any.SetInParent()
        case "exists":
            wrong.expected_stream_exists.SetInParent()
        case -1:
            wrong.expected_no_stream.SetInParent()
        case int(revision):
            wrong.expected_stream_position = revision
    return wrong


def _fail(response: streams_pb2.BatchAppendResp, code: Any, sentence: str, detail: Any) -> None:
    packed = any_pb2.Any()
    packed.Pack(detail)
    response.error.CopyFrom(status_pb2.Status(code=code, message=sentence, details=packed))
