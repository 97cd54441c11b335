"""Writer, tail and followers without gRPC: parts that must not depend on timing."""

import asyncio
import contextlib
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deploy.local.eventstore import database, wal
from deploy.local.eventstore.follow import (
    CaughtUp,
    Checkpoint,
    FellBehind,
    News,
    StreamEnded,
    follow_all,
    follow_stream,
)
from deploy.local.eventstore.integrity import Integrity
from deploy.local.eventstore.reader import Reader
from deploy.local.eventstore.record import Proposal, Record
from deploy.local.eventstore.tail import Stopping, Tail
from deploy.local.eventstore.versions import NO_STREAM, Written, WrongVersion
from deploy.local.eventstore.writer import (
    AppendEvents,
    NotWritten,
    Outcome,
    TombstoneStream,
    TooLate,
    Writer,
)


def proposal(data: bytes = b"{}") -> Proposal:
    return Proposal(str(uuid.uuid4()), "Happened", "application/json", b"", data)


class Store:
    """The parts together, as the node puts them together."""

    def __init__(self, path: Path, *, max_records: int, max_bytes: int) -> None:
        database.prepare(path)
        self.path = path
        self.integrity = Integrity(path)
        self.reader = Reader(path, self.integrity)
        self.tail = Tail(self.reader.last_position(), max_records=max_records, max_bytes=max_bytes)
        loop = asyncio.get_running_loop()
        self.writer = Writer(path, loop, self.tail.extend, self.integrity)

    async def append(self, stream: str, count: int = 1, data: bytes = b"{}") -> Outcome:
        proposals = [proposal(data) for _ in range(count)]
        return await self.writer.submit(AppendEvents(stream, "any", proposals))

    def close(self) -> None:
        self.writer.close()
        self.reader.close()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "events.db", max_records=8, max_bytes=1000)
    yield store
    store.close()


def rows(path: Path) -> list[tuple[int, str, int]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT position, stream, revision FROM events")
        return [(position, stream, revision) for position, stream, revision in found]


async def next_record(news: AsyncIterator[News]) -> Record:
    item = await anext(news)
    assert isinstance(item, Record)
    return item


async def until_live(news: AsyncIterator[News]) -> list[News]:
    received = []
    async for item in news:
        received.append(item)
        if isinstance(item, CaughtUp):
            break
    return received


async def test_requests_that_come_together_are_each_ruled_on(store: Store) -> None:
    first, second, third, fourth = await asyncio.gather(
        *(
            store.writer.submit(AppendEvents("s-1", expected, [proposal()]))
            for expected in (NO_STREAM, NO_STREAM, 0, "any")
        )
    )
    assert (first, third, fourth) == (Written(0, 2), Written(1, 3), Written(2, 4))
    assert isinstance(second, WrongVersion)
    assert [row[2] for row in rows(store.path) if row[1] == "s-1"] == [0, 1, 2]


async def test_an_append_repeated_within_one_group_is_written_once(store: Store) -> None:
    event = proposal()
    outcomes = await asyncio.gather(
        *(store.writer.submit(AppendEvents("s-1", "any", [event])) for _ in range(5))
    )
    assert outcomes == [Written(0, 2)] * 5
    assert len(rows(store.path)) == 2


async def test_heads_that_fell_out_of_the_cache_are_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.eventstore.writer.MAX_HEADS", 4)
    for revision in range(3):
        for number in range(10):
            outcome = await store.append(f"s-{number}")
            assert isinstance(outcome, Written)
            assert outcome.revision == revision


async def test_an_append_whose_deadline_has_passed_is_not_written(store: Store) -> None:
    request = AppendEvents("s-1", "any", [proposal()], deadline=0.0)
    assert await store.writer.submit(request) == TooLate()
    assert len(rows(store.path)) == 1


async def test_a_full_disk_refuses_and_is_survived(store: Store) -> None:
    await store.append("s-1")
    pages = store.writer._connection.execute("PRAGMA page_count").fetchone()[0]
    store.writer._connection.execute(f"PRAGMA max_page_count = {pages}")
    outcome = await store.append("s-1", data=b"x" * 100_000)
    assert isinstance(outcome, NotWritten)
    assert "full" in outcome.sentence
    store.writer._connection.execute("PRAGMA max_page_count = 1000000")
    assert await store.append("s-1") == Written(1, 3)
    assert rows(store.path)[1:] == [(2, "s-1", 0), (3, "s-1", 1)]


async def test_a_group_that_cannot_be_written_leaves_nothing_of_any_of_it(store: Store) -> None:
    pages = store.writer._connection.execute("PRAGMA page_count").fetchone()[0]
    store.writer._connection.execute(f"PRAGMA max_page_count = {pages}")
    outcomes = await asyncio.gather(*(store.append(f"s-{n}", 200) for n in range(5)))
    assert all(isinstance(outcome, NotWritten) for outcome in outcomes)
    assert len(rows(store.path)) == 1


async def test_what_was_written_goes_from_the_log_into_the_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal, "ENOUGH", 100)
    size = store.path.stat().st_size
    async with asyncio.timeout(20):  # the thread beside the writer does it
        while store.path.stat().st_size == size:
            await store.append("a", 10, b"{}" + b" " * 1_000)


def test_a_long_log_is_begun_anew_though_the_writer_is_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.db"
    database.prepare(path)
    monkeypatch.setattr(wal, "LONG", 20)
    checkpointing = wal.Checkpointing(path)
    with contextlib.closing(database.connect(path, cache_kib=64)) as writing:
        writing.execute("PRAGMA wal_autocheckpoint = 0")

        def write(meanwhile: Callable[[], None] = lambda: None) -> int:
            """How often the log was begun anew, after one event more."""
            writing.execute("BEGIN IMMEDIATE")
            writing.execute(
                "INSERT INTO events SELECT max(position) + 1, 's', max(position),"
                " 'e', 't', 0, '', '', '' FROM events"
            )
            meanwhile()
            writing.execute("COMMIT")
            checkpointing.committed(1, writing)
            with path.with_name(path.name + "-wal").open("rb") as log:
                return int.from_bytes(log.read(16)[12:])

        while path.with_name(path.name + "-wal").stat().st_size < 100_000:
            first = write()
        assert write(meanwhile=checkpointing.copy) == first
        assert write() == first + 1
        assert write(meanwhile=checkpointing.copy) == first + 1
        assert write() == first + 1  # it is not long
    checkpointing.close()


async def test_a_checkpoint_that_fails_costs_nothing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as closed:
        pass
    assert wal._copied(closed) == 0
    assert "a checkpoint was not made" in caplog.text
    await store.append("a")
    assert len(rows(store.path)) == 2


async def test_the_tail_is_bounded_by_count_and_bytes(store: Store) -> None:
    for _ in range(50):
        await store.append("s-1")
    assert store.tail.last == 51
    assert 0 < len(store.tail.after(store.tail.first - 1, 100)) <= 8
    await store.append("s-1", data=b"x" * 2000)
    assert store.tail.first == store.tail.last + 1
    assert not store.tail.covers(50)
    assert store.tail.covers(52)


async def test_a_follower_gets_the_past_and_then_the_new(store: Store) -> None:
    await store.append("s-1", 20)
    news = follow_all(store.reader, store.tail, 0)
    received = await until_live(news)
    assert [item.position for item in received if isinstance(item, Record)] == list(range(1, 22))
    await store.append("s-1", 2)
    assert [(await next_record(news)).position for _ in range(2)] == [22, 23]


async def test_a_slow_follower_falls_behind_and_misses_nothing(store: Store) -> None:
    news = follow_all(store.reader, store.tail, 0)
    await until_live(news)
    await store.append("s-1")
    assert (await next_record(news)).position == 2
    for _ in range(30):
        await store.append("s-1")
    assert not store.tail.covers(2)
    assert isinstance(await anext(news), FellBehind)
    received = await until_live(news)
    assert [item.position for item in received if isinstance(item, Record)] == list(range(3, 33))


async def test_a_slow_follower_of_a_stream_falls_behind_and_misses_nothing(store: Store) -> None:
    news = follow_stream(store.reader, store.tail, "s-1", after=-1, position=0)
    await until_live(news)
    await store.append("s-1")
    assert (await next_record(news)).revision == 0
    for _ in range(30):
        await store.append("s-1")
        await store.append("s-2")
    received = [item for item in await until_live(news) if not isinstance(item, FellBehind)]
    assert [item.revision for item in received if isinstance(item, Record)] == list(range(1, 31))


async def test_a_filtered_follower_gets_checkpoints_up_to_the_last_event(store: Store) -> None:
    await store.append("s-1", 20)
    news = follow_all(store.reader, store.tail, 0, keep=lambda _: False, interval=4)
    received = await until_live(news)
    assert received[:-1] == [Checkpoint(position) for position in (4, 8, 12, 16, 20, 21)]
    for _ in range(4):
        await store.append("s-1")
    assert await anext(news) == Checkpoint(25)


async def test_no_checkpoint_is_given_twice(store: Store) -> None:
    await store.append("s-1", 3)
    news = follow_all(store.reader, store.tail, 0, keep=lambda _: False, interval=4)
    assert await until_live(news) == [Checkpoint(4), CaughtUp()]


async def test_a_follower_beyond_the_end_waits_there(store: Store) -> None:
    news = follow_all(store.reader, store.tail, 3, keep=lambda _: True, interval=5)
    assert await until_live(news) == [Checkpoint(1), CaughtUp()]
    await store.append("s-1", 3)
    assert (await next_record(news)).position == 4


async def test_a_tombstone_ends_a_follower_that_reads_the_past(store: Store) -> None:
    await store.append("s-1")
    news = follow_stream(store.reader, store.tail, "s-1", after=-1, position=0)
    assert (await next_record(news)).revision == 0
    await store.writer.submit(TombstoneStream("s-1", "any"))
    with pytest.raises(StreamEnded):
        await anext(news)


async def test_followers_end_when_the_node_stops(store: Store) -> None:
    news = follow_all(store.reader, store.tail, 0)
    await until_live(news)
    waiting = asyncio.ensure_future(anext(news))
    await asyncio.sleep(0)
    store.tail.stop()
    with pytest.raises(Stopping):
        await waiting


async def test_what_is_queued_when_the_writer_closes_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path / "events.db", max_records=8, max_bytes=1000)
    waiting = [store.append(f"s-{number}") for number in range(20)]
    tasks = [asyncio.ensure_future(one) for one in waiting]
    await asyncio.sleep(0)
    store.close()
    outcomes = await asyncio.gather(*tasks)
    assert all(isinstance(outcome, Written) for outcome in outcomes)
    assert len(rows(store.path)) == 21


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "foreign.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (x)")
    return path


def test_a_foreign_file_is_refused(foreign: Path) -> None:
    with pytest.raises(database.UnusableFile, match="not the data of an event store node"):
        database.prepare(foreign)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("no database at all, but long enough to be looked at" * 100)
    with pytest.raises(database.UnusableFile, match="cannot be opened"):
        database.prepare(path)


def test_a_file_serves_one_node_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "new" / "events.db"
    with (
        database.lock(path),
        pytest.raises(database.UnusableFile, match="Another event store node"),
    ):
        database.lock(path)
    database.lock(path).close()
