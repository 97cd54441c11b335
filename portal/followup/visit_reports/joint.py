"""A report that several mandates write after a joint visit: who writes it, and who drops out."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.missions import queries as missions
from portal.followup.visit_reports import beside, queries
from portal.followup.visit_reports.forms import LeaveForm, NameForm
from portal.followup.visit_reports.found import about, found, leaves, of, showing, written
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visit_report_commands import LeaveVisitReport, NameReportMandate
from shared.reference import mandates

bp = Blueprint("reportjoint", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_works = require(*queries.WRITERS)


@bp.route("/mandates", methods=["GET", "POST"])
@_works
def name(mission_id: UUID) -> Answer:
    one, form = written(mission_id, "drafting"), NameForm()
    if not current_actor().serves(one.mandate):
        raise NotFound
    with engine().connect() as conn:
        if beside.visit_of(conn, one.mission_id) != one.mission_id:
            raise NotFound  # it is the report of one mandate, beside the joint one
        visiting = missions.mandates_of(conn, one.mission_id)
        own = beside.came_along(conn, one.mission_id)
        alone = [each for each in own if each in queries.writing(conn, own[each])]
    others = [each for each in mandates() if each not in {*one.mandates, *alone}]
    others.sort(key=lambda each: each not in visiting)
    if request.method == "GET" and others and others[0] in visiting:
        form.joined.data = others[0]
    form.joined.choices = [("", ""), *((each, names.mandate(each)) for each in others)]
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Name a mandate that writes it as well"),
            lead=[
                gettext(
                    "It reads the draft from now on and changes it. Each holder approves exactly "
                    "the same words, and any change has them approved anew by all."
                ),
                gettext("Once the State has the draft no other mandate can be named."),
            ],
            button=gettext("Name it"),
            leave=gettext("Not now"),
        ),
        lambda: NameReportMandate(
            **of(one, form),
            joined=form.joined.data or "",
            own_mission_id=own.get(form.joined.data or ""),
        ),
        said=gettext("The mandate writes the report as well."),
    )


@bp.route("/leave", methods=["GET", "POST"])
@_works
@fresh(lazy("take a mandate off the report on a visit"))
def leave(mission_id: UUID) -> Answer:
    one, form = found(mission_id), LeaveForm()
    some = leaves(one)
    if not some:
        raise NotFound
    form.mandate.offer({each: names.mandate(each) for each in some})
    showing(form, one)
    stays = any(current_actor().serves(each) for each in one.mandates if each != form.mandate.data)
    return act(
        about(one, stays=stays),
        form,
        Page(
            heading=gettext("Take a mandate off the report?"),
            lead=gettext(
                "The words stay as they are, and so do the approvals of the others. Whoever works "
                "for this mandate reads the report no more until it is published. Where it led, "
                "the next one leads."
            ),
            button=gettext("Take it off"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: LeaveVisitReport(
            mission_id=one.mission_id, mandate=form.mandate.data or "", seen=form.shown
        ),
        said=gettext("The mandate does not write the report any more."),
    )
