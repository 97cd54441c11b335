"""Coverage of States, as everybody reads it: the public columns, the method, and what it is not."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.committee.coverage import exports, showing
from portal.committee.coverage.readers import READERS
from portal.letters.documents import anybody
from portal.web.accounts.access import public, signed_in
from portal.web.i18n.asked import in_every_language

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


@bp.get("/coverage.csv")
@public
def csv() -> Response:
    return exports.as_csv(showing.file_table(whole=False))


@bp.get("/coverage.xlsx")
@public
def xlsx() -> Response:
    try:
        with anybody.turn():
            return exports.as_xlsx(showing.file_table(whole=False))
    except anybody.Busy as no:
        return anybody.later(_page(no.sentence))


def _page(not_set: str = "") -> str:
    return showing.index(
        "coverage/index.html", whole=False, works_here=_works_here(), not_set=not_set
    )


def _works_here() -> bool:
    account = signed_in()
    return account is not None and account.has(*READERS)
