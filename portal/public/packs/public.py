"""The annual statistics as everybody reads them: frozen, each with its corrigenda."""

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.public.packs import queries, showing, words
from portal.public.packs.queries import Edition
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language, in_other_languages

bp = Blueprint("packs", __name__, url_prefix="/statistics-packs")

_AT_ONCE = 20


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.frozen(), "packs", paging.asked, size=_AT_ONCE)
    packs = rows.of([queries.edition(row) for row in rows])
    return htmx.render("packs/index.html", block="content", packs=packs, words=words)


@bp.get("/definitions")
@public
@in_every_language
def definitions() -> str:
    return htmx.render("packs/definitions.html", block="content", words=words)


@bp.get("/<int:year>/<int:number>")
@public
@in_every_language
def show(year: int, number: int) -> str:
    return _page(_found(year, number))


@bp.get("/<int:year>/<int:number>/pack.csv")
@public
def csv(year: int, number: int) -> Response:
    return showing.as_csv(_found(year, number))


@bp.get("/<int:year>/<int:number>/pack.<any(xlsx, ods):book>")
@public
@in_other_languages
def xlsx(year: int, number: int, book: str) -> Response:
    one = _found(year, number)
    try:
        with anybody.turn():
            return showing.as_workbook(one, book)
    except anybody.Busy as no:
        return anybody.later(_page(one, not_set=no.sentence))


@bp.get("/<int:year>/<int:number>/<table>.svg")
@public
@in_other_languages
def svg(year: int, number: int, table: str) -> Response:
    return showing.as_svg(_found(year, number), table)


@bp.get("/<int:year>/<int:number>/pack.pdf")
@public
@in_every_language
def pdf(year: int, number: int) -> Response:
    one = _found(year, number)
    try:
        return showing.as_pdf(one)
    except NotSet as no:
        return anybody.later(_page(one, not_set=no.sentence))


def _page(one: Edition, not_set: str = "") -> str:
    with engine().connect() as conn:
        editions = queries.of_year(conn, one.year)
    before = next((each for each in editions if each.number == one.number - 1), None)
    return htmx.render(
        "packs/show.html",
        block="content",
        one=one,
        newest=editions[0],
        changed=showing.changed(one, before) if before else [],
        sections=showing.sections(one),
        not_set=not_set,
        words=words,
    )


def _found(year: int, number: int) -> Edition:
    with engine().connect() as conn:
        one = queries.one(conn, year, number)
    if one is None:
        raise NotFound
    return one
