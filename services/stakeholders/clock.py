"""The clock: it passes days, foresees vacancies, lets offers lapse and closes consultations.

There is no table: the mandates are some sixty, and a day that changes nothing writes nothing. The
command's id is made from the mandate and the day, so a day passes once (decision 0011). For want of
a table, a demonstration's clock is read from its stream (decision 0051), and the sessions that are
not over from their calendar (decision 0060), as are the consultations to close. What lapsed is
decided by the session's own state: a tick that finds nothing writes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeAlias
from uuid import UUID

import structlog
from faststream.kafka import KafkaBroker

from services.stakeholders.committee.actions.passing import PassActionDay
from services.stakeholders.committee.members.decide import CASE, LookAtTerms
from services.stakeholders.committee.sops.passing import PassSopDay
from services.stakeholders.consultation.calendar import CONSULTATION_CALENDAR
from services.stakeholders.consultation.calendar import STREAM as CONSULTATIONS
from services.stakeholders.consultation.commands import CloseInTime
from services.stakeholders.documents.passing import PassLibraryDay
from services.stakeholders.foreseen import ForeseeVacancies
from services.stakeholders.registry.commands import ImportMandate, PassDay
from services.stakeholders.registry.first import imports
from services.stakeholders.session.calendar import CALENDAR, STREAM
from services.stakeholders.session.commands import PassTime
from shared.contracts.followup import FOLLOWUP
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict, EsdbStore, EventStore, StoreError
from shared.hosting.service import Ask
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_OfCommittee: TypeAlias = LookAtTerms | PassActionDay | PassSopDay | PassLibraryDay
_Timed: TypeAlias = ImportMandate | PassDay | ForeseeVacancies | CloseInTime | _OfCommittee
_EVERY = 60.0  # seconds
_CLOCK = system("registry")
_DEMO_CLOCK = "democlock-main"


async def _not_moved() -> int:
    return 0


async def _none() -> Mapping[str, datetime]:
    return {}


@dataclass(slots=True)
class Clock:
    """``passed``: the last day that this process passed to each mandate.

    ``ahead``: asks by how many days the clock of a demonstration was moved. ``sessions``: asks
    which there are, and when each ends. ``consultations``: when each closes; ``closed``: those that
    were closed by this process, and when they were to. ``looked``: the last day that this process
    passed to the Committee, to the terms of its members, its action items and procedures, and to
    the library.
    """

    ask: Ask
    ahead: Callable[[], Awaitable[int]] = _not_moved
    sessions: Callable[[], Awaitable[Mapping[str, datetime]]] = _none
    consultations: Callable[[], Awaitable[Mapping[str, datetime]]] = _none
    passed: dict[str, date] = field(default_factory=dict)
    closed: dict[str, datetime] = field(default_factory=dict)
    looked: date | None = None

    async def tick(self, now: datetime) -> None:
        try:
            ahead = await self.ahead()
            sessions = await self.sessions()
            consultations = await self.consultations()
        except StoreError as error:
            log.warning("tick", error=type(error).__name__)
            return
        asked = Asked(at=now + timedelta(days=ahead), by=_CLOCK, ahead=ahead)
        today = day_of(asked.at)
        for one in imports():
            if self.passed.get(one.mandate) != today and await self._pass(one, today, asked):
                self.passed[one.mandate] = today
        if self.looked != today:
            await self._look(today, asked)
        for session_id, ends_at in sessions.items():
            if asked.at < ends_at:
                await self._pass_time(session_id, asked)
        for consultation_id, closes_at in consultations.items():
            if closes_at <= asked.at and self.closed.get(consultation_id) != closes_at:
                await self._close(consultation_id, closes_at, asked)

    async def _look(self, today: date, asked: Asked) -> None:
        try:
            await self._ask(LookAtTerms(on=today), asked, "committee day", today)
            await self._ask(PassActionDay(on=today), asked, "action day", today)
            await self._ask(PassSopDay(on=today), asked, "sop day", today)
            await self._ask(PassLibraryDay(on=today), asked, "library day", today)
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, committee=today.isoformat())
            return
        self.looked = today

    async def _close(self, consultation_id: str, closes_at: datetime, asked: Asked) -> None:
        command = CloseInTime(consultation_id=consultation_id)
        try:
            await self._ask(command, asked, "consultation time", consultation_id, closes_at)
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, consultation=consultation_id)
            return
        self.closed[consultation_id] = closes_at

    async def _pass_time(self, session_id: str, asked: Asked) -> None:
        command_id = derive_id("session time", session_id, asked.at.isoformat())
        metadata = Metadata(
            correlation_id=derive_id("session case", session_id),
            causation_id=command_id,
            actor=_CLOCK.actor_id,
            ahead=asked.ahead,
        )
        try:
            await self.ask(PassTime(session_id=session_id), asked, command_id, metadata)
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, session=session_id)

    async def _pass(self, one: ImportMandate, today: date, asked: Asked) -> bool:
        """Return whether the state has decided; else the next tick asks again."""
        try:
            if one.mandate not in self.passed:
                await self._ask(one, asked, "registry import", one.mandate)
            await self._ask(
                PassDay(mandate=one.mandate, on=today), asked, "registry day", one.mandate, today
            )
            foresee = ForeseeVacancies(mandate=one.mandate, on=today)
            await self._ask(foresee, asked, "foreseen day", one.mandate, today)
        except (Refused, Conflict, StoreError) as error:
            log.warning("tick", error=type(error).__name__, mandate=one.mandate)
            return False
        return True

    async def _ask(
        self,
        command: _Timed,
        asked: Asked,
        *of: object,
    ) -> None:
        command_id = derive_id(*of)
        metadata = Metadata(
            correlation_id=_case_of(command),
            causation_id=command_id,
            actor=_CLOCK.actor_id,
            ahead=asked.ahead,
        )
        await self.ask(command, asked, command_id, metadata)


def _case_of(command: _Timed) -> UUID:
    if isinstance(command, CloseInTime):
        return derive_id("consultation case", command.consultation_id)
    if isinstance(command, _OfCommittee):
        return CASE
    return derive_id("terms", command.mandate)


async def days_ahead(store: EventStore) -> int:
    """Return by how many days the demonstration's clock was moved."""
    moves = await store.load(_DEMO_CLOCK)
    days: int = moves[-1].event.days if moves else 0
    return days


async def sessions_in(store: EventStore) -> Mapping[str, datetime]:
    """Return when each session of the calendar ends."""
    return CALENDAR.fold(record.event for record in await store.load(STREAM))


async def consultations_in(store: EventStore) -> Mapping[str, datetime]:
    """Return when each consultation of the calendar closes."""
    records = await store.load(CONSULTATIONS)
    return CONSULTATION_CALENDAR.fold(record.event for record in records)


async def run(
    settings: Settings,
    ask: Ask,
    _: KafkaBroker,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    own = EsdbStore(settings.eventstore, STAKEHOLDERS.catalogue)
    moved = EsdbStore(settings.eventstore, FOLLOWUP.catalogue)
    ahead = partial(days_ahead, moved) if settings.demo else _not_moved
    try:
        await own.connect()
        await moved.connect()
        clock = Clock(ask, ahead, partial(sessions_in, own), partial(consultations_in, own))
        await _run(clock, now)
    finally:
        await own.close()
        await moved.close()


async def _run(clock: Clock, now: Callable[[], datetime]) -> None:
    while True:
        await clock.tick(now())
        await asyncio.sleep(_EVERY)
