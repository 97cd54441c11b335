"""What the views of partners find: a partner as its mandate or itself sees it, or 404."""

from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from flask import url_for
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.partners import queries
from portal.followup.partners.queries import Partner
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.reference.partners import BY_ORGANISATION


def ours(mission_id: UUID) -> Mission:
    """Return the mission of which this person works with the partners."""
    one = missions.written(mission_id)
    if not queries.works(current_actor(), one.acting):
        raise NotFound
    return one


def written(mission_id: UUID, partner_id: UUID) -> tuple[Mission, Partner]:
    """Return a partner that is proposed or admitted, of such a mission."""
    one = ours(mission_id)
    with engine().connect() as conn:
        these = queries.of_mission(conn, one.mission_id)
    for this in these:
        if this.partner_id == str(partner_id) and not this.is_over(today()):
            return one, replace(this, mandate=one.acting)
    raise NotFound


def mine(partner_id: UUID) -> Partner:
    with engine().connect() as conn:
        this = queries.own(conn, current_actor(), str(partner_id), today())
    if this is None:
        raise NotFound
    return this


def by(this: Partner) -> Actor:
    """Return who asks for a partner: of an organisation under the entry that was admitted.

    Services know nothing of mergers of the register.
    """
    actor = current_actor()
    return replace(actor, organisation_id=this.who) if this.kind in BY_ORGANISATION else actor


class Of(TypedDict):
    partner_id: str
    mission_id: str
    mandate: str


def of(this: Partner) -> Of:
    return Of(partner_id=this.partner_id, mission_id=this.mission_id, mandate=this.mandate)


def about(one: Mission) -> About:
    return About(
        address=url_for("partners.index", mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("Partners of the mission"),
        caption=names.recipient(one.state),
    )


def about_mine(this: Partner) -> About:
    return About(
        address=url_for("myvisits.show", partner_id=this.partner_id),
        case=derive_id("partner case", this.partner_id),
        back=gettext("My visit"),
        caption=names.recipient(this.state),
    )
