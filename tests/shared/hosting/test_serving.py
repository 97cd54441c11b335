"""The server under services, consume and feed, over a socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from shared.hosting.serving import Server, configured
from shared.platform.settings import Settings


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = configured(app, Settings(http_port=0))
    config.lifespan = "off"
    server = Server(config, lambda: None)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn offers no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


BROKEN_OFF = b"broken off"


async def to_the_end(reader: asyncio.StreamReader) -> bytes:
    """Return all that comes until the server ends the connection, which it does while we send."""
    try:
        return await reader.read()
    except ConnectionError:
        return BROKEN_OFF


def head(size: int) -> bytes:
    return b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nx: " + b"a" * size + b"\r\n\r\n"


@pytest.mark.parametrize(
    "sent", [b"GET / HTTP/1.1\r\nx: " + b"a" * 2_000_000, b"GET /" + b"a" * 2_000_000]
)
async def test_a_head_without_an_end_is_not_kept(sent: bytes) -> None:
    async with asyncio.timeout(20), connected() as (reader, writer):
        writer.write(sent)
        assert (await to_the_end(reader)).startswith((b"HTTP/1.1 431 ", BROKEN_OFF))


async def test_nor_is_a_trailer() -> None:
    async with asyncio.timeout(20), connected() as (reader, writer):
        writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: ")
        writer.write(b"a" * 2_000_000)
        assert (await to_the_end(reader)).startswith((b"HTTP/1.1 204 ", BROKEN_OFF))


async def test_large_heads_that_end_are_answered_one_after_another() -> None:
    async with asyncio.timeout(20), connected() as (reader, writer):
        for _ in range(5):
            writer.write(head(40_000))
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 204 ")


async def test_a_large_body_is_none_of_the_head() -> None:
    async with asyncio.timeout(20), connected() as (reader, writer):
        for _ in range(2):  # the second begins where the first one ended
            body = b"b" * 500_000
            writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body))
            writer.write(body)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 204 ")
