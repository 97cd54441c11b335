"""What every process that listens has: health, and the server under it."""

import gc
import ssl
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import uvicorn
from faststream.asgi import AsgiResponse, get
from faststream.kafka import KafkaBroker
from pydantic_core import to_json

from shared.certificates import Served
from shared.consumer import Listener
from shared.settings import Settings


def consumer_states(kafka: KafkaBroker, listeners: Iterable[Listener]) -> dict[str, str]:
    """What readiness says of Kafka and of each consumer."""
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


def serve(app: Any, settings: Settings) -> None:
    gc.freeze()  # what is loaded by now stays: the collector need not look through it again
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        ssl_context_factory=_newest(settings),
    )


def _newest(settings: Settings) -> Callable[..., ssl.SSLContext] | None:
    if not settings.http_certificate:
        return None
    served = Served(settings.http_certificate, settings.http_key)
    return lambda *_: served.always_newest()
