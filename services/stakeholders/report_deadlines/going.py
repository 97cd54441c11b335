"""How a report goes on: its slot, its stages, its approval, and how it ends."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from services.stakeholders.report_deadlines.sessions import Session
from services.stakeholders.report_deadlines.state import Report, State
from shared.contracts.stakeholders_report_deadline_commands import (
    ApproveReport,
    BindReportToVisit,
    ChangeReportSlot,
    DropReport,
    ExplainReportDelay,
    HandOverReport,
    PublishReport,
    SetReportStage,
    TakeUpReport,
)
from shared.contracts.stakeholders_report_deadlines import (
    OfReport,
    ReportApproved,
    ReportBoundToVisit,
    ReportDelayExplained,
    ReportDropped,
    ReportHandedOver,
    ReportPublished,
    ReportSlotChanged,
    ReportStageReached,
    ReportTakenUp,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.said import Day
from shared.reference.report_deadlines import (
    BEFORE_SUBMISSION,
    DELAYS,
    DROPPED,
    STAGES,
    SYMBOL,
    before,
)

CHANGED: Final = "The report has changed. Look at it again."
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BEFORE: Final = 2 * 366  # days
SUBMITTED: Final = "The report is submitted. Its session and its slot stay."


def fits(slot: date | None, session: Session) -> None:
    if slot is None:
        return
    if not 0 <= (session.starts_on - slot).days <= _BEFORE:
        raise Refused("The slot is a day before the session, at most two years.")
    last = before(session.starts_on, session.weeks.publication)
    if slot > last:
        raise Refused("The report is published by {day}. Its slot is not after it.", day=Day(last))


def change_slot(
    command: ChangeReportSlot, asked: Asked, report: Report, session: Session
) -> Sequence[OfReport]:
    """A slot that changes after the submission would change whether that was late."""
    if command.slot == report.slot:
        return []
    if command.was_slot != report.slot:
        raise Refused(CHANGED)
    if report.submitted:
        raise Refused(SUBMITTED)
    fits(command.slot, session)
    return [
        ReportSlotChanged(
            report_id=command.report_id,
            slot=command.slot,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def bind(command: BindReportToVisit, asked: Asked, report: Report) -> Sequence[OfReport]:
    """Whose visit it is, the pages know: they show nothing to who does not work on it."""
    if command.mission_id == report.mission_id:
        return []
    if command.was_mission_id != report.mission_id:
        raise Refused(CHANGED)
    if report.kind != "visit":
        raise Refused("Only a report on a visit is bound to one.")
    if command.mission_id is not None and not _ID.fullmatch(command.mission_id):
        raise Refused("Choose the visit from the list.")
    return [
        ReportBoundToVisit(
            report_id=command.report_id,
            mission_id=command.mission_id,
            bound_by=asked.by.actor_id,
            bound_at=asked.at,
        )
    ]


def set_stage(
    command: SetReportStage, asked: Asked, state: State, report: Report
) -> Sequence[OfReport]:
    if command.stage == report.stands:
        return []
    if command.was != report.stands:
        raise Refused(CHANGED)
    if command.stage not in STAGES:
        raise Refused("Choose from the list where the report stands.")
    if command.stage == "state" and report.state is None:
        raise Refused("This report is about no State.")
    if STAGES.index(command.stage) > STAGES.index(report.stage):
        _approved(command.stage, asked, state, report)
    submits = not report.submitted and command.stage not in BEFORE_SUBMISSION
    session = state.sessions[report.session_id]
    if submits:
        _submitted(command.submitted_on, asked, session)
    return [
        ReportStageReached(
            report_id=command.report_id,
            stage=command.stage,
            due_on=report.due(session)["submission"] if submits else None,
            submitted_on=command.submitted_on if submits else None,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _approved(stage: str, asked: Asked, state: State, report: Report) -> None:
    """Nobody else lets a report go: of a vacant mandate there is nobody to ask."""
    free = report.approved or state.vacant(report.mandate, day_of(asked.at))
    if stage not in BEFORE_SUBMISSION and not free:
        raise Refused("The holder of the mandate has not approved this report yet.")


def _submitted(on: date | None, asked: Asked, session: Session) -> None:
    """It may be recorded later than it was done."""
    if on is None or on > day_of(asked.at) or (session.starts_on - on).days > _BEFORE:
        raise Refused("Enter the day on which the report was submitted.")


def approve(
    command: ApproveReport, asked: Asked, state: State, report: Report
) -> Sequence[OfReport]:
    """Also once it is submitted, of what a vacant mandate sent or another one handed over."""
    if not state.held_by(asked.by, report.mandate, day_of(asked.at)):
        raise Forbidden("Only the holder of the mandate may approve its report.")
    if report.approved:
        return []
    if command.was != report.stands:
        raise Refused(CHANGED)
    if report.stage == "planned" or report.symbol is not None:
        raise Refused("A report is approved once there is a draft, and before it is published.")
    return [
        ReportApproved(
            report_id=command.report_id, approved_by=asked.by.actor_id, approved_at=asked.at
        )
    ]


def explain(
    command: ExplainReportDelay, asked: Asked, report: Report, session: Session
) -> Sequence[OfReport]:
    if command.code not in DELAYS:
        raise Refused("Choose a reason from the list.")
    step = report.next
    due_on = report.due(session)[step] if step else None
    if step is None or due_on is None or due_on >= day_of(asked.at):
        raise Refused("This report is not late.")
    if (command.was_milestone, command.was_due_on) != (step, due_on):
        raise Refused(CHANGED)
    if report.explained == (step, due_on, command.code):
        return []
    return [
        ReportDelayExplained(
            report_id=command.report_id,
            milestone=step,
            due_on=due_on,
            code=command.code,
            explained_by=asked.by.actor_id,
            explained_at=asked.at,
        )
    ]


def publish(
    command: PublishReport, asked: Asked, state: State, report: Report
) -> Sequence[OfReport]:
    """A wrong symbol is put right without asking: the report is public."""
    if command.symbol == report.symbol:
        return []
    if command.was_symbol != report.symbol:
        raise Refused(CHANGED)
    if not report.submitted:
        raise Refused("A report is published once it is submitted.")
    if report.symbol is None:
        _approved("published", asked, state, report)
    if not SYMBOL.fullmatch(command.symbol):
        raise Refused("Give the symbol of the report, such as A/HRC/58/49/Add.1.")
    return [
        ReportPublished(
            report_id=command.report_id,
            mandate=report.mandate,
            symbol=command.symbol,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]


def drop(command: DropReport, asked: Asked, report: Report) -> Sequence[OfReport]:
    if report.dropped:
        return []
    if report.symbol is not None:
        raise Refused("This report is published.")
    if command.code not in DROPPED:
        raise Refused("Choose a reason from the list.")
    return [
        ReportDropped(
            report_id=command.report_id,
            code=command.code,
            dropped_by=asked.by.actor_id,
            dropped_at=asked.at,
        )
    ]


def take_up(command: TakeUpReport, asked: Asked, report: Report) -> Sequence[OfReport]:
    if not report.dropped:
        return []
    return [
        ReportTakenUp(
            report_id=command.report_id, taken_up_by=asked.by.actor_id, taken_up_at=asked.at
        )
    ]


def hand_over(command: HandOverReport, asked: Asked) -> Sequence[OfReport]:
    return [
        ReportHandedOver(
            report_id=command.report_id,
            mandate=command.mandate,
            handed_over_by=asked.by.actor_id,
            handed_over_at=asked.at,
        )
    ]
