"""Alerts of early warning in a portal of a test, as the service tells of them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.warning.read_model import ALERTS
from portal.committee.warning.rules import subject_of
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import alerts as told
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice


@dataclass(slots=True)
class Warnings:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [ALERTS])

    def tell(self, *facts: Any, at: datetime = AT) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "alert-1", at))
        twice([self.applier], arrived)

    def adopted(self, reason: str = "What section D proposes.", **changed: Any) -> None:
        sealed = self.vault.seal(subject_of(changed.get("rule", "submissions")), reason)
        self.tell(replace(told.ADOPTED, reason=sealed, **changed))

    def raised(self, state: str, at: datetime, **changed: Any) -> str:
        """Tell of an alert on this State; return it."""
        alert_id = str(derive_id("alert of a test", state, at, changed.get("rule", "")))
        on = day_of(at) - timedelta(days=1)
        given = {"alert_id": alert_id, "state": state, "on": on, "raised_at": at, **changed}
        self.tell(replace(told.RAISED, **given))
        return alert_id

    def rose(self, alert_id: str, state: str, at: datetime, **changed: Any) -> None:
        self.tell(replace(told.ROSE, alert_id=alert_id, state=state, rose_at=at, **changed))

    def step(self, fact: Any, alert_id: str, **changed: Any) -> None:
        self.tell(replace(fact, alert_id=alert_id, **changed))
