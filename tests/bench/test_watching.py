"""A viewer of the measurements behaves as a browser does."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

from tests.bench.watching import Viewers, found

_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_LINE = b'id: intake:0:7\ndata: <li data-kind="allegation-received"></li>\n\n'


async def test_an_answer_that_the_feed_ends_is_taken_up_where_it_ended() -> None:
    """The feed ends every answer after a while and keeps the connection open."""
    asked: list[bytes] = []
    again = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        line = b"" if asked[1:] else b"%x\r\n%b\r\n" % (len(_LINE), _LINE)
        writer.write(_HEAD + line + b"0\r\n\r\n")
        await reader.read()  # until the viewer closes
        writer.close()
        if asked[1:]:
            again.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    plan: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "target": "/feed", "cookie": "", "viewers": 1,
    }  # fmt: skip
    viewers = Viewers(plan)
    watching = asyncio.create_task(viewers.watch(viewers.all[0], Random(1)))
    try:
        await asyncio.wait_for(again.wait(), 10)
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        server.close()
    assert b"Last-Event-ID: intake:0:7\r\n" in asked[1]
    seen = found(viewers, {"due": ["allegation-received "], "since": {}})
    assert (seen["missing"], seen["doubled"]) == (0, 0)
