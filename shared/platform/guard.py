"""Time limits for connections, so that unfinished ones do not keep other people out.

uvicorn waits for ever for the end of a head or a body, and for a client that reads no answer. Here
each wait has a limit (``Limits``). When there are too many connections, unfinished ones are closed:
first those of the address that has most of them, the oldest first. No address is refused merely for
its number of connections: behind a gateway, and behind Tor, many people share an address.
"""

import asyncio
import resource
import time
from collections import Counter
from enum import Enum
from functools import partial
from typing import Any, Final

import uvloop
from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.platform.limits import Limits
from shared.platform.metrics import CLOSED

_HANDSHAKE: Final = 15.0  # seconds; the loop's own limit is a minute
_LOOKED: Final = 1.0  # seconds between two looks at the clock, at most


class _Reading(Enum):
    NOTHING = "idle"
    HEAD = "head"
    BODY = "body"


class Guard:
    """All connections of a process, with the time limit of each."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._most = min(limits.connections, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
        self._all: dict[Guarded, None] = {}  # the oldest first
        self._pause = min(_LOOKED, limits.head / 4, limits.body / 4, limits.idle / 4)
        self._looking: asyncio.TimerHandle | None = None

    def enter(self, connection: "Guarded") -> None:
        if len(self._all) >= self._most:
            self._make_room()
        self._all[connection] = None
        if len(self._all) > self._most:
            connection.give_up("full")
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(self._pause, self._look)

    def leave(self, connection: "Guarded") -> None:
        self._all.pop(connection, None)
        if not self._all and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _make_room(self) -> None:
        """Close several together: checking all for each new connection would take too long."""
        asking = [connection for connection in self._all if connection.is_half_open]
        of_address = Counter(connection.address for connection in asking)
        # stable: the oldest stay in front
        asking.sort(key=lambda connection: -of_address[connection.address])
        leaving = asking or [connection for connection in self._all if connection.is_idle]
        for connection in leaving[: max(1, len(leaving) // 16)]:
            connection.give_up("full")

    def _look(self) -> None:
        now = time.monotonic()
        for connection in list(self._all):
            if (why := connection.overdue(now)) is not None:
                connection.give_up(why)
        self._looking = None
        if self._all:
            self._looking = asyncio.get_running_loop().call_later(self._pause, self._look)


class Guarded(HttpToolsProtocol):
    """uvicorn's connection, which knows what it waits for and since when."""

    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard
        self._reading = _Reading.HEAD
        self._since = time.monotonic()
        self._got = 0
        self._kept = 0  # bytes since the parser had something to tell: a head or a trailer so far
        self._told = False
        self._unread: float | None = None  # since when nobody reads the answer

    @property
    def address(self) -> str:
        return self.client[0] if self.client else ""

    @property
    def is_half_open(self) -> bool:
        return self._reading is not _Reading.NOTHING

    @property
    def is_idle(self) -> bool:
        if self.is_half_open:
            return False
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]  # None at first

    def overdue(self, now: float) -> str | None:
        """Return the name of the overdue wait, or None."""
        limits, spent = self._guard.limits, now - self._since
        if self._unread is not None and now - self._unread > limits.reader:
            return "reader"
        longest = {
            _Reading.HEAD: limits.head,
            _Reading.BODY: min(limits.body + self._got / limits.rate, limits.longest),
            # uvicorn ends it in peace before; this is for one that will not even hear that
            _Reading.NOTHING: limits.idle + 1 if self.is_idle else spent,
        }[self._reading]
        return self._reading.value if spent > longest else None

    def give_up(self, why: str) -> None:
        CLOSED.labels(why).inc()
        self._guard.leave(self)
        self.transport.abort()

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._guard.enter(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._guard.leave(self)
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        self._told = False
        super().data_received(data)
        self._kept = 0 if self._told else self._kept + len(data)
        if self._kept > self._guard.limits.head_bytes:
            self.give_up("head")

    @override
    def on_message_begin(self) -> None:
        if self._reading is _Reading.NOTHING:
            self._begin(_Reading.HEAD)
        super().on_message_begin()

    @override
    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._told = True
        self._begin(_Reading.BODY)

    @override
    def on_body(self, body: bytes) -> None:
        self._told = True
        self._got += len(body)
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._told = True
        self._begin(_Reading.NOTHING)

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.is_half_open:
            self._begin(_Reading.NOTHING)

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = time.monotonic()

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._unread = None

    def _begin(self, reading: _Reading) -> None:
        self._reading, self._since, self._got = reading, time.monotonic(), 0


class Loop(uvloop.Loop):
    """An event loop that does not wait a minute for a client that starts TLS and goes silent."""

    @override
    async def create_server(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("ssl") is not None:
            kwargs["ssl_handshake_timeout"] = _HANDSHAKE
        return await super().create_server(*args, **kwargs)


def guarded(limits: Limits) -> dict[str, Any]:
    """Return the uvicorn settings for this; each process adds its own."""
    return {
        "http": partial(Guarded, guard=Guard(limits)),
        "loop": "shared.platform.guard:Loop",
        "timeout_keep_alive": max(1, int(limits.idle)),
    }
