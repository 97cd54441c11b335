"""A service over a store in memory, whose facts arrive as they would from Kafka."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine

from services.followup.app import service
from services.followup.clock import Clock
from services.followup.deadlines import DEADLINES
from services.followup.reply_case.commands import OpenReplyCase
from shared.contracts.followup import ReplyKind
from shared.contracts.followup_reply_commands import LogReply
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Recorded, Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore
from shared.facts.kafka import Published
from shared.hosting.service import asking
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.read_models.model import Applier

DEMO = service(Settings(demo=True))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
POLICY = system("followup")
CASE = derive_id("submission", "s-1")


def open_case(
    communication_id: str, days: int = 60, reminder_days: tuple[int, ...] = ()
) -> OpenReplyCase:
    return OpenReplyCase(
        communication_id=communication_id,
        reference="UA FRA 1/2026",
        type="UA",
        recipient="FRA",
        mandates=("sr-torture",),
        transmitted_at=AT,
        reply_days=days,
        reminder_days=reminder_days,
        submission_ids=("s-1",),
    )


def log_reply(communication_id: str, kind: ReplyKind) -> LogReply:
    return LogReply(
        communication_id=communication_id,
        reply_id=f"reply-to-{communication_id}",
        kind=kind,
        language="fr",
        confidential_by_state=False,
        text=Sealed("reply-1", "x"),
        received_at=AT,
    )


def arrived(record: Recorded[Any], partition: int = 0) -> Published:
    """Return the fact as a consumer gets it."""
    return Published(
        fact=record.event,
        id=record.id,
        stream=record.stream,
        position=record.position,
        recorded_at=record.recorded_at,
        correlation_id=record.metadata.correlation_id,
        actor=record.metadata.actor,
        traceparent=None,
        topic="followup.events",
        partition=partition,
        offset=record.position,
        ahead=record.metadata.ahead,
    )


async def tell(store: InMemoryStore, command: object, by: Actor = POLICY) -> None:
    """Ask for a command as part of the case; its id is made of the command."""
    asked = Asked(at=AT, by=by)
    command_id = uuid5(CASE, repr(command))
    metadata = Metadata(correlation_id=CASE, causation_id=command_id, actor=by.actor_id)
    await asking(DEMO, store)(command, asked, command_id, metadata)


@dataclass(slots=True)
class Replica:
    """One process of the service: its own memory of the streams, a clock, and the shared tables."""

    store: InMemoryStore
    engine: Engine
    clock: Clock
    applier: Applier

    def catch_up(self, facts: Sequence[Recorded[Any]] | None = None) -> None:
        """Let what the store holds (or only ``facts``) arrive in the tables."""
        self.applier.apply([arrived(r) for r in (self.store.log if facts is None else facts)])

    def rebuild(self) -> None:
        self.applier.drop()
        self.applier.prepare()


@contextmanager
def replica(database_url: str, store: InMemoryStore, *, demo: bool = True) -> Iterator[Replica]:
    engine = make_engine(database_url, durable=False)
    applier = Applier(engine, DEADLINES)
    applier.prepare()
    try:
        yield Replica(store, engine, Clock(engine, asking(DEMO, store), demo), applier)
    finally:
        engine.dispose()


def events(store: InMemoryStore, kind: type) -> list[Any]:
    return [record.event for record in store.log if isinstance(record.event, kind)]


def ids(store: InMemoryStore) -> list[UUID]:
    return [record.id for record in store.log]
