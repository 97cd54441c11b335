"""How a report ends: published with its symbol, dropped and taken up again, or handed over."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.committee.reports import found, visiting
from portal.committee.reports.forms import DropForm, HandOverForm, PublishForm
from portal.committee.reports.queries import OWNERS
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_report_deadline_commands import (
    DropReport,
    HandOverReport,
    PublishReport,
    TakeUpReport,
)
from shared.core.roles import Role
from shared.reference.report_deadlines import BEFORE_SUBMISSION, STAGES

bp = Blueprint("reportends", __name__, url_prefix="/report-deadlines")

_SUBMITTED = STAGES[len(BEFORE_SUBMISSION) :]


@bp.route("/<uuid:report_id>/publish", methods=["GET", "POST"])
@require(*OWNERS, Role.CHIEF)
@fresh(lazy("put a report on the public page of its mandate"))
def publish(report_id: UUID) -> Answer:
    one, form = found.own_or_ended(report_id, *_SUBMITTED, "published"), PublishForm()
    if one.ended(today()) and not one.is_of(current_actor()) and not one.symbol:
        raise NotFound
    if not form.is_submitted():
        form.was.data = one.symbol
        form.symbol.data = one.symbol or visiting.symbol(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Record that the report is published"),
            button=gettext("Continue"),
        ),
        lambda: PublishReport(
            report_id=one.report_id,
            symbol=form.symbol.data or "",
            was_symbol=form.was.data or None,
        ),
        checks=lambda: Check(
            title=gettext("Check the symbol"),
            lead=gettext(
                "Everybody then reads the kind, the State, the session and the symbol of the "
                "report on the page of the mandate."
            ),
            button=gettext("Show it to everybody"),
            answers=answers(form.symbol),
        ),
        said=gettext("The report is on the page of the mandate."),
    )


@bp.route("/<uuid:report_id>/drop", methods=["GET", "POST"])
@require(*OWNERS, Role.CHIEF)
def drop(report_id: UUID) -> Answer:
    one, form = found.own_or_ended(report_id, *STAGES), DropForm()
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Drop this report"),
            lead=gettext("Its mandate can take it up again."),
            button=gettext("Continue"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: DropReport(report_id=one.report_id, code=form.code.data),
        checks=lambda: Check(
            title=gettext("Drop this report?"),
            lead=gettext("Its mandate can take it up again."),
            button=gettext("Drop the report"),
            answers=answers(form.code),
        ),
        said=gettext("The report is dropped."),
    )


@bp.route("/<uuid:report_id>/take-up", methods=["GET", "POST"])
@require(*OWNERS, Role.CHIEF)
def take_up(report_id: UUID) -> Answer:
    one = found.own_or_ended(report_id, "dropped")
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this report up again?"),
            lead=gettext("It goes on where it stood. Move it if its session is over."),
            button=gettext("Take it up again"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeUpReport(report_id=one.report_id),
        said=gettext("The report is taken up again."),
    )


@bp.route("/<uuid:report_id>/hand-over", methods=["GET", "POST"])
@require(Role.CHIEF)
def hand_over(report_id: UUID) -> Answer:
    one, form = found.left(report_id), HandOverForm()
    form.offer(names.mandates(), one)
    if not form.is_submitted():
        form.was.data = one.mandate
    lead = gettext(
        "Its mandate ended. The other mandate owes the report from then on, and its holder "
        "approves it anew. You can hand it over again until that mandate has done something."
    )
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Hand this report over"),
            lead=lead,
            button=gettext("Continue"),
        ),
        lambda: HandOverReport(
            report_id=one.report_id,
            mandate=form.mandate.data or "",
            was_mandate=form.was.data or "",
        ),
        checks=lambda: Check(
            title=gettext("Hand this report over?"),
            lead=lead,
            button=gettext("Hand the report over"),
            answers=answers(form.mandate),
        ),
        said=gettext("The report is handed over."),
    )
