"""Refusals over gRPC: status, a sentence, and the metadata that clients look at."""

from dataclasses import dataclass
from typing import Any, NoReturn

import grpc  # type: ignore[import-untyped]  # grpcio ships no types

from deploy.local.eventstore.versions import Expected


@dataclass(frozen=True)
class Fault(Exception):
    """Ends the call with this status; `details` are trailing metadata."""

    code: Any
    sentence: str
    details: tuple[tuple[str, str], ...] = ()


def stream_deleted(stream: str) -> Fault:
    """The stream is deleted."""
    return Fault(
        grpc.StatusCode.FAILED_PRECONDITION,
        f"Event stream '{stream}' is deleted.",
        (("exception", "stream-deleted"), *_ascii("stream-name", stream)),
    )


def wrong_version(stream: str, expected: Expected, actual: int) -> Fault:
    """A delete or a tombstone expected another last revision; -1 is a missing stream."""
    return Fault(
        grpc.StatusCode.FAILED_PRECONDITION,
        f"WrongExpectedVersion: stream '{stream}'. Expected version: {expected}."
        f" Actual version: {actual}",
        (
            ("exception", "wrong-expected-version"),
            *_ascii("stream-name", stream),
            ("expected-version", str(expected)),
            ("actual-version", str(actual)),
        ),
    )


def invalid(sentence: str) -> Fault:
    """The request cannot be understood."""
    return Fault(grpc.StatusCode.INVALID_ARGUMENT, sentence)


def too_large(limit: int) -> Fault:
    """An append is larger than `limit` bytes."""
    return Fault(
        grpc.StatusCode.INVALID_ARGUMENT,
        f"Maximum Append Size of {limit} Exceeded.",
        (("exception", "maximum-append-size-exceeded"), ("maximum-append-size", str(limit))),
    )


def unavailable(sentence: str = "Server Is Not Ready") -> Fault:
    """The node cannot serve now; a client may come again."""
    return Fault(grpc.StatusCode.UNAVAILABLE, sentence)


def late() -> Fault:
    """The request's own deadline passed."""
    return Fault(grpc.StatusCode.DEADLINE_EXCEEDED, "The deadline passed before the append.")


def _ascii(key: str, value: str) -> tuple[tuple[str, str], ...]:
    # Header values are printable ASCII; a stream name may be anything.
    return ((key, value),) if value.isascii() and value.isprintable() else ()


async def abort(context: Any, fault: Fault) -> NoReturn:
    """End the call with the fault."""
    await context.abort(fault.code, fault.sentence, fault.details)
    raise AssertionError("abort raises")
