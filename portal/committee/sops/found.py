"""What a view finds: a procedure with the versions that whoever came reads, or 404."""

from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.members import queries as members
from portal.committee.sops import queries
from portal.committee.sops.queries import Procedure
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
    return queries.seen(current_actor(), works=works(conn))


def found(sop_id: UUID, *, committee: bool = False, chair: bool = False) -> Procedure:
    """Return the procedure; 404 for what is not there for this person, or not theirs to do."""
    with engine().connect() as conn:
        one = queries.one(conn, str(sop_id), seen(conn))
        able = not (committee and not works(conn)) and not (chair and not leads(conn))
    if one is None or not able:
        raise NotFound
    return one


def subject_of(sop_id: str) -> str:
    """Under this key all texts of a procedure are sealed."""
    return f"sop-{sop_id}"


def about(sop_id: str) -> About:
    return About(
        address=url_for("sops.show", sop_id=sop_id),
        case=derive_id("committee sop", sop_id),
        back=gettext("The procedure"),
    )
