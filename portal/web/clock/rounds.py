"""Work that comes back by itself: a round again and again."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


async def rounds(due: Callable[[], object], *, every: float, waits: str) -> None:
    """Do what is due every so many seconds, until cancelled.

    ``waits``: the words of the log while a database does not answer.
    """
    while True:
        try:
            await asyncio.to_thread(due)
        except SQLAlchemyError as error:
            log.warning(waits, error=type(error).__name__)
        await asyncio.sleep(every)
