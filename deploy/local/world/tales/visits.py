"""Visits: one under way with an incident, one completed and debriefed, and one of two mandates.

Beside them a file at each stage that leads there, or ends before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from deploy.local.world.deeds import START, Deed, Keyed
from deploy.local.world.tales.letters import HOLDERS
from deploy.local.world.tales.submissions import DEFENDERS, OFFICERS, TORTURE, words
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named, sealed
from portal.followup.debriefs.views import subject_of as debrief_of
from shared.contracts.commands import Command
from shared.contracts.followup_debrief_commands import HoldDebrief
from shared.contracts.followup_debriefs import ClauseValue
from shared.contracts.followup_incident_commands import LogIncident
from shared.contracts.followup_mission_commands import (
    AskMandateToJoin,
    JoinMission,
    MarkMissionTask,
    RecordPreliminaryFindingsShared,
    SetConfidentialItem,
    SetProgrammeItem,
    TakeMissionStep,
)
from shared.contracts.followup_missions import ItemState, ProgrammeItem, What
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    DeemVisitCancelled,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitRequest,
)
from shared.contracts.followup_visit_report_commands import (
    ApproveVisitReport,
    KeepVisitReportText,
    NameReportMandate,
    SetVisitReportItem,
    StartVisitReport,
)
from shared.contracts.followup_visit_reports import ReportItem
from shared.contracts.followup_visits import Document, Reservation, Window
from shared.core.message import Sealed, derive_id
from shared.reference.missions import DONE_BY, TASKS
from shared.reference.visit_terms import clauses_of

_TERMS: Final = "2016"
_LAST: Final = 7
"""A visit has eight days."""
_OVER_BEFORE: Final = ("AUT", "GEO", "MEX")


def take_place(deeds: list[Deed]) -> None:
    _on_its_way(deeds)
    _over_before(deeds)
    _interrupted(_Visit(DEFENDERS, "EST", -6, deeds))
    _under_way(_Visit(TORTURE, "EST", -3, deeds))
    _completed(_Visit(DEFENDERS, "KEN", -45, deeds))
    _joint(_Visit(TORTURE, "CRI", -50, deeds), _Visit(DEFENDERS, "CRI", -50, deeds))


@dataclass(slots=True)
class _Visit:
    """``began``: its first day. ``steps``: of its file, its mission and its report."""

    mandate: str
    state: str
    began: int
    deeds: list[Deed]
    tale: Tale = field(init=False)
    steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tale = Tale(self.id("case"), (self.began - 200) * DAY, self.deeds)

    @property
    def mission_id(self) -> str:
        return str(derive_id("mission", self.id("agreed")))

    @property
    def officer(self) -> str:
        return OFFICERS[self.mandate]

    @property
    def holder(self) -> str:
        return HOLDERS[self.mandate]

    def id(self, *parts: object) -> str:
        return named("visit", self.mandate, self.state, *parts)

    def on(self, day: int) -> date:
        return (START + timedelta(days=self.began + day)).date()

    def then(self, day: int, by: str, command: Command) -> None:
        """Ask for it on this day of the visit, an hour after what was before at least."""
        self.tale.until((self.began + day) * DAY + 9 * HOUR)
        self.tale.then(HOUR // 2, by, command)

    def seen(self, of: str, *, new: int = 1) -> int:
        """Return how many steps there are of it, and count on."""
        seen = self.steps.get(of, 0)
        self.steps[of] = seen + new
        return seen

    def logged(
        self, day: int, kind: Callable[..., Command], /, *, who: str = "", **also: Any
    ) -> None:
        """Log a letter. ``who``: the holder, of what a holder alone decides."""
        on = self.on(day)
        document = Document(
            document_id=self.document(day), dated_on=on, passed_on=on, channel="mission"
        )
        of: dict[str, Any] = {"mandate": self.mandate, "state": self.state}
        command = kind(**of, seen=self.seen("file"), document=document, **also)
        self.then(day, who or self.officer, command)

    def document(self, day: int) -> str:
        return self.id("document", day)

    def requested(self, day: int) -> None:
        self.logged(day, LogVisitRequest, who=self.holder, kind="official")

    def decided(self, day: int, kind: Callable[..., Command], **also: Any) -> None:
        of: dict[str, Any] = {"mandate": self.mandate, "state": self.state}
        seen = self.seen("file")
        by_holder = kind(**of, seen=seen, document_id=self.id("decided", day), **also)
        self.then(day, self.holder, by_holder)

    def of_mission(self, of: str = "mission") -> dict[str, Any]:
        return {"mission_id": self.mission_id, "mandate": self.mandate, "seen": self.seen(of)}

    def step(self, day: int, by: str, what: What) -> None:
        taken = TakeMissionStep(
            **self.of_mission(), what=what, on=self.on(day), note_id=self.id(what)
        )
        self.then(day, by, taken)

    def item(self, name: str, day: int, begins: str, kind: str, state: ItemState) -> ProgrammeItem:
        item_id = self.id("item", name)
        text = sealed("mission", item_id, words("visits")[name])
        return ProgrammeItem(
            item_id=item_id, day=self.on(day), begins=begins, kind=kind, state=state, text=text
        )


def _on_its_way(deeds: list[Deed]) -> None:
    """Dates proposed with the terms in reserve, and accepted with the terms in dispute."""
    dated, accepted = _Visit(DEFENDERS, "NPL", 60, deeds), _Visit(DEFENDERS, "URY", 80, deeds)
    for visit in (dated, accepted):
        visit.requested(-150)
    dates = Window(first=dated.on(0), last=dated.on(_LAST))
    dated.logged(-100, LogVisitDates, by="state", dates=dates)
    dated.logged(-95, LogTermsOfReference, version=_TERMS)
    text = sealed("visitfile", dated.document(-70), words("visits")["reserved"])
    reserved = Reservation(clause="detention", text=text)
    dated.logged(-70, LogTermsAnswer, value="reserved", reservations=(reserved,))
    accepted.logged(-130, LogVisitAcceptance)
    accepted.logged(-120, LogTermsOfReference, version=_TERMS)
    accepted.logged(-95, LogTermsAnswer, value="disputed")


def _over_before(deeds: list[Deed]) -> None:
    """Declined, put off twice and deemed cancelled, and one that a new holder took over."""
    declined, deemed, kept = (_Visit(DEFENDERS, state, -50, deeds) for state in _OVER_BEFORE)
    declined.requested(-90)
    declined.logged(-40, LogVisitDeclination, by="state", reason="elections")
    deemed.requested(-90)
    dates = Window(first=deemed.on(-10), last=deemed.on(-10 + _LAST))
    deemed.logged(-60, LogVisitDates, by="state", dates=dates)
    for day in (-30, 5):
        deemed.logged(day, LogVisitPostponement, by="state", reason="scheduling")
    deemed.decided(20, DeemVisitCancelled)
    kept.requested(-95)
    kept.logged(-60, LogVisitAcknowledgement, by="state")
    kept.decided(10, CarryVisitFileOver, kept=True)


def _agreed(visit: _Visit) -> None:
    """Invited with days, terms accepted, days agreed: a policy opens the mission."""
    dates = Window(first=visit.on(0), last=visit.on(_LAST))
    visit.logged(-90, LogVisitInvitation, dates=dates)
    visit.logged(-80, LogTermsOfReference, version=_TERMS)
    visit.logged(-75, LogTermsAnswer, value="accepted")
    agreed = AgreeVisitDates(
        mandate=visit.mandate,
        state=visit.state,
        seen=visit.seen("file"),
        document_id=visit.id("agreed"),
        dates=dates,
    )
    visit.then(-70, visit.holder, agreed)
    visit.seen("mission")


def _prepared(visit: _Visit) -> None:
    """The official programme is agreed, with what stands in the confidential one beside it."""
    _agreed(visit)
    for name, day, begins, kind in (
        ("ministry", 0, "09:30", "government"),
        ("prison", 1, "10:00", "detention"),
        ("institution", 4, "15:00", "nhri"),
        ("press", _LAST, "11:00", "press"),
    ):
        item = visit.item(name, day, begins, kind, "confirmed")
        visit.then(-20, visit.officer, SetProgrammeItem(**visit.of_mission(), item=item))
    families = visit.item("families", 2, "18:00", "victims", "confirmed")
    beside = SetConfidentialItem(**visit.of_mission("confidential"), item=families)
    visit.then(-15, visit.officer, beside)
    visit.step(-10, visit.officer, "programme_agreed")
    visit.step(-5, visit.officer, "security_cleared")
    _done(visit, -5, *(code for code, one in TASKS.items() if one.phase == "before"))


def _done(visit: _Visit, day: int, *tasks: str) -> None:
    """Those that no step of the course has done."""
    for task in [one for one in tasks if one not in DONE_BY.values()]:
        done = MarkMissionTask(**visit.of_mission(), task=task, now="done")
        visit.then(day, visit.officer, done)


def _under_way(visit: _Visit) -> None:
    _prepared(visit)
    visit.step(0, visit.officer, "began")
    held = visit.item("ministry", 0, "09:30", "government", "held")
    visit.then(0, visit.officer, SetProgrammeItem(**visit.of_mission(), item=held))
    incident = visit.id("incident")
    logged = LogIncident(
        incident_id=incident,
        mission_id=visit.mission_id,
        mandate=visit.mandate,
        partner_id=None,
        kind="access",
        clause="detention",
        on=visit.on(1),
        afterwards=False,
        account=sealed("incident", incident, words("visits")["account"]),
        action=sealed("incident", incident, words("visits")["action"]),
        told=("holder", "office", "government"),
    )
    visit.then(1, visit.officer, logged)


def _interrupted(visit: _Visit) -> None:
    _prepared(visit)
    visit.step(0, visit.officer, "began")
    visit.step(3, visit.holder, "interrupted")


def _completed(visit: _Visit) -> None:
    _prepared(visit)
    visit.step(0, visit.officer, "began")
    shared = RecordPreliminaryFindingsShared(
        **visit.of_mission(),
        on=visit.on(_LAST),
        office="foreign_ministry",
        channel="meeting",
        note_id=visit.id("findings"),
    )
    visit.then(_LAST, visit.holder, shared)
    visit.step(_LAST, visit.holder, "ended")
    visit.then(14, visit.officer, _debrief(visit))
    visit.seen("mission", new=2)  # a policy marks that it was held, and its task
    visit.step(15, visit.officer, "sources_told")
    _done(visit, 15, "findings")
    visit.step(20, visit.holder, "completed")


def _debrief(visit: _Visit) -> HoldDebrief:
    def said(name: str) -> Sealed:
        return Sealed(debrief_of(visit.mission_id, "1"), words("visits")[name])

    values = tuple(
        ClauseValue(clause=clause, value="difficulty", note=said("difficulty"))
        if clause == "detention"
        else ClauseValue(clause=clause, value="respected", note=None)
        for clause in clauses_of(_TERMS)
    )
    return HoldDebrief(
        **visit.of_mission("debrief"),
        on=visit.on(14),
        attended=("holder", "officer", "desk"),
        attendees=None,
        worked=said("worked"),
        version=_TERMS,
        values=values,
        risk_reviewed=True,
        promises=said("promises"),
        lessons=said("lessons"),
        reason=None,
    )


def _joint(lead: _Visit, other: _Visit) -> None:
    """Two mandates made one visit and write one report, which the other has approved."""
    for visit in (lead, other):
        _agreed(visit)
    asks = AskMandateToJoin(**lead.of_mission(), asked=other.mandate)
    lead.then(-65, lead.holder, asks)
    of_lead = lead.of_mission() | {"mandate": other.mandate}
    lead.then(-60, other.holder, JoinMission(**of_lead, own_mission_id=other.mission_id))
    lead.step(-5, lead.officer, "security_cleared")
    lead.step(0, lead.officer, "began")
    lead.step(_LAST, lead.holder, "ended")
    one, text, asked = (
        lead.id("recommendation"),
        words("visits")["report"],
        words("visits")["asked"],
    )
    item = ReportItem(
        recommendation_id=one, text=sealed("recommendation", one, asked), addressees=()
    )
    whole = [{"recommendation_id": one, "text": asked, "addressees": []}]
    first, last = (Keyed(visit_report=[lead.mission_id, text, some]) for some in ([], whole))
    lead.then(20, lead.officer, StartVisitReport(**lead.of_mission("report")))
    kept = KeepVisitReportText(
        **lead.of_mission("report"),
        text=sealed("visitreport", lead.mission_id, text),
        words=len(text.split()),
        text_hash=first,
    )
    lead.then(30, lead.officer, kept)
    added = SetVisitReportItem(**lead.of_mission("report"), item=item, text_hash=last)
    lead.then(31, lead.officer, added)
    joined = NameReportMandate(
        **lead.of_mission("report"), joined=other.mandate, own_mission_id=other.mission_id
    )
    lead.then(32, lead.officer, joined)
    approved = ApproveVisitReport(
        **(lead.of_mission("report") | {"mandate": other.mandate}), text_hash=last
    )
    lead.then(40, other.holder, approved)
