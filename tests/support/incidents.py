"""Incidents of a mission in a portal of a test, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.followup.incidents.read_model import INCIDENTS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_incidents import (
    IncidentAnswered,
    IncidentLogged,
    IncidentPutToState,
    IncidentStruck,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import twice


@dataclass(slots=True)
class Incidents:
    engine: Engine
    vault: Vault
    at: datetime
    mission_id: str
    told: int = 0
    appliers: list[Applier] = field(init=False)

    def __post_init__(self) -> None:
        self.appliers = ready(self.engine, [INCIDENTS])

    def logged(self, text: str = "Quib words", kind: str = "interview", **also: Any) -> Any:
        one = str(derive_id("incident of a portal", self.told))
        sealed = self.vault.seal(f"incident-{one}", text)
        given: dict[str, Any] = {
            "incident_id": one,
            "mission_id": self.mission_id,
            "mandate": "sr-torture",
            "state": "KEN",
            "done_by": "somebody",
            "done_at": self.at,
            "kind": kind,
            "clause": "detention",
            "on": day_of(self.at),
            "afterwards": True,
            "account": sealed,
            "action": sealed,
            "told": ("holder", "security"),
            "side": "mandate",
            "partner_id": None,
            "to_security": False,
        }
        fact = IncidentLogged(**{**given, **also})
        self.tell(fact)
        return fact

    def struck(self, of: Any, **also: Any) -> None:
        self.tell(replace(IncidentStruck(**_of(of)), **also))

    def put(self, of: Any, text: str) -> IncidentPutToState:
        one = derive_id("incident put to the State", of.incident_id)
        fact = IncidentPutToState(**_of(of), text=self.vault.seal(f"incident-{one}", text))
        self.tell(fact)
        return fact

    def answered(self, of: Any, text: str) -> IncidentAnswered:
        one = str(derive_id("answer of a portal", self.told))
        sealed = self.vault.seal(f"incident-{one}", text)
        fact = IncidentAnswered(**_of(of), answer_id=one, text=sealed)
        self.tell(fact)
        return fact

    def tell(self, fact: Any) -> None:
        self.told += 1
        arrived = Published(
            fact=fact,
            id=derive_id("incident fact", self.told),
            stream=f"missionincident-{fact.incident_id}",
            position=self.told,
            recorded_at=self.at,
            correlation_id=derive_id("case", 1),
            actor="somebody",
            traceparent=None,
            topic=FOLLOWUP.topic,
            partition=0,
            offset=self.told,
        )
        twice(self.appliers, [arrived])


def _of(of: Any) -> dict[str, Any]:
    names = ("incident_id", "mission_id", "mandate", "state", "done_by", "done_at")
    return {name: getattr(of, name) for name in names}
