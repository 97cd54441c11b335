"""Sessions as everybody reads them: what they are about, and how many seats are left.

Who has a seat is nobody's to read here: a number of who came is told from five on, and it counts
persons, whatever organisation they are of and whoever hides it later. So it tells of none, and it
does not change when one hides (decision 0060).
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from sqlalchemy import Connection, Row
from werkzeug.exceptions import NotFound

from portal.stakeholders.sessions import papers, queries, words
from portal.stakeholders.sessions.asking import AUDIENCE
from portal.stakeholders.sessions.queries import Figures, Session
from portal.web import htmx, paging
from portal.web.accounts.access import public, signed_in
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.paging import Page

bp = Blueprint("sessions", __name__, url_prefix="/sessions")

_AT_ONCE = 20


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        upcoming = paging.cut(
            conn, queries.upcoming(now()), "upcoming", paging.asked, size=_AT_ONCE
        )
        past = paging.cut(conn, queries.past(now()), "past", paging.asked, size=_AT_ONCE)
        return htmx.render(
            "sessions/index.html",
            block="content",
            upcoming=upcoming.of(with_figures(conn, upcoming)),
            past=past.of(with_figures(conn, past)),
            now=now(),
            words=words,
        )


@bp.get("/<uuid:session_id>")
@public
@in_every_language
def show(session_id: UUID) -> str:
    with engine().connect() as conn:
        one = queries.public_one(conn, str(session_id))
        if one is None:
            raise NotFound
        figures = queries.figures(conn, [one.session_id])[one.session_id]
    return htmx.render(
        "sessions/show.html",
        block="content",
        one=one,
        figures=figures,
        papers=papers.listed(one.session_id, {papers.PUBLIC}),
        now=now(),
        words=words,
        may_ask=_may_ask(),
    )


@bp.get("/<uuid:session_id>/papers/<uuid:paper_id>")
@public
def paper(session_id: UUID, paper_id: UUID) -> Response:
    with engine().connect() as conn:
        one = queries.public_one(conn, str(session_id))
    if one is None:
        raise NotFound
    some = papers.listed(one.session_id, {papers.PUBLIC})
    return papers.handed(one.session_id, papers.one_of(some, str(paper_id)))


def _may_ask() -> bool:
    """Whoever is signed in without such a role finds no link that refuses them."""
    account = signed_in()
    return account is None or account.has(*AUDIENCE)


def with_figures(conn: Connection, rows: Page[Row[Any]]) -> list[tuple[Session, Figures]]:
    """Return the sessions of this page of a list, each with the figures of its seats."""
    found = [queries.session(row) for row in rows]
    figures = queries.figures(conn, [one.session_id for one in found])
    return [(one, figures[one.session_id]) for one in found]
