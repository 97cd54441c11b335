"""The time by the demonstration's clock (decision 0051). It needs no request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from portal.web.clock.read_model import demo_clock
from shared.platform.settings import Settings

_DAYS: Final = select(demo_clock.c.days)


def _real() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Moved:
    """Call it for the time as everybody sees it: the real one, but in a demonstration.

    ``real``: the time of sessions, tokens, limits and measures.
    """

    settings: Settings
    engine: Engine
    real: Callable[[], datetime] = _real

    def __call__(self) -> datetime:
        return self.real() + self.ahead()

    def ahead(self) -> timedelta:
        """Return how far the clock was moved: not at all outside a demonstration.

        A database that does not answer has nothing to show, so that no date can be wrong.
        """
        if not self.settings.demo:
            return timedelta()
        try:
            with self.engine.connect() as conn:
                return timedelta(days=conn.scalar(_DAYS) or 0)
        except SQLAlchemyError:
            return timedelta()
