"""The clock: it imports the mandates of the reference data, and passes each day to every mandate.

There is no table: the mandates are some sixty, and a day that changes nothing writes nothing. The
command's id is made from the mandate and the day, so a day passes once (decision 0011). For want of
a table, a demonstration's clock is read from its stream (decision 0051).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

import structlog
from faststream.kafka import KafkaBroker

from services.stakeholders.registry.commands import ImportMandate, PassDay
from services.stakeholders.registry.first import imports
from shared.contracts.followup import FOLLOWUP
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict, EsdbStore, EventStore, StoreError
from shared.hosting.service import Ask
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds
_CLOCK = system("registry")
_DEMO_CLOCK = "democlock-main"


async def _not_moved() -> int:
    return 0


@dataclass(slots=True)
class Clock:
    """``passed``: the last day that this process passed to each mandate.

    ``ahead``: asks by how many days the clock of a demonstration was moved.
    """

    ask: Ask
    ahead: Callable[[], Awaitable[int]] = _not_moved
    passed: dict[str, date] = field(default_factory=dict)

    async def tick(self, now: datetime) -> None:
        try:
            ahead = await self.ahead()
        except StoreError as error:
            log.warning("tick", error=type(error).__name__)
            return
        asked = Asked(at=now + timedelta(days=ahead), by=_CLOCK, ahead=ahead)
        today = day_of(asked.at)
        for one in imports():
            if self.passed.get(one.mandate) != today and await self._pass(one, today, asked):
                self.passed[one.mandate] = today

    async def _pass(self, one: ImportMandate, today: date, asked: Asked) -> bool:
        """Return whether the state has decided; else the next tick asks again."""
        try:
            if one.mandate not in self.passed:
                await self._ask(one, asked, "registry import", one.mandate)
            await self._ask(
                PassDay(mandate=one.mandate, on=today), asked, "registry day", one.mandate, today
            )
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, mandate=one.mandate)
            return False
        return True

    async def _ask(self, command: ImportMandate | PassDay, asked: Asked, *of: object) -> None:
        command_id = derive_id(*of)
        metadata = Metadata(
            correlation_id=derive_id("terms", command.mandate),
            causation_id=command_id,
            actor=_CLOCK.actor_id,
            ahead=asked.ahead,
        )
        await self.ask(command, asked, command_id, metadata)


async def days_ahead(store: EventStore) -> int:
    """Return by how many days the demonstration's clock was moved."""
    moves = await store.load(_DEMO_CLOCK)
    days: int = moves[-1].event.days if moves else 0
    return days


async def run(
    settings: Settings,
    ask: Ask,
    _: KafkaBroker,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    if not settings.demo:
        return await _run(Clock(ask), now)
    store = EsdbStore(settings.eventstore, FOLLOWUP.catalogue)
    await store.connect()
    try:
        await _run(Clock(ask, partial(days_ahead, store)), now)
    finally:
        await store.close()


async def _run(clock: Clock, now: Callable[[], datetime]) -> None:
    while True:
        await clock.tick(now())
        await asyncio.sleep(_EVERY)
