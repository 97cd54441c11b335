"""A report that several mandates write after a joint visit: who joins, and who drops out (E.13)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.followup.visit_report import beside
from services.followup.visit_report.state import Report, Step, step_of
from shared.contracts.followup_visit_report_commands import LeaveVisitReport, NameReportMandate
from shared.contracts.followup_visit_reports import (
    Fact,
    Stage,
    VisitReportMandateJoined,
    VisitReportMandateLeft,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.reference import mandates

_MOST_MANDATES: Final = 20
_OVER: Final = frozenset({"published", "withdrawn"})


def name(command: NameReportMandate, asked: Asked, state: Report) -> Sequence[Fact]:
    """Once the State has the draft nobody joins: it reads in whose name it is."""
    if state.stage != "drafting":
        raise Refused("Other mandates are named before the draft goes to the State.")
    if command.joined in state.mandates:
        return []
    if command.joined not in mandates() or len(state.mandates) >= _MOST_MANDATES:
        raise Refused("Choose mandates from the list.")
    beside.names(command, state)
    return [VisitReportMandateJoined(**step_of(command, asked, state), joined=command.joined)]


def leave(command: LeaveVisitReport, asked: Asked, state: Report) -> Sequence[Fact]:
    """The words stay, and so do the approvals of the others; the next one leads."""
    if state.stage in _OVER:
        raise Refused("The report changes no more.")
    if len(state.mandates) == 1:
        raise Refused("No mandate would be left. Withdraw the report instead.")
    by_holder = asked.by.has(Role.MANDATE_HOLDER) and asked.by.serves(command.mandate)
    step = step_of(command, asked, state)
    return [left(command.mandate, step, state, vacant=not by_holder)]


def left(mandate: str, step: Step, state: Report, *, vacant: bool) -> VisitReportMandateLeft:
    others = tuple(one for one in state.mandates if one != mandate)
    cleared = state.stage == "deciding" and state.approvals.keys() >= set(others)
    stage: Stage = "approved" if cleared and not state.undecided else state.stage
    fact = VisitReportMandateLeft(**step, left=mandate, vacant=vacant)
    return replace(fact, mandate=others[0], stage=stage)
