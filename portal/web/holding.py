"""Bodies and answers in transit to or from slow clients: they hold bytes, and no thread.

A little is kept in memory, more in an encrypted file that only its holder can read. All of them
share a limit; when it is reached, the slowest client is dropped.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, TypeAlias

from portal.web.spool import File, Spool

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_IN_MEMORY: Final = 64 * 1024
_PART: Final = 64 * 1024
_PATIENCE: Final = 64 * 1024 * 1024  # bytes; who sends more is not a person with a form


class NoRoom(Exception):
    """Too much is held already."""


class Gone(Exception):
    """The client went away before the end."""


class TooLarge(Exception):
    """The body is larger than what was asked takes; ``size`` is what it would have at least."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Held:
    """Bytes that are written from start to end, then read from start to end."""

    def __init__(self) -> None:
        self.size = 0
        self._file: File = BytesIO()

    def write(self, data: bytes) -> None:
        if self.size <= _IN_MEMORY < self.size + len(data):
            small, self._file = self._file, Spool()
            small.seek(0)
            self._file.write(small.read())
        self._file.write(data)
        self.size += len(data)

    def opened(self) -> File:
        self._file.seek(0)
        return self._file

    def parts(self) -> Iterator[bytes]:
        file = self.opened()
        while part := file.read(_PART):
            yield part

    def close(self) -> None:
        self._file.close()


@dataclass(eq=False, slots=True)
class Place:
    """The share of the room that a request holds."""

    _room: "Room"
    _task: "asyncio.Task[object]"
    size: int = 0
    is_waiting: bool = False  # for its client, and for nothing of ours
    has_to_leave: bool = False
    _moved: int = 0
    _since: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Bytes a second that its client sent or read; a newcomer is given one second."""
        return self._moved / (time.monotonic() - self._since + 1)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        self.is_waiting, self._moved, self._since = True, 0, time.monotonic()
        try:
            yield
        finally:
            self.is_waiting = False

    def moved(self, number: int) -> None:
        self._moved += number

    def grow(self, number: int) -> None:
        """Hold so much more. Raises ``NoRoom``: nobody is slower."""
        self.size += number
        if not self._room.make_room(self):
            raise NoRoom

    def answer(self, size: int) -> None:
        """Hold the answer and no more the body. It is there already: others give way, if any."""
        self.size = size
        self._room.make_room(self)

    def leave(self) -> None:
        self.has_to_leave = True
        self.size = 0
        self._task.cancel()


class Room:
    def __init__(self, most: int) -> None:
        self._most = most
        self._places: set[Place] = set()

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Give the present task a place. Raises ``NoRoom`` in whatever the task awaits."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # requests are tasks
        place = Place(self, task)
        self._places.add(place)
        try:
            yield place
        except asyncio.CancelledError:
            if place.has_to_leave and not task.uncancel():
                raise NoRoom from None
            raise
        finally:
            self._places.discard(place)

    def make_room(self, newest: Place) -> bool:
        while sum(place.size for place in self._places) > self._most:
            waiting = [place for place in self._places if place.is_waiting and place.size]
            slowest = min(waiting, key=lambda place: place.rate, default=newest)
            if slowest is newest:
                return False
            slowest.leave()
        return True


async def read(receive: Receive, place: Place, held: Held, *, largest: int, said: int) -> None:
    """Read a body into ``held``, however long it takes. ``said``: its length, 0 where not told.

    Raises ``Gone``, ``NoRoom`` and ``TooLarge``; the last when the client has been heard out, since
    a browser hears no answer before it has sent all.
    """
    size, more = 0, True
    with place.waiting():
        while more and size <= max(largest, _PATIENCE):
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            size, more = size + len(part), message.get("more_body", False)
            place.moved(len(part))
            if max(size, said) <= largest:
                place.grow(len(part))
                held.write(part)
    if max(size, said) > largest:
        raise TooLarge(max(size, said))
