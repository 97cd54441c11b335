"""Registers of standing invitations in a portal of a test, each fact told twice."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from portal.followup.invitations.read_model import INVITATIONS
from services.followup.standing_invitation.decide import STANDING_INVITATION
from services.followup.standing_invitation.state import Register
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_invitation_commands import StrikeInvitationEntry
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import twice

SOURCE = "A/HRC/61/2"
_DESK = Actor(actor_id="account-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))


@dataclass(slots=True)
class Invitations:
    engine: Engine
    at: datetime
    told: int = 0
    states: dict[str, Register] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [INVITATIONS])

    def enter(self, kind: type, state: str, on: date, /, **also: Any) -> str:
        """Record an entry; return its id."""
        entry_id = str(derive_id("invitation entry of a test", self.told))
        given: dict[str, Any] = {"entry_id": entry_id, "dated_on": on, "source": SOURCE, **also}
        self._ask(kind, state, **given)
        return str(given["entry_id"])

    def strike(self, state: str, entry_id: str) -> None:
        self._ask(StrikeInvitationEntry, state, entry_id=entry_id)

    def _ask(self, kind: type, state: str, **also: Any) -> None:
        before = self.states.get(state, Register())
        command = kind(state=state, seen=before.steps, **also)
        facts = STANDING_INVITATION.decide(command, Asked(at=self.at, by=_DESK), before)
        self.states[state] = STANDING_INVITATION.fold(facts, before)
        self._tell(state, *facts)

    def _tell(self, state: str, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("invitation fact", self.told),
                    stream=f"standinginvitation-{state}",
                    position=self.told,
                    recorded_at=self.at,
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], arrived)
