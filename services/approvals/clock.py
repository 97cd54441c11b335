"""The clock: every second it asks for the mandates that leave a letter (decision 0011).

They were silent until their date to join, or nobody signs for them any more. It also asks for the
approvals of people whose term is over. The command's id is made from text, mandate and date, or
position and day, so a mandate drops out once, however many
replicas ask, across restarts, and also after the table is rebuilt. An extended invitation has
another date, and so another command.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeAlias
from uuid import UUID

import structlog
from faststream.kafka import KafkaBroker
from opentelemetry import trace
from sqlalchemy import Engine

from services.approvals import invitations, vacancies
from services.approvals.communication.commands import (
    DropSilentMandate,
    DropVacantMandate,
    VoidPastApproval,
)
from services.approvals.invitations import DEMO_CLOCK, INVITATIONS, Silent
from services.approvals.statement.commands import DropVacantSigner, VoidPastSignature
from services.approvals.vacancies import Past, Vacant
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict, StoreError
from shared.hosting.building import settled
from shared.hosting.service import Ask
from shared.platform import telemetry
from shared.platform.pool import Pool
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier

log = structlog.get_logger(__name__)

_EVERY = 1.0  # seconds
_REFUSED = timedelta(minutes=1)  # until what was refused is asked again
_CLOCK = system("clock")

Leaving: TypeAlias = Silent | Vacant
ByTheClock: TypeAlias = (
    DropSilentMandate | DropVacantMandate | VoidPastApproval | DropVacantSigner | VoidPastSignature
)


@dataclass(slots=True)
class Clock:
    """``asked``: commands that were handled and whose facts have not come back yet.

    ``again``: when refused commands are asked again. They are rare: the table says that something
    is due and the state says that it is not.
    """

    engine: Engine
    ask: Ask
    demo: bool
    asked: frozenset[UUID] = field(default=frozenset())
    again: dict[UUID, datetime] = field(default_factory=dict)

    async def tick(self, now: datetime) -> None:
        """Ask for every mandate that is out, by the demonstration's clock if there is one."""
        ahead, waiting = await asyncio.to_thread(self._leaving, now)
        at = now + timedelta(days=ahead)
        self.asked &= waiting.keys()
        self.again = {one: on for one, on in self.again.items() if one in waiting and on > at}
        for command_id in waiting.keys() - self.asked - self.again.keys():
            if await self._drop(waiting[command_id], command_id, at, ahead):
                self.asked |= {command_id}

    def _leaving(self, now: datetime) -> tuple[int, dict[UUID, Leaving]]:
        with self.engine.connect() as conn:
            ahead = invitations.days_ahead(conn) if self.demo else 0
            at = now + timedelta(days=ahead)
            silent = invitations.silent(conn, at)
            vacant = vacancies.vacant(conn, day_of(at))
            past = vacancies.past(conn, day_of(at))
        found: dict[UUID, Leaving] = {_command_id(one): one for one in silent}
        for kind, some in (("vacant", vacant), ("past", past)):
            for one in some:
                key = (one.text_id, one.mandate, one.since, day_of(at))
                found[derive_id(kind, *key)] = one
        return ahead, found

    async def _drop(self, one: Leaving, command_id: UUID, at: datetime, ahead: int) -> bool:
        """Return whether the state has decided; else the next tick asks again."""
        with telemetry.span("tick", kind=trace.SpanKind.INTERNAL):
            metadata = Metadata(
                correlation_id=one.correlation_id,
                causation_id=command_id,
                actor=_CLOCK.actor_id,
                traceparent=telemetry.traceparent(),
                ahead=ahead,
            )
            asked = Asked(at=at, by=_CLOCK, ahead=ahead)
            try:
                await self.ask(_command(one), asked, command_id, metadata)
            except (Refused, Conflict, StoreError) as error:
                log.warning("tick", error=type(error).__name__, correlation_id=one.correlation_id)
                if isinstance(error, Refused):
                    self.again[command_id] = at + _REFUSED
                return False
        return True


def _command(one: Leaving) -> ByTheClock:
    if isinstance(one, Silent):
        return DropSilentMandate(
            communication_id=one.communication_id, mandate=one.mandate, join_by=one.join_by
        )
    if one.statement:
        ended = VoidPastSignature if isinstance(one, Past) else DropVacantSigner
        return ended(statement_id=one.text_id, mandate=one.mandate)
    over = VoidPastApproval if isinstance(one, Past) else DropVacantMandate
    return over(communication_id=one.text_id, mandate=one.mandate)


def _command_id(one: Silent) -> UUID:
    return derive_id("dropped out", one.communication_id, one.mandate, one.join_by)


def keeps(settings: Settings) -> list[Applier]:
    """Return the clock's tables, for this process."""
    models = [INVITATIONS, DEMO_CLOCK] if settings.demo else [INVITATIONS]
    return [Applier(_engine(settings.approvals_database, settings.pool), one) for one in models]


async def run(
    settings: Settings,
    ask: Ask,
    _: KafkaBroker,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Tick until cancelled. The tables must be there before the first fact arrives."""
    for applier in keeps(settings):
        await settled(applier, settings.cluster)
    clock = Clock(_engine(settings.approvals_database, settings.pool), ask, settings.demo)
    while True:
        await clock.tick(now())
        await asyncio.sleep(_EVERY)


@cache
def _engine(url: str, pool: Pool) -> Engine:
    """One engine for each process: the writer and the reader of the tables share it."""
    return make_engine(url, durable=False, pool=pool)
