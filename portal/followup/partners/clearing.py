"""The security partner of a mission says itself that security is cleared (M7)."""

from datetime import date
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.partners import found, queries
from portal.followup.partners.advice import bp
from portal.followup.partners.forms import ClearForm
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from shared.contracts.followup_partner_commands import ClearPartnerSecurity
from shared.contracts.followup_visits import Window
from shared.core.message import derive_id
from shared.core.roles import Role

__all__ = ["bp"]  # with the views that are on it so far


@bp.route("/<uuid:partner_id>/clear", methods=["GET", "POST"])
@require(Role.UN_PARTNER)
def clear(partner_id: UUID) -> Answer:
    """Where something was typed the service says that the dates have changed."""
    this, form = found.mine(partner_id), ClearForm()
    if this.kind != "security" or not this.open:
        raise NotFound
    if request.method == "GET":
        if not queries.clears(this) or this.dates is None:
            raise NotFound
        form.on.data = today()
        form.first.data, form.last.data = str(this.dates.first), str(this.dates.last)
    note_id = str(derive_id("clearance of a mission", form.id))
    dates = _dates(form)
    return act(
        found.about_mine(this),
        form,
        Page(
            heading=gettext("Security is cleared"),
            lead=gettext(
                "For the visit from %(first)s to %(last)s. New dates are cleared anew.",
                first=day(dates.first),
                last=day(dates.last),
            ),
            button=gettext("Continue"),
            leave=gettext("Not now"),
            fields=("on", "note"),
        ),
        lambda: ClearPartnerSecurity(
            **found.of(this),
            on=given(form.on),
            dates=dates,
            note_id=note_id,
            note=missions.sealed(note_id, form.note.data) if form.note.data else None,
        ),
        checks=lambda: Check(
            title=gettext("Check the clearance"),
            lead=gettext("The visit can begin once security is cleared."),
            button=gettext("Clear it"),
            answers=answers(form.on, form.note),
        ),
        said=gettext("The mandate reads that security is cleared."),
        by=found.by(this),
    )


def _dates(form: ClearForm) -> Window:
    """Return the days that the page showed; 404 for whoever changed them."""
    try:
        first, last = (date.fromisoformat(each.data or "") for each in (form.first, form.last))
    except ValueError as not_shown:
        raise NotFound from not_shown
    return Window(first=first, last=last)
