"""The endpoint POST /commands, the only way into a service."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

import structlog
from faststream.asgi import AsgiResponse
from faststream.asgi.request import AsgiRequest, ClientDisconnectError
from faststream.asgi.types import ASGIApp, Receive, Scope, Send
from opentelemetry import trace
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from shared.core.actor import ActorSigner, Asked, Forged
from shared.core.decider import Forbidden, Refused
from shared.core.handle import Outcome
from shared.core.message import Metadata
from shared.core.said import Said, say, to_wire
from shared.core.store import Conflict, StoreError
from shared.platform import telemetry
from shared.platform.metrics import COMMANDS

log = structlog.get_logger(__name__)

Handle: TypeAlias = Callable[[Any, Asked, UUID, Metadata], Awaitable[Outcome]]

_LIMIT = 1_048_576  # bytes; the store takes no larger append either


class Envelope(BaseModel):
    """The body of a command's request."""

    id: UUID
    type: str
    correlation_id: UUID
    data: dict[str, Any]


def commands(
    name: str,
    accepted: Mapping[str, type],
    signer: ActorSigner,
    handle: Handle,
    *,
    demo: bool = False,
) -> ASGIApp:
    """The endpoint of the service ``name`` for these commands, by wire name.

    It parses nothing of an unsigned request, and reads at most a megabyte of any. ``demo``: only a
    demonstration takes a command whose clock was moved (decision 0051).

    200 with stream, position and event ids; 400 malformed, 401 unsigned, 403 and 422 refused with a
    sentence, 405 not a POST, 409 lost the race, 413 too large, 500 a bug of ours, 503 no store.
    Errors are problem+json: ``title`` is the sentence in English, ``text`` its template (and
    ``many`` that for more than one), ``values`` what stands in it, by kind.
    """
    adapters: dict[str, TypeAdapter[Any]] = {
        name: TypeAdapter(cls) for name, cls in accepted.items()
    }

    async def answered(request: AsgiRequest) -> AsgiResponse:
        try:
            token = request.headers.get("authorization", "").removeprefix("Actor ")
            vouched = signer.opened(token)
            body = await _read_body(request)
            if body is None:
                return _problem(413, say("The command is larger than a megabyte."))
            asked = vouched.of(name, body, demo=demo)
        except Forged:
            return _problem(401, say("Nobody vouches for who asked this."))
        try:
            envelope = Envelope.model_validate_json(body)
            adapter = adapters[envelope.type]
            command = adapter.validate_python(envelope.data)
        except KeyError:
            return _problem(400, say("This service knows no such command."))
        except ValidationError as error:
            return _problem(400, say("The command is malformed."), fields=_fields(error))
        with (
            telemetry.untraced(envelope.type),
            telemetry.span(
                f"command {envelope.type}",
                kind=trace.SpanKind.SERVER,
                parent=request.headers.get("traceparent"),
            ),
        ):
            metadata = Metadata(
                correlation_id=envelope.correlation_id,
                causation_id=envelope.id,
                actor=asked.by.actor_id,
                traceparent=telemetry.traceparent(),
                ahead=asked.ahead,
            )
            began = time.perf_counter()
            response = await _answer(handle(command, asked, envelope.id, metadata))
            if not telemetry.tells(envelope.type):
                COMMANDS.labels(envelope.type, response.status_code).observe(
                    time.perf_counter() - began, telemetry.exemplar()
                )
            return response

    # Plain ASGI: FastStream's own handlers resolve the request as a dependency in a worker
    # thread, which costs as much as all of the above.
    async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            response = _problem(405, say("Commands are sent by POST."))
        else:
            try:
                response = await answered(AsgiRequest(scope, receive, send))
            except ClientDisconnectError:
                return
            except Exception:
                log.exception("command failed")
                response = _problem(500, say("This went wrong on our side."))
        await response(scope, receive, send)

    return endpoint


async def _read_body(request: AsgiRequest) -> bytes | None:
    """Return the body, or None if it is too large; the excess is not kept."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LIMIT:
            return None
    return bytes(body)


async def _answer(outcome: Awaitable[Outcome]) -> AsgiResponse:
    try:
        done = await outcome
    except Forbidden as no:
        return _problem(403, no.said)
    except Refused as no:
        return _problem(422, no.said)
    except Conflict:
        return _problem(
            409, say("Somebody else changed this at the same moment. Look, and try again.")
        )
    except StoreError as error:
        log.warning("store unavailable", error=type(error).__name__)
        return _problem(
            503, say("The event store does not answer. Nothing was changed; try again.")
        )
    return _json(200, {"stream": done.stream, "position": done.position, "events": done.event_ids})


def _fields(error: ValidationError) -> list[dict[str, str]]:
    """Return the wrong fields and the reasons; never their values."""
    return [
        {"field": ".".join(map(str, e["loc"])), "reason": e["msg"]}
        for e in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _problem(status: int, why: Said, **more: Any) -> AsgiResponse:
    problem = {"status": status, **to_wire(why), **more}
    return _json(status, problem, content_type=b"application/problem+json")


def _json(status: int, body: Any, content_type: bytes = b"application/json") -> AsgiResponse:
    return AsgiResponse(to_json(body), status, {"content-type": content_type.decode()})
