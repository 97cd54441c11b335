"""What the holder of a mandate and its officers do about a report: plan it, and go on with it."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.committee.reports import found, queries, visiting, words
from portal.committee.reports.forms import (
    ApproveForm,
    ChangeSlotForm,
    DelayForm,
    MoveForm,
    PlanForm,
    StageForm,
)
from portal.committee.reports.queries import OWNERS
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from shared.contracts.stakeholders_report_deadline_commands import (
    ApproveReport,
    ChangeReportSlot,
    ExplainReportDelay,
    MoveReport,
    PlanReport,
    SetReportStage,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.report_deadlines import BEFORE_SUBMISSION, STAGES

bp = Blueprint("reportacts", __name__, url_prefix="/report-deadlines")

_owner = require(*OWNERS)


@bp.route("/plan", methods=["GET", "POST"])
@_owner
def plan() -> Answer:
    form, actor = PlanForm(), current_actor()
    mine = {code: name for code, name in names.mandates().items() if code in actor.mandates}
    form.offer(mine, names.states())
    with engine().connect() as conn:
        form.offer_sessions(queries.coming(conn, today()))
    report_id = str(derive_id("report deadline", form.command_id.data))
    return act(
        About(
            address=url_for("reportdeadlines.index"),
            case=found.case_of(report_id),
            back=gettext("Report deadlines"),
        ),
        form,
        Page(
            heading=gettext("Plan a report"),
            lead=gettext("The Committee and the Chief see it. Nobody outside does."),
            button=gettext("Continue"),
            fields=("mandate", "session", "kind", "state", "resolution", "word_limit", "slot"),
        ),
        lambda: PlanReport(
            report_id=report_id,
            mandate=form.mandate.data or "",
            session_id=form.session.data or "",
            kind=form.kind.data,
            state=form.state.data or None,
            resolution=form.resolution.data or "",
            word_limit=form.word_limit.number,
            slot=form.slot.data,
        ),
        checks=lambda: Check(
            title=gettext("Check this report"),
            lead=gettext("The Committee and the Chief see it. Nobody outside does."),
            button=gettext("Plan the report"),
            answers=[
                *answers(form.mandate, form.session, form.kind, form.state),
                *answers(form.resolution, form.word_limit, form.slot),
            ],
        ),
        said=gettext("The report is planned."),
    )


@bp.route("/<uuid:report_id>/stage", methods=["GET", "POST"])
@_owner
def stage(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *STAGES, "published"), StageForm()
    form.offer(one)
    if request.method == "GET":
        form.show(one)
        form.stage.data = visiting.reached(one) or one.stage
        if not one.submitted:
            form.submitted_on.data = today()
    lead = [gettext("It is published. Its symbol then disappears from the page of the mandate.")]
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Say where the report stands"),
            lead=lead if one.symbol else (),
            button=gettext("Keep"),
        ),
        lambda: SetReportStage(
            report_id=one.report_id,
            stage=form.stage.data,
            submitted_on=None if one.submitted else form.submitted_on.data,
            was=form.was.data or "",
        ),
        said=gettext("It is kept."),
    )


@bp.route("/<uuid:report_id>/approve", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("approve a report"))
def approve(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *STAGES[1:]), ApproveForm()
    if not found.holds(one):
        raise NotFound
    if request.method == "GET":
        form.show(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Approve this report?"),
            lead=gettext("Your approval stands until the report is drafted anew or handed over."),
            button=gettext("Approve the report"),
            leave=gettext("Not now"),
        ),
        lambda: ApproveReport(report_id=one.report_id, was=form.was.data or ""),
        said=gettext("The report is approved."),
    )


@bp.route("/<uuid:report_id>/slot", methods=["GET", "POST"])
@_owner
def slot(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *BEFORE_SUBMISSION), ChangeSlotForm()
    if request.method == "GET":
        form.show(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Change the submission slot"),
            lead=gettext("Once the report is submitted, its slot stays."),
            button=gettext("Keep"),
        ),
        lambda: ChangeReportSlot(report_id=one.report_id, slot=form.slot.data, was_slot=form.shown),
        said=gettext("The slot is changed."),
    )


@bp.route("/<uuid:report_id>/move", methods=["GET", "POST"])
@_owner
def move(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *BEFORE_SUBMISSION), MoveForm()
    with engine().connect() as conn:
        form.offer_sessions(queries.coming(conn, today()))
    if request.method == "GET":
        form.was.data = one.session.session_id
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Move this report to another session"),
            lead=[
                gettext("Until now: %(session)s.", session=words.session(one.session)),
                gettext("What is due moves with it, and it has no slot there yet."),
            ],
            button=gettext("Move the report"),
        ),
        lambda: MoveReport(
            report_id=one.report_id,
            session_id=form.session.data or "",
            was_session_id=form.was.data or "",
        ),
        said=gettext("The report is moved."),
    )


@bp.route("/<uuid:report_id>/late", methods=["GET", "POST"])
@_owner
def late(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *STAGES), DelayForm()
    if request.method == "GET":
        form.show(one)
    if one.next and one.due_on and one.late(today()):
        due = gettext("Due on %(day)s: %(step)s.", day=day(one.due_on), step=_step(one.next))
    else:
        due = gettext("This report is not late.")
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Say why this report is late"),
            lead=[due, gettext("The Chief reads it. Nobody outside does.")],
            button=gettext("Keep"),
        ),
        lambda: ExplainReportDelay(
            report_id=one.report_id,
            code=form.code.data,
            was_milestone=form.shown[0],
            was_due_on=form.shown[1],
        ),
        said=gettext("It is kept."),
    )


def _step(step: str) -> str:
    return str(words.MILESTONES[step])
