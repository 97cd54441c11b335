"""The grading schemes as they are, for everybody: whose they are, and what each value counts as."""

from flask import Blueprint

from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import lazy, lazy_pgettext
from shared.reference.schemes import SCHEMES

bp = Blueprint("gradingschemes", __name__, url_prefix="/grading-schemes")

_FOR = {
    "reply": lazy("Replies"),
    "recommendation": lazy("Recommendations"),
    "visit": lazy("Requests for visits"),
    "clause": lazy("Clauses of terms of reference"),
}
_COUNTS = {
    "implemented": lazy_pgettext("counts as", "Implemented"),
    "partly": lazy_pgettext("counts as", "Implemented in part"),
    "not": lazy_pgettext("counts as", "Not implemented"),
    "unknown": lazy_pgettext("counts as", "Not known"),
}


@bp.get("")
@public
@in_every_language
def index() -> str:
    return htmx.render(
        "grading/schemes.html",
        block="content",
        schemes=list(SCHEMES.values()),
        said_for=_FOR,
        counts=_COUNTS,
        word=names.word,
    )
