"""What sources are told in a portal of a test, as the service rules on it, each fact twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from portal.followup.tellings.read_model import TELLINGS
from services.followup.mission.telling import TELLING, Telling
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_telling_commands import KeepSourcesDraft, TellSources
from shared.contracts.followup_tellings import ToldText
from shared.core.actor import Asked
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.missions import MANDATE, Missions
from tests.support.partners import OFFICER, Partners
from tests.support.ready import ready
from tests.support.twice import twice


@dataclass(slots=True)
class Tellings:
    """An officer of the mandate tells; the mission has ended."""

    missions: Missions
    partners: Partners | None = None
    told: int = 0
    state: Telling = field(default_factory=Telling)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.missions.engine, [TELLINGS])

    def tells(self, text: str, *partners: str, met: Any = "told", **texts: str) -> None:
        seal = self._sealer()
        said = {"en": text, **texts}
        self.ask(
            TellSources,
            texts=tuple(
                ToldText(language=code, comes=seal(each), call=seal(f"Call {each}"))
                for code, each in said.items()
            ),
            partners=partners,
            met=met,
            reason=seal("A day was wrong") if self.state.number else None,
        )

    def drafts(self, typed: str) -> None:
        self.ask(KeepSourcesDraft, draft=self._sealer()(typed))

    def ask(self, kind: type, **also: Any) -> None:
        mission_id, steps = self.missions.mission_id, self.state.steps
        command = kind(mission_id=mission_id, mandate=MANDATE, seen=steps, **also)
        known = self.partners.states if self.partners else {}
        state = replace(self.state, mission=self.missions.mission, partners=known)
        facts: Any = TELLING.decide(command, Asked(at=self.missions.at, by=OFFICER), state)
        self.state = TELLING.fold(facts, self.state)
        self.tell(*facts)

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("telling fact", self.told),
                    stream=f"missionsources-{fact.mission_id}",
                    position=self.told,
                    recorded_at=self.missions.at,
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], arrived)

    def _sealer(self) -> Any:
        number = self.state.number + 1
        key = derive_id("telling of a mission", self.missions.mission_id, number)
        return self.missions.vault.sealer(f"mission-{key}")
