"""The ``feed`` process: server-sent events, apart from the pages so that it cannot starve them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from flask import Flask, Response, request
from sqlalchemy import Engine

from portal import context, presentation
from portal.accounts import access
from portal.accounts.access import current_actor, public, require
from portal.activity import hub, vector
from portal.activity.hub import Hub
from portal.activity.lines import Line
from portal.activity.reader import READERS, may_see
from portal.activity.views import rendered, wanted_lines
from shared import metrics, telemetry
from shared.settings import Settings
from shared.tables import make_engine


def create_app(settings: Settings, *, engine: Engine, feed: Hub) -> Flask:
    """Build the feed's application: one stream, and its health."""
    app = Flask("portal")
    app.config["SECRET_KEY"] = settings.secret_key.get_secret_value().split(",")[0]
    context.init_app(
        app,
        context.Parts(settings=settings, engine=engine, clock=lambda: datetime.now(UTC)),
    )
    access.init_app(app, settings)
    presentation.init_app(app)

    @lru_cache(maxsize=2_000)
    def html(line: Line) -> str:
        return rendered(app, line)

    @app.get("/feed")
    @require(*READERS)
    def stream() -> Response:
        actor, wanted = current_actor(), wanted_lines()

        def shown(line: Line) -> str | None:
            return html(line) if may_see(actor, line) and wanted.admits(line) else None

        said = request.headers.get("Last-Event-ID") or request.args.get("after")
        after = vector.load(said) if said is not None else {}
        return Response(
            hub.RESET if after is None else feed.follow(after if said else None, shown),
            content_type="text/event-stream; charset=utf-8",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @app.get("/health/live")
    @public
    def live() -> str:
        return "alive"

    @app.get("/health/ready")
    @public
    def ready() -> tuple[dict[str, object], int]:
        state = "ready" if feed.ready else "stuck" if feed.failing else "unreachable"
        return {"kafka": state, "viewers": feed.viewers}, 200 if feed.ready else 503

    return app


def start(settings: Settings) -> tuple[Flask, Callable[[], None]]:
    """Return the application with its hub running, and what closes the hub."""
    telemetry.start_logging(settings.log_level)
    telemetry.start(settings.telemetry, "portal-feed")
    metrics.serve(settings.metrics_port, settings.http_host)
    feed = Hub()
    threading.Thread(target=hub.run, args=(feed, settings.cluster), name="hub", daemon=True).start()
    engine = make_engine(settings.database, durable=False)
    return create_app(settings, engine=engine, feed=feed), feed.close
