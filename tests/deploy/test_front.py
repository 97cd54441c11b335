"""The front between a browser and two small upstreams."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn

from deploy.local import front_pages
from deploy.local.front import SENTENCE, TOO_LARGE, Front, Scope, Upstreams
from deploy.local.front import configuration as front_configuration
from portal.web.holding import Message, Receive, Send
from shared.platform.limits import Limits
from tests.support import left
from tests.support.serving import all_are_closed, connected, listening, serving

pytestmark = [pytest.mark.timeout(30), pytest.mark.asyncio(loop_scope="module")]

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
HELD = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{}"
LIMITS = Limits(head=1.5, body=1.5, rate=2_000, idle=5)


class Upstream:
    """Tells back what it was asked; streams under ``/feed``; remembers who went away."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.requests: list[str] = []
        self.streams = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests.append(scope["path"])
        match scope["path"]:
            case "/feed":
                await self._stream(receive, send)
            case "/break":
                await _start(send, 200, [(b"content-length", b"100")])
                await send({"type": "http.response.body", "body": b"half", "more_body": True})
                raise BrokenPipeError
            case "/headers":
                cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
                hop = [(b"keep-alive", b"x"), (b"x-kept", b"yes"), (b"server", b"mine")]
                await _start(send, 303, [*cookies, *hop])
                await send({"type": "http.response.body", "body": b""})
            case _:
                await self._echo(scope, receive, send)

    async def _stream(self, receive: Receive, send: Send) -> None:
        await _start(send, 200, [(b"content-type", b"text/event-stream")])

        async def beat() -> None:
            number = 0
            while True:
                chunk = b"id: %d\ndata: x\n\n" % number
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                number += 1
                await asyncio.sleep(0.05)

        beating = asyncio.create_task(beat())
        self.streams += 1
        while (await receive())["type"] != "http.disconnect":
            pass
        beating.cancel()
        self.streams -= 1

    async def _echo(self, scope: Scope, receive: Receive, send: Send) -> None:
        digest, size, more = hashlib.sha256(), 0, True
        while more:
            message: Message = await receive()
            digest.update(message.get("body", b""))
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
        told = {
            "upstream": self.name,
            "method": scope["method"],
            "target": scope["raw_path"].decode() + "?" + scope["query_string"].decode(),
            "headers": [[k.decode(), v.decode()] for k, v in scope["headers"]],
            "size": size,
            "sha256": digest.hexdigest(),
        }
        await _start(send, 200, [(b"content-type", b"application/json")])
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})


async def _start(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _upstream_configuration(app: Upstream) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_level="critical",
        server_header=False,
        timeout_graceful_shutdown=1,
    )


class Parts:
    """The two upstreams, the front's URL and a client of it."""

    def __init__(self, web: Upstream, feed: Upstream, url: str, client: httpx.AsyncClient) -> None:
        self.web, self.feed, self.url, self.client = web, feed, url, client


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """The front and the client of all tests keep connections from one to the next."""
    yield from left.checked()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started() -> AsyncIterator[Parts]:
    web, feed = Upstream("web"), Upstream("feed")
    async with (
        serving(_upstream_configuration(web)) as web_url,
        serving(_upstream_configuration(feed)) as feed_url,
        serving(_front(Front(Upstreams(web=web_url, feed=feed_url), largest=LARGEST))) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield Parts(web, feed, url, client)


@pytest.fixture
def parts(started: Parts) -> Parts:
    for upstream in (started.web, started.feed):
        upstream.requests.clear()
    return started


def _front(app: Front) -> uvicorn.Config:
    config = front_configuration(app, host="127.0.0.1", port=0, limits=LIMITS)
    config.timeout_graceful_shutdown = 1
    return config


async def _json(response: Awaitable[httpx.Response]) -> dict[str, Any]:
    told: dict[str, Any] = (await response).raise_for_status().json()
    return told


async def eventually(condition: Callable[[], object], within: float = 5) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  # any condition
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("path", "upstream"),
    [("/", "web"), ("/feeds", "web"), ("/feed/", "feed"), ("/feed/x", "feed"), ("/a/feed", "web")],
)
async def test_the_feed_has_its_own_upstream(parts: Parts, path: str, upstream: str) -> None:
    assert (await _json(parts.client.get(path)))["upstream"] == upstream


@pytest.mark.parametrize(
    "target", ["*", "/feed/../health/ready", "/feed/%2e%2e/health/ready", "/feed/..", "/a/./b"]
)
async def test_what_is_no_plain_path_leads_nowhere(parts: Parts, target: str) -> None:
    address = httpx.URL(parts.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(f"OPTIONS {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"There is no such page." in answer


async def test_the_target_comes_through_as_it_was_written(parts: Parts) -> None:
    target = "/a%2Fb/%C3%A9?q=%20x&y=a+b&z=%26"
    assert (await _json(parts.client.get(target)))["target"] == target


async def test_the_host_comes_through_and_forwarded_headers_are_ours(parts: Parts) -> None:
    sent = {
        "Host": "rapporteur.example",
        "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
        "Connection": "keep-alive, x-hop",
        "X-Hop": "dropped",
        "TE": "trailers",
        "Cookie": "a=1",
        "Last-Event-ID": "7",
    }
    headers = (await _json(parts.client.get("/", headers=sent)))["headers"]
    names = [name for name, _ in headers]
    told = dict(headers)
    assert names.count("host") == 1
    assert told["host"] == told["x-forwarded-host"] == "rapporteur.example"
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "http"
    assert told["cookie"] == "a=1"
    assert told["last-event-id"] == "7"
    assert not {"x-hop", "te", "forwarded"} & set(names)


async def test_the_answer_s_headers_come_through_and_no_cookie_is_kept(parts: Parts) -> None:
    response = await parts.client.get("/headers")
    assert response.status_code == 303
    assert response.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert response.headers["x-kept"] == "yes"
    assert response.headers.get_list("server") == ["mine"]
    assert "keep-alive" not in response.headers
    async with httpx.AsyncClient(base_url=parts.url, trust_env=False) as other:
        names = [name for name, _ in (await _json(other.get("/")))["headers"]]
    assert "cookie" not in names


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_bodies_of_known_length_come_through_whole(parts: Parts, method: str) -> None:
    told = await _json(parts.client.request(method, "/x", content=b"abc"))
    assert (told["method"], told["size"]) == (method, 3)
    assert ["content-length", "3"] in told["headers"]


async def test_an_empty_post_has_length_zero(parts: Parts) -> None:
    told = await _json(parts.client.post("/x"))
    assert told["size"] == 0
    assert ["content-length", "0"] in told["headers"]


async def test_a_head_has_no_body(parts: Parts) -> None:
    response = await parts.client.head("/x")
    assert (response.status_code, response.content) == (200, b"")


async def test_a_large_upload_waits_here_and_then_comes_through_whole(parts: Parts) -> None:
    block = bytes(range(256)) * 4096
    halfway, goes_on = asyncio.Event(), asyncio.Event()

    async def upload() -> AsyncIterator[bytes]:
        for number in range(32):
            if number == 16:
                halfway.set()
                await goes_on.wait()
            yield block

    posting = asyncio.create_task(_json(parts.client.post("/x", content=upload())))
    await halfway.wait()
    assert (await _json(parts.client.get("/y")))["upstream"] == "web"
    assert parts.web.requests == ["/y"]  # the upload is nowhere but here
    goes_on.set()
    told = await posting
    assert told["size"] == 32 * MEGABYTE
    assert told["sha256"] == hashlib.sha256(block * 32).hexdigest()
    assert ["content-length", str(32 * MEGABYTE)] in told["headers"]


async def test_what_is_larger_than_any_form_is_heard_out_and_refused(parts: Parts) -> None:
    async def upload() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield bytes(MEGABYTE)

    answer = await parts.client.post("/x", content=upload())
    assert (answer.status_code, answer.text.strip()) == (413, TOO_LARGE)
    assert parts.web.requests == []


async def test_what_the_front_says_is_what_the_catalogues_say_today() -> None:
    """``make docs`` writes it anew."""
    assert front_pages.FILE.read_text(encoding="utf-8") == front_pages.written()


async def test_a_program_is_refused_as_the_api_says_it(parts: Parts) -> None:
    async def upload() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield bytes(MEGABYTE)

    answer = await parts.client.post("/api/v1/submissions/X/files", content=upload())
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json() == {
        "title": "That is too large",
        "status": 413,
        "detail": TOO_LARGE,
    }
    assert parts.web.requests == []


async def test_an_upload_broken_off_reaches_nobody(parts: Parts) -> None:
    [(_, writer)] = await connected(parts.url, 1, HELD)
    writer.close()
    assert (await _json(parts.client.get("/y")))["upstream"] == "web"
    assert parts.web.requests == ["/y"]


async def test_bodies_that_never_end_keep_nobody_out_and_are_given_up(parts: Parts) -> None:
    held = await connected(parts.url, 50, HELD)
    assert (await _json(parts.client.get("/y")))["upstream"] == "web"
    assert parts.web.requests == ["/y"]
    await all_are_closed(held, within=5)
    assert parts.web.requests == ["/y"]


async def test_heads_that_never_end_are_given_up(parts: Parts) -> None:
    silent = await connected(parts.url, 25, b"")
    slow = await connected(parts.url, 25, b"GET / HTTP/1.1\r\nX-Slow: ")
    await all_are_closed([*silent, *slow], within=5)


async def test_a_slow_body_that_keeps_on_coming_comes_whole(parts: Parts) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(10):
            await asyncio.sleep(0.25)
            yield bytes(1_000)

    assert (await _json(parts.client.post("/x", content=slowly())))["size"] == 10_000


async def test_events_come_one_by_one_as_they_happen(parts: Parts) -> None:
    async with parts.client.stream("GET", "/feed") as response:
        assert response.headers["content-type"] == "text/event-stream"
        chunks = response.aiter_raw()
        first = [await asyncio.wait_for(anext(chunks), 1) for _ in range(3)]
    assert b"".join(first).startswith(b"id: 0\ndata: x\n\nid: 1\n")
    assert len(b"".join(first)) < 200


async def test_a_stream_whose_reader_leaves_is_closed_upstream_at_once(parts: Parts) -> None:
    await eventually(lambda: parts.feed.streams == 0)
    async with parts.client.stream("GET", "/feed") as response:
        await anext(response.aiter_raw())
        assert parts.feed.streams == 1
    await eventually(lambda: parts.feed.streams == 0, within=10)


async def test_a_hundred_streams_at_once_do_not_hold_up_a_page(parts: Parts) -> None:
    async with httpx.AsyncClient(
        base_url=parts.url, limits=httpx.Limits(max_connections=None), trust_env=False
    ) as many:
        streams = [many.stream("GET", "/feed") for _ in range(100)]
        await asyncio.gather(*(stream.__aenter__() for stream in streams))
        told = await asyncio.wait_for(_json(parts.client.get("/x")), 2)
        assert told["upstream"] == "web"
        await asyncio.gather(*(stream.__aexit__(None, None, None) for stream in streams))


async def test_an_answer_broken_off_upstream_is_seen_as_broken(parts: Parts) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await parts.client.get("/break")


async def test_an_upstream_that_is_down_is_told_calmly() -> None:
    nowhere = _nobody_listens()
    async with (
        serving(_front(Front(Upstreams(web=nowhere, feed=nowhere), largest=LARGEST))) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        html = {"Accept": "text/html,*/*"}
        page, posted = await client.get("/", headers=html), await client.post("/", headers=html)
        plain = await client.get("/api", headers={"Accept": "application/json"})
        chosen = await client.post("/submit/", headers={**html, "Cookie": "language=ar"})
    assert {r.status_code for r in (page, posted, plain, chosen)} == {503}
    assert '<html lang="ar" dir="rtl">' in chosen.text
    assert "style-src 'sha256-" in chosen.headers["content-security-policy"]
    assert SENTENCE in page.text
    assert 'http-equiv="refresh"' in page.text
    assert 'http-equiv="refresh"' not in posted.text
    assert plain.text.strip() == SENTENCE
    assert plain.headers["retry-after"] == "2"


async def test_a_stream_waits_for_a_feed_that_is_starting() -> None:
    feed, listener = Upstream("feed"), listening()
    feed_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    upstreams = Upstreams(web=feed_url, feed=feed_url)
    async with (
        serving(_front(Front(upstreams, largest=1, patience=5))) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        events = {"Accept": "text/event-stream"}
        asked = asyncio.create_task(
            client.send(client.build_request("GET", "/feed", headers=events), stream=True)
        )
        await asyncio.sleep(0.4)
        assert not asked.done()
        config = _upstream_configuration(feed)
        config.port = httpx.URL(feed_url).port or 0
        server = uvicorn.Server(config)
        serving_feed = asyncio.create_task(server.serve())
        response = await asyncio.wait_for(asked, 5)
        assert response.status_code == 200
        await response.aclose()
        server.should_exit = True
        await serving_feed


async def test_a_stream_waits_only_so_long() -> None:
    nowhere = _nobody_listens()
    upstreams = Upstreams(web=nowhere, feed=nowhere)
    async with (
        serving(_front(Front(upstreams, largest=1, patience=0.3))) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        response = await client.get("/feed", headers={"Accept": "text/event-stream"})
    assert response.status_code == 503


def _nobody_listens() -> str:
    with listening() as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_nothing_is_logged_of_a_request(
    parts: Parts, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await parts.client.get("/somewhere?secret=1")
    written = capfd.readouterr()
    assert "127.0.0.1" not in written.out + written.err + caplog.text
    assert "somewhere" not in written.out + written.err
