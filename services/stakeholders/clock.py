"""The clock: it imports the mandates of the reference data, and passes each day to every mandate.

There is no table: the mandates are some sixty, and a day that changes nothing writes nothing. The
command's id is made from the mandate and the day, so a day passes once (decision 0011).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import structlog
from faststream.kafka import KafkaBroker

from services.stakeholders.registry.commands import ImportMandate, PassDay
from services.stakeholders.registry.first import imports
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict, StoreError
from shared.hosting.service import Ask
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_EVERY = 60.0  # seconds
_CLOCK = system("registry")


@dataclass(slots=True)
class Clock:
    """``passed``: the last day that this process passed to each mandate."""

    ask: Ask
    passed: dict[str, date] = field(default_factory=dict)

    async def tick(self, now: datetime) -> None:
        today = day_of(now)
        for one in imports():
            if self.passed.get(one.mandate) != today and await self._pass(one, today, now):
                self.passed[one.mandate] = today

    async def _pass(self, one: ImportMandate, today: date, at: datetime) -> bool:
        """Return whether the state has decided; else the next tick asks again."""
        try:
            if one.mandate not in self.passed:
                await self._ask(one, at, "registry import", one.mandate)
            await self._ask(
                PassDay(mandate=one.mandate, on=today), at, "registry day", one.mandate, today
            )
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, mandate=one.mandate)
            return False
        return True

    async def _ask(self, command: ImportMandate | PassDay, at: datetime, *of: object) -> None:
        command_id = derive_id(*of)
        metadata = Metadata(
            correlation_id=derive_id("terms", command.mandate),
            causation_id=command_id,
            actor=_CLOCK.actor_id,
        )
        await self.ask(command, Asked(at=at, by=_CLOCK), command_id, metadata)


async def run(
    _settings: Settings,
    ask: Ask,
    _: KafkaBroker,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    clock = Clock(ask)
    while True:
        await clock.tick(now())
        await asyncio.sleep(_EVERY)
