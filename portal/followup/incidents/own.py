"""Incidents for a partner of a mission: it logs what happened, and reads what is its own (M9)."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.incidents import found, queries, words
from portal.followup.incidents.forms import OF_PARTNER, IncidentForm, StrikeForm
from portal.followup.incidents.paper import Blank, blanks
from portal.followup.incidents.read_model import CONSUMER, incidents
from portal.followup.partners import found as partners
from portal.followup.partners.queries import Partner
from portal.followup.visits.words import CLAUSES
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_incident_commands import StrikeIncident
from shared.core.message import derive_id
from shared.reference.incidents import LOGGED_BY

bp = Blueprint("myincidents", __name__, url_prefix="/my-visits/<uuid:partner_id>/incidents")

_AT_ONCE: Final = 25
_partner = require(*queries.PARTNERS)


@bp.get("")
@_partner
def index(partner_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    this, actor = _mine(partner_id), current_actor()
    with engine().connect() as conn:
        these = queries.of_partner(actor, this)
        page = paging.cut(conn, these, "incidents", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "incidents/mine.html",
        block="content",
        one=this,
        incidents=page,
        opened=found.opened(page),
        me=actor.actor_id,
        words=words,
        clauses=CLAUSES,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/new", methods=["GET", "POST"])
@_partner
def log(partner_id: UUID) -> Answer:
    this, form = _mine(partner_id), IncidentForm()
    form.offer(LOGGED_BY[this.kind])
    if request.method == "GET":
        form.on.data = today()
    incident_id = str(derive_id("incident", form.command_id.data, current_actor().actor_id))
    return act(
        _about(this, incident_id),
        form,
        Page(
            heading=gettext("Report an incident"),
            lead=[
                gettext(
                    "The mandate reads it and who reported it. The desk officer of the State at "
                    "the United Nations reads it, and from which kind of partner it came. No "
                    "Government reads it."
                ),
                found.to_security(),
                gettext(
                    "Write down nobody who is threatened or at risk: tell the mandate so, and it "
                    "goes on in a place of its own."
                ),
            ],
            button=gettext("Report it"),
            leave=gettext("Not now"),
            fields=OF_PARTNER,
        ),
        lambda: found.logged(form, incident_id, this, this.partner_id),
        said=gettext("It is reported."),
        by=partners.by(this),
    )


@bp.route("/<uuid:incident_id>/strike", methods=["GET", "POST"])
@_partner
def strike(partner_id: UUID, incident_id: UUID) -> Answer:
    this = _mine(partner_id)
    one = _logged_by_me(this, str(incident_id))
    return act(
        _about(this, one.incident_id),
        StrikeForm(),
        Page(
            heading=gettext("Strike this incident?"),
            lead=[
                str(words.KINDS[one.kind]),
                gettext(
                    "It was reported by mistake. It stays on record, and no page shows its text "
                    "any more. Who read it knows it."
                ),
            ],
            button=gettext("Strike it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: StrikeIncident(
            incident_id=one.incident_id,
            mission_id=this.mission_id,
            mandate=this.mandate,
            partner_id=this.partner_id,
        ),
        said=gettext("It is struck."),
        by=partners.by(this),
    )


@bp.app_template_global()
def logs_incidents(one: Partner) -> bool:
    return queries.logs(current_actor(), one)


@bp.app_template_global()
def blanks_of_incident(one: Partner) -> list[Blank]:
    """Return the form to fill in by hand, with the kinds that this partner logs."""
    return blanks(LOGGED_BY[one.kind])


@bp.app_template_global()
def incidents_left() -> dict[str, Any]:
    """Return what a partner that left reported itself: nobody else's words."""
    with engine().connect() as conn:
        these = queries.left(current_actor(), today())
        page = paging.cut(conn, these, "incidents", paging.asked, size=_AT_ONCE)
    return {"incidents": page, "opened": found.opened(page), "words": words, "clauses": CLAUSES}


def _mine(partner_id: UUID) -> Partner:
    this = partners.mine(partner_id)
    if not queries.logs(current_actor(), this):
        raise NotFound
    return this


def _logged_by_me(this: Partner, incident_id: str) -> Row[Any]:
    actor, c = current_actor(), incidents.c
    mine = (c.partner_id == this.partner_id, c.by_id == actor.actor_id)
    these = queries.of_partner(actor, this).where(c.incident_id == incident_id, *mine)
    with engine().connect() as conn:
        row = conn.execute(these).one_or_none()
    if row is None:
        raise NotFound
    return row


def _about(this: Partner, incident_id: str) -> About:
    return About(
        address=url_for("myincidents.index", partner_id=this.partner_id),
        case=derive_id("incident case", incident_id),
        back=gettext("Incidents"),
        caption=names.recipient(this.state),
    )
