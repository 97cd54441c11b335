"""Finding a plan, and what is needed to act on it."""

from uuid import UUID

from flask import request, url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.members import queries as members
from portal.committee.plans import queries, words
from portal.committee.plans.queries import Plan
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id


def works(conn: Connection) -> bool:
    return members.works(conn, current_actor(), today())


def seen(conn: Connection) -> ColumnElement[bool]:
    """Which plans exist for whoever came."""
    return queries.visible(current_actor(), works=works(conn))


def found(plan_id: UUID) -> Plan:
    """Return the plan; 404 for what is not there for this person."""
    with engine().connect() as conn:
        one = queries.one(conn, str(plan_id), seen(conn))
    if one is None:
        raise NotFound
    return one


def own(plan_id: UUID, *, dropped: bool = False) -> Plan:
    """Return a plan of the own mandate that stands, or was ``dropped``; 404 for all others."""
    one = found(plan_id)
    # A form that stayed open is for the service to refuse, with the reason.
    over = one.stage == "dropped" and not dropped and request.method == "GET"
    if over or not one.is_of(current_actor()):
        raise NotFound
    return one


def to_comment(plan_id: UUID) -> Plan:
    """Return a plan on which whoever came may comment; 404 for all others."""
    one = found(plan_id)
    with engine().connect() as conn:
        if not (works(conn) or one.is_of(current_actor())):
            raise NotFound
    return one


def subject_of(plan_id: str) -> str:
    """Under this key all comments on a plan are sealed."""
    return f"plan-{plan_id}"


def case_of(plan_id: str) -> UUID:
    return derive_id("plan", plan_id)


def about(one: Plan) -> About:
    return About(
        address=url_for("plans.show", plan_id=one.plan_id),
        case=case_of(one.plan_id),
        back=gettext("The plan"),
        caption=f"{names.recipient(one.state)}: {words.KINDS[one.kind]}",
    )
