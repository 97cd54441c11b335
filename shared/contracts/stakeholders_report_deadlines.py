"""Facts of stakeholders about reports that mandates owe: section H.4, and decision 0092.

A reporting session is one of the Human Rights Council or the General Assembly, with how many weeks
before it each step of a report is due. No fact has a text, and none has a line in the feed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Body: TypeAlias = Literal["HRC", "GA"]
Kind: TypeAlias = Literal["annual", "visit", "follow-up", "observations"]
Open: TypeAlias = Literal[
    "planned", "drafting", "holder", "state", "submitted", "editing", "translated"
]
"""Where a report stands before it is published: with the holder, with the State, in editing."""
Milestone: TypeAlias = Literal["comments", "approval", "submission", "publication"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """So many weeks before the first day of the session each of these is due."""

    comments: int
    approval: int
    submission: int
    publication: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingSessionRecorded:
    """``number``: of the session, as in "the 61st". Both days are in it."""

    session_id: str
    body: Body
    number: int
    starts_on: date
    ends_on: date
    weeks: Weeks
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingSessionMoved:
    """It has other days, or other weeks. What is due before it moves with it.

    ``was_starts_on``, ``was_weeks``: from what it counted back until then.
    """

    session_id: str
    starts_on: date
    ends_on: date
    weeks: Weeks
    was_starts_on: date
    was_weeks: Weeks
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingSessionCorrected:
    """It is of another body, or has another number: it was recorded wrongly."""

    session_id: str
    body: Body
    number: int
    corrected_by: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlanned:
    """``state``: whom it is about; None: no State. ``resolution``: the one that asks for it.

    ``slot``: the day that the Office's documents unit gave; None: by the weeks of the session.
    """

    report_id: str
    mandate: str
    session_id: str
    kind: Kind
    state: str | None
    resolution: str
    word_limit: int | None
    slot: date | None
    planned_by: str
    planned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSlotChanged:
    report_id: str
    slot: date | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBoundToVisit:
    """It is on this visit. ``mission_id``: None: on none that is on record here."""

    report_id: str
    mission_id: str | None
    bound_by: str
    bound_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMoved:
    """To another session. It has no slot there yet."""

    report_id: str
    session_id: str
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStageReached:
    """``due_on``, ``submitted_on``: with the step by which it is submitted, and only with it.

    They do not change while it stays submitted, in editing or translated.
    """

    report_id: str
    stage: Open
    due_on: date | None
    submitted_on: date | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportApproved:
    """By the holder of that day. It stands until the report is drafted anew or handed over."""

    report_id: str
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelayExplained:
    """``code``: one of shared.reference.report_deadlines.DELAYS. ``due_on``: what was missed."""

    report_id: str
    milestone: Milestone
    due_on: date
    code: str
    explained_by: str
    explained_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPublished:
    """Also once more, with the right symbol."""

    report_id: str
    mandate: str
    symbol: str
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDropped:
    """``code``: one of shared.reference.report_deadlines.DROPPED."""

    report_id: str
    code: str
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTakenUp:
    """It goes on where it stood when it was dropped."""

    report_id: str
    taken_up_by: str
    taken_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHandedOver:
    """Its mandate has ended; ``mandate`` owes it now, whose holder has not approved it yet."""

    report_id: str
    mandate: str
    handed_over_by: str
    handed_over_at: datetime


OfSession: TypeAlias = ReportingSessionRecorded | ReportingSessionMoved | ReportingSessionCorrected
OfReport: TypeAlias = (
    ReportPlanned
    | ReportSlotChanged
    | ReportBoundToVisit
    | ReportMoved
    | ReportStageReached
    | ReportApproved
    | ReportDelayExplained
    | ReportPublished
    | ReportDropped
    | ReportTakenUp
    | ReportHandedOver
)
Fact: TypeAlias = OfSession | OfReport

TYPES: dict[str, type] = {
    "reporting-session-recorded": ReportingSessionRecorded,
    "reporting-session-moved": ReportingSessionMoved,
    "reporting-session-corrected": ReportingSessionCorrected,
    "report-planned": ReportPlanned,
    "report-slot-changed": ReportSlotChanged,
    "report-bound-to-visit": ReportBoundToVisit,
    "report-moved": ReportMoved,
    "report-stage-reached": ReportStageReached,
    "report-approved": ReportApproved,
    "report-delay-explained": ReportDelayExplained,
    "mandate-report-published": ReportPublished,
    "report-dropped": ReportDropped,
    "report-taken-up": ReportTakenUp,
    "report-handed-over": ReportHandedOver,
}
