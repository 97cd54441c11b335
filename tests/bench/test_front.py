"""The front of several processes leads around one that is gone, and ends with either side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.ports import free_port
from tests.bench.front import HOST, Front


@asynccontextmanager
async def said(word: bytes) -> AsyncIterator[int]:
    """A process that says a word and what it hears, and ends at a full stop."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(word + await reader.readuntil(b"."))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def heard(port: int) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"you.")
    found = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return found


async def test_each_connection_goes_to_the_next_process_that_is_there() -> None:
    loop = asyncio.get_running_loop()
    gone = free_port()
    async with said(b"one ") as one, said(b"two ") as two:
        front = Front([one, gone, two])
        async with await loop.create_server(front.accepts, HOST, 0) as server:
            port = server.sockets[0].getsockname()[1]
            found = [await heard(port) for _ in range(6)]
    assert {*found} == {b"one you.", b"two you."}
    async with await loop.create_server(Front([gone]).accepts, HOST, 0) as server:
        assert await heard(server.sockets[0].getsockname()[1]) == b"", "nobody is there"
