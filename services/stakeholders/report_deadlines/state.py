"""A report that a mandate owes, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders.registry import state as registry
from services.stakeholders.report_deadlines import sessions
from services.stakeholders.report_deadlines.sessions import Session
from shared.contracts import stakeholders_registry
from shared.contracts.stakeholders_report_deadlines import (
    Milestone,
    OfReport,
    OfSession,
    Open,
    ReportApproved,
    ReportDelayExplained,
    ReportDropped,
    ReportHandedOver,
    ReportMoved,
    ReportPlanned,
    ReportPublished,
    ReportSlotChanged,
    ReportStageReached,
    ReportTakenUp,
)
from shared.reference.report_deadlines import BEFORE_SUBMISSION, due_on, next_step

Heard: TypeAlias = OfReport | OfSession | stakeholders_registry.Fact
_ANEW = frozenset({"planned", "drafting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``symbol``: while it is published. ``explained``: the step and the day that were missed."""

    mandate: str
    session_id: str
    state: str | None
    slot: date | None
    stage: Open = "planned"
    approved: bool = False
    explained: tuple[Milestone, date, str] | None = None
    symbol: str | None = None
    dropped: bool = False

    @property
    def stands(self) -> str:
        """Where it stands, in one word."""
        if self.dropped:
            return "dropped"
        return "published" if self.symbol else self.stage

    @property
    def submitted(self) -> bool:
        return self.stage not in BEFORE_SUBMISSION

    @property
    def next(self) -> Milestone | None:
        return next_step(self.stands, self.state, approved=self.approved)

    def due(self, session: Session) -> Mapping[Milestone, date]:
        return due_on(session.starts_on, session.weeks, self.slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``sessions`` and ``chains``: while a decision reads them."""

    report: Report | None = None
    sessions: Mapping[str, Session] = field(default_factory=dict)
    chains: registry.State = field(default_factory=dict)


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, OfSession):
        return replace(state, sessions=sessions.evolve(state.sessions, event))
    if isinstance(event, stakeholders_registry.Fact):
        return replace(state, chains=registry.evolve(state.chains, event))
    if isinstance(event, ReportPlanned):
        new = Report(
            mandate=event.mandate, session_id=event.session_id, state=event.state, slot=event.slot
        )
        return replace(state, report=new)
    return state if state.report is None else replace(state, report=_after(state.report, event))


def _after(  # one line for each fact
    report: Report,
    event: ReportSlotChanged
    | ReportMoved
    | ReportStageReached
    | ReportApproved
    | ReportDelayExplained
    | ReportPublished
    | ReportDropped
    | ReportTakenUp
    | ReportHandedOver,
) -> Report:
    match event:
        case ReportSlotChanged():
            return replace(report, slot=event.slot)
        case ReportMoved():
            return replace(report, session_id=event.session_id, slot=None)
        case ReportStageReached():
            approved = report.approved and event.stage not in _ANEW
            return replace(report, stage=event.stage, approved=approved, symbol=None)
        case ReportApproved():
            return replace(report, approved=True)
        case ReportDelayExplained():
            return replace(report, explained=(event.milestone, event.due_on, event.code))
        case ReportPublished():
            return replace(report, symbol=event.symbol)
        case ReportDropped():
            return replace(report, dropped=True)
        case ReportTakenUp():
            return replace(report, dropped=False)
        case ReportHandedOver():
            return replace(report, mandate=event.mandate)
    assert_never(event)
