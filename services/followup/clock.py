"""The clock: every second it asks for the deadlines that are due; the state decides.

The command's id is made from the kind of deadline, the letter and the date, so a deadline passes
once, however many replicas ask, across restarts, and also after the table of deadlines is rebuilt.
A new kind of deadline is a date in ``deadlines.project`` and a command in ``_ASKS``.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType
from uuid import UUID

import structlog
from faststream.kafka import KafkaBroker
from opentelemetry import trace
from sqlalchemy import Engine

from services.followup import deadlines
from services.followup.deadlines import COMMENTS, DEADLINES, EMBARGO, OVERDUE, REMINDER, Due
from services.followup.publication.commands import EndEmbargo
from services.followup.reply_case.commands import MarkOverdue, ProposeReminder
from services.followup.visit_report.drafting import EndCommentPeriod
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict, StoreError
from shared.hosting.building import settled
from shared.hosting.service import Ask
from shared.platform import telemetry
from shared.platform.metrics import DEADLINE_AGE
from shared.platform.pool import Pool
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier

log = structlog.get_logger(__name__)

_EVERY = 1.0  # seconds
_REFUSED = timedelta(minutes=1)  # until what was refused is asked again
_CLOCK = system("clock")
_ASKS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        OVERDUE: lambda letter: MarkOverdue(communication_id=letter),
        REMINDER: lambda letter: ProposeReminder(communication_id=letter),
        EMBARGO: lambda letter: EndEmbargo(communication_id=letter),
        COMMENTS: lambda mission: EndCommentPeriod(mission_id=mission),
    }
)
"""What is asked of the letter when a deadline of this kind has passed."""


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
        """Ask for everything that was due before ``now``, moved by the demonstration's clock."""
        ahead, found = await asyncio.to_thread(self._due, now)
        at = now + timedelta(days=ahead)
        _measure(found, at)
        waiting = {derive_id(due.kind, due.communication_id, due.due_at): due for due in found}
        self.asked &= waiting.keys()
        self.again = {one: on for one, on in self.again.items() if one in waiting and on > at}
        for command_id in waiting.keys() - self.asked - self.again.keys():
            if await self._pass(waiting[command_id], command_id, at, ahead):
                self.asked |= {command_id}

    def _due(self, now: datetime) -> tuple[int, list[Due]]:
        with self.engine.connect() as conn:
            ahead = deadlines.days_ahead(conn) if self.demo else 0
            return ahead, deadlines.due(conn, now + timedelta(days=ahead))

    async def _pass(self, due: Due, command_id: UUID, at: datetime, ahead: int) -> bool:
        """Return whether the state has decided; else the next tick asks again."""
        with telemetry.span("tick", kind=trace.SpanKind.INTERNAL):
            metadata = Metadata(
                correlation_id=due.correlation_id,
                causation_id=command_id,
                actor=_CLOCK.actor_id,
                traceparent=telemetry.traceparent(),
                ahead=ahead,
            )
            asked = Asked(at=at, by=_CLOCK, ahead=ahead)
            command = _ASKS[due.kind](due.communication_id)
            try:
                await self.ask(command, asked, command_id, metadata)
            except (Refused, Conflict, StoreError) as error:
                log.warning("tick", error=type(error).__name__, correlation_id=due.correlation_id)
                if isinstance(error, Refused):
                    self.again[command_id] = at + _REFUSED
                return False
        return True


def _measure(found: Sequence[Due], at: datetime) -> None:
    for kind in _ASKS:
        oldest = min((due.due_at for due in found if due.kind == kind), default=at)
        DEADLINE_AGE.labels(kind).set((at - oldest).total_seconds())


def keeps(settings: Settings) -> list[Applier]:
    """Return the clock's tables, for this process."""
    return [Applier(_engine(settings.followup_database, settings.pool), DEADLINES)]


async def run(
    settings: Settings,
    ask: Ask,
    _: KafkaBroker,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Tick until cancelled. The tables must be there before the first fact arrives."""
    engine = _engine(settings.followup_database, settings.pool)
    for applier in keeps(settings):
        await settled(applier, settings.cluster)
    clock = Clock(engine, ask, settings.demo)
    while True:
        await clock.tick(now())
        await asyncio.sleep(_EVERY)


@cache
def _engine(url: str, pool: Pool) -> Engine:
    """One engine for each process: the writer and the reader of the tables share it."""
    return make_engine(url, durable=False, pool=pool)
