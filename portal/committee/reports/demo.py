"""The invented reports of a demonstration: two sessions, one report late, one published."""

from datetime import timedelta

from portal.committee.reports.found import case_of
from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask
from shared.contracts.commands import Command
from shared.contracts.stakeholders_report_deadline_commands import (
    ApproveReport,
    PlanReport,
    PublishReport,
    RecordReportingSession,
    SetReportStage,
)
from shared.contracts.stakeholders_report_deadlines import Kind, Open
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.report_deadlines import CHAIN

_CHIEF, _HOLDER, _OTHER = "chief", "holder", "holder.hrds"
_RESOLUTION = "A/HRC/RES/58/13"


def tell() -> None:
    soon = _session("soon", 998, weeks=14)
    later = _session("later", 999, weeks=34)
    _report("late", soon, _HOLDER, TORTURE, "annual", None, "drafting")
    _report("visit", later, _HOLDER, TORTURE, "visit", "KEN", "drafting")
    _report("next", later, _OTHER, DEFENDERS, "annual", None, "planned")
    done = _report("done", soon, _OTHER, DEFENDERS, "annual", None, "submitted")
    publish = PublishReport(report_id=done, symbol="A/HRC/998/1", was_symbol=None)
    _ask(publish, _OTHER, done, "published", ago=1)


def _session(step: str, number: int, *, weeks: int) -> str:
    first = day_of(now()) + timedelta(weeks=weeks)
    session_id = str(derive_id("demo reporting session", step))
    command = RecordReportingSession(
        session_id=session_id,
        body="HRC",
        number=number,
        starts_on=first,
        ends_on=first + timedelta(days=25),
        weeks=CHAIN,
    )
    _ask(command, _CHIEF, session_id, "recorded", ago=20)
    return session_id


def _report(  # each value is one of the report's
    step: str,
    session_id: str,
    by: str,
    mandate: str,
    kind: Kind,
    state: str | None,
    stage: Open,
) -> str:
    report_id = str(derive_id("demo report", step))
    plan = PlanReport(
        report_id=report_id,
        mandate=mandate,
        session_id=session_id,
        kind=kind,
        state=state,
        resolution=_RESOLUTION,
        word_limit=10_700,
        slot=None,
    )
    _ask(plan, by, report_id, "planned", ago=15)
    if stage != "planned":
        _reach(report_id, by, "drafting", "planned", ago=12)
    if stage == "submitted":
        _ask(ApproveReport(report_id=report_id, was="drafting"), by, report_id, "approved", ago=11)
        _reach(report_id, by, "submitted", "drafting", ago=10)
    return report_id


def _reach(report_id: str, by: str, stage: Open, was: Open, *, ago: int) -> None:
    on = day_of(now()) - timedelta(days=ago) if stage == "submitted" else None
    reach = SetReportStage(report_id=report_id, stage=stage, submitted_on=on, was=was)
    _ask(reach, by, report_id, stage, ago=ago)


def _ask(command: Command, by: str, about_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, by, str(case_of(about_id)), f"report {about_id}", step, at=at)
