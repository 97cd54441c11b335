"""The ``feed`` process: server-sent events, separate from the pages so that it cannot starve them.

Flask decides in a thread who may read the feed, as everywhere in the portal. The event loop does
the rest: a waiting reader costs some kilobytes and no thread.
"""

import asyncio
import gc
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial

import structlog
from flask import Flask, Response, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.casefile import reprisals
from portal.committee.activity import hub, tail, vector
from portal.committee.activity.hub import Hub, Shown
from portal.committee.activity.leads import address as address_of
from portal.committee.activity.leads import opens
from portal.committee.activity.lines import Line
from portal.committee.activity.reader import READERS, Filter, seen_by
from portal.committee.activity.showing import chosen, rendered, wanted_language, wanted_lines
from portal.web import context, presentation
from portal.web.accounts import access, offices
from portal.web.accounts import session as sessions
from portal.web.accounts.access import (
    current_account,
    current_actor,
    current_session,
    public,
    require,
)
from portal.web.accounts.account import Account, actor_of
from portal.web.answers import headers
from portal.web.area import Area, find_templates
from portal.web.context import today
from portal.web.holding import Message, Receive, Send
from portal.web.wsgi import environ
from shared.core.actor import Actor
from shared.facts.kafka import Partition
from shared.hosting.serving import serve
from shared.platform import telemetry
from shared.platform.background import kept_running
from shared.platform.settings import Settings
from shared.platform.tables import make_engine

log = structlog.get_logger(__name__)

_LOOKED = 15.0  # seconds between two looks at whose session is over
_AT_ONCE = 4  # readers who are asked who they are
_MADE = 20_000  # objects before garbage is looked for: a turn makes some for each of many readers
_TYPE = "text/event-stream; charset=utf-8"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Stream(Response):
    """The beginning of an answer that goes on with all above ``after`` (None: from now on).

    ``session_id``: the session that it ends with. ``reader``: who reads it, as they are today.
    """

    automatically_set_content_length = False  # nobody knows when it ends

    def __init__(
        self, after: dict[Partition, int] | None, shown: Shown, session_id: str, reader: Account
    ) -> None:
        super().__init__(content_type=_TYPE, headers=_HEADERS)
        self.after = after
        self.shown = shown
        self.session_id = session_id
        self.reader = reader


def create_app(settings: Settings, *, engine: Engine, feed: Hub) -> Flask:
    """Build what decides about requests: one stream, and its health."""
    app = Flask("portal")
    newest, *older = settings.secret_key_list
    app.config.update(SECRET_KEY=newest, SECRET_KEY_FALLBACKS=older)
    context.init_app(
        app,
        context.Parts(settings=settings, engine=engine, clock=lambda: datetime.now(UTC)),
    )
    headers.init_app(app)
    access.init_app(app, settings)
    presentation.init_app(app)
    find_templates(app, [Area(name="activity", package=hub.__package__)])

    @cache
    def html_in(code: str, *, leads: bool) -> Callable[[Line], str]:
        """Return what makes a line in this language, once for all who read it.

        ``leads``: whether its reader may go where it leads.
        """

        def made(line: Line) -> str:
            address = address_of(line, settings.secret_key_list) if leads else None
            return rendered(app, line, code, address)

        return lru_cache(maxsize=2_000)(made)

    @lru_cache(maxsize=2_000)
    def shown_to(actor: Actor, wanted: Filter, code: str) -> Shown:
        """Return one and the same for all who see the same: ``actor`` is nobody in particular."""
        html = {leads: html_in(code, leads=leads) for leads in (True, False)}

        def shown(line: Line) -> str | None:
            seen = seen_by(actor, line)
            return html[opens(actor, seen)](seen) if seen and wanted.admits(seen) else None

        return shown

    @app.get("/feed")
    @require(*READERS)
    def stream() -> Response:
        anybody = replace(current_actor(), actor_id="", organisation_id=None)
        said = request.headers.get("Last-Event-ID") or request.args.get("after")
        after = vector.opened(said, settings.secret_key_list) if said else None
        if said and after is None:
            return Response(hub.RESET, content_type=_TYPE, headers=_HEADERS)
        shown = shown_to(anybody, wanted_lines(chosen(request.args)), wanted_language())
        return Stream(after, shown, current_session().session_id, current_account())

    @app.get("/health/live")
    @public
    def live() -> str:
        return "alive"

    @app.get("/health/ready")
    @public
    def ready() -> tuple[dict[str, str], int]:
        state = "ready" if feed.ready else "stuck" if feed.failing else "unreachable"
        return {"kafka": state}, 200 if feed.ready else 503

    return app


class Server:
    """The ASGI application around ``app`` and ``feed``; ``engine``: where sessions are."""

    def __init__(self, app: Flask, feed: Hub, engine: Engine) -> None:
        self._app = app
        self._feed = feed
        self._engine = engine
        self._streams: dict[asyncio.Future[None], Stream] = {}
        # When all come at once they wait for each other, and not health for them.
        self._door = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="door")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        pacing = asyncio.create_task(self._feed.pace())
        looking = asyncio.create_task(kept_running("sessions", self._look))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        looking.cancel()
        self._feed.close()
        await pacing
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        door = self._door if scope["path"] == "/feed" else None
        answer = await asyncio.get_running_loop().run_in_executor(door, self._decided, scope)
        said = [(k.lower().encode(), v.encode("latin-1")) for k, v in answer.headers]
        status = answer.status_code
        await send({"type": "http.response.start", "status": status, "headers": said})
        if isinstance(answer, Stream) and scope["method"] == "GET":
            stream = asyncio.ensure_future(self._stream(answer, send))
            self._streams[stream] = answer
            try:
                await _until_gone(receive, stream)
            finally:
                del self._streams[stream]
            # The page is read again by who is still there and may not: it leads to signing in.
            last = hub.RESET if stream.cancelled() else b""
            await send({"type": "http.response.body", "body": last})
        else:
            await send({"type": "http.response.body", "body": answer.get_data()})

    def _decided(self, scope: Message) -> Response:
        with self._app.request_context(environ(scope)):
            try:
                return self._app.full_dispatch_request()
            except SQLAlchemyError as error:  # its text may quote values
                log.warning("database away", error=type(error).__name__)
                return self._app.process_response(Response(status=503))

    async def _stream(self, answer: Stream, send: Send) -> None:
        async for said in self._feed.follow(answer.after, answer.shown):
            await send({"type": "http.response.body", "body": said, "more_body": True})

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOKED)
            try:
                await self.end_what_is_over()
            except SQLAlchemyError as error:  # away; nobody comes in meanwhile
                log.warning("sessions not read", error=type(error).__name__)

    async def end_what_is_over(self) -> None:
        """End the streams whose session is over: signed out, suspended, given other rights.

        A stream also ends when anything else of the reader changes by which a line is shown, such
        as the end of a term, of a mandate or of a seat in the Committee: it goes on with what is
        left then.
        """
        streams = list(self._streams.items())
        over = await asyncio.to_thread(self._over, [answer for _, answer in streams])
        for stream, answer in streams:
            if answer in over:
                stream.cancel()

    def _over(self, answers: Sequence[Stream]) -> list[Stream]:
        with self._app.app_context(), self._engine.connect() as conn:
            live = sessions.live(conn, {one.session_id for one in answers}, at=datetime.now(UTC))
            now = offices.of_all(conn, {one.reader.account_id for one in answers}, today())
        rights = {account_id: actor_of(account) for account_id, account in now.items()}
        return [
            one
            for one in answers
            if one.session_id not in live
            or rights.get(one.reader.account_id) != actor_of(one.reader)
        ]


async def _until_gone(receive: Receive, stream: asyncio.Future[None]) -> None:
    """Stream until that ends or the reader is gone."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    tasks = [stream, asyncio.create_task(gone())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _open_among(engine: Engine, communication_ids: Collection[str]) -> frozenset[str]:
    """While the database is away no desk of a State is shown a letter live."""
    try:
        with engine.connect() as conn:
            return reprisals.open_among(conn, communication_ids)
    except SQLAlchemyError as error:
        log.warning("reprisals not read", error=type(error).__name__)
        return frozenset()


def main(settings: Settings) -> None:
    telemetry.start_logging(settings.log_level)
    telemetry.start(settings.telemetry, "portal-feed")
    feed = Hub(partial(vector.sealed, keys=settings.secret_key_list))
    engine = make_engine(settings.database, durable=False, pool=settings.pool)
    reading = (feed, settings.cluster, partial(_open_among, engine))
    threading.Thread(target=tail.run, args=reading, name="hub", daemon=True).start()
    gc.set_threshold(_MADE, 20, 20)
    app = create_app(settings, engine=engine, feed=feed)
    serve(Server(app, feed, engine), settings, stop=feed.close)
