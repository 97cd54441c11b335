"""The exchange of a programme in a portal of a test, as the service rules, each fact twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from portal.followup.proposals.read_model import PROPOSALS
from services.followup.mission.exchange import EXCHANGE, Exchange, confirm, on_followup
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_proposal_commands import (
    AnswerProgrammeProposal,
    ProposeProgrammeItem,
    WithdrawProgrammeProposal,
)
from shared.core.actor import Actor, Asked, system
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.missions import MANDATE, STATE, Missions
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of

GOVERNMENT = Actor(actor_id="state", roles=frozenset({Role.GOVERNMENT}), states=frozenset({STATE}))
OFFICE = holder_of(MANDATE)


@dataclass(slots=True)
class Proposals:
    """Both sides of one mission. What they agree on stands in its programme at once."""

    missions: Missions
    told: int = 0
    exchange: Exchange = field(default_factory=Exchange)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.missions.engine, [PROPOSALS])

    def proposed(self, text: str, *, by: Actor = GOVERNMENT, **also: Any) -> str:
        """A Government proposes a meeting; the mandate one that stands in its programme."""
        one = str(derive_id("proposal of a portal", text))
        item = self.missions.item(text, **{"state": "proposed", **also})
        if by is not GOVERNMENT:
            item = self.missions.mission.items[item.item_id]
        words = self.missions.vault.seal(f"mission-{one}", f"why {text}")
        self.ask(ProposeProgrammeItem, one, by, item=item, contact=words, words=words)
        return one

    def answered(self, one: str, *, agrees: bool = True, by: Actor = OFFICE) -> None:
        key = str(derive_id("answer to a proposal", one))
        words = self.missions.vault.seal(f"mission-{key}", "So it is answered")
        self.ask(AnswerProgrammeProposal, one, by, agrees=agrees, words=words)

    def withdrawn(self, one: str, *, by: Actor = GOVERNMENT) -> None:
        self.ask(WithdrawProgrammeProposal, one, by)

    def ask(self, kind: type, one: str, by: Actor, /, **also: Any) -> None:
        missions = self.missions
        command = kind(
            mission_id=missions.mission_id,
            mandate=MANDATE,
            proposal_id=one,
            seen=self.exchange.steps,
            **also,
        )
        state = replace(self.exchange, mission=missions.mission)
        facts: Any = EXCHANGE.decide(command, Asked(at=missions.at, by=by), state)
        self.exchange = EXCHANGE.fold(facts, self.exchange)
        for fact in facts:
            self.told += 1
            arrived = Published(
                fact=replace(fact, done_by="account-1"),
                id=derive_id("proposal fact", self.told),
                stream=f"missionexchange-{missions.mission_id}",
                position=self.told,
                recorded_at=missions.at,
                correlation_id=derive_id("case", 1),
                actor="somebody",
                traceparent=None,
                topic=FOLLOWUP.topic,
                partition=1,
                offset=self.told,
            )
            twice([self.applier], [arrived])
            for agreed in on_followup(fact):
                asked = Asked(at=missions.at, by=system("followup"))
                missions._told(confirm(agreed, asked, missions.mission))
