"""The visit that a report is on: both pages name each other (decision 0191)."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.reports import found, queries, words
from portal.committee.reports.forms import VisitForm
from portal.committee.reports.queries import OWNERS, READERS, Report
from portal.followup.missions import queries as missions
from portal.followup.missions.queries import Mission
from portal.followup.visit_reports import queries as visit_reports
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from shared.contracts.followup_visit_reports import Stage
from shared.contracts.stakeholders_report_deadline_commands import BindReportToVisit
from shared.reference.missions import has_report
from shared.reference.report_deadlines import STAGES

bp = Blueprint("reportvisits", __name__, url_prefix="/report-deadlines/<uuid:report_id>")

_STAGES: Final = [str(each) for each in STAGES]
_REACHED: Final[Mapping[Stage, str]] = {
    "drafting": "drafting",
    "with_state": "state",
    "deciding": "state",
    "approved": "state",
    "submitted": "submitted",
    "published": "submitted",
}
"""Where a report stands that is owed, by where the one on the visit does."""


@bp.route("/visit", methods=["GET", "POST"])
@require(*OWNERS)
def bind(report_id: UUID) -> Answer:
    one, form = found.own(report_id, *STAGES, "published"), VisitForm()
    if one.kind != "visit":
        raise NotFound
    visits = _visits(one)
    form.offer({each.mission_id: _days(each) for each in visits})
    if request.method == "GET":
        form.visit.data = form.was.data = one.mission_id or ""
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Say on which visit this report is"),
            lead=gettext(
                "The page of the report on the visit then says what is due, and this page where "
                "that report stands. Only those who read the visit see its days here."
            )
            if visits
            else gettext(
                "No visit of this mandate to this State has its days yet. Come back here once its "
                "mission has them."
            ),
            button=gettext("Keep"),
        ),
        lambda: BindReportToVisit(
            report_id=one.report_id,
            mission_id=form.visit.data or None,
            was_mission_id=form.was.data or None,
        ),
        said=gettext("It is kept."),
    )


def reached(one: Report) -> str | None:
    """Return where the report on its visit says that it is by now, if that is further."""
    with engine().connect() as conn:
        visit = _of_visit(conn, one)
    now = _REACHED.get(visit.stage) if visit else None
    further = (
        now is not None and not one.submitted and _STAGES.index(now) > _STAGES.index(one.stage)
    )
    return now if further else None


def symbol(one: Report) -> str | None:
    """Return the symbol with which the report on its visit is published."""
    with engine().connect() as conn:
        visit = _of_visit(conn, one)
    return visit.symbol if visit and visit.stage == "published" else None


@bp.app_template_global()
def visit_of_report(one: Report) -> tuple[str, str] | None:
    """Return the page of the visit that a report is on and its days, for those who read them."""
    if one.mission_id is None:
        return None
    with engine().connect() as conn:
        mission = missions.mission(conn, current_actor(), one.mission_id)
        written = _of_visit(conn, one)
    if mission is None:
        return None
    page = "visitreports.show" if written else "missions.show"
    return url_for(page, mission_id=one.mission_id), _days(mission)


@bp.app_template_global()
def owed_on_visit(mission_id: str) -> list[tuple[Report, str, str, bool]]:
    """Return what is owed on a visit: the session, what is due next, and whether it is late.

    Only for those who read deadlines.
    """
    if not current_actor().has(*READERS):
        return []
    with engine().connect() as conn:
        some = queries.of_visit(conn, mission_id, found.seen(conn))
    return [(one, words.session(one.session), _next(one), one.late(today())) for one in some]


@bp.app_template_global()
def asks_for_deadline(one: visit_reports.Report) -> bool:
    """Whether whoever came owes this report on a visit; of another mandate nothing is said."""
    actor = current_actor()
    mine = actor.has(*OWNERS) and actor.serves(one.mandate)
    return mine and one.stage not in {"published", "withdrawn"}


def _next(one: Report) -> str:
    return str(words.MILESTONES[one.next]) if one.next else ""


def _visits(one: Report) -> list[Mission]:
    """Return the visits of its mandate to its State whose days hold, the last first.

    On one that is unofficial no report is owed.
    """
    with engine().connect() as conn:
        some = missions.of_file(conn, current_actor(), [one.mandate], one.state or "")
        known = [each.mission_id for each in some]
        if one.mission_id and one.mission_id not in known:  # of a mandate before
            kept = missions.mission(conn, current_actor(), one.mission_id)
            some += [kept] if kept else []
    return [
        each
        for each in some
        if (each.has_days and has_report(each.kind)) or each.mission_id == one.mission_id
    ]


def _of_visit(conn: Connection, one: Report) -> visit_reports.Report | None:
    """Return the report on its visit, as far as whoever came reads it."""
    if one.mission_id is None:
        return None
    return visit_reports.report(conn, current_actor(), one.mission_id)


def _days(one: Mission) -> str:
    first, last = day(one.dates.first), day(one.dates.last)
    return gettext("%(first)s to %(last)s", first=first, last=last)
