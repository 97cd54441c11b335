"""Finding a report or a session, and what is needed to act on it."""

from uuid import UUID

from flask import request, url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.members import queries as members
from portal.committee.reports import queries, words
from portal.committee.reports.queries import Report, Session
from portal.web.accounts import offices
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id
from shared.core.roles import Role


def seen(conn: Connection) -> ColumnElement[bool]:
    """Which reports exist for whoever came."""
    actor = current_actor()
    return queries.visible(actor, works=members.works(conn, actor, today()))


def found(report_id: UUID) -> Report:
    """Return the report; 404 for what is not there for this person."""
    with engine().connect() as conn:
        one = queries.one(conn, str(report_id), seen(conn))
    if one is None:
        raise NotFound
    return one


def own(report_id: UUID, *stands: str) -> Report:
    """Return a report of the own mandate that stands so; 404 for all others.

    A form that stayed open is for the service to refuse, with the reason.
    """
    one = found(report_id)
    fits = request.method != "GET" or not stands or one.stands in stands
    if not (fits and one.is_of(current_actor())):
        raise NotFound
    return one


def holds(one: Report) -> bool:
    """Whether who came holds its mandate today: an officer's are in part only serviced."""
    actor = current_actor()
    if not (one.is_of(actor) and actor.has(Role.MANDATE_HOLDER)):
        return False
    if not actor.has(Role.HUMAN_RIGHTS_OFFICER):
        return True
    with engine().connect() as conn:
        some = offices.offices_of(conn, actor.actor_id, today())
    own = [each for each in some if each.mandate == one.mandate and each.held and each.first]
    return any(each.first <= today() <= each.last for each in own if each.first and each.last)


def own_or_ended(report_id: UUID, *stands: str) -> Report:
    """Return a report of the own mandate that stands so, or for the Chief of one that ended."""
    one = found(report_id)
    if not (current_actor().has(Role.CHIEF) and one.ended(today())):
        return own(report_id, *stands)
    if request.method == "GET" and one.stands not in stands:
        raise NotFound
    return one


def left(report_id: UUID) -> Report:
    """Return a report to hand over, for the Chief; 404 for all others."""
    one = found(report_id)
    free = one.left(today()) or one.passed
    if not (current_actor().has(Role.CHIEF) and free):
        raise NotFound
    return one


def the_session(session_id: UUID) -> Session:
    with engine().connect() as conn:
        one = queries.the_session(conn, str(session_id))
    if one is None:
        raise NotFound
    return one


def case_of(about_id: str) -> UUID:
    return derive_id("report deadline", about_id)


def about(one: Report) -> About:
    return About(
        address=url_for("reportdeadlines.show", report_id=one.report_id),
        case=case_of(one.report_id),
        back=gettext("The report"),
        caption=f"{names.mandate(one.mandate)}: {words.called(one)}",
    )
