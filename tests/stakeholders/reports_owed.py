"""Given facts and people of the reports that mandates owe, shared by the tests."""

from datetime import timedelta
from typing import Any, Final

from shared.contracts.stakeholders_registry import (
    Custody,
    MandateCreated,
    MandatesMerged,
    MandateTerminated,
    Resolution,
)
from shared.contracts.stakeholders_report_deadline_commands import (
    ApproveReport,
    BindReportToVisit,
    ChangeReportSlot,
    CorrectReportingSession,
    DropReport,
    ExplainReportDelay,
    HandOverReport,
    MoveReport,
    MoveReportingSession,
    PlanReport,
    PublishReport,
    RecordReportingSession,
    SetReportStage,
    TakeUpReport,
)
from shared.contracts.stakeholders_report_deadlines import (
    ReportApproved,
    ReportBoundToVisit,
    ReportDelayExplained,
    ReportDropped,
    ReportHandedOver,
    ReportingSessionCorrected,
    ReportingSessionMoved,
    ReportingSessionRecorded,
    ReportMoved,
    ReportPlanned,
    ReportPublished,
    ReportSlotChanged,
    ReportStageReached,
    ReportTakenUp,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.report_deadlines import CHAIN

DAY = timedelta(days=1)
TODAY: Final = day_of(AT)
STARTS = TODAY + timedelta(weeks=26)
ENDS = STARTS + 25 * DAY
SESSION_ID, NEXT_ID = (str(derive_id("reporting session of a test", n)) for n in (1, 2))
REPORT_ID, OTHER_ID = (str(derive_id("report of a test", n)) for n in (1, 2))
RESOLUTION = "A/HRC/RES/58/13"
HOLDER = Actor(
    actor_id="holder-a", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
NEXT_HOLDER = Actor(
    actor_id="holder-b", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"wgad"}),
)
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))

RECORD = RecordReportingSession(
    session_id=SESSION_ID, body="HRC", number=61, starts_on=STARTS, ends_on=ENDS, weeks=CHAIN
)
RECORDED = ReportingSessionRecorded(
    session_id=SESSION_ID,
    body="HRC",
    number=61,
    starts_on=STARTS,
    ends_on=ENDS,
    weeks=CHAIN,
    recorded_by="chief",
    recorded_at=AT,
)
WEEK = 7 * DAY
MOVE_SESSION = MoveReportingSession(
    session_id=SESSION_ID,
    starts_on=STARTS + WEEK,
    ends_on=ENDS + WEEK,
    weeks=CHAIN,
    was_starts_on=STARTS,
    was_ends_on=ENDS,
    was_weeks=CHAIN,
)
SESSION_MOVED = ReportingSessionMoved(
    session_id=SESSION_ID,
    starts_on=STARTS + WEEK,
    ends_on=ENDS + WEEK,
    weeks=CHAIN,
    was_starts_on=STARTS,
    was_weeks=CHAIN,
    moved_by="chief",
    moved_at=AT,
)
CORRECT_SESSION = CorrectReportingSession(
    session_id=SESSION_ID, body="HRC", number=62, was_body="HRC", was_number=61
)
CORRECTED = ReportingSessionCorrected(
    session_id=SESSION_ID, body="HRC", number=62, corrected_by="chief", corrected_at=AT
)
PLAN = PlanReport(
    report_id=REPORT_ID,
    mandate="wgad",
    session_id=SESSION_ID,
    kind="visit",
    state="KEN",
    resolution=RESOLUTION,
    word_limit=10_700,
    slot=None,
)
PLANNED = ReportPlanned(
    report_id=REPORT_ID,
    mandate="wgad",
    session_id=SESSION_ID,
    kind="visit",
    state="KEN",
    resolution=RESOLUTION,
    word_limit=10_700,
    slot=None,
    planned_by="holder-a",
    planned_at=AT,
)
SLOT = STARTS - 80 * DAY
CHANGE_SLOT = ChangeReportSlot(report_id=REPORT_ID, slot=SLOT, was_slot=None)
SLOT_CHANGED = ReportSlotChanged(
    report_id=REPORT_ID, slot=SLOT, changed_by="holder-a", changed_at=AT
)
MISSION_ID = str(derive_id("visit of a report of a test"))
BIND = BindReportToVisit(report_id=REPORT_ID, mission_id=MISSION_ID, was_mission_id=None)
BOUND = ReportBoundToVisit(
    report_id=REPORT_ID, mission_id=MISSION_ID, bound_by="holder-a", bound_at=AT
)
MOVE = MoveReport(report_id=REPORT_ID, session_id=NEXT_ID, was_session_id=SESSION_ID)
MOVED = ReportMoved(report_id=REPORT_ID, session_id=NEXT_ID, moved_by="holder-a", moved_at=AT)
DRAFT = SetReportStage(report_id=REPORT_ID, stage="drafting", submitted_on=None, was="planned")
SUBMIT = SetReportStage(report_id=REPORT_ID, stage="submitted", submitted_on=TODAY, was="drafting")
DRAFTING = ReportStageReached(
    report_id=REPORT_ID,
    stage="drafting",
    due_on=None,
    submitted_on=None,
    recorded_by="holder-a",
    recorded_at=AT,
)
SUBMITTED = ReportStageReached(
    report_id=REPORT_ID,
    stage="submitted",
    due_on=STARTS - timedelta(weeks=13),
    submitted_on=TODAY,
    recorded_by="holder-a",
    recorded_at=AT,
)
APPROVE = ApproveReport(report_id=REPORT_ID, was="drafting")
APPROVED = ReportApproved(report_id=REPORT_ID, approved_by="holder-a", approved_at=AT)
EXPLAIN = ExplainReportDelay(
    report_id=REPORT_ID, code="visit", was_milestone="comments", was_due_on=TODAY - DAY
)
EXPLAINED = ReportDelayExplained(
    report_id=REPORT_ID,
    milestone="comments",
    due_on=TODAY - DAY,
    code="visit",
    explained_by="holder-a",
    explained_at=AT,
)
PUBLISH = PublishReport(report_id=REPORT_ID, symbol="A/HRC/61/49/Add.1", was_symbol=None)
PUBLISHED = ReportPublished(
    report_id=REPORT_ID,
    mandate="wgad",
    symbol="A/HRC/61/49/Add.1",
    published_by="holder-a",
    published_at=AT,
)
DROP = DropReport(report_id=REPORT_ID, code="visit")
DROPPED = ReportDropped(report_id=REPORT_ID, code="visit", dropped_by="holder-a", dropped_at=AT)
TAKE_UP = TakeUpReport(report_id=REPORT_ID)
TAKEN_UP = ReportTakenUp(report_id=REPORT_ID, taken_up_by="holder-a", taken_up_at=AT)
HAND_OVER = HandOverReport(report_id=REPORT_ID, mandate="sr-housing", was_mandate="wgad")
HANDED_OVER = ReportHandedOver(
    report_id=REPORT_ID, mandate="sr-housing", handed_over_by="chief", handed_over_at=AT
)
_ACT = Resolution(symbol=RESOLUTION, adopted_on=TODAY, paragraph=1, months=None, votes=None)
CREATED = MandateCreated(
    mandate="wgad",
    titles={"en": "Arbitrary detention"},
    kind="thematic",
    form="WG",
    until=None,
    resolution=_ACT,
    latest=_ACT,
    recorded_by="registry",
    recorded_at=AT,
)
TERM = HolderTermStarted(
    term_id=OTHER_ID,
    mandate="sr-housing",
    seat=None,
    holder=Sealed("terms-x", "A B"),
    holder_id="holder-a",
    number=1,
    starts_on=TODAY - 90 * DAY,
    ends_on=TODAY + 90 * DAY,
    recorded_by="chief",
    recorded_at=AT,
)
TERM_ENDED = HolderTermEnded(
    term_id=OTHER_ID,
    mandate="sr-housing",
    ended_on=TODAY - DAY,
    reason_code="resigned",
    recorded_by="chief",
    recorded_at=AT,
)
_CUSTODY = tuple(
    Custody(kind=kind, to=None) for kind in ("letters", "reply-cases", "visits", "recommendations")
)
MERGED = MandatesMerged(
    mandate="wgad",
    into="sr-housing",
    ended_on=TODAY - DAY,
    custody=_CUSTODY,
    resolution=_ACT,
    recorded_by="chief",
    recorded_at=AT,
)
ENDED = MandateTerminated(
    mandate="wgad",
    ended_on=TODAY - DAY,
    custody=_CUSTODY,
    resolution=_ACT,
    recorded_by="chief",
    recorded_at=AT,
)
EVERY: list[tuple[Any, Actor]] = [
    (RECORD, CHIEF),
    (MOVE_SESSION, CHIEF),
    (CORRECT_SESSION, CHIEF),
    (PLAN, HOLDER),
    (CHANGE_SLOT, HOLDER),
    (BIND, HOLDER),
    (DRAFT, OFFICER),
    (APPROVE, HOLDER),
    (DROP, OFFICER),
    (TAKE_UP, OFFICER),
    (SUBMIT, OFFICER),
    (PUBLISH, OFFICER),
]
"""Commands that follow one another, each with who asks."""
ALSO: list[Any] = [MOVE, EXPLAIN, HAND_OVER]
