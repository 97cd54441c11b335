"""A store's machine loses power: its connections stay open, and nothing arrives on them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.eventstore.testing import start_node, stop_node
from services.intake.app import INTAKE_SERVICE
from shared.core import store
from shared.core.store import EsdbStore, StoreError

pytestmark = pytest.mark.live


class Line:
    """A way to the node that can be cut without a word; a new connection goes through again."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cut = asyncio.Event()
        self.taken: list[asyncio.Task[None]] = []

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken.append(asyncio.create_task(self._carry(reader, writer, self._cut)))

    def cut(self) -> None:
        """Let nothing through any more that goes over what is connected now."""
        self._cut.set()
        self._cut = asyncio.Event()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
    ) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await asyncio.gather(_carry(reader, back, cut), _carry(there, writer, cut))
        finally:
            for end in (back, writer):
                end.transport.abort()


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: asyncio.Event
) -> None:
    while some := await reader.read(1 << 16):
        if not cut.is_set():
            writer.write(some)
            await writer.drain()
    writer.close()


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[tuple[Line, str]]:
    process, port = start_node(tmp_path / "events.db")
    made = Line(port)
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    bound = server.sockets[0].getsockname()[1]
    try:
        yield made, f"esdb://127.0.0.1:{bound}?Tls=false"
    finally:
        server.close()
        for task in made.taken:
            task.cancel()
        await asyncio.gather(*made.taken, return_exceptions=True)
        await asyncio.sleep(0)  # now they are closed
        stop_node(process)


async def test_a_service_gives_up_a_connection_that_went_silent(
    line: tuple[Line, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it asks in vain until the system gives the connection up, after a quarter of an hour."""
    monkeypatch.setattr(store, "_PING", 1.0)
    made, uri = line
    one = EsdbStore(uri, INTAKE_SERVICE.catalogue)
    await one.connect()
    await one.ping()
    made.cut()
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(StoreError):
                await one.ping()
                break
    assert len(made.taken) == 2
    await one.close()
