"""What a view of a mission finds: the mission as this person sees it, or 404."""

from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from flask import url_for
from werkzeug.exceptions import NotFound

from portal.followup.missions import queries
from portal.followup.missions.queries import Mission
from portal.web.accounts.access import current_actor
from portal.web.accounts.offices import holdings
from portal.web.act import About
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.message import Sealed, derive_id


def found(mission_id: UUID) -> Mission:
    with engine().connect() as conn:
        one = queries.mission(conn, current_actor(), str(mission_id))
    if one is None:
        raise NotFound
    return one


def written(mission_id: UUID) -> Mission:
    one = found(mission_id)
    if not one.works:
        raise NotFound
    return one


def of_team(mission_id: UUID) -> Mission:
    """Return the mission of which this person sees the confidential programme."""
    one = found(mission_id)
    if not one.confidential:
        raise NotFound
    return one


def of_own(mission_id: UUID) -> Mission:
    """Return the mission of this person's own mandate, for what stays with that mandate alone.

    Who sent something to a mandate agreed to that one, whoever joins its visit; and what it asked
    for goes on where its visit goes on in that of another.
    """
    one = of_team(mission_id)
    if not current_actor().serves(one.mandate):
        raise NotFound
    return replace(one, joint=None)


def decides(one: Mission) -> bool:
    """Whether this person decides what is the holder's: the office does while nobody holds it.

    Of a joint visit that is whoever leads it.
    """
    if not one.works or not one.leads:
        return False
    if current_actor().has(queries.HOLDER):
        return True
    with engine().connect() as conn:
        holding = holdings(conn, [one.mandate])[one.mandate]
    return holding.silent_since(today()) is not None


class Of(TypedDict):
    mission_id: str
    mandate: str
    seen: int


def of(one: Mission, seen: int) -> Of:
    return Of(mission_id=one.mission_id, mandate=one.acting, seen=seen)


def about(one: Mission, page: str = "missions.show") -> About:
    return About(
        address=url_for(page, mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("The mission"),
        caption=names.recipient(one.state),
    )


def sealed(item_id: str, text: str) -> Sealed:
    """Seal a text of an item or a note: each has its own key."""
    return vault().seal(f"mission-{item_id}", text)
