"""What the invented people of a demonstration asked the services."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from shared.core.actor import ActorSigner, Asked


def asked_of(
    signer: ActorSigner,
    request: Any,
    types: Mapping[str, TypeAdapter[Any]],
    *,
    to: str = "stakeholders",
) -> tuple[Any, Asked]:
    """Return the command of a request to a service, and who asks, at what time."""
    body = request.read()
    told = json.loads(body)
    command = types[told["type"]].validate_python(told["data"])
    token = request.headers["authorization"].removeprefix("Actor ")
    return command, signer.opened(token).of(to, body)
