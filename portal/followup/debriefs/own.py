"""The part of the country team in a debrief, for the Resident Coordinator who is admitted."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.debriefs import queries
from portal.followup.debriefs.read_model import CONSUMER
from portal.followup.debriefs.views import Of, of_team
from portal.followup.partners import found as partners
from portal.followup.partners.queries import Partner
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.policy import Sight
from portal.web.waiting import waited
from shared.core.message import derive_id

bp = Blueprint("mydebriefs", __name__, url_prefix="/my-visits/<uuid:partner_id>/debrief")

_AT_ONCE: Final = 25


@bp.get("")
@require(queries.COORDINATOR)
def show(partner_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    this = _mine(partner_id, Sight.READ)
    with engine().connect() as conn:
        head = queries.head(conn, this.mission_id)
    return htmx.render(
        "debriefs/part.html",
        block="content",
        one=this,
        head=head,
        text=vault().reveal(head.team_text) if head.team_text else None,
        writes=this.phase in queries.OVER
        and queries.sight_of_partner(current_actor(), this) >= Sight.WRITE,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/write", methods=["GET", "POST"])
@require(queries.COORDINATOR)
def write(partner_id: UUID) -> Answer:
    this = _mine(partner_id, Sight.WRITE)
    if request.method == "GET" and this.phase not in queries.OVER:
        raise NotFound
    with engine().connect() as conn:
        head = queries.head(conn, this.mission_id)
    about = About(
        address=url_for("mydebriefs.show", partner_id=this.partner_id),
        case=derive_id("partner case", this.partner_id),
        back=gettext("Debrief"),
        caption=names.recipient(this.state),
    )
    of = Of(mission_id=this.mission_id, mandate=this.mandate)
    return of_team(about, of, head, this.partner_id)


@bp.app_template_global()
def debrief_parts_left() -> dict[str, Any]:
    """Return what a coordinator that left wrote itself: nobody else's words."""
    with engine().connect() as conn:
        these = queries.left(current_actor(), today())
        page = paging.cut(conn, these, "parts", paging.asked, size=_AT_ONCE)
    texts = [each.text for each in page]
    opened = dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))
    return {"parts": page, "opened": opened, "state_name": names.recipient}


def _mine(partner_id: UUID, least: Sight) -> Partner:
    this = partners.mine(partner_id)
    if queries.sight_of_partner(current_actor(), this) < least:
        raise NotFound
    return this
