"""A service as a value: its commands, deciders, facts and policies."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, get_args
from uuid import UUID

import structlog
from opentelemetry import trace

from shared.contracts import Contract
from shared.core.actor import Asked, system
from shared.core.catalogue import Catalogue
from shared.core.decider import Decider, Refused
from shared.core.handle import Outcome, Streams
from shared.core.message import Metadata, derive_id
from shared.core.store import EventStore
from shared.facts.kafka import Published
from shared.platform import telemetry
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

    from shared.read_models.model import Applier


log = structlog.get_logger(__name__)

Ask: TypeAlias = Callable[[Any, Asked, UUID, Metadata], Awaitable[Outcome]]
"""Handle one command of this service: command, who and when, command id, metadata."""

React: TypeAlias = Callable[[Any], Iterable[Any]]
"""A policy: what this service asks of itself because of a fact. Pure."""

Background: TypeAlias = "Callable[[Settings, Ask, KafkaBroker], Awaitable[None]]"
"""Something that runs beside (a clock): until it is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All parts of a service; ``services/<x>/app.py`` holds its one value."""

    name: str
    catalogue: Catalogue
    contract: Contract
    published: Callable[[Any], object | None]
    commands: Mapping[str, type]
    """Wire name to class: those that people may ask for."""
    deciders: Sequence[tuple[type, Decider[Any, Any, Any]]]
    """Which decider rules on a command, by class; policies' own commands included."""
    listens: Sequence[Contract] = ()
    react: React = lambda _: ()
    background: Sequence[Background] = ()
    keeps: "Callable[[Settings], Sequence[Applier]]" = lambda _: ()
    """Tables of its own, filled from facts, for what runs beside; that prepares them too."""

    @property
    def categories(self) -> Sequence[str]:
        """The categories of its streams, which its relay follows."""
        return tuple(dict.fromkeys(decider.category for _, decider in self.deciders))


def ruled(
    decider: Decider[Any, Any, Any], commands: Any
) -> list[tuple[type, Decider[Any, Any, Any]]]:
    """Return each command of a union, or the only one, with its decider."""
    return [(command, decider) for command in get_args(commands) or (commands,)]


def asking(service: Service, store: EventStore) -> Ask:
    """Return the function that handles this service's commands on ``store``."""
    streams = Streams(store)
    deciders = dict(service.deciders)

    async def ask(command: Any, asked: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        decider = deciders[type(command)]
        return await streams.handle(
            decider, command, asked, command_id=command_id, metadata=metadata
        )

    return ask


def reacting(service: Service, ask: Ask) -> Callable[[Sequence[Published]], Awaitable[None]]:
    """Return a function that turns facts into this service's own commands, each at most once."""

    async def apply(facts: Sequence[Published]) -> None:
        for fact in facts:
            for n, command in enumerate(service.react(fact.fact)):
                with telemetry.span(
                    f"policy {type(command).__name__}",
                    kind=trace.SpanKind.CONSUMER,
                    parent=fact.traceparent,
                ):
                    await _react(service, ask, fact, derive_id(service.name, fact.id, n), command)

    return apply


async def _react(
    service: Service, ask: Ask, fact: Published, command_id: UUID, command: Any
) -> None:
    asked = Asked(at=fact.at, by=system(service.name), ahead=fact.ahead)
    try:
        await ask(command, asked, command_id, fact.metadata())
    except Refused as no:
        log.info("policy refused", command=type(command).__name__, reason=no.said.text)
