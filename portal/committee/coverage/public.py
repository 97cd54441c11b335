"""Coverage of States, as everybody reads it: the public columns, the method, and what it is not."""

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.committee.coverage import exports, figures, showing, words
from portal.committee.coverage.readers import READERS
from portal.letters.documents import anybody
from portal.web import htmx
from portal.web.accounts.access import public, signed_in
from portal.web.chart_files import alone
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language, in_other_languages
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext

bp = Blueprint("coverage", __name__, url_prefix="/coverage")


@bp.after_request
def _keep_nowhere(response: Response) -> Response:
    """An institution that hides takes its grade out of the table at once."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
@public
@in_every_language
def index() -> str:
    return _page()


@bp.get("/method")
@public
@in_every_language
def method() -> str:
    return showing.method("coverage/method.html", whole=False)


@bp.get("/compare/<month>")
@public
@in_every_language
def compare(month: str) -> str:
    return showing.compare("coverage/compare.html", month, whole=False, desk=False)


@bp.get("/states/<code>")
@public
@in_every_language
def state(code: str) -> str:
    return showing.state(
        "coverage/state.html", code, whole=False, desk=False, records=False, late=False, works=False
    )


@bp.get("/figures")
@public
@in_every_language
def pictures() -> str:
    with engine().connect() as conn:
        found = figures.pictures(conn, today())
    return htmx.render(
        "coverage/figures.html", block="content", pictures=found, about=words.FIGURES
    )


@bp.get("/figures/<name>.svg")
@public
@in_other_languages
def svg(name: str) -> Response:
    with engine().connect() as conn:
        found = [one for one in figures.pictures(conn, today()) if one.name == name]
    if not found:
        raise NotFound
    on = gettext("Published as of %(day)s", day=short_day(today()))
    return alone(found[0], f"{name}.svg", on, str(words.FIGURES[name]), public=False)


@bp.get("/coverage.csv")
@public
def csv() -> Response:
    return exports.as_csv(showing.file_table(whole=False))


@bp.get("/coverage.<any(xlsx, ods):book>")
@public
def xlsx(book: str) -> Response:
    try:
        with anybody.turn():
            return exports.as_workbook(showing.file_table(whole=False), book)
    except anybody.Busy as no:
        return anybody.later(_page(no.sentence))


def _page(not_set: str = "") -> str:
    return showing.index(
        "coverage/index.html", whole=False, works_here=_works_here(), not_set=not_set
    )


def _works_here() -> bool:
    account = signed_in()
    return account is not None and account.has(*READERS)
