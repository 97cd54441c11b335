"""Appends by one long call, on a real node: what ends the call loses no append and doubles none."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from esdbclient.protos.Grpc import streams_pb2

from deploy.local.eventstore.testing import start_node, stop_node
from shared.core.appends import Appends, Interrupted
from shared.core.catalogue import Catalogue
from shared.core.message import Metadata
from shared.core.store import Conflict, EsdbStore, StoreError

pytestmark = pytest.mark.live


@dataclass(frozen=True, slots=True)
class Happened:
    what: str


TOLD = Metadata(correlation_id=UUID(int=1), causation_id=UUID(int=2), actor="somebody")
CATALOGUE = Catalogue({"happened": Happened})


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[tuple[EsdbStore, Path, int]]:
    path = tmp_path / "events.db"
    process, port = start_node(path)
    store = EsdbStore(f"esdb://127.0.0.1:{port}?Tls=false", CATALOGUE)
    await store.connect()
    try:
        yield store, path, port
    finally:
        await store.close()
        stop_node(process)


async def test_many_at_once_are_written_once_each_and_a_lost_race_is_told(
    node: tuple[EsdbStore, Path, int],
) -> None:
    store, _, _ = node
    await asyncio.gather(*(_append(store, f"s-{n}", n) for n in range(200)))
    assert [len(await store.load(f"s-{n}")) for n in range(200)] == [1] * 200
    with pytest.raises(Conflict):
        await _append(store, "s-1", 1)
    with pytest.raises(Conflict):
        await _append(store, "s-1", 1, expected=7)
    call = store._appends._call
    with pytest.raises(StoreError, match="Max size"):
        await store.append("s-3", [(uuid4(), Happened("x" * 1_100_000))], TOLD, expected=0)
    assert store._appends._call is call, "others do not pay for what is too large"
    same = uuid4()
    first = await _append(store, "s-2", 2, expected=0, event_id=same)
    assert await _append(store, "s-2", 2, expected=0, event_id=same) == first
    assert len(await store.load("s-2")) == 2


async def test_what_ends_the_call_loses_and_doubles_nothing(
    node: tuple[EsdbStore, Path, int],
) -> None:
    """Appends whose call ends under them are sent again, by the ids that they had."""
    store, _, _ = node
    working = [asyncio.create_task(_append(store, f"s-{n}", n)) for n in range(100)]
    for _ in range(30):
        await asyncio.sleep(0.002)
        store._appends.give_up()
    await asyncio.gather(*working)
    assert [len(await store.load(f"s-{n}")) for n in range(100)] == [1] * 100


async def test_a_node_that_is_away_is_told_and_one_that_is_back_is_used(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    process, port = start_node(path)
    store = EsdbStore(f"esdb://127.0.0.1:{port}?Tls=false", CATALOGUE)
    await store.connect()
    try:
        await _append(store, "s-1", 1)
        stop_node(process)
        with pytest.raises(StoreError):
            await _append(store, "s-2", 2)
        process, _ = start_node(path, port)
        async with asyncio.timeout(60):
            while True:
                try:
                    await _append(store, "s-2", 2)
                    break
                except StoreError:
                    await asyncio.sleep(0.05)
        assert len(await store.load("s-2")) == 1
    finally:
        await store.close()
        stop_node(process)


class Silent:
    """A call that takes everything and answers nothing, until it is cancelled."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    def done(self) -> bool:
        return self.over.is_set()

    def cancel(self) -> None:
        self.over.set()

    async def read(self) -> None:
        await self.over.wait()
        raise asyncio.InvalidStateError


async def test_a_silent_call_is_given_up_with_all_that_wait_for_it() -> None:
    calls: list[Silent] = []

    def begin(_: object) -> Silent:
        calls.append(Silent())
        return calls[-1]

    appends = Appends(begin)
    patient = asyncio.create_task(appends.ask(_batch, within=60))
    await asyncio.sleep(0)
    with pytest.raises(TimeoutError):
        await appends.ask(_batch, within=0.01)
    with pytest.raises(Interrupted):
        await patient
    assert calls[0].done()
    with pytest.raises(TimeoutError):
        await appends.ask(_batch, within=0.01)
    assert len(calls) == 2
    await appends.close()


async def test_what_sends_the_batches_of_a_call_ends_with_it() -> None:
    begun: list[AsyncIterator[streams_pb2.BatchAppendReq]] = []

    def begin(batches: AsyncIterator[streams_pb2.BatchAppendReq]) -> Silent:
        begun.append(batches)
        return Silent()

    appends = Appends(begin)
    with pytest.raises(TimeoutError):
        await appends.ask(_batch, within=0.01)
    async with asyncio.timeout(5):
        assert [one async for one in begun[0]] == [_batch(UUID(int=1))]
    await appends.close()


def _batch(_: UUID) -> streams_pb2.BatchAppendReq:
    return streams_pb2.BatchAppendReq()


async def _append(
    store: EsdbStore,
    stream: str,
    number: int,
    *,
    expected: int | None = None,
    event_id: UUID | None = None,
) -> int:
    new = [(event_id or uuid4(), Happened(str(number)))]
    return await store.append(stream, new, TOLD, expected=expected)
