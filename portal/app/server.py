"""The server of the pages: the event loop waits for people, and threads only do the work.

The server reads a request to its end, answers it in a thread of the pool for its kind, and sends
the answer as fast as the client reads. So a slow client never holds a thread, whatever runs in
front.
"""

import asyncio
import json
from http import HTTPStatus

import structlog
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.app.kinds import kinds
from portal.app.web import start
from portal.casefile.attachments.views import largest
from portal.web import bare
from portal.web.holding import (
    Gone,
    Held,
    Message,
    NoRoom,
    Place,
    Receive,
    Room,
    Send,
    TooLarge,
    read,
)
from portal.web.i18n.languages import language_of
from portal.web.pools import PUBLIC, Full, pools
from portal.web.wsgi import Answer, answered, environ
from shared.hosting.serving import serve
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)


class Server:
    """The ASGI application around the portal."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._views = app.url_map.bind("")
        self._kinds = kinds(app)
        self._room = Room(settings.limits.held)
        self.pools = pools()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for pool in self.pools.values():
            pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            with self._room.place() as place:
                await self._exchange(scope, receive, noted, place)
        except Gone:
            return
        except (Full, NoRoom):
            said = HTTPStatus.SERVICE_UNAVAILABLE, bare.BUSY
        except asyncio.CancelledError:  # this process ends, and another one answers
            said = HTTPStatus.SERVICE_UNAVAILABLE, bare.AWAY
        except Exception as error:
            log.error("request failed", exc_info=error)  # noqa: TRY400  # without what it holds
            said = HTTPStatus.INTERNAL_SERVER_ERROR, bare.FAILED
        else:
            return
        if not begun:  # else uvicorn closes: a broken answer must not look whole
            await _say(scope, send, *said)

    async def _exchange(self, scope: Message, receive: Receive, send: Send, place: Place) -> None:
        endpoint = self._endpoint(scope)
        body = Held()
        try:
            most = largest(endpoint, self._settings)
            await read(receive, place, body, largest=most, said=_length(scope))
            asked = environ(scope, body=body.opened(), size=body.size)
        except TooLarge as error:  # Flask says so, as it says everything
            asked = environ(scope, size=error.size)
        except BaseException:
            body.close()
            raise
        answer = await self._answer(self._kind(endpoint), asked, body)
        try:
            place.answer(answer.body.size)
            with place.waiting():
                await _sent(answer, send, place)
        finally:
            answer.close()

    async def _answer(self, pool: str, asked: Message, body: Held) -> Answer:
        def work() -> Answer:
            try:
                return answered(self._app, dict(asked))
            finally:
                body.close()

        try:
            return await self.pools[pool].run(work)
        except Full:
            body.close()
            raise

    def _kind(self, endpoint: str | None) -> str:
        """Return the pool of a view; what is no view at all is the public's."""
        return PUBLIC if endpoint is None else self._kinds[endpoint]

    def _endpoint(self, scope: Message) -> str | None:
        try:
            endpoint, _ = self._views.match(scope["path"], scope["method"])
        except HTTPException:
            return None
        found: str = endpoint
        return found


async def _sent(answer: Answer, send: Send, place: Place) -> None:
    headers = answer.headers
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    for part in answer.body.parts():
        await send({"type": "http.response.body", "body": part, "more_body": True})
        place.moved(len(part))
    await send({"type": "http.response.body", "body": b""})


def _header(scope: Message, named: bytes) -> str:
    return ", ".join(value.decode("latin-1") for name, value in scope["headers"] if name == named)


async def _say(scope: Message, send: Send, status: int, words: bare.Words) -> None:
    """Explain it in the requested format: whoever reads it has no other page to go on from."""
    kind, text = b"text/plain", f"{words[1]}\n"
    if scope["path"].startswith("/api/"):
        detail = {"title": HTTPStatus(status).phrase, "status": status, "detail": str(words[1])}
        kind, text = b"application/problem+json", json.dumps(detail)
    elif "text/html" in _header(scope, b"accept"):
        said = _header(scope, b"cookie"), _header(scope, b"accept-language")
        language, form = language_of(scope["path"], *said), scope["method"] == "POST"
        kind, text = b"text/html", bare.page(*words, language=language, form=form)
    sentence = text.encode()
    headers = [
        (b"content-type", kind + b"; charset=utf-8"),
        (b"content-length", str(len(sentence)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", bare.POLICY.encode()),
        (b"retry-after", b"5"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": sentence})


def _length(scope: Message) -> int:
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


def main(settings: Settings) -> None:
    serve(Server(start(settings), settings), settings)
