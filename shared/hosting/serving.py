"""The parts of every listening process: health, metrics on a separate port, and the server."""

import gc
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from faststream.asgi import AsgiResponse, get
from faststream.kafka import KafkaBroker
from pydantic_core import to_json
from typing_extensions import override

from shared.hosting.consumer import Listener
from shared.platform import metrics
from shared.platform.certificates import Served
from shared.platform.guard import guarded
from shared.platform.settings import Settings

_NEVER_STARTED = 3  # the exit status, as uvicorn has it


def consumer_states(kafka: KafkaBroker, listeners: Iterable[Listener]) -> dict[str, str]:
    """Return the readiness of Kafka and of each consumer."""
    states = {"kafka": "ready" if kafka.running else "unreachable"}
    for listener in listeners:
        stuck = f"stuck: {listener.failing}" if listener.failing else "ready"
        states[f"consumer {listener.group}"] = stuck
    return states


@get
async def live(_request: Any) -> AsgiResponse:
    return AsgiResponse(b"alive", 200, {"content-type": "text/plain"})


def ready(states: Callable[[], Awaitable[dict[str, str]]]) -> Any:
    """An endpoint: 200 when every part is ready, else 503; JSON says which is not."""

    @get
    async def endpoint(_request: Any) -> AsgiResponse:
        found = await states()
        status = 200 if all(state == "ready" for state in found.values()) else 503
        return AsgiResponse(to_json(found), status, {"content-type": "application/json"})

    return endpoint


class Server(uvicorn.Server):
    """A server that calls ``stop`` when told to end, before it waits for its requests."""

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._stop()
        super().handle_exit(sig, frame)


def configured(app: Any, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        **guarded(settings.limits),
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_context_factory=_newest(settings),
    )


def serve(app: Any, settings: Settings, *, stop: Callable[[], None] = lambda: None) -> None:
    """Serve until the process is told to end; ``stop`` ends requests that would never end."""
    metrics.serve(settings.metrics_port, settings.http_host)
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again
    server = Server(configured(app, settings), stop)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(_NEVER_STARTED)


def _newest(settings: Settings) -> Callable[..., ssl.SSLContext] | None:
    if not settings.http_certificate:
        return None
    served = Served(settings.http_certificate, settings.http_key)
    return lambda *_: served.always_newest()
