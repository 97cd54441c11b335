"""What a service answers where its rules refuse a command, as a portal hears it."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.said import to_wire
from shared.core.testing import AT


def answer(
    decider: Decider[Any, Any, Any], history: Sequence[Any], command: Any, *, by: Actor
) -> httpx.Response:
    """Return the answer to a command that the rules refuse after this history."""
    with pytest.raises(Refused) as caught:
        list(decider.decide(command, Asked(at=AT, by=by), decider.fold(history)))
    no = caught.value
    status = 403 if isinstance(no, Forbidden) else 422
    return httpx.Response(status, content=to_json({"status": status, **to_wire(no.said)}))
