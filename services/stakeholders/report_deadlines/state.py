"""A report that a mandate owes, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias, assert_never

from services.stakeholders.registry import state as registry
from services.stakeholders.report_deadlines import sessions
from services.stakeholders.report_deadlines.sessions import Session
from shared.contracts import stakeholders_registry, stakeholders_terms
from shared.contracts.approvals_holding import HolderNoted
from shared.contracts.stakeholders_report_deadlines import (
    Kind,
    Milestone,
    OfReport,
    OfSession,
    Open,
    ReportApproved,
    ReportBoundToVisit,
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
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.holding import Holding
from shared.reference.report_deadlines import BEFORE_SUBMISSION, due_on, next_step

Heard: TypeAlias = OfReport | OfSession | stakeholders_registry.Fact | stakeholders_terms.Fact
_ANEW = frozenset({"planned", "drafting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``mission_id``: the visit that it is on. ``symbol``: while it is published.

    ``explained``: the step and the day that were missed.

    ``passed``: it was handed over, and nothing was done about it since.
    """

    mandate: str
    session_id: str
    state: str | None
    slot: date | None
    kind: Kind = "annual"
    mission_id: str | None = None
    stage: Open = "planned"
    approved: bool = False
    explained: tuple[Milestone, date, str] | None = None
    symbol: str | None = None
    dropped: bool = False
    passed: bool = False

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
    """``sessions``, ``chains`` and ``terms``: while a decision reads them."""

    report: Report | None = None
    sessions: Mapping[str, Session] = field(default_factory=dict)
    chains: registry.State = field(default_factory=dict)
    terms: Mapping[str, Holding] = field(default_factory=dict)

    def ended_on(self, mandate: str) -> date | None:
        chain = self.chains.get(mandate)
        return chain.ended_on if chain else None

    def vacant(self, mandate: str, on: date) -> bool:
        return self._holding(mandate).silent_since(on) is not None

    def held_by(self, actor: Actor, mandate: str, on: date) -> bool:
        """Of an officer's ``mandates`` some are only serviced: there a term has to be on record."""
        known, me = self._holding(mandate), actor.actor_id
        if not (actor.has(Role.MANDATE_HOLDER) and known.held_by(me, on)):
            return False
        own = [term for term in known.terms.values() if term.holder_id == me]
        return bool(own) or not actor.has(Role.HUMAN_RIGHTS_OFFICER)

    def _holding(self, mandate: str) -> Holding:
        known = self.terms.get(mandate, Holding(mandate=mandate))
        return replace(known, signs_until=self.ended_on(mandate))


def evolve(state: State, event: Heard) -> State:
    if isinstance(event, OfSession):
        return replace(state, sessions=sessions.evolve(state.sessions, event))
    if isinstance(event, stakeholders_registry.Fact):
        return replace(state, chains=registry.evolve(state.chains, event))
    if isinstance(event, stakeholders_terms.Fact):
        return replace(state, terms=_termed(state.terms, event))
    if isinstance(event, ReportPlanned):
        new = Report(
            mandate=event.mandate,
            session_id=event.session_id,
            state=event.state,
            slot=event.slot,
            kind=event.kind,
        )
        return replace(state, report=new)
    if state.report is None:
        return state
    passed = isinstance(event, ReportHandedOver)
    return replace(state, report=replace(_after(state.report, event), passed=passed))


def _termed(terms: Mapping[str, Holding], event: stakeholders_terms.Fact) -> Mapping[str, Holding]:
    known = terms.get(event.mandate, Holding(mandate=event.mandate))
    if isinstance(event, HolderTermStarted):
        term = HolderNoted(
            mandate=event.mandate,
            term_id=event.term_id,
            seat=event.seat,
            holder_id=event.holder_id,
            starts_on=event.starts_on,
            last=event.ends_on,
            noted_at=event.recorded_at,
        )
    elif event.term_id in known.terms:
        term = replace(known.terms[event.term_id], last=event.ended_on)
    else:
        return terms
    return {**terms, event.mandate: known.noted(term)}


def _after(  # one line for each fact
    report: Report,
    event: ReportSlotChanged
    | ReportBoundToVisit
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
        case ReportBoundToVisit():
            return replace(report, mission_id=event.mission_id)
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
            return replace(report, mandate=event.mandate, approved=False)
    assert_never(event)
