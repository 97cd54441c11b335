"""Debriefs of missions in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from portal.followup.debriefs.read_model import DEBRIEFS
from services.followup.mission.debrief import DEBRIEF
from services.followup.mission.debrief_state import Debrief
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_debrief_commands import (
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    HoldDebrief,
    InviteToDebrief,
    WriteDebriefTeamPart,
)
from shared.contracts.followup_debriefs import ClauseValue
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference.visit_terms import clauses_of
from tests.support.missions import MANDATE, Missions
from tests.support.partners import OFFICER, Partners
from tests.support.ready import ready
from tests.support.twice import twice


@dataclass(slots=True)
class Debriefs:
    """An officer of the mandate holds it; the mission has ended."""

    missions: Missions
    told: int = 0
    state: Debrief = field(default_factory=Debrief)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.missions.engine, [DEBRIEFS])

    def held(self, text: str = "Quib words", **also: Any) -> None:
        sealed = self.missions.vault.seal(f"debrief-{derive_id(text)}", text)
        given: dict[str, Any] = {
            "on": day_of(self.missions.at),
            "attended": ("officer", "desk"),
            "attendees": sealed,
            "worked": sealed,
            "version": "2016",
            "values": tuple(
                ClauseValue(clause=one, value="respected", note=sealed)
                for one in clauses_of("2016")
            ),
            "risk_reviewed": True,
            "promises": sealed,
            "lessons": sealed,
            "reason": sealed if self.state.number else None,
        }
        self.ask(HoldDebrief, **{"seen": self.state.steps, **given, **also})

    def invited(self, place: str, *offices: str) -> None:
        number = self.state.invited.number if self.state.invited else 0
        key = f"debrief-{derive_id('place', place)}"
        self.ask(
            InviteToDebrief,
            seen=number,
            on=day_of(self.missions.at),
            begins="09:30",
            place=self.missions.vault.seal(key, place),
            invited=offices,
        )

    def called_off(self, *, off: bool = True) -> None:
        number = self.state.invited.number if self.state.invited else 0
        self.ask(CallOffDebrief if off else CallDebriefAgain, seen=number)

    def answered(self, by: Actor, office: str, *, comes: bool) -> None:
        number = self.state.invited.number if self.state.invited else 0
        self.ask(AnswerDebriefInvitation, by, seen=number, office=office, comes=comes)

    def part(self, text: str, by: Actor = OFFICER, partner_id: str | None = None) -> None:
        sealed = self.missions.vault.seal(f"debrief-{derive_id('part', text)}", text)
        also = {"partner_id": partner_id, "text": sealed}
        self.ask(WriteDebriefTeamPart, by, seen=self.state.team_steps, **also)

    def ask(self, kind: type, by: Actor = OFFICER, **also: Any) -> None:
        command = kind(mission_id=self.missions.mission_id, mandate=MANDATE, **also)
        partner = replace(self.state.partner, mission=self.missions.mission)
        state = replace(self.state, partner=partner)
        facts = DEBRIEF.decide(command, Asked(at=self.missions.at, by=by), state)
        self.state = DEBRIEF.fold(facts, state)
        self.tell(*facts)

    def of(self, partners: Partners, one: str) -> "Debriefs":
        """The same, deciding about this partner."""
        self.state = replace(self.state, partner=partners.states[one])
        return self

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("debrief fact", self.told),
                    stream=f"missiondebrief-{fact.mission_id}",
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
