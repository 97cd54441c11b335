"""Durations of letters, for the operators' dashboard.

Operators see no letter, so a type appears only from three letters on.
"""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.letters.documents import pace
from portal.oversight.times.figures import times
from portal.web.clock.moved import Moved
from shared.platform.metrics import LETTER_TIME
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_FEWEST = 3
_EVERY = 300.0  # seconds
_HOUR = 3600


async def run(engine: Engine, settings: Settings) -> None:
    """Measure until cancelled, first at once."""
    clock = Moved(settings, engine)
    while True:
        try:
            await asyncio.to_thread(lambda: measure(engine, at=clock()))
        except SQLAlchemyError as error:
            log.warning("letters are not measured", error=type(error).__name__)
        await asyncio.sleep(_EVERY)


def measure(engine: Engine, *, at: datetime) -> None:
    with engine.connect() as conn:
        found = times(pace.every_way(conn, since=at - pace.LATELY))
    LETTER_TIME.clear()
    for one in found:
        whole = one.steps[-1]
        if whole.letters >= _FEWEST and whole.median is not None and whole.slowest is not None:
            LETTER_TIME.labels(one.type, "0.5").set(whole.median * _HOUR)
            LETTER_TIME.labels(one.type, "0.9").set(whole.slowest * _HOUR)
