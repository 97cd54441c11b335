"""Reports of several mandates on one joint visit that are to be read together."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection, exists, select
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import queries
from portal.followup.visit_reports.forms import TogetherForm
from portal.followup.visit_reports.found import about, of, showing, written
from portal.followup.visit_reports.queries import Report
from portal.followup.visit_reports.read_model import read_with, reports
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_report_commands import ReadVisitReportWith

bp = Blueprint("reporttogether", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_OFFERED: Final = 50
_c, _w = reports.c, read_with.c


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """A published report. ``ours``: this one names it; ``theirs``: it names this one."""

    mission_id: str
    mandate: str
    symbol: str
    ours: bool
    theirs: bool


@bp.route("/read-with", methods=["GET", "POST"])
@require(*queries.WRITERS)
def choose(mission_id: UUID) -> Answer:
    one, form = written(mission_id, "published"), TogetherForm()
    showing(form, one)
    with engine().connect() as conn:
        some = offered(conn, one)
    if not some:
        raise NotFound
    form.others.choices = [
        (each.mission_id, listed((each.symbol, names.mandate(each.mandate)))) for each in some
    ]
    if request.method == "GET":
        form.others.data = [each.mission_id for each in some if each.ours]
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Read together with"),
            lead=gettext(
                "Choose the reports of other mandates on the same visit. The public pages name "
                "each other once both mandates say so."
            ),
            button=gettext("Keep it"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ReadVisitReportWith(**of(one, form), others=tuple(form.others.data or ())),
        said=gettext("It is kept."),
    )


def offered(conn: Connection, one: Report) -> list[With]:
    """Return what is public of other mandates on the State, those that are named first."""
    ours = exists().where(_w.mission_id == one.mission_id, _w.other == _c.mission_id)
    back = read_with.alias("said_by_the_other").c
    theirs = exists().where(back.mission_id == _c.mission_id, back.other == one.mission_id)
    columns = (_c.mission_id, _c.mandate, _c.symbol, ours.label("ours"), theirs.label("theirs"))
    these = select(*columns).where(
        _c.stage == "published", _c.state == one.state, _c.mandate != one.mandate
    )
    order = (ours.desc(), theirs.desc(), _c.published_at.desc(), _c.mission_id)
    found = conn.execute(these.order_by(*order).limit(_OFFERED))
    return [With(**row._asdict()) for row in found]


def both(conn: Connection, one: Report) -> list[With]:
    """Return the reports that name this one and are named by it, as everybody reads it."""
    return [each for each in offered(conn, one) if each.ours and each.theirs]
