"""Waiting for one's own write: until the read model has reached the command's position."""

import time

from flask import g
from sqlalchemy import Engine

from portal.web import place
from portal.web.context import settings
from shared.read_models.places import reached

_PATIENCE = 2.0  # seconds; then the page says that it is still being processed
_STEP = 0.02


def waited(engine: Engine, consumer: str, after: str | None) -> bool:
    """Wait for ``after`` (from ``Accepted``); False if it takes longer.

    What is not such a token is not waited for: it comes from the address bar.
    """
    until = place.opened(after, settings().secret_key_list) if after else None
    if until is None:
        return True
    topic, partition, position = until.split(":")
    deadline = time.monotonic() + _PATIENCE
    while True:
        with engine.connect() as conn:
            if reached(conn, consumer, (topic, int(partition)), int(position)):
                g.pop("ahead", None)  # the clock may be what moved
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(_STEP)
