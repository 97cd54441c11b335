"""The feed's hub: one thread reads every topic, and any number of readers follow.

The hub writes to readers in turns. Readers that may see the same lines and are at the same position
get the same bytes, made once: with two thousand readers making them, not reading, is the work.
"""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from portal.committee.activity import vector
from portal.committee.activity.lines import Line
from shared.facts.kafka import Partition
from shared.platform.metrics import LINES, VIEWERS

KEPT = 5_000  # lines; a reader further behind reads the page again
_HEARTBEAT = 15.0  # seconds; no one on the way may think that the stream is dead
_LIFE = 1_800.0  # seconds; then the reader connects and authenticates again
_GATHER = 0.05  # seconds between two turns
_LONGEST = 0.25  # the same, when there are very many readers
_REST = 1.0  # times as long as a turn took of the processor: readers leave half a core to all else

_SAYINGS = 64  # places of which is known what is new there; they may be long

_LINE = b"\ndata: "

GREETING = b"retry: 2000\n: here\n\n"
BEAT = b": beat\n\n"
RESET = b"event: reset\ndata: read the page again\n\n"
"""Sent to a reader whose place is unknown or too far behind."""

Shown = Callable[[Line], str | None]
"""Whether and how a reader sees a line: HTML on one line of text, or None.

Readers with the same one see the same.
"""


@dataclass(slots=True)
class _Kept:
    """``reached``: the highest positions of all partitions when this line came."""

    tp: Partition
    line: Line
    reached: Mapping[Partition, int]
    _place: str | None = None

    def place(self, written: Callable[[Mapping[Partition, int]], str]) -> str:
        """Return ``reached`` as readers are told it, sealed for the first who needs it.

        At a start the process reads many more lines than it keeps, and most have no reader yet.
        """
        if self._place is None:
            self._place, self.reached = written(self.reached), {}
        return self._place


Vector: TypeAlias = frozenset[tuple[Partition, int]]


@dataclass(frozen=True, slots=True)
class _Place:
    """A reader's position: ``at`` is the number of the first line not yet considered for them.

    ``read``: the reader's vector while it knows more of a partition than the hub; afterwards None,
    and the position is the hub's, in its stretch number ``stretch``.
    """

    at: int
    read: Vector | None
    stretch: int = 0


@dataclass(slots=True)
class Hub:
    """``reached``: highest position seen by partition; ``lost``: highest no longer kept.

    ``written``: how a reader's place is told, which counts what everybody does: see ``place.py``.
    ``failing``: at which message it is stuck. ``take``, ``begin`` and ``tell`` are the thread's
    that reads; the rest belongs to the event loop.
    """

    written: Callable[[Mapping[Partition, int]], str] = vector.dump
    closing: bool = False
    ready: bool = False
    viewers: int = 0
    failing: str | None = None
    _kept: list[_Kept] = field(default_factory=list)
    _first: int = 0  # the number of the first line that is kept
    _stretch: int = 0  # one more with each hole between two lines
    _reached: dict[Partition, int] = field(default_factory=dict)
    _lost: dict[Partition, int] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _loop: asyncio.AbstractEventLoop | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Event = field(default_factory=asyncio.Event)
    _said: dict[tuple[Shown, _Place], tuple[bytes, _Place]] = field(default_factory=dict)
    _said_when: tuple[int, int] = (0, 0)  # what ``_said`` is good for: facts taken, stretch
    _taken: int = 0  # facts, with a line or without

    def take(self, tp: Partition, position: int, shown: Line | None) -> bool:
        """Take one fact in the order of its partition; a repeat is left out."""
        with self._guard:
            if position <= self._reached.get(tp, 0):
                return False
            self._reached[tp] = position
            self._taken += 1
            if shown is not None:
                self._kept.append(_Kept(tp, shown, self._reached.copy()))
                if len(self._kept) > KEPT:
                    gone = self._kept.pop(0)
                    self._lost[gone.tp] = gone.line.position
                    self._first += 1
        return True

    def begin(self, tp: Partition, first_position: int) -> None:
        """The partition is read from here on: what came between is not kept."""
        with self._guard:
            reached = self._reached.get(tp, 0)
            if first_position > reached:
                self._lost[tp] = first_position - 1
            if first_position > reached + 1:
                self._stretch += 1

    def tell(self) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and with it every reader
                self._loop.call_soon_threadsafe(self._news.set)

    def close(self) -> None:
        self.closing = True
        self.tell()

    async def pace(self) -> None:
        """Give all readers a turn whenever there is news, until the hub closes.

        The more there are, the longer a turn takes and the more lines the next one has: the wait
        of each grows a little, and the work hardly.
        """
        self._loop = asyncio.get_running_loop()
        while not self.closing:
            with suppress(TimeoutError):
                async with asyncio.timeout(_HEARTBEAT / 3):
                    await self._news.wait()
            self._news.clear()
            began = time.thread_time()  # of the processor: waiting for it is rest enough
            self._next_turn()
            await asyncio.sleep(0)  # all readers have said what they have
            await asyncio.sleep(0)  # and the loop has written it
            took = time.thread_time() - began
            await asyncio.sleep(min(max(_GATHER, _REST * took), _LONGEST))
        self._next_turn()

    def _next_turn(self) -> None:
        turn, self._turn = self._turn, asyncio.Event()
        turn.set()

    async def follow(
        self, after: Mapping[Partition, int] | None, shown: Shown
    ) -> AsyncGenerator[bytes]:
        """Yield server-sent events: every line above ``after`` (None: from now on) once.

        A reader who is too far behind gets the event ``reset``: its page must be read again.
        """
        place = self._begun(after)
        yield GREETING
        born = said_at = time.monotonic()
        self._count(+1)
        try:
            while not self.closing and (now := time.monotonic()) - born < _LIFE:
                turn = self._turn  # before looking: what comes meanwhile is the next one's
                found = self._say(place, shown)
                if found is None:
                    yield RESET
                    return
                said, place = found
                if said or now - said_at >= _HEARTBEAT:
                    said_at = now
                    LINES.inc(said.count(_LINE))
                    yield said or BEAT
                await turn.wait()
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        self.viewers += change
        VIEWERS.set(self.viewers)

    def _begun(self, after: Mapping[Partition, int] | None) -> _Place:
        with self._guard:
            read = self._reached if after is None else after
            return _Place(self._first, frozenset(read.items()))

    def _say(self, place: _Place, shown: Shown) -> tuple[bytes, _Place] | None:
        """Return a reader's new lines and position; None if the reader lost lines.

        Readers at the same position who may see the same lines share the answer, until news arrive.
        """
        with self._guard:
            now = (self._taken, self._stretch)
            if self._said_when != now or len(self._said) == _SAYINGS:
                self._said_when = now
                self._said.clear()
            known = self._said.get((shown, place))
            if known is None and not self._is_behind(place):
                known = self._said[shown, place] = self._made(place, shown)
            return known

    def _is_behind(self, place: _Place) -> bool:
        if place.read is None:
            return place.at < self._first or place.stretch != self._stretch
        read = dict(place.read)
        return any(read.get(tp, 0) < lost for tp, lost in self._lost.items())

    def _made(self, place: _Place, shown: Shown) -> tuple[bytes, _Place]:
        start, end = max(place.at, self._first), self._first + len(self._kept)
        news = self._kept[start - self._first :]
        here = _Place(end, None, self._stretch)
        if place.read is None:
            return "".join(self._after(news, shown)).encode(), here
        read = dict(place.read)
        said = "".join(self._new_to(read, news, shown)).encode()
        if all(self._reached.get(tp, 0) >= position for tp, position in read.items()):
            return said, here
        return said, _Place(end, frozenset(read.items()))

    def _after(self, kept: Sequence[_Kept], shown: Shown) -> Iterator[str]:
        for one in kept:
            if (text := shown(one.line)) is not None:
                yield _said(one.place(self.written), text)

    def _new_to(
        self, read: dict[Partition, int], kept: Sequence[_Kept], shown: Shown
    ) -> Iterator[str]:
        """Move ``read`` over the lines and say those that are new to it."""
        for one in kept:
            if one.line.position > read.get(one.tp, 0):
                read[one.tp] = one.line.position
                if (text := shown(one.line)) is not None:
                    yield _said(self.written(read), text)


def _said(place: str, text: str) -> str:
    return f"id: {place}\ndata: {text}\n\n"
