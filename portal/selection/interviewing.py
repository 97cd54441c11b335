"""The chair's interview list: the first by points, or a list with a reason (A17)."""

from uuid import UUID

from flask import Blueprint, request

from portal.selection import files, page
from portal.selection.forms import interview_form
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_review_commands import AdoptInterviewList
from shared.core.roles import Role

bp = Blueprint("interviewing", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.route("/<uuid:vacancy_id>/interviews", methods=["GET", "POST"])
@_panel
def adopt(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = page.awaiting_list(conn, vacancy_id)
        names = page.names(files.files(conn, current_actor(), one.vacancy_id))
        context = page.reviewed(conn, one)
    form = interview_form(names)
    if request.method == "GET":
        known = context["interviews"]
        form.listed.data = list(known.candidate_ids if known else context["cut"].above)
    return act(
        page.on_review(one),
        form,
        Page(
            heading=_("Whom does the panel interview?"),
            title=_("Interview list"),
            lead=_(
                "Those above the line by points are chosen already. Points order the talk and "
                "decide nothing: choose others, and say why."
            ),
            button=_("Adopt the interview list"),
        ),
        lambda: AdoptInterviewList(
            vacancy_id=one.vacancy_id,
            candidate_ids=tuple(form.listed.data or ()),
            reason=vault().seal(f"panel-{one.vacancy_id}", form.reason.data)
            if form.reason.data
            else None,
        ),
    )
