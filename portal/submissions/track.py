"""Where a submission stands, for whoever holds its tracking code: no account is needed.

The code travels in a form and never in an address, so that no history and no log keeps it.
"""

from flask import Blueprint
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal import htmx
from portal.accounts.access import public
from portal.db import engine
from portal.forms import PageForm
from portal.submissions import queries, receipts

bp = Blueprint("track", __name__, url_prefix="/track")

_UNKNOWN = "No submission has this code. Check it letter by letter"


class CodeForm(PageForm):
    code = StringField(
        "Tracking code",
        [DataRequired("Enter the tracking code"), Length(max=100, message=_UNKNOWN)],
    )


@bp.get("/")
@public
def index() -> str:
    return htmx.render("submissions/track.html", block="content", form=CodeForm(formdata=None))


@bp.post("/")
@public
def status() -> str | tuple[str, int]:
    form = CodeForm()
    if not form.validate():
        return htmx.render("submissions/track.html", block="content", form=form), 422
    with engine().connect() as conn:
        receipt = receipts.by_code(conn, form.code.data or "")
        words = queries.status_of(conn, receipt) if receipt else None
    if receipt is None:
        form.code.errors = [_UNKNOWN]
        return htmx.render("submissions/track.html", block="content", form=form), 422
    return htmx.render(
        "submissions/track.html", block="content", form=form, receipt=receipt, words=words
    )
