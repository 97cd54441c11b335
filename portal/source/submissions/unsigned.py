"""The receipt of somebody who filed without an account, in the browser that filed."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.submissions import keeping
from portal.casefile.submissions.receipts import Receipt
from portal.source.channel.forms import KeptForm
from portal.source.channel.paper import as_file
from portal.source.drafts import code
from portal.source.drafts.store import receipt_of
from portal.source.drafts.writer import writer
from portal.source.submissions.receipt import Ways, receipt_page
from portal.web.accounts.access import drafting
from portal.web.db import engine

bp = Blueprint("unsigned", __name__, url_prefix="/drafts/<uuid:draft_id>")


@bp.get("/receipt")
@drafting()
def receipt(draft_id: UUID) -> str:
    """The receipt of what the draft became, as long as this browser holds the draft."""
    ways = Ways(
        file=url_for(".file", draft_id=draft_id),
        kept=url_for(".kept", draft_id=draft_id),
    )
    return receipt_page(_receipt(draft_id), ways)


@bp.post("/receipt/kept")
@drafting()
def kept(draft_id: UUID) -> Response:
    """The code was written down: nobody can show it from now on, nor lead here by the draft's."""
    found = _receipt(draft_id)
    if KeptForm().validate():
        with engine().begin() as conn:
            keeping.close(conn, found.submission_id)
            code.end(conn, str(draft_id))
    return redirect(url_for(".receipt", draft_id=draft_id), 303)


@bp.get("/receipt.txt")
@drafting()
def file(draft_id: UUID) -> Response:
    """The receipt as a file, as long as its code may be shown."""
    return as_file(_receipt(draft_id))


def _receipt(draft_id: UUID) -> Receipt:
    with engine().connect() as conn:
        found = receipt_of(conn, str(draft_id))
    if found is None or not writer().filed(found):
        raise NotFound
    return found
