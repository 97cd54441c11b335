"""Missions in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.missions.read_model import MISSIONS
from services.followup.mission.decide import MISSION, HearVisitFile
from services.followup.mission.programme import CONFIDENTIAL_PROGRAMME
from services.followup.mission.state import Confidential, Mission
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_mission_commands import (
    SetConfidentialItem,
    SetProgrammeItem,
    TakeMissionStep,
)
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MandateAskedToJoin,
    MandateJoinedVisit,
    MissionGoesOnIn,
    MissionOpened,
    ProgrammeItem,
)
from shared.contracts.followup_visits import Window
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of

MANDATE, STATE = "sr-torture", "KEN"


@dataclass(slots=True)
class Missions:
    """Decides as a holder of the mandate. One mission. ``also``: who else hears what is told."""

    engine: Engine
    vault: Vault
    at: datetime
    told: int = 0
    mission_id: str = str(derive_id("mission of a portal"))
    own_id: str = str(derive_id("own mission of a portal"))
    mission: Mission = field(default_factory=Mission)
    own: Mission = field(default_factory=Mission)
    rest: Confidential = field(default_factory=Confidential)
    applier: Applier = field(init=False)
    also: list[Applier] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [MISSIONS])

    def hear(self, plans: Any = "agreed", *, ahead: int | None = 0, kind: Any = None) -> None:
        """``ahead``: in how many days the visit begins; None: the file names no dates."""
        first = day_of(self.at) + timedelta(days=ahead or 0)
        command = HearVisitFile(
            mission_id=self.mission_id,
            mandate=MANDATE,
            state=STATE,
            plans=plans,
            dates=None if ahead is None else Window(first=first, last=first + timedelta(days=7)),
            file_step=self.mission.file_step + 1,
            kind=kind,
        )
        self._told(MISSION.decide(command, self._asked(), self.mission))

    def item(self, text: str, kind: str = "government", **also: Any) -> ProgrammeItem:
        item_id = str(derive_id("item of a portal", text))
        assert self.mission.dates is not None
        given: dict[str, Any] = {
            "item_id": item_id,
            "day": self.mission.dates.first,
            "begins": "09:30",
            "kind": kind,
            "state": "confirmed",
            "text": self.vault.seal(f"mission-{item_id}", text),
        }
        return ProgrammeItem(**{**given, **also})

    def official(self, text: str, kind: str = "government", **also: Any) -> ProgrammeItem:
        item = self.item(text, kind, **also)
        self.ask(SetProgrammeItem, item=item)
        return item

    def confidential(self, text: str, kind: str = "victims", **also: Any) -> ProgrammeItem:
        item = self.item(text, kind, **also)
        self.change(item)
        return item

    def change(self, item: ProgrammeItem) -> None:
        """Keep an item of the confidential programme, or another version of it."""
        command = SetConfidentialItem(
            mission_id=self.mission_id, mandate=MANDATE, seen=self.rest.steps, item=item
        )
        state = replace(self.rest, mission=self.mission)
        facts = CONFIDENTIAL_PROGRAMME.decide(command, self._asked(), state)
        self.rest = CONFIDENTIAL_PROGRAMME.fold(facts, self.rest)
        self.tell(*facts)

    def step(self, what: Any, note: str = "") -> None:
        note_id = str(derive_id("note of a portal", what))
        sealed = self.vault.seal(f"mission-{note_id}", note) if note else None
        self.ask(TakeMissionStep, what=what, on=day_of(self.at), note_id=note_id, note=sealed)

    def ask(self, kind: type, /, **also: Any) -> None:
        command = kind(mission_id=self.mission_id, mandate=MANDATE, seen=self.mission.steps, **also)
        beside = {self.own_id: Confidential(mission=self.own)} if self.own.steps else {}
        self._told(MISSION.decide(command, self._asked(), replace(self.mission, own=beside)))

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            apart = "confidential" if isinstance(fact, ConfidentialItemSet) else ""
            arrived.append(
                Published(
                    fact=replace(fact, done_by="account-1"),
                    id=derive_id("mission fact", self.told),
                    stream=f"mission{apart}-{fact.mission_id}",
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
        twice([self.applier, *self.also], arrived)

    def fact(self, kind: type, /, **also: Any) -> Any:
        """One of its stream that no person asked for here."""
        given: dict[str, Any] = {
            "mission_id": self.mission_id,
            "mandate": MANDATE,
            "state": STATE,
            "step": self.mission.steps + 1,
            "done_by": "account-1",
            "done_at": self.at,
        }
        return kind(**{**given, **also})

    def happens(self, kind: type, /, **also: Any) -> None:
        self._told([self.fact(kind, **also)])

    def join(self, mandate: str) -> None:
        """The mandate has a mission of its own, which goes on in this one from now on."""
        own = {"mission_id": self.own_id, "mandate": mandate}
        dates = self.mission.dates
        opened = self.fact(MissionOpened, **own, step=1, dates=dates, file_step=1)
        self.tell(opened)
        self.happens(MandateAskedToJoin, asked=mandate)
        self.happens(
            MandateJoinedVisit, joining=mandate, own_mission_id=self.own_id, joined=(mandate,)
        )
        into = {"joint": self.mission_id, "joint_step": self.mission.steps}
        goes_on = self.fact(
            MissionGoesOnIn, **own, **into, step=2, into=self.mission_id, comes=True
        )
        self.tell(goes_on)
        self.own = MISSION.fold([opened, goes_on])

    def _told(self, facts: Any) -> None:
        self.mission = MISSION.fold(facts, self.mission)
        self.tell(*facts)

    def _asked(self) -> Asked:
        return Asked(at=self.at, by=holder_of(MANDATE))
