"""Test helpers: given(...).when(...).then(...) for deciders, and a store in memory."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import pytest

from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.message import Metadata, Recorded
from shared.core.store import Conflict

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")
X = TypeVar("X")

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given(Generic[C, E, S]):
    decider: Decider[C, E, S]
    history: tuple[E, ...]

    def when(self, command: C, *, by: Actor, at: datetime = AT) -> "When[C, E, S]":
        return When(self, command, Asked(at=at, by=by))


@dataclass(frozen=True, slots=True)
class When(Generic[C, E, S]):
    given: Given[C, E, S]
    command: C
    asked: Asked

    def _decide(self) -> list[E]:
        decider = self.given.decider
        return list(decider.decide(self.command, self.asked, decider.fold(self.given.history)))

    def then(self, *expected: E) -> None:
        """Expect exactly these events, in this order."""
        assert self._decide() == list(expected)

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, sentence: str) -> None:
        """Expect a refusal; ``sentence`` is a regular expression found in it."""
        with pytest.raises(Refused, match=sentence):
            self._decide()

    def then_forbidden(self) -> None:
        with pytest.raises(Forbidden):
            self._decide()


def kinds(facts: Iterable[object]) -> list[str]:
    """Return what facts these are, by the names of their types."""
    return [type(fact).__name__ for fact in facts]


def each(steps: Iterable[X], step: Callable[[X], object]) -> None:
    """Take the steps of a random history; what is refused changes nothing."""
    for one in steps:
        with suppress(Refused):
            step(one)


def given(decider: Decider[C, E, S], *history: E) -> Given[C, E, S]:
    return Given(decider, history)


@dataclass(slots=True)
class InMemoryStore:
    """The event store for slice tests: expected versions and idempotent re-append included."""

    log: list[Recorded[Any]] = field(default_factory=list)

    async def load(self, stream: str, *, after: int = -1) -> Sequence[Recorded[Any]]:
        return [r for r in self.log if r.stream == stream and r.version > after]

    async def append(
        self,
        stream: str,
        events: Sequence[tuple[UUID, Any]],
        metadata: Metadata,
        *,
        expected: int | None,
    ) -> int:
        history = await self.load(stream)
        after = 0 if expected is None else expected + 1
        again = history[after : after + len(events)]
        if [r.id for r in again] == [event_id for event_id, _ in events]:
            return again[-1].position
        if len(history) != after:
            raise Conflict(stream)
        for event_id, event in events:
            record = Recorded(
                id=event_id,
                stream=stream,
                version=after,
                position=len(self.log) + 1,
                recorded_at=datetime.now(UTC),
                event=event,
                metadata=metadata,
            )
            self.log.append(record)
            after += 1
        return len(self.log)
