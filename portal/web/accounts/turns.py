"""Work that uses a processor: some runs at once, some waits a while, and the rest is sent away.

If the queue had no limit, anybody who sends enough requests would hold every thread that answers
pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from werkzeug.exceptions import ServiceUnavailable

from portal.web.i18n.texts import lazy

CROWDED = lazy("Many people are at this step just now. Nothing was changed: try again in a moment.")
_AFTER = 5  # seconds


class Crowded(ServiceUnavailable):
    """Too many wait already, or it took too long. Nothing was looked at."""

    code = 503

    def __init__(self) -> None:
        super().__init__(str(CROWDED), retry_after=_AFTER)


class Turns:
    """``waiting``: how many may wait beside those ``at_once``. ``patience``: seconds."""

    def __init__(self, at_once: int, *, waiting: int = 0, patience: float = 0) -> None:
        self._places = BoundedSemaphore(at_once + waiting)
        self._turns = BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn, and hold it as long as the block runs. Raises ``Crowded``."""
        if not self._places.acquire(blocking=False):
            raise Crowded
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Crowded
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
