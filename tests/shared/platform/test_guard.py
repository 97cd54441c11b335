"""Unfinished connections, at a server on a real socket."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from deploy.local.certificates import Authority
from shared.platform import guard
from shared.platform.guard import Loop, guarded
from shared.platform.limits import Limits
from tests.support.serving import all_are_closed, connected, serving

HALF = b"GET / HTTP/1.1\r\nX-Slow: "
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = 50_000_000
SHORT = Limits(head=0.5, body=0.5, rate=1_000, idle=0.5, reader=0.5)
PATIENT = Limits(connections=20)


async def _application(scope: Any, receive: Any, send: Any) -> None:
    """Answers with as many bytes as came, or with very many."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = bytes(LARGE) if scope["path"] == "/large" else str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def _serving(
    limits: Limits, application: Any = _application
) -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    config = uvicorn.Config(
        application, **guarded(limits), lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    async with (
        serving(config) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=5) as client,
    ):
        yield url, client


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        HALF,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "half a body in chunks"],
)
async def test_what_stays_half_open_is_closed(sent: bytes) -> None:
    async with _serving(SHORT) as (url, client):
        held = await connected(url, 50, sent)
        assert (await client.get("/")).text == "0"
        await all_are_closed(held, within=4)


async def test_a_head_that_drips_is_closed_however_busy_it_looks() -> None:
    async with _serving(SHORT) as (url, _):
        [(reader, writer)] = await connected(url, 1, HALF)
        closed = asyncio.create_task(all_are_closed([(reader, writer)], within=4))
        while not closed.done():
            writer.write(b"x")
            await asyncio.sleep(0.1)
        await closed


async def test_a_head_may_have_so_many_bytes() -> None:
    async with _serving(Limits(head_bytes=1_000)) as (url, client):
        assert (await client.get("/", headers={"X-Long": "x" * 700})).text == "0"
        await all_are_closed(await connected(url, 1, HALF + bytes(b"x" * 1_000)), within=2)


async def test_a_body_may_take_longer_the_more_of_it_comes() -> None:
    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(8):
            await asyncio.sleep(0.2)
            yield bytes(400)

    async with _serving(SHORT) as (_, client):
        assert (await client.post("/", content=slowly())).text == "3200"


async def test_no_body_takes_longer_than_the_longest() -> None:
    async def without_end() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.02)
            yield bytes(1_000)

    async with _serving(Limits(body=0.5, rate=1_000, longest=1)) as (_, client):
        with pytest.raises(httpx.TransportError):
            await client.post("/", content=without_end())


async def test_who_reads_nothing_of_an_answer_is_given_up() -> None:
    async with _serving(SHORT) as (url, client):
        [(reader, writer)] = await connected(url, 1, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # sockets have it
        assert (await client.get("/")).text == "0"
        await asyncio.sleep(1.5)
        async with asyncio.timeout(2):
            writer.transport.resume_reading()  # type: ignore[attr-defined]  # likewise
            with suppress(ConnectionError):
                assert len(await reader.read()) < LARGE
        writer.close()


async def test_an_idle_connection_is_closed_and_one_in_use_is_kept() -> None:
    async with _serving(SHORT) as (url, _):
        [(reader, writer)] = await connected(url, 1)
        for _ in range(3):
            writer.write(WHOLE)
            assert (await reader.readuntil(b"\r\n\r\n0")).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.3)
        await all_are_closed([(reader, writer)], within=4)


async def test_where_there_are_too_many_the_address_with_most_gives_its_oldest() -> None:
    async with _serving(PATIENT) as (url, client):
        one = await connected(url, 1, HALF, address="127.0.0.2")
        many = await connected(url, 19, HALF, address="127.0.0.3")
        for _ in range(5):
            assert (await client.get("/", headers={"Connection": "close"})).text == "0"
        await all_are_closed(many[:1], within=2)
        (reader, writer), *_ = one
        writer.write(b"x\r\n\r\n")
        assert (await reader.readline()).startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
        for _, other in (*one, *many):
            other.close()


async def test_where_all_are_in_use_a_newcomer_is_sent_away() -> None:
    goes_on = asyncio.Event()

    async def waits(_scope: Any, receive: Any, send: Any) -> None:
        await goes_on.wait()
        await _application({"path": "/"}, receive, send)

    async with _serving(Limits(connections=3), waits) as (url, _):
        working = await connected(url, 3, WHOLE)
        await asyncio.sleep(0.2)
        await all_are_closed(await connected(url, 1, WHOLE), within=2)
        goes_on.set()
        for reader, writer in working:
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            writer.close()


def test_who_begins_tls_and_says_no_more_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_HANDSHAKE", 0.5)
    issued = Authority(tmp_path).issue("process")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(issued.certificate, issued.key)

    async def silent() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0, ssl=context)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await all_are_closed(await connected(url, 3, b"\x16\x03"), within=3)
        server.close()
        await server.wait_closed()

    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(silent())
