"""The draft code on its page, until it was written down."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from portal.source.drafts import code
from portal.source.drafts.mine import mine
from portal.web import htmx
from portal.web.accounts.access import drafting
from portal.web.db import engine
from portal.web.forms import CommandForm

bp = Blueprint("unsigned", __name__, url_prefix="/drafts/<uuid:draft_id>")


class NotedForm(CommandForm):
    """Nothing to fill in: the code was written down."""


@bp.get("/code")
@drafting()
def show_code(draft_id: UUID) -> str:
    draft = mine(draft_id)
    with engine().connect() as conn:
        shown = code.shown(conn, draft.draft_id)
    return htmx.render(
        "drafts/code.html",
        block="content",
        draft=draft,
        code=shown,
        form=NotedForm(formdata=None),
    )


@bp.post("/code")
@drafting()
def noted(draft_id: UUID) -> Response:
    """The code was written down: nobody can show it from now on."""
    draft = mine(draft_id)
    if NotedForm().validate():
        with engine().begin() as conn:
            code.close(conn, draft.draft_id)
    return redirect(url_for("drafts.tasks_of", draft_id=draft_id), 303)


@bp.get("/awake")
@drafting()
def awake(draft_id: UUID) -> Response:
    """Asked by the page while somebody types, so that writing at length is not idleness."""
    mine(draft_id)
    return htmx.make_response("", 204)
