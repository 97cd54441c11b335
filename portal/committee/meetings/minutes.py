"""The minutes of a meeting: written by who took part, and agreed by the chair."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.committee.meetings import found
from portal.committee.meetings.forms import AgreeForm, MinutesForm, ReopenForm
from portal.committee.meetings.queries import WRITERS
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.forms import shown_number
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_meeting_commands import (
    AgreeMinutes,
    ReopenMinutes,
    WriteMinutes,
)
from shared.core.roles import Role

bp = Blueprint("minutes", __name__, url_prefix="/committee/meetings/<uuid:meeting_id>/minutes")

_of_committee = require(Role.COORDINATION_COMMITTEE)


@bp.route("/write", methods=["GET", "POST"])
@require(*WRITERS)
def write(meeting_id: UUID) -> Answer:
    one, form = found.found(meeting_id, "held", part=True), MinutesForm()
    if not form.is_submitted():
        form.version.data = str(one.version or 0)
        form.minutes.data = (vault().reveal(one.minutes) if one.minutes else None) or ""
    page = Page(
        heading=_("Write the minutes"),
        button=_("Keep the minutes"),
        lead=_("They can be changed until the chair agrees to them."),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: WriteMinutes(
            meeting_id=one.meeting_id,
            version=shown_number(form.version.data),
            minutes=vault().seal(found.subject_of(one.meeting_id), form.minutes.data or ""),
        ),
        said=_("The minutes are kept."),
    )


@bp.route("/agree", methods=["GET", "POST"])
@_of_committee
def agree(meeting_id: UUID) -> Answer:
    one, form = found.found(meeting_id, "held", chair=True), AgreeForm()
    if not form.is_submitted():
        if one.version is None:
            raise NotFound
        form.version.data = str(one.version or 0)

    def page() -> Page:
        return Page(
            heading=_("Agree to the minutes?"),
            button=_("Agree to the minutes"),
            texts=[(_("Minutes"), vault().reveal(one.minutes) if one.minutes else None)],
            leave=_("Not now"),
        )

    return act(
        found.about(one),
        form,
        page,
        lambda: AgreeMinutes(meeting_id=one.meeting_id, version=shown_number(form.version.data)),
        said=_("The minutes are agreed."),
    )


@bp.route("/reopen", methods=["GET", "POST"])
@_of_committee
def reopen(meeting_id: UUID) -> Answer:
    one, form = found.found(meeting_id, "agreed", chair=True), ReopenForm()
    if not form.is_submitted():
        form.version.data = str(one.version or 0)
    page = Page(
        heading=_("Open the minutes again?"),
        button=_("Open them again"),
        lead=_("They were agreed with an error: they are corrected and agreed anew."),
        leave=_("Leave them as they are"),
    )
    return act(
        found.about(one),
        form,
        page,
        lambda: ReopenMinutes(meeting_id=one.meeting_id, version=shown_number(form.version.data)),
        said=_("The minutes are open again."),
    )
