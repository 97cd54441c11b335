"""Load, fold, decide, append: once, despite repeats and conflicts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from typing_extensions import override

from shared.core import handle
from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Refused
from shared.core.handle import Streams
from shared.core.message import Metadata
from shared.core.store import Conflict
from shared.core.testing import AT, InMemoryStore

ANN = Asked(at=AT, by=Actor(actor_id="ann"))


@dataclass(frozen=True)
class Add:
    amount: int


@dataclass(frozen=True)
class Added:
    amount: int


def decide(command: Add, _: Asked, total: int) -> Sequence[Added]:
    if total + command.amount > 10:
        raise Refused("That would be more than ten.")
    return [Added(command.amount)] if command.amount else []


COUNTER: Decider[Add, Added, int] = Decider(
    category="counter",
    key=lambda _: "1",
    initial=0,
    decide=decide,
    evolve=lambda total, event: total + event.amount,
    creates=lambda command: command.amount == 1,
)


def metadata() -> Metadata:
    return Metadata(correlation_id=uuid4(), causation_id=uuid4(), actor="ann")


async def add(streams: Streams, amount: int, command_id: UUID | None = None) -> Any:
    return await streams.handle(
        COUNTER, Add(amount), ANN, command_id=command_id or uuid4(), metadata=metadata()
    )


@dataclass(slots=True)
class Counting(InMemoryStore):
    loads: int = 0
    losses: int = 0
    loaded: int = 0

    @override
    async def load(self, stream: str, *, after: int = -1) -> Any:
        self.loads += 1
        found = [r for r in self.log if r.stream == stream and r.version > after]
        self.loaded += len(found)
        return found

    @override
    async def append(self, *args: Any, **kwargs: Any) -> int:
        if self.losses:
            self.losses -= 1
            raise Conflict(args[0])
        return await InMemoryStore.append(self, *args, **kwargs)


class Slow(InMemoryStore):
    """Each append takes less time than the one before."""

    @override
    async def append(self, *args: Any, **kwargs: Any) -> int:
        for _ in range(20 - 4 * len(self.log)):
            await asyncio.sleep(0)
        return await InMemoryStore.append(self, *args, **kwargs)


class Hanging(InMemoryStore):
    """The first append goes on when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.hangs, self.goes_on = asyncio.Event(), asyncio.Event()

    @override
    async def append(self, *args: Any, **kwargs: Any) -> int:
        if not self.hangs.is_set():
            self.hangs.set()
            await self.goes_on.wait()
        return await InMemoryStore.append(self, *args, **kwargs)


async def test_a_command_delivered_twice_takes_effect_once() -> None:
    store, command_id = InMemoryStore(), uuid4()
    first = await add(Streams(store), 3, command_id)
    again = await add(Streams(store), 3, command_id)
    assert first == again
    assert len(store.log) == 1


async def test_the_command_that_creates_a_stream_delivered_twice_takes_effect_once() -> None:
    store, command_id = InMemoryStore(), uuid4()
    first = await add(Streams(store), 1, command_id)
    again = await add(Streams(store), 1, command_id)
    assert (first.position, first.event_ids) == (again.position, again.event_ids)
    assert len(store.log) == 1


async def test_a_creating_command_does_not_ask_the_store_first() -> None:
    store = Counting()
    await add(Streams(store), 1)
    assert store.loads <= 1  # InMemoryStore looks at its own log to append


async def test_two_processes_never_overwrite_each_other() -> None:
    store = InMemoryStore()
    ours, theirs = Streams(store), Streams(store)
    await add(ours, 4)
    await add(theirs, 4)
    with pytest.raises(Refused):
        await add(ours, 4)  # what ours remembers is stale: it looks again before it says no
    await add(ours, 2)
    assert [r.event.amount for r in store.log] == [4, 4, 2]


async def test_nothing_to_do_is_not_said_from_a_stale_state() -> None:
    store = InMemoryStore()
    streams = Streams(store)
    await add(streams, 4)
    outcome = await add(streams, 0)
    assert outcome.position is None
    assert outcome.stream == "counter-1"


async def test_a_stale_state_catches_up_by_what_is_new() -> None:
    store = Counting()
    ours, theirs = Streams(store), Streams(store)
    for _ in range(4):
        await add(ours, 1)
    await add(theirs, 1)
    before = store.loaded
    with pytest.raises(Refused):
        await add(ours, 9)
    assert store.loaded - before == 2, "the last that it knew, and the one that is new"
    await add(ours, 2)
    assert [r.event.amount for r in store.log] == [1, 1, 1, 1, 1, 2]


async def test_a_stream_that_has_another_past_is_read_anew() -> None:
    store = InMemoryStore()
    streams = Streams(store)
    await add(streams, 4)
    store.log.clear()
    for amount in (4, 5):
        await add(Streams(store), amount)
    with pytest.raises(Refused):
        await add(streams, 2)
    await add(streams, 1)
    assert [r.event.amount for r in store.log] == [4, 5, 1]


async def test_commands_of_one_stream_take_turns_in_the_order_in_which_they_came() -> None:
    store = Slow()
    streams = Streams(store)
    await asyncio.gather(*(add(streams, amount) for amount in (1, 2, 3, 4)))
    assert [r.event.amount for r in store.log] == [1, 2, 3, 4]


async def test_nobody_waits_forever_for_the_turn_of_a_command_that_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handle, "_PATIENCE", 0.01)
    store = Hanging()
    streams = Streams(store)
    first = asyncio.create_task(add(streams, 2))
    await store.hangs.wait()
    await add(streams, 3)
    store.goes_on.set()
    await first
    assert sorted(r.event.amount for r in store.log) == [2, 3]


async def test_a_lost_race_is_decided_again() -> None:
    store = Counting(losses=3)
    await add(Streams(store), 5)
    assert [r.event.amount for r in store.log] == [5]


async def test_losing_every_race_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        await add(Streams(Counting(losses=99)), 5)


async def test_a_refusal_appends_nothing() -> None:
    store = InMemoryStore()
    with pytest.raises(Refused, match="more than ten"):
        await add(Streams(store), 11)
    assert store.log == []


async def test_what_is_remembered_is_bounded() -> None:
    streams = Streams(InMemoryStore(), remembered=2)
    many: Decider[Add, Added, int] = Decider(
        category="counter",
        key=lambda command: str(command.amount),
        initial=0,
        decide=decide,
        evolve=lambda total, event: total + event.amount,
    )
    for amount in (2, 3, 4, 5):
        await streams.handle(many, Add(amount), ANN, command_id=uuid4(), metadata=metadata())
    assert list(streams._seen) == ["counter-4", "counter-5"]


ADDING = Decider(
    category="sum",
    key=lambda _: "1",
    initial=0,
    decide=decide,
    evolve=lambda total, event: total + event.amount,
    consults=lambda _, __: ("counter-1",),
)


async def test_another_stream_that_a_decision_rests_on_is_read_anew_and_not_remembered() -> None:
    streams = Streams(InMemoryStore())

    async def sum_up(amount: int) -> Any:
        return await streams.handle(
            ADDING, Add(amount), ANN, command_id=uuid4(), metadata=metadata()
        )

    await add(streams, 4)
    assert (await sum_up(3)).stream == "sum-1"
    await sum_up(3)  # 4 are the other stream's, once
    await add(streams, 5)
    with pytest.raises(Refused):
        await sum_up(1)
    history = [(r.stream, r.event.amount) for r in await streams.store.load("sum-1")]
    assert history == [("sum-1", 3), ("sum-1", 3)]
