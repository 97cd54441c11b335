"""Reports on engagement as everybody reads them: a page, a sheet and a document.

Nobody may keep a copy of the pages: an organisation that is named here can hide at any time.
"""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.stakeholders.engagement import named, queries, showing, words
from portal.stakeholders.engagement.queries import Report
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language

bp = Blueprint("engagement", __name__, url_prefix="/engagement")

_AT_ONCE = 20


@bp.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.public(), "reports", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "engagement/index.html",
        block="content",
        reports=rows.of([queries.report(row) for row in rows]),
        mandate_name=names.mandate,
        words=words,
    )


@bp.get("/engagement.csv")
@public
def every_csv() -> Response:
    """All of them as one sheet: mandates are some sixty, and quarters four a year."""
    with engine().connect() as conn:
        found = [queries.report(row) for row in conn.execute(queries.public())]
    return showing.sheet(found)


@bp.get("/<uuid:report_id>")
@public
@in_every_language
def show(report_id: UUID) -> str:
    return _page(_found(report_id))


@bp.get("/<uuid:report_id>/engagement.csv")
@public
def csv(report_id: UUID) -> Response:
    return showing.sheet([_found(report_id)])


@bp.get("/<uuid:report_id>/engagement.pdf")
@public
@in_every_language
def pdf(report_id: UUID) -> Response:
    one = _found(report_id)
    [narrative] = vault().reveal_public([one.narrative])
    with engine().connect() as conn:
        called = named.organisations(conn, one)
    try:
        return showing.paper(one, narrative, called)
    except NotSet as no:
        return anybody.later(_page(one, not_set=no.sentence))


def _page(one: Report, not_set: str = "") -> str:
    [narrative] = vault().reveal_public([one.narrative])
    with engine().connect() as conn:
        called = named.organisations(conn, one)
    return htmx.render(
        "engagement/show.html",
        block="content",
        one=one,
        narrative=narrative,
        called=called,
        figure=showing.figure(one.numbers),
        not_set=not_set,
        mandate_name=names.mandate,
        words=words,
    )


def _found(report_id: UUID) -> Report:
    with engine().connect() as conn:
        one = queries.public_one(conn, str(report_id))
    if one is None:
        raise NotFound
    return one
