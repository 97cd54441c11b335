"""History: what the services' own rules make of the deeds, one after the other, in memory.

Commands, deciders, policies and deadlines are those of the running services, so every fact is
lawful; only the clock is moved. Ids derive as they do there: a policy that hears of such a fact
later finds that it has reacted already.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.approvals import app as approvals
from services.approvals import invitations
from services.approvals.communication.commands import DropSilentMandate
from services.followup import app as followup
from services.followup import deadlines
from services.followup.publication.commands import EndEmbargo
from services.followup.reply_case.commands import MarkOverdue, ProposeReminder
from services.followup.visit_report.drafting import EndCommentPeriod
from services.intake import app as intake
from services.stakeholders import app as stakeholders
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Recorded, derive_id
from shared.core.store import Conflict
from shared.facts.kafka import Published
from shared.hosting.service import Ask, Service, asking, reacting
from shared.platform.settings import Settings
from shared.read_models.model import Put

_CLOCK = system("clock")
_JUST_AFTER = timedelta(seconds=1)
_PASSES: Mapping[str, Callable[[str], Any]] = {
    deadlines.OVERDUE: lambda letter: MarkOverdue(communication_id=letter),
    deadlines.REMINDER: lambda letter: ProposeReminder(communication_id=letter),
    deadlines.EMBARGO: lambda letter: EndEmbargo(communication_id=letter),
    deadlines.COMMENTS: lambda mission: EndCommentPeriod(mission_id=mission),
}


def services(settings: Settings) -> dict[str, Service]:
    """Return all services by name, with the office's settings."""
    return {
        "intake": intake.INTAKE_SERVICE,
        "approvals": approvals.service(settings),
        "followup": followup.service(settings),
        "stakeholders": stakeholders.STAKEHOLDERS_SERVICE,
    }


@dataclass(slots=True)
class Ledger:
    """An event store in memory. ``now``: when what is appended next is recorded."""

    now: datetime
    log: list[Recorded[Any]] = field(default_factory=list)
    streams: dict[str, list[Recorded[Any]]] = field(default_factory=dict)

    async def load(self, stream: str, *, after: int = -1) -> Sequence[Recorded[Any]]:
        return self.streams.get(stream, [])[after + 1 :]

    async def append(
        self,
        stream: str,
        events: Sequence[tuple[UUID, Any]],
        metadata: Metadata,
        *,
        expected: int | None,
    ) -> int:
        history = self.streams.setdefault(stream, [])
        if len(history) != (0 if expected is None else expected + 1):
            raise Conflict(stream)
        for event_id, event in events:
            record = Recorded(
                id=event_id,
                stream=stream,
                version=len(history),
                position=len(self.log) + 1,
                recorded_at=self.now,
                event=event,
                metadata=metadata,
            )
            history.append(record)
            self.log.append(record)
        return len(self.log)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """``key``: kind and letter, or letter and mandate."""

    at: datetime
    key: tuple[str, str]
    correlation_id: UUID


class History:
    """Everything that happened so far; begins at ``since``."""

    def __init__(self, settings: Settings, *, since: datetime) -> None:
        self.ledger = Ledger(since)
        self._services = services(settings)
        self._asks = {name: asking(one, self.ledger) for name, one in self._services.items()}
        self._reacts = [
            (one, reacting(one, self._asking(name))) for name, one in self._services.items()
        ]
        self._of = {category: one for one in self._services.values() for category in one.categories}
        self._heard = 0
        self._dates: dict[tuple[str, str], _Due] = {}
        self._invited: dict[tuple[str, str], _Due] = {}

    def command(self, asks: str) -> tuple[str, type]:
        """Return the service and the class of the command with this name."""
        service, _, name = asks.partition("/")
        return service, self._services[service].commands[name]

    async def ask(
        self, service: str, command: Any, *, by: Actor, at: datetime, command_id: UUID, case: UUID
    ) -> None:
        """Let pass what was due before, handle the command, and react. Raises ``Refused``."""
        await self.until(at)
        metadata = Metadata(correlation_id=case, causation_id=command_id, actor=by.actor_id)
        await self._ask(service, command, Asked(at=at, by=by), command_id, metadata)

    async def until(self, at: datetime) -> None:
        """Let pass every deadline before ``at``, in order."""
        while due := min(
            (
                one
                for one in (*self._dates.values(), *self._invited.values())
                if one.at + _JUST_AFTER < at
            ),
            key=lambda one: (one.at, one.key),
            default=None,
        ):
            await self._pass(due)

    async def _ask(
        self, service: str, command: Any, asked: Asked, command_id: UUID, metadata: Metadata
    ) -> None:
        await self._asking(service)(command, asked, command_id, metadata)
        while self._heard < len(self.ledger.log):
            record = self.ledger.log[self._heard]
            self._heard += 1
            await self._react(record)

    def _asking(self, service: str) -> Ask:
        async def ask(command: Any, asked: Asked, command_id: UUID, metadata: Metadata) -> Any:
            self.ledger.now = asked.at
            return await self._asks[service](command, asked, command_id, metadata)

        return ask

    async def _react(self, record: Recorded[Any]) -> None:
        service = self._of[record.stream.partition("-")[0]]
        fact = service.published(record.event)
        if fact is None:
            return
        published = _published(record, fact, service.contract.topic)
        self._note(self._dates, published, deadlines.project, deadlines.deadlines.name)
        self._note(self._invited, published, invitations.project, invitations.invitations.name)
        for listener, react in self._reacts:
            if service.contract in listener.listens:
                await react([published])

    def _note(
        self, noted: dict[tuple[str, str], _Due], published: Published, project: Any, table: str
    ) -> None:
        for change in project(published):
            if not isinstance(change, Put) or change.table.name != table:
                continue
            letter, of = change.key
            values: Mapping[str, Any] = change.values
            if values["settled"]:
                noted.pop((letter, of), None)
            else:
                at = values.get("due_at") or values["join_by"]
                noted[letter, of] = _Due(
                    at=at, key=(letter, of), correlation_id=values["correlation_id"]
                )

    async def _pass(self, due: _Due) -> None:
        letter, of = due.key
        command: Any
        if of in _PASSES:
            service, command = "followup", _PASSES[of](letter)
            command_id = derive_id(of, letter, due.at)
        else:
            service = "approvals"
            command = DropSilentMandate(communication_id=letter, mandate=of, join_by=due.at)
            command_id = derive_id("dropped out", letter, of, due.at)
        for noted in (self._dates, self._invited):
            if noted.get(due.key) is due:
                del noted[due.key]
        metadata = Metadata(
            correlation_id=due.correlation_id, causation_id=command_id, actor=_CLOCK.actor_id
        )
        asked = Asked(at=due.at + _JUST_AFTER, by=_CLOCK)
        await self._ask(service, command, asked, command_id, metadata)


def _published(record: Recorded[Any], fact: object, topic: str) -> Published:
    return Published(
        fact=fact,
        id=record.id,
        stream=record.stream,
        position=record.position,
        recorded_at=record.recorded_at,
        correlation_id=record.metadata.correlation_id,
        actor=record.metadata.actor,
        traceparent=None,
        topic=topic,
        partition=0,
        offset=record.position,
    )
