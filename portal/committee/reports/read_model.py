"""The tables of report deadlines: sessions with what is due before them, reports, and steps."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
)

from shared.contracts.stakeholders import STAKEHOLDERS
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
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.report_deadlines import BEFORE_SUBMISSION, due_on

CONSUMER = "portal.reports"

tables = MetaData()
sessions = Table(
    "reports_sessions",
    tables,
    Column("session_id", String(36), primary_key=True),
    Column("body", String(3)),
    Column("number", Integer),
    Column("starts_on", Date),
    Column("ends_on", Date),
    *(Column(f"{step}_weeks", SmallInteger) for step in ("comments", "approval")),
    *(Column(f"{step}_weeks", SmallInteger) for step in ("submission", "publication")),
    *(Column(f"{step}_on", Date) for step in ("comments", "approval")),
    *(Column(f"{step}_on", Date) for step in ("submission", "publication")),
    Column("moved", BigInteger),  # position of the last move of what is due
    Column("moved_at", Instant),
    Column("moved_by", String(80)),
)
reports = Table(
    "reports_reports",
    tables,
    Column("report_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("session_id", String(36)),
    Column("kind", String(20)),
    Column("state", String(3)),
    Column("mission_id", String(36)),  # the visit that it is on, once somebody said so
    Column("resolution", String(200)),
    Column("word_limit", Integer),
    Column("slot", Date),
    Column("stage", String(20)),  # the last one before it was published or dropped
    Column("approved", Boolean),
    Column("dropped", Boolean),
    Column("code", String(20)),  # why it was dropped
    Column("symbol", String(200)),  # while it is published
    Column("published_on", Date),
    Column("submitted_on", Date),
    Column("submission_due", Date),  # of what was submitted, as it was due then
    Column("delay_step", String(20)),
    Column("delay_due", Date),
    Column("delay_code", String(20)),
    Column("planned_at", Instant),
    Column("joined", BigInteger),  # position at which it came to its session
    Column("done", BigInteger),  # position of the last step that was done
    Column("passed", Boolean),  # handed over, and nothing was done about it since
    Index("reports_reports_mandate", "mandate"),
    Index("reports_reports_session", "session_id"),
    Index("reports_reports_mission", "mission_id"),
)
steps = Table(
    "reports_steps",
    tables,
    Column("about_id", String(36), primary_key=True),  # a report, or a session
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20)),  # planned, slot, moved, stage, approved, late, published, …
    Column("stage", String(20)),
    Column("code", String(20)),
    Column("symbol", String(200)),
    Column("mandate", String(60)),
    Column("session_id", String(36)),
    Column("first_on", Date),
    Column("last_on", Date),
    Column("by_id", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:  # one line for each fact
    number = published.position
    match published.fact:
        case ReportingSessionRecorded() | ReportingSessionMoved() as f:
            return _session(f, number)
        case ReportingSessionCorrected() as f:
            called = Put(sessions, (f.session_id,), {"body": f.body, "number": f.number})
            step = _step(f.session_id, number, "corrected", f.corrected_by, f.corrected_at)
            return [called, step]
        case ReportPlanned() as f:
            names = ("mandate", "session_id", "kind", "state", "resolution", "word_limit", "slot")
            now = {name: getattr(f, name) for name in names}
            stands = {"stage": "planned", "approved": False, "dropped": False}
            now |= {**stands, "planned_at": f.planned_at, "joined": number}
            where = {"session_id": f.session_id}
            return _both(f, number, now, "planned", f.planned_by, f.planned_at, where)
        case ReportSlotChanged() as f:
            return _both(
                f,
                number,
                {"slot": f.slot},
                "slot",
                f.changed_by,
                f.changed_at,
                {"first_on": f.slot},
            )
        case ReportBoundToVisit() as f:
            now = {"mission_id": f.mission_id}
            return _both(f, number, now, "visit", f.bound_by, f.bound_at)
        case ReportMoved() as f:
            now = {"session_id": f.session_id, "slot": None, "joined": number}
            return _both(
                f, number, now, "moved", f.moved_by, f.moved_at, {"session_id": f.session_id}
            )
        case ReportStageReached() as f:
            return _both(
                f,
                number,
                _stage(f, number),
                "stage",
                f.recorded_by,
                f.recorded_at,
                {"stage": f.stage},
            )
        case ReportApproved() as f:
            now = {"approved": True, "done": number}
            return _both(f, number, now, "approved", f.approved_by, f.approved_at)
        case ReportDelayExplained() as f:
            now = {"delay_step": f.milestone, "delay_due": f.due_on, "delay_code": f.code}
            return _both(f, number, now, "late", f.explained_by, f.explained_at, {"code": f.code})
        case ReportPublished() as f:
            now = {"symbol": f.symbol, "published_on": day_of(f.published_at)}
            return _both(
                f, number, now, "published", f.published_by, f.published_at, {"symbol": f.symbol}
            )
        case ReportDropped() as f:
            now = {"dropped": True, "code": f.code}
            return _both(f, number, now, "dropped", f.dropped_by, f.dropped_at, {"code": f.code})
        case ReportTakenUp() as f:
            now = {"dropped": False, "code": None}
            return _both(f, number, now, "taken-up", f.taken_up_by, f.taken_up_at)
        case ReportHandedOver() as f:
            now = {"mandate": f.mandate, "approved": False, "passed": True}
            by, at = f.handed_over_by, f.handed_over_at
            return _both(f, number, now, "handed-over", by, at, {"mandate": f.mandate})
        case _:
            return []


def _session(f: ReportingSessionRecorded | ReportingSessionMoved, number: int) -> list[Change]:
    w = f.weeks
    weeks = {"comments": w.comments, "approval": w.approval, "submission": w.submission}
    weeks["publication"] = w.publication
    now: dict[str, Any] = {
        "starts_on": f.starts_on,
        "ends_on": f.ends_on,
        **{f"{step}_weeks": count for step, count in weeks.items()},
        **{f"{step}_on": on for step, on in due_on(f.starts_on, w, None).items()},
    }
    if isinstance(f, ReportingSessionRecorded):
        now |= {"body": f.body, "number": f.number}
        return [Put(sessions, (f.session_id,), now)]
    moves = due_on(f.starts_on, w, None) != due_on(f.was_starts_on, f.was_weeks, None)
    if moves:
        now |= {"moved": number, "moved_at": f.moved_at, "moved_by": f.moved_by}
    days = {"first_on": f.starts_on, "last_on": f.ends_on}
    kind = "session" if moves else "session-days"
    step = _step(f.session_id, number, kind, f.moved_by, f.moved_at, days)
    return [Put(sessions, (f.session_id,), now), step]


def _stage(f: ReportStageReached, number: int) -> dict[str, Any]:
    now: dict[str, Any] = {"stage": f.stage, "symbol": None, "published_on": None}
    if f.stage in {"planned", "drafting"}:
        now["approved"] = False
    if f.stage == "state" or f.due_on is not None:
        now["done"] = number
    if f.due_on is not None:
        now |= {"submitted_on": f.submitted_on, "submission_due": f.due_on}
    elif f.stage in BEFORE_SUBMISSION:
        now |= {"submitted_on": None, "submission_due": None}
    return now


def _both(  # what most facts change, and the step that they are
    f: Any,
    number: int,
    now: dict[str, Any],
    kind: str,
    by: str,
    at: object,
    of: dict[str, Any] | None = None,
) -> list[Change]:
    return [
        Put(reports, (f.report_id,), {"passed": False, **now}),
        _step(f.report_id, number, kind, by, at, of),
    ]


def _step(  # a line of the history
    about_id: str, number: int, kind: str, by: str, at: object, of: dict[str, Any] | None = None
) -> Put:
    return Put(steps, (about_id, number), {"kind": kind, "by_id": by, "at": at, **(of or {})})


REPORTS = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
