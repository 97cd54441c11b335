"""Threads about a mission in a portal of a test, as the service rules on them, each fact twice."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from portal.followup.threads.read_model import THREADS
from services.followup.mission.admission import Partner
from services.followup.mission.thread import THREAD, Thread
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_thread_commands import (
    AddVisitMessageFile,
    OpenVisitThread,
    WriteVisitMessage,
)
from shared.contracts.followup_visit_threads import Audience
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed, derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.missions import MANDATE
from tests.support.partners import OFFICER, Partners
from tests.support.ready import ready
from tests.support.twice import twice


@dataclass(slots=True)
class Threads:
    """The office opens a thread; whoever is of its audience writes in it.

    The tables hear of the mission, too: what happens there is told after this is made.
    """

    partners: Partners
    states: dict[str, Thread] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.partners.missions.engine, [THREADS])
        self.partners.missions.also.append(self.applier)

    def opened(self, audience: Audience, text: str, title: str = "A thread") -> str:
        one, message_id = self.id("thread", text), self.id("message", text)
        self.ask(
            OpenVisitThread,
            one,
            audience=audience,
            title=self.sealed(one, title),
            message_id=message_id,
            text=self.sealed(message_id, text),
        )
        return one

    def written(self, one: str, text: str, by: Actor = OFFICER, partner: str | None = None) -> str:
        message_id = self.id("message", text)
        self.ask(
            WriteVisitMessage,
            one,
            by=by,
            message_id=message_id,
            partner_id=partner,
            text=self.sealed(message_id, text),
        )
        return message_id

    def filed(self, one: str, message_id: str, name: str, by: Actor = OFFICER) -> str:
        """Let who wrote a message have a file beside it, of which the store has nothing."""
        attachment_id = self.id("file", message_id, name)
        details = json.dumps({"name": name, "sha256": "a" * 64, "key": "a key"})
        self.ask(
            AddVisitMessageFile,
            one,
            by=by,
            message_id=message_id,
            attachment_id=attachment_id,
            object_name="a" * 64,
            sha256="b" * 64,
            size=7,
            media_type="application/pdf",
            scanned="clean",
            details=self.sealed(message_id, details),
        )
        return attachment_id

    def ask(self, kind: type, one: str, /, by: Actor = OFFICER, **also: Any) -> None:
        missions = self.partners.missions
        command = kind(thread_id=one, mission_id=missions.mission_id, mandate=MANDATE, **also)
        partner = self.partners.states.get(also.get("partner_id") or "", Partner())
        state = replace(
            self.states.get(one, Thread()), partner=replace(partner, mission=missions.mission)
        )
        facts = THREAD.decide(command, Asked(at=missions.at, by=by), state)
        self.states[one] = THREAD.fold(facts, state)
        self.tell(*facts)

    def sealed(self, of: str, text: str) -> Sealed:
        return self.partners.missions.vault.seal(f"visitdialogue-{of}", text)

    def closes(self) -> None:
        """The visit runs its course to its end."""
        for what in ("security_cleared", "began", "ended", "completed"):
            self.partners.missions.step(what)

    @staticmethod
    def id(*parts: str) -> str:
        return str(derive_id("thread of a portal", *parts))

    def tell(self, *facts: Any) -> None:
        arrived, missions = [], self.partners.missions
        for fact in facts:
            missions.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("thread fact", missions.told),
                    stream=f"visitdialogue-{fact.thread_id}",
                    position=missions.told,
                    recorded_at=missions.at,
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=missions.told,
                )
            )
        twice([self.applier], arrived)
