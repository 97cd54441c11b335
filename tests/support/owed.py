"""Reports that mandates owe in a portal of a test, as the service tells of them, each twice."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.reports.read_model import REPORTS
from portal.stakeholders.read_model import TERMS
from shared.contracts.stakeholders_report_deadlines import ReportStageReached
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.read_models.model import Applier
from tests.stakeholders import reports_owed as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice


@dataclass(slots=True)
class Owed:
    """``today``: the day of the portal; the session begins 26 weeks after it."""

    engine: Engine
    today: date
    told: int = 0
    appliers: list[Applier] = field(init=False)

    def __post_init__(self) -> None:
        self.appliers = ready(self.engine, [REPORTS, TERMS])

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "reportobligations-x", AT))
        twice(self.appliers, arrived)

    @property
    def starts(self) -> date:
        return self.today + timedelta(weeks=26)

    def session(self, number: int = 61, weeks_ahead: int = 26) -> str:
        """Tell of a session; return it."""
        session_id = str(derive_id("session of a test", number))
        starts = self.today + timedelta(weeks=weeks_ahead)
        days: dict[str, Any] = {"starts_on": starts, "ends_on": starts + timedelta(days=25)}
        self.tell(replace(said.RECORDED, session_id=session_id, number=number, **days))
        return session_id

    def report(self, session_id: str, mandate: str = "wgad", **changed: Any) -> str:
        report_id = str(derive_id("report of a test", mandate, self.told))
        of = {"report_id": report_id, "mandate": mandate, "session_id": session_id, **changed}
        self.tell(replace(said.PLANNED, **of))
        return report_id

    def step(self, fact: Any, report_id: str, **changed: Any) -> None:
        self.tell(replace(fact, report_id=report_id, **changed))

    def stage(self, report_id: str, stage: Any, **changed: Any) -> None:
        fact: ReportStageReached = said.DRAFTING
        self.step(fact, report_id, stage=stage, **changed)
