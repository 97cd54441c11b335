"""When sessions of the Council and the Assembly are: the Chief records and moves them."""

from uuid import UUID

from flask import Blueprint, request, url_for

from portal.committee.reports import found, words
from portal.committee.reports.forms import CorrectSessionForm, MoveSessionForm, SessionForm
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_report_deadline_commands import (
    CorrectReportingSession,
    MoveReportingSession,
    RecordReportingSession,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("reportingsessions", __name__, url_prefix="/report-deadlines/sessions")

_DAYS = ("starts_on", "ends_on", "comments", "approval", "submission", "publication")


@bp.route("/record", methods=["GET", "POST"])
@require(Role.CHIEF)
def record() -> Answer:
    form = SessionForm()
    if request.method == "GET":
        form.suggest()
    session_id = str(derive_id("reporting session", form.command_id.data))
    return act(
        _about(session_id),
        form,
        Page(
            heading=gettext("Record a session"),
            button=gettext("Continue"),
            fields=("body", "number", *_DAYS),
        ),
        lambda: RecordReportingSession(
            session_id=session_id,
            body=form.body.data,
            number=form.number.number or 0,
            starts_on=given(form.starts_on),
            ends_on=given(form.ends_on),
            weeks=form.weeks,
        ),
        checks=lambda: Check(
            title=gettext("Check this session"),
            lead=gettext("What is due before it counts back from its first day."),
            button=gettext("Record the session"),
            answers=answers(form.body, form.number, *(form[name] for name in _DAYS)),
        ),
        said=gettext("The session is recorded."),
    )


@bp.route("/<uuid:session_id>/move", methods=["GET", "POST"])
@require(Role.CHIEF)
def move(session_id: UUID) -> Answer:
    one, form = found.the_session(session_id), MoveSessionForm()
    if request.method == "GET":
        form.show(one)

    def command() -> MoveReportingSession:
        first, last, weeks = form.shown
        return MoveReportingSession(
            session_id=one.session_id,
            starts_on=given(form.starts_on),
            ends_on=given(form.ends_on),
            weeks=form.weeks,
            was_starts_on=first,
            was_ends_on=last,
            was_weeks=weeks,
        )

    return act(
        _about(one.session_id, words.session(one)),
        form,
        Page(
            heading=gettext("Move this session"),
            button=gettext("Continue"),
            fields=("was", *_DAYS),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check the new days"),
            lead=gettext(
                "What is due moves with it, and each mandate with an open report is told. A slot "
                "stays until its mandate changes it."
            ),
            button=gettext("Move the session"),
            answers=answers(*(form[name] for name in _DAYS)),
        ),
        said=gettext("The session is moved."),
    )


@bp.route("/<uuid:session_id>/correct", methods=["GET", "POST"])
@require(Role.CHIEF)
def correct(session_id: UUID) -> Answer:
    one, form = found.the_session(session_id), CorrectSessionForm()
    if request.method == "GET":
        form.show(one)

    def command() -> CorrectReportingSession:
        body, number = form.shown
        return CorrectReportingSession(
            session_id=one.session_id,
            body=form.body.data,
            number=form.number.number or 0,
            was_body=body,
            was_number=number,
        )

    return act(
        _about(one.session_id, words.session(one)),
        form,
        Page(
            heading=gettext("Correct what this session is called"),
            lead=gettext("Its days stay, and so do the reports to it. Move it to change its days."),
            button=gettext("Keep"),
        ),
        command,
        said=gettext("The session is corrected."),
    )


def _about(session_id: str, caption: str = "") -> About:
    return About(
        address=url_for("reportdeadlines.sessions"),
        case=found.case_of(session_id),
        back=gettext("Sessions"),
        caption=caption,
    )
