"""The commands from the panel's report to the appointment, and their intended actors."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession:
    """The selection officer. ``report_by``: the last day on which the panel reports."""

    vacancy_id: str
    session: int
    starts_on: date
    report_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    candidate_id: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitPanelReport:
    """The chair. ``reasons``: one for each recommended person who stands."""

    vacancy_id: str
    text: Sealed | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPanelReport:
    """The selection officer, who read that nothing restricted is in it."""

    vacancy_id: str
    report: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBriefing:
    """The President."""

    vacancy_id: str
    briefed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReconsideration:
    """The President. ``report``: that was read; ``new_list_by``: the last day of the new list."""

    vacancy_id: str
    report: int
    reason: Sealed
    new_list_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCandidate:
    """The President. ``reasons``: required where a standing higher group is passed; public."""

    vacancy_id: str
    candidate_id: str
    reasons: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferAppointment:
    """The selection officer records what the Council decided, about whom it was.

    ``reason_code``: one of shared.reference.vacancies.DEFERRALS.
    """

    vacancy_id: str
    candidate_id: str
    decided_on: date
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseProposal:
    """The selection officer records what the Council decided, about whom it was."""

    vacancy_id: str
    candidate_id: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointMandateHolder:
    """The selection officer records whom the Council appointed. ``ends_on``: the last day."""

    vacancy_id: str
    candidate_id: str
    term_id: str
    holder: Sealed
    decision: str
    decided_on: date
    starts_on: date
    ends_on: date


OfCouncil: TypeAlias = DeferAppointment | RefuseProposal | AppointMandateHolder
Command: TypeAlias = (
    ScheduleSession
    | SubmitPanelReport
    | PublishPanelReport
    | RecordBriefing
    | RequestReconsideration
    | ProposeCandidate
    | DeferAppointment
    | RefuseProposal
    | AppointMandateHolder
)

TYPES: dict[str, type] = {
    "schedule-session": ScheduleSession,
    "submit-panel-report": SubmitPanelReport,
    "publish-panel-report": PublishPanelReport,
    "record-briefing": RecordBriefing,
    "request-reconsideration": RequestReconsideration,
    "propose-candidate": ProposeCandidate,
    "defer-appointment": DeferAppointment,
    "refuse-proposal": RefuseProposal,
    "appoint-mandate-holder": AppointMandateHolder,
}
