"""The commands about reports that mandates owe, and their intended actors.

What begins with ``was`` is as the page showed it (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts.stakeholders_report_deadlines import Body, Kind, Open, Weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReportingSession:
    """The Chief; so for the next."""

    session_id: str
    body: Body
    number: int
    starts_on: date
    ends_on: date
    weeks: Weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReportingSession:
    session_id: str
    starts_on: date
    ends_on: date
    weeks: Weeks
    was_starts_on: date
    was_ends_on: date
    was_weeks: Weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReportingSession:
    """What was recorded wrongly: its body, or its number."""

    session_id: str
    body: Body
    number: int
    was_body: Body
    was_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """The holder of the mandate, or its officer; so for all that say nothing else."""

    report_id: str
    mandate: str
    session_id: str
    kind: Kind
    state: str | None
    resolution: str
    word_limit: int | None
    slot: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReportSlot:
    report_id: str
    slot: date | None
    was_slot: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BindReportToVisit:
    """``mission_id``: the visit; None: it was bound by mistake."""

    report_id: str
    mission_id: str | None
    was_mission_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport:
    report_id: str
    session_id: str
    was_session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReportStage:
    """Also back: what was recorded by mistake, or is drafted anew.

    ``submitted_on``: the day on which it was submitted, of a step by which it is.
    """

    report_id: str
    stage: Open
    submitted_on: date | None
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveReport:
    """The holder alone."""

    report_id: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainReportDelay:
    """Of the step and the day that the page showed."""

    report_id: str
    code: str
    was_milestone: str
    was_due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """Also the Chief, once the mandate has ended, to correct a symbol."""

    report_id: str
    symbol: str
    was_symbol: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropReport:
    """Also the Chief, once the mandate has ended."""

    report_id: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpReport:
    """Also the Chief, once the mandate has ended."""

    report_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReport:
    """The Chief, once the mandate has ended; again until the other one has done something."""

    report_id: str
    mandate: str
    was_mandate: str


OfSession: TypeAlias = RecordReportingSession | MoveReportingSession | CorrectReportingSession
OfReport: TypeAlias = (
    ChangeReportSlot
    | BindReportToVisit
    | MoveReport
    | SetReportStage
    | ApproveReport
    | ExplainReportDelay
    | PublishReport
    | DropReport
    | TakeUpReport
    | HandOverReport
)
Command: TypeAlias = OfSession | PlanReport | OfReport

TYPES: dict[str, type] = {
    "record-reporting-session": RecordReportingSession,
    "move-reporting-session": MoveReportingSession,
    "correct-reporting-session": CorrectReportingSession,
    "plan-report": PlanReport,
    "change-report-slot": ChangeReportSlot,
    "bind-report-to-visit": BindReportToVisit,
    "move-report": MoveReport,
    "set-report-stage": SetReportStage,
    "approve-report": ApproveReport,
    "explain-report-delay": ExplainReportDelay,
    "publish-mandate-report": PublishReport,
    "drop-report": DropReport,
    "take-up-report": TakeUpReport,
    "hand-over-report": HandOverReport,
}
