"""The report on a visit of a mandate that ended, as the Chief decided (SC3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.followup.visit_report.joint import left
from services.followup.visit_report.state import Report, Step
from shared.contracts.followup_visit_reports import (
    Stage,
    VisitReportMandateLeft,
    VisitReportPassedOn,
)
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PassVisitReportOn:
    """Only this service's own policy sends it, once the Chief decided. ``to``: None, a record."""

    mission_id: str
    mandate: str
    to: str | None


def pass_on(
    command: PassVisitReportOn, asked: Asked, state: Report
) -> Sequence[VisitReportPassedOn | VisitReportMandateLeft]:
    """The successor approves for itself; what is published keeps the old name.

    Where others write it as well, a mandate that nobody goes on for leaves it to them.
    """
    over = not state.steps or state.stage in {"published", "withdrawn"}
    if over or command.mandate != state.mandate:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.mission.state,
        stage=state.stage,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    if command.to is None and state.joint:
        return [left(state.mandate, step, state, vacant=True)]
    passed = VisitReportPassedOn(**step, to=command.to)
    return [replace(passed, stage=_stage(command, state))]


def _stage(command: PassVisitReportOn, state: Report) -> Stage:
    if command.to is None:
        return "withdrawn"
    return "deciding" if state.stage in {"approved", "submitted"} else state.stage
