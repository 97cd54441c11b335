"""What a view of a country assessment finds: the assessment as this person sees it, or 404."""

from hashlib import sha256
from typing import TypedDict
from uuid import UUID

from flask import url_for
from werkzeug.exceptions import NotFound

from portal.homes.dossiers import queries
from portal.homes.dossiers.queries import Assessment, Version
from portal.web.accounts.access import current_actor
from portal.web.accounts.offices import holdings
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id
from shared.core.roles import Role


def found(mission_id: UUID) -> Assessment:
    with engine().connect() as conn:
        one = queries.found(conn, current_actor(), str(mission_id))
    if one is None:
        raise NotFound
    return one


def written(mission_id: UUID) -> Assessment:
    one = found(mission_id)
    if not one.writes:
        raise NotFound
    return one


def worked(mission_id: UUID) -> Assessment:
    """Return the assessment that this person changes: nobody that of a record (SC3)."""
    one = found(mission_id)
    if not one.works:
        raise NotFound
    return one


def version(one: Assessment, audience: str, number: int) -> Version:
    with engine().connect() as conn:
        this = queries.version(conn, one, audience, number)
    if this is None:
        raise NotFound
    return this


def decides(one: Assessment) -> bool:
    """Whether this person decides what goes to partners: the office does while nobody holds it."""
    actor = current_actor()
    if not one.team or one.acting != one.mandate:
        return False
    if actor.has(queries.HOLDER):
        return True
    with engine().connect() as conn:
        holding = holdings(conn, [one.mandate])[one.mandate]
    return actor.has(Role.HUMAN_RIGHTS_OFFICER) and holding.silent_since(today()) is not None


def withdraws(one: Assessment, this: Version) -> bool:
    """Whether this person withdraws a version: a desk officer one that the same one issued."""
    if this.audience == "partners":
        return decides(one)
    return one.team or (one.writes and this.issued_by == current_actor().actor_id)


class Of(TypedDict):
    mission_id: str
    mandate: str
    seen: int


def of(one: Assessment, shown: int) -> Of:
    """``shown``: what its form was shown with."""
    same = shown == showing(one)
    seen = shown if one.team else one.steps if same else -1
    return Of(mission_id=one.mission_id, mandate=one.acting, seen=seen)


def showing(one: Assessment) -> int:
    """Return a number that changes with what this person sees.

    The mandate sees every step. Steps of part 9 are no one else's, so their number is not either.
    """
    if one.team:
        return one.steps
    with engine().connect() as conn:
        seen = (queries.written(conn, one), queries.numbers(conn, one))
    return int(sha256(repr(seen).encode()).hexdigest(), 16) % 1_000_000


def about(one: Assessment) -> About:
    return About(
        address=url_for("dossiers.show", mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("Country assessment"),
        caption=names.recipient(one.state),
    )
