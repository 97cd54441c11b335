"""Command handling: load, fold, decide, append. Only this module writes events."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.message import Metadata, Recorded, derive_id
from shared.core.store import Conflict, EventStore

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")

_ATTEMPTS = 5
_PATIENCE = 2.0  # seconds, for the turn of a command that hangs


@dataclass(frozen=True, slots=True)
class Outcome:
    """The position of the command's last event (None: nothing changed), and the events' ids."""

    stream: str
    position: int | None
    event_ids: tuple[UUID, ...] = ()


@dataclass(slots=True)
class _Seen:
    """A stream as this process last saw it: used only together with an expected version."""

    version: int
    positions: dict[UUID, int]
    state: Any


@dataclass(slots=True)
class Streams:
    """The store, with a cache of the streams that this process used last.

    A stale state costs a conflict and a look at what is new, never a wrong append. Commands of one
    stream take turns here, in the order in which they came, so that a crowd at one stream does not
    lose race after race to those behind it (decision 0060).
    """

    store: EventStore
    remembered: int = 2_000
    _seen: OrderedDict[str, _Seen] = field(default_factory=OrderedDict)
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def handle(
        self,
        decider: Decider[C, E, S],
        command: C,
        asked: Asked,
        *,
        command_id: UUID,
        metadata: Metadata,
    ) -> Outcome:
        """Handle ``command`` once, however often it is delivered.

        Raises ``Refused`` when the rules forbid it, ``Conflict`` when others keep winning the race,
        ``StoreError`` when the store is away.
        """
        stream = decider.stream(command)
        async with self._turn(stream):
            return await self._handle(decider, stream, command, asked, command_id, metadata)

    @asynccontextmanager
    async def _turn(self, stream: str) -> AsyncIterator[None]:
        """Wait for the commands before; one that hangs is overtaken, which costs a conflict."""
        turn = self._turns.setdefault(stream, asyncio.Lock())
        mine = False
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                mine = await turn.acquire()
        try:
            yield
        finally:
            if mine:
                turn.release()

    async def _handle(
        self,
        decider: Decider[C, E, S],
        stream: str,
        command: C,
        asked: Asked,
        command_id: UUID,
        metadata: Metadata,
    ) -> Outcome:
        for attempt in range(1, _ATTEMPTS + 1):
            seen = self._seen.get(stream)
            if attempt == 1 and seen is None and decider.creates(command):
                seen = _seen(decider, [])
            fresh = attempt > 1 or seen is None
            if seen is None:
                seen = await self._load(decider, stream)
            elif fresh:
                seen = await self._catch_up(decider, stream, seen)
            done = tuple(takewhile(seen.positions.__contains__, _ids(command_id, stream)))
            if done:
                return Outcome(stream, seen.positions[done[-1]], done)
            behind = (
                *decider.consults(command, seen.state),
                *decider.consults_for(command, seen.state, asked.by),
            )
            state = await self._consult(decider, behind, seen.state)
            try:
                events = decider.decide(command, asked, state)
            except Refused:
                if fresh:
                    raise
                continue  # neither a refusal nor "already so" may rest on a stale state
            if not events:
                if fresh:
                    return Outcome(stream, None)
                continue
            try:
                return await self._append(decider, stream, seen, events, command_id, metadata)
            except Conflict:
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError

    async def _consult(self, decider: Decider[Any, Any, S], streams: Sequence[str], state: S) -> S:
        """Return the state, with the events of the consulted streams folded in."""
        for other in streams:
            history = await self.store.load(other)
            state = decider.fold((record.event for record in history), state)
        return state

    async def _load(self, decider: Decider[Any, Any, S], stream: str) -> _Seen:
        history = await self.store.load(stream)
        return self._remember(stream, _seen(decider, history))

    async def _catch_up(self, decider: Decider[Any, Any, Any], stream: str, seen: _Seen) -> _Seen:
        """Fold what is new; a stream that does not go on from what was seen is read anew."""
        found = await self.store.load(stream, after=seen.version - 1)
        last = found[0] if found else None
        if last is None or last.version != seen.version or last.id not in seen.positions:
            return await self._load(decider, stream)
        new = found[1:]
        positions = {record.id: record.position for record in new}
        return self._remember(
            stream,
            _Seen(
                version=seen.version + len(new),
                positions={**seen.positions, **positions},
                state=decider.fold((record.event for record in new), seen.state),
            ),
        )

    async def _append(
        self,
        decider: Decider[Any, E, S],
        stream: str,
        seen: _Seen,
        events: Any,
        command_id: UUID,
        metadata: Metadata,
    ) -> Outcome:
        new = list(zip(_ids(command_id, stream), events, strict=False))
        expected = None if seen.version < 0 else seen.version
        position = await self.store.append(stream, new, metadata, expected=expected)
        ids = tuple(event_id for event_id, _ in new)
        self._remember(
            stream,
            _Seen(
                version=seen.version + len(new),
                positions={**seen.positions, **dict.fromkeys(ids, position)},
                state=decider.fold(events, seen.state),
            ),
        )
        return Outcome(stream, position, ids)

    def _remember(self, stream: str, seen: _Seen) -> _Seen:
        self._seen[stream] = seen
        self._seen.move_to_end(stream)
        while len(self._seen) > self.remembered:
            self._seen.popitem(last=False)
        return seen


def _seen(decider: Decider[Any, Any, S], history: Any) -> _Seen:
    records: list[Recorded[Any]] = list(history)
    return _Seen(
        version=records[-1].version if records else -1,
        positions={record.id: record.position for record in records},
        state=decider.fold(record.event for record in records),
    )


def _ids(command_id: UUID, stream: str) -> Any:
    return (derive_id(command_id, stream, n) for n in count())
