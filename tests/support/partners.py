"""Partners of a mission in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from portal.followup.partners.read_model import PARTNERS
from services.followup.mission.admission import Partner
from services.followup.mission.partner import PARTNER
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_partner_commands import (
    AcceptPartnerUndertaking,
    AdmitPartner,
    KeepPartnerContact,
    ProposePartner,
    SetPartnerTask,
    ShowPartnerMeetings,
)
from shared.contracts.followup_partners import Kind
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference.partners import BY_ORGANISATION, DESK, PARTS, ROLES, partner_id
from tests.support.missions import MANDATE, Missions
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of

OFFICER = Actor(
    actor_id="office", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({MANDATE})
)


def member_id(who: str, colleague: str = "") -> str:
    """Return the account of who acts for an organisation."""
    return f"of {who[:20]}{colleague}"


@dataclass(slots=True)
class Partners:
    """The office proposes, the holder admits, and each partner does its own."""

    missions: Missions
    told: int = 0
    states: dict[str, Partner] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.missions.engine, [PARTNERS])

    def proposed(self, kind: Kind, who: str, *, days: int = 90, **also: Any) -> str:
        one, today = partner_id(self.missions.mission_id, kind, who), day_of(self.missions.at)
        given = {"scope": tuple(PARTS), "first": today, "until": today + timedelta(days=days)}
        self.ask(ProposePartner, one, kind=kind, who=who, **{**given, **also})
        return one

    def admitted(self, kind: Kind, who: str, *, undertakes: bool = True, **also: Any) -> str:
        one = self.proposed(kind, who, **also)
        self.ask(AdmitPartner, one, by=holder_of(MANDATE), seen=self.states[one].steps)
        if undertakes:
            self.ask(AcceptPartnerUndertaking, one, by=self.member(kind, who))
        return one

    def task(self, one: str, title: str, part: Any = "preparation", advice: Any = None) -> str:
        task_id = str(derive_id("task of a portal", title))
        sealed = self.missions.vault.seal(f"mission-{task_id}", title)
        due = day_of(self.missions.at) + timedelta(days=3)
        of = {"task_id": task_id, "part": part, "advice": advice}
        self.ask(SetPartnerTask, one, **of, due=due, title=sealed)
        return task_id

    def show(self, one: str, *items: str) -> None:
        """Show a partner these meetings of the confidential programme, and no others."""
        rest = self.missions.rest
        state = replace(self.states[one], confidential=rest.items, programme=rest.steps)
        self.states[one] = state
        self.ask(ShowPartnerMeetings, one, seen=state.steps, programme=rest.steps, items=items)

    def reach(self, one: str, contact: Sealed) -> None:
        self.ask(KeepPartnerContact, one, seen=self.states[one].steps, contact=contact)

    def member(self, kind: Kind, who: str) -> Actor:
        of: dict[str, Any] = {"organisation_id": who} if kind in BY_ORGANISATION else {}
        if kind == DESK:
            of = {"states": frozenset({who})}
        actor_id = member_id(who) if of else who
        return Actor(actor_id=actor_id, roles=frozenset({ROLES[kind]}), **of)

    def ask(self, kind: type, one: str, /, by: Actor = OFFICER, **also: Any) -> None:
        command = kind(partner_id=one, mission_id=self.missions.mission_id, mandate=MANDATE, **also)
        state = replace(self.states.get(one, Partner()), mission=self.missions.mission)
        facts = PARTNER.decide(command, Asked(at=self.missions.at, by=by), state)
        self.states[one] = PARTNER.fold(facts, state)
        self.tell(*facts)

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("partner fact", self.told),
                    stream=f"missionpartner-{fact.partner_id}",
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
