"""A server on a real socket in the test's own loop, and clients that are slow on purpose."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import httpx
import uvicorn

Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def listening() -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    return listener


@asynccontextmanager
async def serving(config: uvicorn.Config) -> AsyncIterator[str]:
    listener = listening()
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  # uvicorn offers no event
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()


async def connected(
    url: str, number: int, sent: bytes = b"", *, address: str = "127.0.0.1"
) -> list[Connection]:
    """Open so many connections from ``address``; each sends this and no more."""
    there = httpx.URL(url)
    made = [
        await asyncio.open_connection(there.host, there.port, local_addr=(address, 0))
        for _ in range(number)
    ]
    for _, writer in made:
        writer.write(sent)
    return made


async def all_are_closed(connections: Iterable[Connection], *, within: float) -> None:
    """Wait until the server has closed all of them without an answer."""
    async with asyncio.timeout(within):
        for reader, writer in connections:
            with suppress(ConnectionError):
                assert await reader.read() == b""
            writer.close()
