"""A silent mandate drops out exactly once, by a tick, despite restarts, replicas and rebuilds."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from faststream.kafka import KafkaBroker
from sqlalchemy import select
from structlog.testing import capture_logs

from services.approvals import clock
from services.approvals.app import APPROVALS_SERVICE
from services.approvals.clock import Clock
from services.approvals.invitations import (
    DEMO_CLOCK,
    INVITATIONS,
    demo_clock,
    invitations,
    project_demo,
)
from shared.contracts.approvals_drafting import MandateDroppedOut
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted, VacantMandateDropped
from shared.contracts.approvals_statements import (
    StatementApprovalVoided,
    StatementSignerDropped,
)
from shared.contracts.followup import DemoClockAdvanced
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.handle import Outcome
from shared.core.message import Metadata, derive_id
from shared.core.store import StoreError
from shared.core.testing import AT, InMemoryStore
from shared.facts.kafka import Published
from shared.hosting.service import asking
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier, Put
from shared.reference.terms import seats_of
from tests.approvals import statements
from tests.approvals.support import (
    CHANGED,
    CLEARED,
    DECLINE,
    DRAFT,
    DRAFTED,
    HOLDER,
    ID,
    INVITED,
    OFFICER,
    OTHER,
    OTHER_HOLDER,
    REVISED,
    WITHDRAW,
    WITHDRAWN,
)
from tests.approvals.test_joining import AFTER, EXTEND, INVITE, JOIN, LATER, SOON
from tests.support.followup import arriving, issued

CASE = derive_id("case")
INVITING = replace(DRAFT, join_by=SOON)


@dataclass
class Replica:
    """One process of the service: its own memory of the streams, a clock, and the shared tables."""

    store: InMemoryStore
    clock: Clock
    applier: Applier

    async def ask(self, command: Any, by: Actor) -> None:
        command_id = derive_id("test", len(self.store.log), type(command).__name__)
        metadata = Metadata(correlation_id=CASE, causation_id=command_id, actor=by.actor_id)
        await self.clock.ask(command, Asked(at=AT, by=by), command_id, metadata)

    def catch_up(self) -> None:
        """Let what the store holds arrive in the tables."""
        self.applier.apply(
            [
                Published(
                    fact=record.event,
                    id=record.id,
                    stream=record.stream,
                    position=record.position,
                    recorded_at=record.recorded_at,
                    correlation_id=record.metadata.correlation_id,
                    actor=record.metadata.actor,
                    traceparent=None,
                    topic="approvals.events",
                    partition=0,
                    offset=record.position,
                )
                for record in self.store.log
            ]
        )

    @property
    def out(self) -> list[MandateDroppedOut]:
        return [r.event for r in self.store.log if isinstance(r.event, MandateDroppedOut)]


def replica(database_url: str, store: InMemoryStore, *, demo: bool = False) -> Replica:
    engine = make_engine(database_url, durable=False)
    applier = Applier(engine, INVITATIONS)
    applier.prepare()
    return Replica(store, Clock(engine, asking(APPROVALS_SERVICE, store), demo), applier)


@pytest.fixture
def one(database_url: str) -> Iterator[Replica]:
    made = replica(database_url, InMemoryStore())
    yield made
    made.clock.engine.dispose()


async def test_a_silent_mandate_drops_out_by_the_tick(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    await one.clock.tick(SOON)
    assert one.out == [], "the date has not passed"
    await one.clock.tick(AFTER)
    [out] = one.out
    assert (out.communication_id, out.mandate, out.dropped_out_at) == (ID, OTHER, AFTER)
    assert one.store.log[-1].metadata.correlation_id == CASE
    assert one.store.log[-1].metadata.actor == "system:clock"


@pytest.mark.parametrize("demo", [True, False])
async def test_only_a_demonstrations_clock_lets_the_date_pass_early(
    database_url: str,
    demo: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    one = replica(database_url, InMemoryStore(), demo=demo)
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    moved = Applier(one.clock.engine, DEMO_CLOCK)
    moved.prepare()
    fact = DemoClockAdvanced(days=30, advanced_by="desk-1", advanced_at=AT)
    moved.apply(arriving([fact]))
    await one.clock.tick(SOON)
    dates = [(out.dropped_out_at, one.store.log[-1].metadata.ahead) for out in one.out]
    assert dates == ([(SOON + timedelta(days=30), 30)] if demo else [])
    one.clock.engine.dispose()


def test_nothing_else_of_followup_moves_the_demonstrations_clock() -> None:
    told = [DemoClockAdvanced(days=30, advanced_by="desk-1", advanced_at=AT), issued()]
    changes = [list(project_demo(published)) for published in arriving(told)]
    assert changes == [[Put(demo_clock, ("main",), {"days": 30})], []]


async def test_later_ticks_and_other_replicas_change_nothing(
    one: Replica, database_url: str
) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    other = replica(database_url, one.store)
    for _ in range(2):
        await one.clock.tick(AFTER)
        await other.clock.tick(AFTER)
        one.catch_up()
    assert len(one.out) == 1
    assert one.clock.asked == frozenset(), "its fact came back"
    other.clock.engine.dispose()


async def test_a_table_that_was_built_anew_drops_nobody_twice(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    await one.clock.tick(AFTER)
    one.applier.drop()
    one.applier.prepare()
    one.applier.apply([])
    fresh = replica(str(one.clock.engine.url.render_as_string(hide_password=False)), one.store)
    fresh.catch_up()
    await fresh.clock.tick(AFTER)
    assert len(one.out) == 1
    fresh.clock.engine.dispose()


async def test_what_the_state_refuses_is_asked_again_after_a_minute(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    asked: list[datetime] = []

    async def ask(_: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        asked.append(by.at)
        raise Refused("It may still join.")

    one.clock.ask = ask
    moments = [AFTER + timedelta(seconds=second) for second in (0, 1, 59, 60, 61)]
    for moment in moments:
        await one.clock.tick(moment)
    assert asked == [moments[0], moments[3]]


@pytest.mark.parametrize(
    ("command", "by"),
    [(JOIN, OTHER_HOLDER), (DECLINE, OTHER_HOLDER), (WITHDRAW, HOLDER), (EXTEND, OFFICER)],
)
async def test_who_is_not_silent_or_has_more_time_stays(
    one: Replica, command: Any, by: Actor
) -> None:
    await one.ask(INVITING, OFFICER)
    await one.ask(command, by)
    one.catch_up()
    await one.clock.tick(AFTER)
    assert one.out == []
    assert one.clock.asked == frozenset(), "nothing was even asked"


async def test_an_extended_date_passes_too(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    await one.ask(EXTEND, OFFICER)
    one.catch_up()
    await one.clock.tick(LATER + timedelta(seconds=1))
    assert [out.join_by for out in one.out] == [LATER]


async def test_who_joined_while_the_table_lags_stays(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    await one.ask(JOIN, OTHER_HOLDER)
    await one.clock.tick(AFTER)
    assert one.out == []


async def test_an_invitation_without_a_date_never_runs_out(one: Replica) -> None:
    """As they were when there was no usual time yet."""
    old = [(derive_id("old", n), fact) for n, fact in enumerate((DRAFTED, INVITED))]
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor="officer")
    await one.store.append(f"communication-{ID}", old, metadata, expected=None)
    one.catch_up()
    await one.clock.tick(datetime(2100, 1, 1, tzinfo=UTC))
    assert one.out == []


MUCH_LATER = AT + timedelta(days=60)
TERM = HolderNoted(
    mandate=OTHER,
    term_id="t-1",
    seat="AFR",
    holder_id="other-holder",
    starts_on=AT.date() - timedelta(days=900),
    last=AT.date(),
    noted_at=AT,
)


async def noted(one: Replica, *facts: HolderNoted | MandateLifeNoted) -> None:
    told = [(derive_id("noted", len(one.store.log), n), fact) for n, fact in enumerate(facts)]
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor="system:approvals")
    stream = f"holding-{OTHER}"
    known = [record for record in one.store.log if record.stream == stream]
    expected = known[-1].version if known else None
    await one.store.append(stream, told, metadata, expected=expected)
    one.catch_up()


def vacant(one: Replica) -> list[tuple[str, date]]:
    facts = [r.event for r in one.store.log if isinstance(r.event, VacantMandateDropped)]
    return [(fact.mandate, fact.since) for fact in facts]


async def test_a_mandate_leaves_an_open_letter_on_the_first_day_without_a_holder(
    one: Replica,
) -> None:
    await one.ask(replace(DRAFT, join_by=MUCH_LATER), OFFICER)
    await noted(one, *(replace(TERM, term_id=str(seat), seat=seat) for seat in seats_of(OTHER)))
    await one.clock.tick(AT)
    assert vacant(one) == [], "it is the last day"
    for _ in range(2):
        await one.clock.tick(AT + timedelta(days=1))
        one.catch_up()
    assert vacant(one) == [(OTHER, AT.date() + timedelta(days=1))]
    await one.ask(replace(INVITE, mandate=OTHER, join_by=MUCH_LATER), OFFICER)
    one.catch_up()
    await one.clock.tick(AT + timedelta(days=1, seconds=1))
    assert len(vacant(one)) == 2, "an invitation is answered at once"


async def test_a_mandate_with_an_unknown_seat_stays_and_one_that_ended_leaves(
    one: Replica,
) -> None:
    await one.ask(replace(DRAFT, join_by=MUCH_LATER), OFFICER)
    await noted(one, TERM)
    tomorrow = AT + timedelta(days=1)
    await one.clock.tick(tomorrow)
    assert vacant(one) == []
    today = AT.date()
    life = MandateLifeNoted(mandate=OTHER, transmits_until=today, signs_until=today, noted_at=AT)
    await noted(one, life)
    await one.clock.tick(tomorrow + timedelta(days=1))
    assert vacant(one) == [(OTHER, tomorrow.date())]


@pytest.mark.parametrize("over", [WITHDRAWN, CLEARED])
async def test_a_letter_that_is_cleared_or_withdrawn_keeps_its_mandates(
    one: Replica, over: Any
) -> None:
    facts = [(derive_id("told", n), fact) for n, fact in enumerate((DRAFTED, INVITED, over))]
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor="officer")
    await one.store.append(f"communication-{ID}", facts, metadata, expected=None)
    await noted(one, *(replace(TERM, term_id=str(seat), seat=seat) for seat in seats_of(OTHER)))
    await one.clock.tick(AT + timedelta(days=1))
    assert vacant(one) == []
    assert one.clock.asked == frozenset(), "nothing was even asked"


@pytest.mark.parametrize("opened", [REVISED, CHANGED])
async def test_a_cleared_letter_that_is_opened_again_goes_on_without_the_vacant_mandate(
    one: Replica, opened: Any
) -> None:
    facts = [
        (derive_id("told", n), fact) for n, fact in enumerate((DRAFTED, INVITED, CLEARED, opened))
    ]
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor="officer")
    await one.store.append(f"communication-{ID}", facts, metadata, expected=None)
    await noted(one, *(replace(TERM, term_id=str(seat), seat=seat) for seat in seats_of(OTHER)))
    await one.clock.tick(AT + timedelta(days=1))
    assert vacant(one) == [(OTHER, AT.date() + timedelta(days=1))]


async def test_a_vacant_signer_leaves_a_statement_and_a_past_approval_is_voided(
    one: Replica,
) -> None:
    told = (
        statements.DRAFTED,
        statements.REQUESTED,
        replace(statements.GIVEN, mandate=OTHER, given_by="other-holder"),
    )
    facts = [(derive_id("told", n), fact) for n, fact in enumerate(told)]
    metadata = Metadata(correlation_id=CASE, causation_id=CASE, actor="officer")
    await one.store.append(f"statement-{statements.ID}", facts, metadata, expected=None)
    await noted(one, TERM)
    await one.clock.tick(AT)
    assert one.clock.asked == frozenset(), "it is the last day"
    for days in (1, 1, 2):
        await one.clock.tick(AT + timedelta(days=days))
        one.catch_up()
    voided = [r.event for r in one.store.log if isinstance(r.event, StatementApprovalVoided)]
    assert [fact.mandate for fact in voided] == [OTHER]
    await noted(one, *(replace(TERM, term_id=str(seat), seat=seat) for seat in seats_of(OTHER)))
    for _ in range(2):
        await one.clock.tick(AT + timedelta(days=3))
        one.catch_up()
    left = [r.event for r in one.store.log if isinstance(r.event, StatementSignerDropped)]
    assert [(fact.mandate, fact.mandates) for fact in left] == [(OTHER, (statements.LEAD,))]


async def test_a_store_that_is_away_is_asked_again(one: Replica) -> None:
    await one.ask(INVITING, OFFICER)
    one.catch_up()
    works, away = one.clock.ask, True

    async def ask(command: Any, asked: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        if away:
            raise StoreError
        return await works(command, asked, command_id, metadata)

    one.clock.ask = ask
    with capture_logs() as logs:
        await one.clock.tick(AFTER)
    assert [line["event"] for line in logs] == ["tick"]
    away = False
    await one.clock.tick(AFTER)
    assert len(one.out) == 1


async def test_the_running_clock_prepares_its_table_and_ticks(database_url: str) -> None:
    store = InMemoryStore()
    ask = asking(APPROVALS_SERVICE, store)
    settings = Settings(approvals_database=database_url)
    ticked = asyncio.Event()

    def now() -> datetime:
        ticked.set()
        return AFTER

    running = asyncio.create_task(clock.run(settings, ask, KafkaBroker(), now))
    await asyncio.wait_for(ticked.wait(), 60)
    engine = make_engine(database_url, durable=False)
    with engine.connect() as conn:
        assert conn.execute(select(invitations)).all() == []
    engine.dispose()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    # A tick that was cancelled in its query goes on in its thread, with a connection of the pool.
    await asyncio.get_running_loop().shutdown_default_executor()
    [applier] = clock.keeps(settings)
    applier.engine.dispose()
