"""What a view finds: a request that exists for whoever came, or 404; its case; its texts' key."""

from uuid import UUID

from flask import request as http
from flask import url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.committee_advice import queries
from portal.committee.committee_advice.queries import Request
from portal.committee.members import queries as members
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id


def works(conn: Connection) -> bool:
    return members.works(conn, current_actor(), today())


def leads(conn: Connection) -> bool:
    return members.leads(conn, current_actor(), today())


def seen(conn: Connection) -> ColumnElement[bool]:
    return queries.visible(current_actor(), works=works(conn))


def found(
    request_id: UUID, *stages: str, committee: bool = False, chair: bool = False, own: bool = False
) -> Request:
    """Return the request, in one of these stages; 404 for what is not there for this person.

    A form that stayed open is for the service to refuse, with the reason: what was typed stays.
    ``committee``, ``chair``, ``own``: for the Committee, who leads it, or who asked alone.
    """
    with engine().connect() as conn:
        one = queries.one(conn, str(request_id), seen(conn))
        able = (works(conn) or not committee) and (leads(conn) or not chair)
    over = one is not None and stages and http.method == "GET" and one.stage not in stages
    if one is None or over or not able:
        raise NotFound
    if own and one.asked_by != current_actor().actor_id:
        raise NotFound
    return one


def subject_of(request_id: str) -> str:
    """Under this key the question, the advice and all dissents are sealed."""
    return f"committeeadvice-{request_id}"


def case_of(request_id: str) -> UUID:
    return derive_id("committee advice", request_id)


def about(one: Request) -> About:
    return About(
        address=url_for("committee_advice.show", request_id=one.request_id),
        case=case_of(one.request_id),
        back=gettext("The request to the Committee"),
    )
