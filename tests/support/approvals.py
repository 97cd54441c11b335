"""Approvals in this process, behind the pages of a test: what people ask for really happens.

Commands are decided by the service's own rules over a store in memory, its policies react, and the
facts reach the tables at once, each of them twice, or only when ``catch_up`` is called.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from pydantic import TypeAdapter
from pydantic_core import to_json

from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from portal.casefile.outcomes import LETTERS
from portal.casefile.reprisals import REPRISALS
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements.read_model import STATEMENTS
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.web.commands import Commands
from portal.web.context import Parts
from services.approvals.app import APPROVALS_SERVICE
from services.intake.app import INTAKE_SERVICE
from services.intake.submission.decide import SUBMISSION
from shared.contracts import Contract
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.intake import INTAKE
from shared.core.actor import ActorSigner, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, Recorded, derive_id
from shared.core.said import to_wire
from shared.core.testing import InMemoryStore
from shared.facts.kafka import Published, partition_of
from shared.hosting.http import Envelope
from shared.hosting.service import asking, reacting
from shared.platform.settings import Settings
from shared.read_models.model import Applier, ReadModel
from tests.support.portal import Clock, Pages
from tests.support.ready import ready
from tests.support.twice import twice

_PARTITIONS = Settings.model_fields["partitions"].default


def fact_from(fact: Any, position: int, stream: str, contract: Contract, clock: Clock) -> Published:
    """The fact as it arrives from its topic."""
    return Published(
        fact=fact,
        id=derive_id("fact", contract.service, position),
        stream=stream,
        position=position,
        recorded_at=clock(),
        correlation_id=derive_id("case"),
        actor="somebody",
        traceparent=None,
        topic=contract.topic,
        partition=partition_of(stream, _PARTITIONS),
        offset=position,
    )


@dataclass(slots=True)
class Approvals:
    """``lagging``: facts do not reach the tables until ``catch_up``."""

    pages: Pages
    models: tuple[ReadModel, ...] = (
        COMMUNICATIONS,
        LETTERS,
        STATEMENTS,
        REGISTER_STATEMENTS,
        REPRISALS,
    )
    store: InMemoryStore = field(default_factory=InMemoryStore)
    lagging: bool = False
    away: bool = False
    told: int = 0
    asked: list[Envelope] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)
    _intake: int = 0
    _followup: int = 0

    def __post_init__(self) -> None:
        ready(self.pages.engine, (*self.models, MANDATE_SETTINGS))

    @property
    def facts(self) -> list[Any]:
        return [record.event for record in self.store.log]

    def hear(self, *facts: Any) -> None:
        """Let facts of intake arrive, and the policies react to them."""
        for fact in facts:
            self.heard.append(fact)
            self._intake += 1
            stream = f"submission-{fact.submission_id}"
            published = fact_from(fact, self._intake, stream, INTAKE, self.pages.clock)
            self._apply(published)
            _run(self._react(published))
        if not self.lagging:
            self.catch_up()

    def hear_of_missions(self, *facts: Any) -> None:
        """Let facts of followup about missions arrive, each twice, and the policies react."""
        for fact in facts:
            self._followup += 1
            stream = f"mission-{fact.mission_id}"
            published = fact_from(fact, self._followup, stream, FOLLOWUP, self.pages.clock)
            for _ in range(2):
                _run(self._react(published))
        self.catch_up()

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        envelope = Envelope.model_validate_json(request.content)
        of_intake = envelope.type in INTAKE_SERVICE.commands
        service = INTAKE_SERVICE if of_intake else APPROVALS_SERVICE
        adapter: TypeAdapter[Any] = TypeAdapter(service.commands[envelope.type])
        command = adapter.validate_python(envelope.data)
        token = request.headers["authorization"].removeprefix("Actor ")
        signer = ActorSigner(self.pages.settings.actor_key_list)
        claimed = signer.opened(token).of(service.name, request.content)
        self.asked.append(envelope)
        try:
            if of_intake:
                return self._of_intake(command, claimed)
            outcome = _run(self._handle(command, claimed, envelope))
        except Refused as no:
            self.refused.append(str(no))
            return httpx.Response(403 if isinstance(no, Forbidden) else 422, json=to_wire(no.said))
        if not self.lagging:
            self.catch_up()
        done = {"stream": outcome.stream, "position": outcome.position, "events": []}
        return httpx.Response(200, content=to_json(done))

    def catch_up(self) -> None:
        """Let the facts arrive, and the policies react to them."""
        while self.told < len(self.store.log):
            record = self.store.log[self.told]
            self.told += 1
            published = self._published(record)
            self._apply(published)
            _run(self._react(published))

    def _of_intake(self, command: Any, asked: Asked) -> httpx.Response:
        """What is asked about the submission behind the letter, as it was heard of."""
        mine = [one for one in self.heard if one.submission_id == command.submission_id]
        state = SUBMISSION.fold([*{type(one): one for one in mine}.values()])
        self.hear(*SUBMISSION.decide(command, asked, state))
        stream = SUBMISSION.stream(command)
        return httpx.Response(200, json={"stream": stream, "position": self._intake, "events": []})

    async def _handle(self, command: Any, asked: Asked, envelope: Envelope) -> Any:
        metadata = Metadata(
            correlation_id=envelope.correlation_id,
            causation_id=envelope.id,
            actor=asked.by.actor_id,
        )
        ask = asking(APPROVALS_SERVICE, self.store)
        return await ask(command, asked, envelope.id, metadata)

    async def _react(self, fact: Published) -> None:
        await reacting(APPROVALS_SERVICE, asking(APPROVALS_SERVICE, self.store))([fact])

    def _published(self, record: Recorded[Any]) -> Published:
        fact = APPROVALS_SERVICE.published(record.event)
        return fact_from(fact, record.position, record.stream, APPROVALS, self.pages.clock)

    def _apply(self, fact: Published) -> None:
        twice([Applier(self.pages.engine, model) for model in self.models], [fact])


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Do it in a thread: a test in a browser has a loop running in its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@contextmanager
def approvals(pages: Pages) -> Iterator[Approvals]:
    """Put the service behind these pages for as long as the block runs."""
    service = Approvals(pages)
    parts: Parts = pages.app.extensions["rapporteur"]
    with httpx.Client(transport=httpx.MockTransport(service.answer)) as client:
        keys = pages.settings.secret_key_list
        commands = Commands(pages.settings, pages.clock, client, keys, pages.vault)
        pages.app.extensions["rapporteur"] = replace(parts, commands=commands)
        yield service
