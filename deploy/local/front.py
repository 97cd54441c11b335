"""One origin for browsers on a laptop: ``/feed`` goes to the feed, all else to the pages.

In production the Gateway does this. The front reads a request to its end before it calls anybody,
so slow senders wait here; it streams answers. It logs nothing about a request: nobody needs to know
the address of a visitor.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final, TypeAlias

import httpx
import uvicorn

from portal.web.holding import Gone, Held, Message, NoRoom, Receive, Room, Send, TooLarge, read
from portal.web.i18n.languages import language_of
from portal.web.sizes import with_files
from shared.platform.guard import guarded
from shared.platform.limits import Limits
from shared.platform.settings import Settings

Scope: TypeAlias = Message
Headers: TypeAlias = list[tuple[bytes, bytes]]

# RFC 9110 section 7.6.1, and ``expect``, which the server at our front has already answered.
HOP_BY_HOP: Final = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate"),
        *(b"proxy-authorization", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect"),
    }
)
FORWARDED: Final = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")

# Streams last for hours and a slow page is the page's affair: only connecting has a bound.
TIMEOUT: Final = {"connect": 2.0, "read": None, "write": None, "pool": None}

PATIENCE: Final = 10.0
"""Seconds a stream waits for the feed to come back: a browser that gets an error stays away."""

_SAID: Final = json.loads(Path(__file__).with_name("front_pages.json").read_bytes())
"""``front_pages`` makes it."""
SENTENCE: Final = (
    "This part of Rapporteur is starting and will be back in a moment. "
    "What you sent can be sent again: nothing is done twice."
)
TOO_LARGE: Final = (
    "This is more than Rapporteur takes at once; nothing was kept. Send fewer or smaller files."
)
PLAIN: Final = b"text/plain; charset=utf-8"
PROBLEM: Final = b"application/problem+json"
"""What a program reads, as the API says it (docs/api.md)."""
_NOTHING: Final = "default-src 'none'"
NOWHERE: Final = "There is no such page.\n"


@dataclass(frozen=True, slots=True)
class Upstreams:
    """Where requests go, as URLs without a path."""

    web: str
    feed: str

    def of(self, path: str) -> str:
        return self.feed if path == "/feed" or path.startswith("/feed/") else self.web


class Front:
    """The ASGI application."""

    def __init__(
        self,
        upstreams: Upstreams,
        *,
        largest: int,
        held: int = Limits().held,
        patience: float = PATIENCE,
    ) -> None:
        self._upstreams = upstreams
        self._largest = largest
        self._room = Room(held)
        self._patience = patience
        # The transport alone: a client on top would keep cookies and follow redirects. No
        # connection is kept: one that an upstream is just closing would fail the next request.
        self._transport = httpx.AsyncHTTPTransport(
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and _is_a_path(scope):
            await self._forward(scope, receive, send)
        elif scope["type"] == "http":
            await _answer(scope, send, HTTPStatus.NOT_FOUND, PLAIN, NOWHERE)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            event = (await receive())["type"].removeprefix("lifespan.")
            if event == "shutdown":
                await self._transport.aclose()
            await send({"type": f"lifespan.{event}.complete"})
            if event == "shutdown":
                return

    async def _forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Exchange one request for one response, or end with the client that goes away."""
        body = Held()
        try:
            with self._room.place() as place:
                await read(receive, place, body, largest=self._largest, said=0)
                await self._until_gone(self._exchange(scope, body, send), receive)
        except Gone:
            return
        except NoRoom:
            await _away(scope, send)
        except TooLarge:
            await _say(scope, send, 413, "That is too large", TOO_LARGE, "too large")
        finally:
            body.close()

    async def _until_gone(self, asking: Coroutine[None, None, None], receive: Receive) -> None:
        exchange = asyncio.create_task(asking)
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait([exchange, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            if not exchange.done():
                exchange.cancel()
            await asyncio.gather(exchange, gone, return_exceptions=True)
        if not exchange.cancelled() and (fault := exchange.exception()) is not None:
            raise fault

    async def _exchange(self, scope: Scope, body: Held, send: Send) -> None:
        request = _request(scope, self._upstreams.of(scope["path"]), body)
        try:
            response = await self._ask(request)
        except httpx.TransportError:
            await _away(scope, send)
            return
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": response.status_code,
                    "headers": _passed_on(response.headers.raw),
                }
            )
            async for chunk in response.aiter_raw():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except httpx.TransportError:
            # Broken off half-way: returning now makes the server close the connection, so that
            # the client sees a broken answer and not a short one.
            return
        finally:
            await response.aclose()

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        """Send the request; a stream waits for a feed that is just starting."""
        until = time.monotonic()
        if "text/event-stream" in request.headers.get("accept", ""):
            until += self._patience
        while True:
            try:
                return await self._transport.handle_async_request(request)
            except httpx.ConnectError:  # nothing was sent yet
                if time.monotonic() >= until:
                    raise
                await asyncio.sleep(0.25)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _sent(body: Held) -> AsyncIterator[bytes]:
    for part in body.parts():
        yield part


def _is_a_path(scope: Scope) -> bool:
    """Whether it is a safe path: ``*`` is none, and ``..`` could lead out of ``/feed``."""
    path: str = scope["path"]
    return path.startswith("/") and not {".", ".."} & set(path.split("/"))


def _request(scope: Scope, upstream: str, body: Held) -> httpx.Request:
    target: bytes = scope["raw_path"]
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    incoming: Headers = list(scope["headers"])
    ours = (*FORWARDED, b"content-length")
    headers = [(k, v) for k, v in _passed_on(incoming) if k not in ours]
    host = next((value for name, value in incoming if name == b"host"), b"")
    client = scope.get("client")
    headers += [
        (b"x-forwarded-for", client[0].encode() if client else b"unknown"),
        (b"x-forwarded-proto", scope["scheme"].encode()),
        (b"x-forwarded-host", host),
    ]
    present = any(name in {b"transfer-encoding", b"content-length"} for name, _ in incoming)
    if present:
        headers.append((b"content-length", str(body.size).encode()))
    return httpx.Request(
        scope["method"],
        httpx.URL(upstream).copy_with(raw_path=target),
        headers=headers,
        content=_sent(body) if body.size else None,
        extensions={"timeout": TIMEOUT},
    )


def _passed_on(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return the headers for the far end, names in lower case."""
    lowered = [(name.lower(), value) for name, value in headers]
    named = {
        token.strip().lower()
        for name, value in lowered
        if name == b"connection"
        for token in value.split(b",")
    }
    return [(k, v) for k, v in lowered if k not in HOP_BY_HOP and k not in named]


def _is_api(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.startswith("/api/")


def _header(scope: Scope, named: bytes) -> str:
    return ", ".join(value.decode("latin-1") for name, value in scope["headers"] if name == named)


async def _away(scope: Scope, send: Send) -> None:
    name = "away" if scope["method"] == "GET" else "away after a form"
    await _say(scope, send, 503, "Back in a moment", SENTENCE, name)


async def _say(scope: Scope, send: Send, status: int, title: str, sentence: str, page: str) -> None:
    """Explain, in the requested format and language, why the request was not passed on."""
    policy = _NOTHING
    if _is_api(scope):
        kind, body = PROBLEM, {"title": title, "status": status, "detail": sentence}
        text = json.dumps(body)
    elif "text/html" in _header(scope, b"accept"):
        said = _header(scope, b"cookie"), _header(scope, b"accept-language")
        kind, policy = b"text/html; charset=utf-8", _SAID["policy"]
        text = _SAID[page][language_of(scope["path"], *said)]
    else:
        kind, text = PLAIN, f"{sentence}\n"
    later = [(b"retry-after", b"2")] if status == HTTPStatus.SERVICE_UNAVAILABLE else []
    await _answer(scope, send, status, kind, text, *later, policy=policy)


async def _answer(
    scope: Scope,
    send: Send,
    status: int,
    kind: bytes,
    text: str,
    *more: tuple[bytes, bytes],
    policy: str = _NOTHING,
) -> None:
    body = text.encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    content = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": content})


def configuration(app: Front, *, host: str, port: int, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        **guarded(limits),
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        proxy_headers=False,  # the client is whoever connected, whatever its headers say
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        backlog=2048,
    )


def main() -> None:
    settings = Settings()
    upstreams = Upstreams(
        web=os.environ.get("RAPPORTEUR_WEB_URL", "http://127.0.0.1:8010"), feed=settings.feed_url
    )
    front = Front(upstreams, largest=with_files(settings), held=settings.limits.held)
    host, port = settings.http_host, settings.http_port
    uvicorn.Server(configuration(front, host=host, port=port, limits=settings.limits)).run()


if __name__ == "__main__":
    main()
