"""Pages of a panel's report: the chair submits it, and the members who take part read it."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection

from portal.selection import page, reading, vacancies
from portal.selection.ending_forms import ReportForm, report_form
from portal.selection.stage import Vacancy
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_appointing_commands import Reason, SubmitPanelReport
from shared.core.roles import Role

bp = Blueprint("reporting", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.get("/<uuid:vacancy_id>/reports")
@_panel
def read(vacancy_id: UUID) -> str:
    with engine().connect() as conn:
        one, chair = _seated(conn, vacancy_id)
        written = reading.of_vacancy(conn, current_actor(), one.vacancy_id)
    return render_template("selection/reports.html", vacancy=one, chair=chair, reports=written)


@bp.route("/<uuid:vacancy_id>/report", methods=["GET", "POST"])
@_panel
def submit(vacancy_id: UUID) -> Answer:
    """Again until it is published, beginning with what stands in the last one."""
    with engine().connect() as conn:
        one, chair = _seated(conn, vacancy_id)
        listed = page.substantiated(vacancies.adopted(conn, one.vacancy_id), public=False)
        written = reading.of_vacancy(conn, current_actor(), one.vacancy_id)
    if not chair or not listed or one.published_at:
        abort(404)
    form = report_form([(place.listed.candidate_id, place.name) for place in listed])
    latest = next((each for each in written if each.number == one.report), None)
    if request.method == "GET":
        _begin(form, {place.listed.candidate_id: place.reason for place in listed}, latest)
    lead = [
        _(
            "It goes to the President, and becomes public when the selection officer has published "
            "it. The groups and the numbers come from what is on record; of a recusal the report "
            "says only the regional group."
        )
    ]
    if one.report_by:
        lead.append(_("It is due on %(day)s.", day=short_day(one.new_list_by or one.report_by)))
    else:
        lead.append(_("The selection officer has to record the Council's session first."))
    return act(
        page.on(
            url_for("selection.chair.review", vacancy_id=vacancy_id),
            one.vacancy_id,
            page.title(one),
        ),
        form,
        Page(
            heading=_("The panel's report"),
            lead=lead,
            button=_("Submit the report"),
            tone="warning",
        ),
        lambda: SubmitPanelReport(
            vacancy_id=one.vacancy_id,
            text=vault().seal(f"report-{one.vacancy_id}", form.text.data)
            if form.text.data
            else None,
            reasons=tuple(
                Reason(candidate_id=who, reason=page.seal(who, reason))
                for who, reason in form.reasons().items()
            ),
        ),
        to=url_for(".read", vacancy_id=vacancy_id),
    )


def _begin(form: ReportForm, reasons: dict[str, str], latest: reading.Readable | None) -> None:
    if latest:
        form.text.data = latest.text
        reasons = reasons | {place.listed.candidate_id: place.reason for place in latest.places}
    for field in form:
        who = field.name.removeprefix("reason_")
        if who in reasons:
            field.data = reasons[who]


def _seated(conn: Connection, vacancy_id: UUID) -> tuple[Vacancy, bool]:
    """The vacancy, if this person takes part in it, and whether they have the chair."""
    mine = vacancies.seated(conn, current_actor())
    return next((one for one in mine if one[0].vacancy_id == str(vacancy_id)), None) or abort(404)
