"""A deadline passes exactly once, by a tick, despite restarts, replicas and rebuilds."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from faststream.kafka import KafkaBroker
from sqlalchemy import select
from structlog.testing import capture_logs

from services.followup import clock
from services.followup.deadlines import OVERDUE, deadlines
from services.followup.reply_case.commands import MarkOverdue
from shared.contracts.followup import ReplyOverdue
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.contracts.followup_replies import ReminderProposed, ReminderSent
from shared.contracts.followup_reply_commands import CloseCase, NoteExtension, ReopenCase
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.handle import Outcome
from shared.core.message import Metadata, Recorded, Sealed
from shared.core.store import StoreError
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import asking, reacting
from shared.platform.metrics import DEADLINE_AGE
from shared.platform.settings import Settings
from tests.followup.cases import HOLDER, OFFICER
from tests.followup.support import (
    CASE,
    DEMO,
    DESK,
    Replica,
    arrived,
    events,
    ids,
    log_reply,
    open_case,
    replica,
    tell,
)
from tests.followup.test_policies import TRANSMITTED

DUE_AT = datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC)
LATE = DUE_AT + timedelta(seconds=1)


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()


@pytest.fixture
def one(database_url: str, store: InMemoryStore) -> Iterator[Replica]:
    with replica(database_url, store) as running:
        yield running


async def test_a_passed_deadline_becomes_overdue_by_the_tick(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()

    await one.clock.tick(DUE_AT)
    assert events(store, ReplyOverdue) == [], "the last day is not over"
    await one.clock.tick(LATE)

    [overdue] = events(store, ReplyOverdue)
    assert overdue.communication_id == "c-1"
    assert overdue.overdue_at == LATE


async def test_what_the_clock_does_belongs_to_the_case(one: Replica, store: InMemoryStore) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await one.clock.tick(LATE)
    metadata = store.log[-1].metadata
    assert metadata.correlation_id == CASE
    assert metadata.actor == "system:clock"


async def test_later_ticks_change_nothing_before_and_after_the_fact_came_back(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    for second in range(3):
        await one.clock.tick(LATE + timedelta(seconds=second))
    one.catch_up()
    await one.clock.tick(LATE + timedelta(days=1))
    assert len(events(store, ReplyOverdue)) == 1
    assert one.clock.asked == frozenset(), "what has come back is not remembered"


async def test_a_restarted_clock_changes_nothing(
    one: Replica, store: InMemoryStore, database_url: str
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await one.clock.tick(LATE)
    with replica(database_url, store) as restarted:  # before the fact came back
        await restarted.clock.tick(LATE + timedelta(minutes=1))
    assert len(events(store, ReplyOverdue)) == 1


async def test_two_replicas_at_once_say_it_once(
    one: Replica, store: InMemoryStore, database_url: str
) -> None:
    for n in range(5):
        await tell(store, open_case(f"c-{n}"))
    with replica(database_url, store) as two:
        one.catch_up()
        two.catch_up()  # the same tables
        await asyncio.gather(one.clock.tick(LATE), two.clock.tick(LATE + timedelta(milliseconds=3)))
        await two.clock.tick(LATE + timedelta(seconds=1))
    overdue = events(store, ReplyOverdue)
    assert sorted(e.communication_id for e in overdue) == [f"c-{n}" for n in range(5)]


async def test_tables_built_anew_send_nothing_new(one: Replica, store: InMemoryStore) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await one.clock.tick(LATE)
    before = ids(store)

    one.rebuild()
    one.catch_up(store.log[:1])  # the replay has come as far as the deadline, no further
    one.clock.asked = frozenset()
    await one.clock.tick(LATE + timedelta(days=30))
    assert ids(store) == before
    one.catch_up()
    await one.clock.tick(LATE + timedelta(days=31))
    assert ids(store) == before


async def test_a_substantive_reply_settles_the_deadline(one: Replica, store: InMemoryStore) -> None:
    await tell(store, open_case("c-1"))
    await tell(store, log_reply("c-1", "substantive"), DESK)
    one.catch_up()
    await one.clock.tick(LATE)
    assert events(store, ReplyOverdue) == []


async def test_a_reply_that_the_tables_have_not_seen_yet_settles_it_too(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await tell(store, log_reply("c-1", "substantive"), DESK)
    await one.clock.tick(LATE)
    assert events(store, ReplyOverdue) == []


async def test_an_acknowledgement_does_not_settle_it(one: Replica, store: InMemoryStore) -> None:
    await tell(store, open_case("c-1"))
    await tell(store, log_reply("c-1", "acknowledgement"), DESK)
    one.catch_up()
    await one.clock.tick(LATE)
    assert len(events(store, ReplyOverdue)) == 1


async def test_the_demonstrations_clock_makes_deadlines_pass(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await one.clock.tick(AT)
    await tell(store, AdvanceDemoClock(days=40), DESK)
    one.catch_up()
    await one.clock.tick(AT)
    assert events(store, ReplyOverdue) == []
    await tell(store, AdvanceDemoClock(days=21), DESK)
    one.catch_up()
    await one.clock.tick(AT)
    [overdue] = events(store, ReplyOverdue)
    assert overdue.overdue_at == AT + timedelta(days=61)


async def test_a_letter_sent_after_the_clock_was_moved_is_not_overdue(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, AdvanceDemoClock(days=61), DESK)
    sent = replace(TRANSMITTED, transmitted_at=AT + timedelta(days=61))
    fact = arrived(
        Recorded(
            id=CASE,
            stream="communication-c-1",
            version=0,
            position=1,
            recorded_at=AT,
            event=sent,
            metadata=Metadata(correlation_id=CASE, causation_id=CASE, actor="desk-1", ahead=61),
        )
    )
    await reacting(DEMO, asking(DEMO, store))([fact])
    one.catch_up()
    for day in (0, 59):
        await one.clock.tick(AT + timedelta(days=day))
        assert events(store, ReplyOverdue) == []
    await one.clock.tick(AT + timedelta(days=61))
    [overdue] = events(store, ReplyOverdue)
    assert overdue.due_at.date() == date(2026, 5, 6), "60 days after the letter was sent"
    assert store.log[-1].metadata.ahead == 61, "all that follows is dated by the moved clock"


async def test_outside_a_demonstration_only_the_real_time_counts(
    database_url: str, store: InMemoryStore
) -> None:
    with replica(database_url, store, demo=False) as real:
        await tell(store, open_case("c-1"))
        await tell(store, AdvanceDemoClock(days=400), DESK)
        real.catch_up()
        await real.clock.tick(AT + timedelta(days=10))
    assert events(store, ReplyOverdue) == []


async def test_an_absent_store_is_asked_again_at_the_next_tick(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    await tell(store, open_case("c-2"))
    one.catch_up()
    real, failures = one.clock.ask, 1

    async def ask(command: Any, asked: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        nonlocal failures
        if command == MarkOverdue(communication_id="c-1") and failures:
            failures -= 1
            raise StoreError
        return await real(command, asked, command_id, metadata)

    one.clock.ask = ask
    with capture_logs() as logs:
        await one.clock.tick(LATE)
    assert [e.communication_id for e in events(store, ReplyOverdue)] == ["c-2"]
    assert [line["error"] for line in logs] == ["EventStoreDBClientException"]
    await one.clock.tick(LATE)
    assert {e.communication_id for e in events(store, ReplyOverdue)} == {"c-1", "c-2"}


async def test_what_the_state_refuses_is_asked_again_after_a_minute(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    asked: list[datetime] = []

    async def ask(_: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        asked.append(by.at)
        raise Refused("It is not due.")

    one.clock.ask = ask
    moments = [LATE + timedelta(seconds=second) for second in (0, 1, 59, 60, 61)]
    for moment in moments:
        await one.clock.tick(moment)
    assert asked == [moments[0], moments[3]]


def test_facts_delivered_twice_leave_the_same_deadlines(one: Replica, store: InMemoryStore) -> None:
    asyncio.run(tell(store, open_case("c-1")))
    asyncio.run(tell(store, open_case("c-2")))
    asyncio.run(tell(store, log_reply("c-1", "substantive"), DESK))
    for _ in range(2):
        one.catch_up()
    with one.engine.connect() as conn:
        rows = conn.execute(
            select(deadlines)
            .where(deadlines.c.kind == OVERDUE)
            .order_by(deadlines.c.communication_id)
        ).all()
    assert [(r.communication_id, r.due_at, r.settled, r.correlation_id) for r in rows] == [
        ("c-1", DUE_AT, True, CASE),
        ("c-2", DUE_AT, False, CASE),
    ]


def test_how_long_a_deadline_has_waited_is_told_until_it_has_passed(
    one: Replica, store: InMemoryStore
) -> None:
    asyncio.run(tell(store, open_case("c-1")))
    one.catch_up()
    asyncio.run(one.clock.tick(LATE))
    waited = DEADLINE_AGE.labels(OVERDUE)._value.get()
    one.catch_up()
    asyncio.run(one.clock.tick(LATE))
    assert waited == (LATE - DUE_AT).total_seconds()
    assert DEADLINE_AGE.labels(OVERDUE)._value.get() == 0


async def test_the_clock_ticks_every_second_over_tables_of_its_own(
    database_url: str, store: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_EVERY", 0.01)
    settings = Settings(followup_database=database_url, demo=True)
    asked: asyncio.Queue[datetime] = asyncio.Queue()

    async def ask(_: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        asked.put_nowait(by.at)
        return Outcome("", None)

    running = asyncio.create_task(clock.run(settings, ask, KafkaBroker(), now=lambda: LATE))
    try:
        await tell(store, open_case("c-1"))
        with replica(database_url, store) as filled:
            filled.catch_up()
        async with asyncio.timeout(10):
            assert await asked.get() == LATE
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        # As in approvals: a tick that was cancelled goes on in its thread.
        await asyncio.get_running_loop().shutdown_default_executor()
        [applier] = clock.keeps(settings)
        applier.engine.dispose()


async def test_an_extended_deadline_passes_once_for_each_of_its_dates(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1"))
    one.catch_up()
    await one.clock.tick(LATE)
    one.catch_up()
    await tell(store, NoteExtension(communication_id="c-1", until=date(2026, 4, 5)), OFFICER)
    one.catch_up()
    await one.clock.tick(LATE + timedelta(days=1))
    assert len(events(store, ReplyOverdue)) == 1
    for again in range(2):
        await one.clock.tick(LATE + timedelta(days=40 + again))
        one.catch_up()
    first, second = events(store, ReplyOverdue)
    assert first.due_at < second.due_at


async def test_reminders_are_proposed_once_each_on_their_days_and_never_sent(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1", reminder_days=(60, 120)))
    for day in (0, 0, 1, 59, 60, 60, 200):
        one.catch_up()
        await one.clock.tick(LATE + timedelta(days=day))
    assert [e.number for e in events(store, ReminderProposed)] == [1, 2]
    assert events(store, ReminderSent) == []
    before = ids(store)
    one.rebuild()
    one.catch_up(store.log[:1])
    one.clock.asked = frozenset()
    await one.clock.tick(LATE + timedelta(days=201))
    assert ids(store) == before, "a replay proposes nothing again"


async def test_a_closed_case_waits_for_nothing_and_a_reopened_one_does_again(
    one: Replica, store: InMemoryStore
) -> None:
    await tell(store, open_case("c-1", reminder_days=(60,)))
    text = Sealed("case-c-1", "x")
    close = CloseCase(communication_id="c-1", mandate="sr-torture", outcome="unknown", reasons=text)
    await tell(store, close, HOLDER)
    one.catch_up()
    await one.clock.tick(LATE)
    assert events(store, ReplyOverdue) == []
    reopen = ReopenCase(communication_id="c-1", mandate="sr-torture", reason=text)
    await tell(store, reopen, HOLDER)
    one.catch_up()
    await one.clock.tick(LATE)
    one.catch_up()
    await one.clock.tick(LATE)
    assert len(events(store, ReplyOverdue)) == 1
    one.catch_up()
    await one.clock.tick(LATE)
    assert [e.number for e in events(store, ReminderProposed)] == [1]
