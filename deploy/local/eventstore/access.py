"""The name and password that a node may ask for."""

import base64
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import grpc.aio  # type: ignore[import-untyped]  # grpcio ships no types
from typing_extensions import override

OPEN: Final = ("/event_store.client.gossip.", "/event_store.client.server_features.")
"""Clients ask these before they give a password; they tell nothing of what is stored."""


class NoPassword(Exception):
    """The file has no name and password; the message is a sentence."""


def read_user(path: Path) -> tuple[str, str]:
    """Read `name:password` from a file of one line.

    Raises:
        NoPassword: it has something else.
    """
    text = path.read_bytes().decode(errors="replace").strip()
    name, _, password = text.partition(":")
    if "\N{REPLACEMENT CHARACTER}" in text or not (name and password) or "\n" in password:
        raise NoPassword(f"{path} must have one line, name:password.")
    return name, password


class Doorkeeper(grpc.aio.ServerInterceptor):  # type: ignore[misc]  # grpcio ships no types
    """Refuses calls without this name and password."""

    def __init__(self, name: str, password: str) -> None:
        self._wanted = base64.b64encode(f"{name}:{password}".encode())

    @override
    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any
    ) -> Any:
        """Give the handler of the call, or one that refuses it."""
        metadata = dict(handler_call_details.invocation_metadata)
        scheme, _, given = str(metadata.get("authorization", "")).partition(" ")
        known = scheme.lower() == "basic" and hmac.compare_digest(given.encode(), self._wanted)
        if known or handler_call_details.method.startswith(OPEN):
            return await continuation(handler_call_details)
        return grpc.stream_stream_rpc_method_handler(_refuse)


async def _refuse(_requests: AsyncIterator[bytes], context: Any) -> NoReturn:
    await context.abort(
        grpc.StatusCode.UNAUTHENTICATED, "The name or the password is wrong, or none was given."
    )
    raise AssertionError("abort raises")
