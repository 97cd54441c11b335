"""Files that anybody may ask for: one is made at a time, and nobody waits for a turn.

A press needs seconds and much memory, and so does a workbook with thousands of lines. So all public
files share one turn, and one of the two presses is always left for letters (``typesetting``).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any, Final

from flask import Response, make_response

from portal.letters.documents.typesetting import NotSet, pressed
from portal.web.i18n.texts import lazy

_one = BoundedSemaphore(1)
_AGAIN: Final = 300.0
"""Seconds until what could not be set is tried again."""
_RETRY_AFTER: Final = "30"  # seconds


class Busy(NotSet):
    """Another file is being made."""

    sentence = lazy("Another file is being made at this moment. Please try again in a minute.")


@contextmanager
def turn() -> Iterator[None]:
    """Hold the one turn. Raises ``Busy`` at once: a thread that waits answers nobody."""
    if not _one.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _one.release()


def later(page: str) -> Response:
    """Return the page that says it, for programs with when to come again."""
    answer = make_response(page, 503)
    answer.headers["Retry-After"] = _RETRY_AFTER
    return answer


class Kept:
    """The files that were set last, and for a while those that could not be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._made: dict[Hashable, bytes] = {}
        self._failed: dict[Hashable, tuple[float, type[NotSet]]] = {}

    def pressed(
        self, key: Hashable, laid: Callable[[], Mapping[str, Any]], fonts: Sequence[str]
    ) -> bytes:
        """Return the PDF of ``key``. Raises ``NotSet``, also for what failed a moment ago."""
        found = self._found(key)
        if found is not None:
            return found
        with turn():
            try:
                made = pressed(laid(), fonts)
            except NotSet as no:
                with self._lock:
                    _put(self._failed, key, (monotonic(), type(no)), self._most)
                raise
        with self._lock:
            _put(self._made, key, made, self._most)
        return made

    def _found(self, key: Hashable) -> bytes | None:
        with self._lock:
            since, why = self._failed.get(key, (0.0, NotSet))
            if key in self._failed and monotonic() - since < _AGAIN:
                raise why
            if (made := self._made.get(key)) is not None:
                _put(self._made, key, made, self._most)
            return made


def _put(some: dict[Hashable, Any], key: Hashable, one: object, most: int) -> None:
    """Keep it as the newest, and forget the oldest."""
    some.pop(key, None)
    some[key] = one
    while len(some) > most:
        some.pop(next(iter(some)))
