"""Reports on visits in a portal of a test, as the service rules on them, each fact twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from portal.followup.visit_reports.read_model import VISIT_REPORTS
from services.followup.visit_report.decide import VISIT_REPORT
from services.followup.visit_report.drafting import EndCommentPeriod
from services.followup.visit_report.state import Report
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_report_commands import (
    ApproveVisitReport,
    DecideStateComment,
    KeepVisitReportText,
    LogStateComment,
    PublishVisitReport,
    SendVisitReportToState,
    SetVisitReportItem,
    StartVisitReport,
    SubmitVisitReport,
)
from shared.contracts.followup_visit_reports import ReportAddressee, ReportItem, StateComment
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.missions import MANDATE, Missions
from tests.support.ready import ready
from tests.support.twice import twice

TEXT = "Prison Quay was seen.\n\nDetention Zorb is full."
ITEM, BODY = "Close Prison Quay.", "National Assembly Vip"
COMMENT = "Prison Quay is a school."
SYMBOL = "A/HRC/61/54/Add.1"
EVERYBODY = Actor(
    actor_id="holder-1",
    roles=frozenset({Role.MANDATE_HOLDER, Role.PUBLICATION_OFFICER}),
    mandates=frozenset({MANDATE}),
)
COMMENT_ID = str(derive_id("comment of a portal"))
ITEM_ID = str(derive_id("report item of a portal"))


@dataclass(slots=True)
class Reports:
    """Decides as a holder of the mandate, who may publish as well. One report.

    ``own``: that of the mandate that came along, beside the joint one; ``told`` begins apart then.
    """

    missions: Missions
    text: str = TEXT
    item: str = ITEM
    told: int = 0
    own: bool = False
    symbol: str = SYMBOL
    state: Report = field(default_factory=Report)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.missions.engine, [VISIT_REPORTS])

    @property
    def vault(self) -> Vault:
        return self.missions.vault

    @property
    def page(self) -> str:
        return f"/visit-reports/{self.mission_id}"

    @property
    def mission_id(self) -> str:
        return self.missions.own_id if self.own else self.missions.mission_id

    @property
    def mandate(self) -> str:
        return self.missions.own.mandate if self.own else MANDATE

    @property
    def item_id(self) -> str:
        return str(derive_id("own report item of a portal")) if self.own else ITEM_ID

    def to(self, stage: str) -> "Reports":
        """Go on until the report stands there."""
        while not self.state.steps or self.state.stage != stage:
            _GOES[self.state.stage if self.state.steps else ""](self)
        return self

    def draft(self) -> None:
        self.ask(StartVisitReport, joint_mission_id=self.missions.own.into if self.own else None)
        key = f"visitreport-{self.mission_id}"
        text = self.vault.seal(key, self.text)
        self.ask(KeepVisitReportText, text=text, words=8, text_hash="a" * 64)
        of = f"recommendation-{self.item_id}"
        named = ReportAddressee(
            addressee_id=str(derive_id("addressee of a portal")),
            kind="parliament",
            name=self.vault.seal(of, BODY),
        )
        item = ReportItem(
            recommendation_id=self.item_id, text=self.vault.seal(of, self.item), addressees=(named,)
        )
        self.ask(SetVisitReportItem, item=item, text_hash="b" * 64)

    def send(self) -> None:
        due = day_of(self.missions.at) + timedelta(days=42)
        self.ask(SendVisitReportToState, text_hash="b" * 64, comments_due=due)

    def comment(self, text: str = COMMENT, comment_id: str = COMMENT_ID, **also: Any) -> None:
        given = {"kind": "factual", "paragraph": 1, "publish": True, **also}
        sealed = self.vault.seal(f"visitreport-{comment_id}", text)
        self.ask(LogStateComment, comment=StateComment(comment_id=comment_id, text=sealed, **given))

    def decide(self) -> None:
        self.comment()
        later = self.missions.at + timedelta(days=43)
        command = EndCommentPeriod(mission_id=self.mission_id)
        self._told(VISIT_REPORT.decide(command, self._asked(later), self._state()))

    def approve(self) -> None:
        reason = self.vault.seal(f"visitreport-{COMMENT_ID}", "It was a prison.")
        self.ask(DecideStateComment, comment_id=COMMENT_ID, taken=False, reason=reason)
        self.ask(ApproveVisitReport, text_hash=self.state.text_hash)

    def submit(self) -> None:
        self.ask(SubmitVisitReport, slot=day_of(self.missions.at), words=8, waiver=None)

    def publish(self) -> None:
        words = ((self.item_id, self.item),)
        exact: dict[str, Any] = {"text_hash": self.state.text_hash, "words": words}
        self.ask(PublishVisitReport, symbol=self.symbol, languages=("en", "fr"), **exact)

    def ask(self, kind: type, /, *, by: Actor = EVERYBODY, **also: Any) -> None:
        of = {"mission_id": self.mission_id, "mandate": self.mandate, "seen": self.state.steps}
        command = kind(**{**of, **also})
        asked = Asked(at=self.missions.at, by=self._by(by))
        self._told(VISIT_REPORT.decide(command, asked, self._state()))

    def _state(self) -> Report:
        if self.own:
            return replace(self.state, mission=self.missions.own, visit=self.missions.mission)
        return replace(self.state, mission=self.missions.mission)

    def _by(self, actor: Actor) -> Actor:
        return replace(actor, mandates=frozenset({self.mandate})) if self.own else actor

    def _told(self, facts: Any) -> None:
        self.state = VISIT_REPORT.fold(facts, self.state)
        self.tell(*facts)

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=replace(fact, done_by="account-1"),
                    id=derive_id("visit report fact", self.told),
                    stream=f"visitreport-{fact.mission_id}",
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

    def _asked(self, at: Any) -> Asked:
        return Asked(at=at, by=self._by(EVERYBODY))


_GOES: Mapping[str, Callable[[Reports], None]] = {
    "": Reports.draft,
    "drafting": Reports.send,
    "with_state": Reports.decide,
    "deciding": Reports.approve,
    "approved": Reports.submit,
    "submitted": Reports.publish,
}


def ended(missions: Missions) -> Missions:
    """Let the visit begin and end today."""
    missions.hear()
    for what in ("security_cleared", "began", "ended"):
        missions.step(what)
    return missions
