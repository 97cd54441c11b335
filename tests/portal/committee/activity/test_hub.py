"""The feed: every line once, despite lost connections."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest

from portal.committee.activity import hub as module
from portal.committee.activity import vector
from portal.committee.activity.hub import BEAT, GREETING, RESET, Hub
from portal.committee.activity.lines import Line
from shared.core.testing import AT

INTAKE, APPROVALS = ("intake.events", 0), ("approvals.events", 2)

Lines = list[tuple[dict[Any, int], str]]


def line(position: int) -> Line:
    return Line(kind="submission-triaged", position=position, at=AT)


def shown(one: Line) -> str | None:
    return str(one.position)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_GATHER", "_LONGEST"):
        monkeypatch.setattr(module, name, 0.001)
    monkeypatch.setattr(module, "_HEARTBEAT", 0.05)


@asynccontextmanager
async def pacing(feed: Hub) -> AsyncIterator[None]:
    """The hub at work, for as long as the test needs it."""
    async with asyncio.timeout(10):
        at_work = asyncio.create_task(feed.pace())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            feed.close()
            await at_work


async def read(stream: AsyncIterator[bytes], wanted: int) -> Lines:
    """The next lines as (place, text)."""
    found: Lines = []
    async with asyncio.timeout(5):
        async for chunk in stream:
            found += lines_of(chunk)
            if len(found) >= wanted:
                break
    return found


def lines_of(chunk: bytes) -> Lines:
    found: Lines = []
    for event in filter(None, chunk.decode().split("\n\n")):
        fields = dict(part.split(": ", 1) for part in event.split("\n") if ": " in part)
        if "id" in fields:
            place = vector.load(fields["id"])
            assert place is not None
            found.append((place, fields["data"]))
    return found


async def texts(stream: AsyncIterator[bytes], wanted: int) -> list[str]:
    return [text for _, text in await read(stream, wanted)]


async def test_a_place_is_sealed_once_and_only_for_a_line_that_somebody_gets() -> None:
    """At a start many thousands of lines are read that nobody follows."""
    sealed: list[str] = []

    def written(reached: Any) -> str:
        sealed.append(vector.dump(reached))
        return sealed[-1]

    feed = Hub(written)
    async with pacing(feed):
        for position in (1, 2, 3):
            feed.take(INTAKE, position, line(position))
        readers = [feed.follow(None, partial(_odd, number)) for number in range(2)]
        for reader in readers:
            assert await anext(reader) == GREETING
        assert sealed == [], "nobody reads what was there before"
        for news, times in (((4, 5), 2), ((6, 7), 1)):  # at first each has a place of its own
            for position in news:
                feed.take(INTAKE, position, line(position))
            feed.tell()
            for reader in readers:
                assert await texts(reader, 1) == [str(news[-1])]
            assert sealed == [f"intake:0:{news[-1]}"] * times
            sealed.clear()


def _odd(_: int, one: Line) -> str | None:
    return str(one.position) if one.position % 2 else None


async def test_lines_come_in_order_and_each_says_where_the_reader_is() -> None:
    feed = Hub()
    feed.take(INTAKE, 3, line(3))
    feed.take(APPROVALS, 5, line(5))
    feed.take(INTAKE, 8, line(8))
    lines = await read(feed.follow({}, shown), 3)
    assert [text for _, text in lines] == ["3", "5", "8"]
    assert lines[-1][0] == {INTAKE: 8, APPROVALS: 5}


async def test_a_reader_goes_on_at_any_worker_exactly_where_he_was() -> None:
    one, other = Hub(), Hub()
    for feed, order in ((one, (3, 5, 8)), (other, (3, 8, 5))):  # topics merge differently
        for position in order:
            feed.take(APPROVALS if position == 5 else INTAKE, position, line(position))
    for stop in range(1, 4):
        first = (await read(one.follow({}, shown), 3))[:stop]
        rest = await read(other.follow(first[-1][0], shown), 3 - stop) if stop < 3 else []
        assert sorted(text for _, text in [*first, *rest]) == ["3", "5", "8"]


async def test_a_fact_published_twice_is_one_line() -> None:
    feed = Hub()
    assert feed.take(INTAKE, 3, line(3))
    assert not feed.take(INTAKE, 3, line(3))
    feed.take(INTAKE, 4, line(4))
    assert await texts(feed.follow({}, shown), 2) == ["3", "4"]


async def test_what_a_reader_may_not_see_is_passed_over_without_a_trace() -> None:
    feed = Hub()
    for position in (1, 2, 3):
        feed.take(INTAKE, position, line(position))
    stream = feed.follow({}, lambda one: None if one.position == 2 else str(one.position))
    assert await texts(stream, 2) == ["1", "3"]


async def test_without_a_place_a_reader_begins_now() -> None:
    feed = Hub()
    feed.take(INTAKE, 1, line(1))
    stream = feed.follow(None, shown)
    assert await anext(stream) == GREETING
    feed.take(INTAKE, 2, line(2))
    assert await texts(stream, 1) == ["2"]


async def test_a_reader_too_far_behind_reads_the_page_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    feed = Hub()
    for position in range(1, 7):
        feed.take(INTAKE, position, line(position))
    behind = feed.follow({INTAKE: 2}, shown)
    await anext(behind)
    assert [said async for said in behind] == [RESET]
    assert await texts(feed.follow({INTAKE: 3}, shown), 3) == ["4", "5", "6"]


async def test_a_reader_who_takes_nothing_for_too_long_reads_the_page_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    feed = Hub()
    async with pacing(feed):
        slow, quick = feed.follow({}, shown), feed.follow({}, shown)
        feed.take(INTAKE, 1, line(1))
        assert await texts(slow, 1) == await texts(quick, 1) == ["1"]
        for position in (2, 3, 4):
            feed.take(INTAKE, position, line(position))
        feed.tell()
        assert await texts(quick, 3) == ["2", "3", "4"]
        feed.take(INTAKE, 5, line(5))
        feed.tell()
        assert await texts(quick, 1) == ["5"]
        assert [said async for said in slow] == [RESET]  # the second line is no longer kept


async def test_a_partition_read_from_its_middle_is_unknown_before() -> None:
    feed = Hub()
    feed.begin(INTAKE, 100)
    feed.take(INTAKE, 100, line(100))
    behind = feed.follow({INTAKE: 98}, shown)
    await anext(behind)
    assert [said async for said in behind] == [RESET]
    assert await texts(feed.follow({INTAKE: 99}, shown), 1) == ["100"]


async def test_beginning_again_after_an_outage_loses_nobody_who_was_up_to_date() -> None:
    feed = Hub()
    feed.take(INTAKE, 100, line(100))
    feed.begin(INTAKE, 90)  # Kafka was away; the tail is read again
    assert not feed.take(INTAKE, 100, line(100))
    feed.take(INTAKE, 101, line(101))
    assert await texts(feed.follow({INTAKE: 95}, shown), 2) == ["100", "101"]


@pytest.mark.parametrize(("first", "lost"), [(90, False), (101, False), (150, True)])
async def test_after_an_outage_who_reads_on_gets_all_or_reads_the_page_again(
    first: int,
    lost: bool,  # noqa: FBT001  # a case of the table above
) -> None:
    feed = Hub()
    async with pacing(feed):
        feed.take(INTAKE, 100, line(100))
        stream = feed.follow({}, shown)
        assert await texts(stream, 1) == ["100"]
        feed.begin(INTAKE, first)  # more was published than is read back
        feed.take(INTAKE, 150, line(150))
        feed.tell()
        if lost:
            assert [said async for said in stream if said != BEAT] == [RESET]
        else:
            assert await texts(stream, 1) == ["150"]


async def test_a_reader_ahead_of_a_hub_that_has_just_begun_gets_each_line_once() -> None:
    feed = Hub()
    async with pacing(feed):
        stream = feed.follow({INTAKE: 5}, shown)  # another worker was further
        await anext(stream)
        for position in (4, 5):
            feed.take(INTAKE, position, line(position))
        feed.take(APPROVALS, 6, line(6))
        feed.tell()
        assert await read(stream, 1) == [({INTAKE: 5, APPROVALS: 6}, "6")]
        feed.take(INTAKE, 7, line(7))
        feed.tell()
        assert await read(stream, 1) == [({INTAKE: 7, APPROVALS: 6}, "7")]


async def test_who_sees_the_same_gets_the_same_bytes_made_once() -> None:
    feed, made = Hub(), list[int]()

    def counted(one: Line) -> str:
        made.append(one.position)
        return str(one.position)

    async with pacing(feed):
        readers = [feed.follow({}, counted) for _ in range(20)]
        for one in readers:
            await anext(one)  # the greeting
        waiting = [asyncio.create_task(read(one, 3)) for one in readers]
        await asyncio.sleep(0)
        feed.take(INTAKE, 1, None)  # a fact that has no line
        for position in (2, 3, 4):
            feed.take(INTAKE, position, line(position))
        feed.tell()
        got = await asyncio.gather(*waiting)
    assert got == [[({INTAKE: p}, str(p)) for p in (2, 3, 4)]] * 20
    assert made == [2, 3, 4]


async def test_what_many_missed_who_come_back_from_one_place_is_made_once() -> None:
    feed, made = Hub(), list[int]()

    def counted(one: Line) -> str:
        made.append(one.position)
        return str(one.position)

    for position in (1, 2, 3):
        feed.take(INTAKE, position, line(position))
    for after in ({INTAKE: 1}, {INTAKE: 1, APPROVALS: 9}):  # the second is ahead of this hub
        made.clear()
        readers = [feed.follow(after, counted) for _ in range(20)]
        assert [await texts(one, 2) for one in readers] == [["2", "3"]] * 20
        assert made == [2, 3]


async def test_places_of_many_kinds_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SAYINGS", 3)
    feed = Hub()
    for position in range(1, 11):
        feed.take(INTAKE, position, line(position))
    for place in range(10):
        wanted = [str(position) for position in range(place + 1, 11)]
        assert await texts(feed.follow({INTAKE: place}, shown), 10 - place) == wanted
    assert len(feed._said) <= 3


async def test_a_waiting_reader_hears_at_once_and_otherwise_a_heartbeat() -> None:
    feed = Hub()
    async with pacing(feed):
        stream = feed.follow({}, shown)
        await anext(stream)
        assert await anext(stream) == BEAT

        def arrive() -> None:
            feed.take(INTAKE, 1, line(1))
            feed.tell()

        threading.Timer(0.01, arrive).start()
        assert await texts(stream, 1) == ["1"]


async def test_who_sees_none_of_what_comes_hears_the_heartbeat_too() -> None:
    feed = Hub()
    async with pacing(feed):
        stream = feed.follow({}, lambda _: None)
        await anext(stream)
        until, position = time.monotonic() + 0.2, 0
        while time.monotonic() < until:
            position += 1
            feed.take(INTAKE, position, line(position))
            feed.tell()
            await asyncio.sleep(0.001)
        assert await anext(stream) == BEAT


async def test_closing_ends_every_stream() -> None:
    feed = Hub()
    async with pacing(feed):
        stream = feed.follow({}, shown)
        await anext(stream)
        ending = asyncio.create_task(read(stream, 1))
        await asyncio.sleep(0)
        assert feed.viewers == 1
        feed.close()
        assert await ending == []
    assert feed.viewers == 0


async def test_a_stream_ends_after_its_time_and_who_reads_it_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_LIFE", 0.02)
    feed = Hub()
    async with pacing(feed):
        assert {said async for said in feed.follow({}, shown)} <= {GREETING, BEAT}


@pytest.mark.parametrize(
    "place", ["x", "intake:0", "intake:0:x", "intake:-1:3", "intake:0:3:1", "a" * 5_000]
)
def test_a_place_that_is_none_is_not_believed(place: str) -> None:
    assert vector.load(place) is None


def test_a_place_survives_the_network() -> None:
    place = {INTAKE: 8, ("intake.events", 11): 9, APPROVALS: 5}
    assert vector.load(vector.dump(place)) == place
    assert vector.load("intake:0:8,intake:1:9") == vector.load("intake:0:8:1:9")
    assert vector.load("") == {}


def test_a_place_leaves_the_house_sealed() -> None:
    place, keys = {INTAKE: 8, APPROVALS: 5}, ("new", "old")
    assert vector.opened(vector.sealed(place, ["old"]), keys) == place
    assert vector.opened(vector.sealed(place, ["other"]), keys) is None
    assert vector.opened(vector.dump(place), keys) is None
    assert vector.opened("a" * 5_000, keys) is None


async def test_ids_tell_no_position_and_lead_on_where_the_reader_was() -> None:
    keys = ("key",)
    feed = Hub(partial(vector.sealed, keys=keys))
    for position in (3, 54321):
        feed.take(INTAKE, position, line(position))
    for after in ({}, {APPROVALS: 99_999}):  # the hub's own place, and one ahead of it
        said = b""
        async for chunk in feed.follow(after, shown):
            said += chunk
            if said.count(b"data: ") == 2:
                break
        ids = [one.removeprefix("id: ") for one in said.decode().split("\n") if "id: " in one]
        assert not any("54321" in one or "intake" in one for one in ids)
        assert [vector.opened(one, keys) for one in ids] == [
            {**after, INTAKE: 3},
            {**after, INTAKE: 54321},
        ]
