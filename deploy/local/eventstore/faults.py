"""Refusals over gRPC: status, a sentence, and the metadata that clients look at."""

from dataclasses import dataclass
from typing import Any, Final, NoReturn
from urllib.parse import quote

import grpc  # type: ignore[import-untyped]  # grpcio ships no types

from deploy.local.eventstore.versions import Expected

EXPECTED: Final = {"any": -2, "exists": -4}
"""The numbers by which errors name what is no revision; no stream is -1."""
PRINTABLE: Final = "".join(map(chr, range(0x20, 0x7F)))


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
        (("exception", "stream-deleted"), ("stream-name", _ascii(stream))),
    )


def wrong_version(stream: str, expected: Expected, actual: int) -> Fault:
    """A delete or a tombstone (both are called Delete) expected another last revision.

    Clients read the numbers of text and trailers; -1 is a missing stream.
    """
    number = expected if isinstance(expected, int) else EXPECTED[expected]
    return Fault(
        grpc.StatusCode.FAILED_PRECONDITION,
        f"Delete failed due to WrongExpectedVersion. Stream: {stream},"
        f" Expected version: {number}, Actual version: {actual}",
        (
            ("exception", "wrong-expected-version"),
            ("stream-name", _ascii(stream)),
            ("expected-version", str(number)),
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


def unavailable(sentence: str) -> Fault:
    """The node cannot serve now; a client may come again."""
    return Fault(grpc.StatusCode.UNAVAILABLE, sentence)


def late() -> Fault:
    """The request's own deadline passed."""
    return Fault(grpc.StatusCode.DEADLINE_EXCEEDED, "The deadline passed before the append.")


def _ascii(value: str) -> str:
    # Header values are printable ASCII, a stream name may be anything, and clients that miss one
    # break.
    return quote(value, safe=PRINTABLE)


async def abort(context: Any, fault: Fault) -> NoReturn:
    """End the call with the fault."""
    await context.abort(fault.code, fault.sentence, fault.details)
    raise AssertionError("abort raises")
