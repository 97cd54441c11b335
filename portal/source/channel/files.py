"""Files of a returning source: added and counted, but neither named nor downloadable here."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.casefile.attachments import adding, queries
from portal.casefile.attachments.forms import EvidenceForm, rules
from portal.casefile.attachments.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_submission, returned
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.core.actor import by_return_channel

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/")
@returned
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(EvidenceForm(formdata=None), late=late)


@bp.post("/")
@returned
def add() -> Response | tuple[str, int]:
    form, of = EvidenceForm(), current_submission()
    if not form.validate():
        return _page(form), 422
    done = adding.add(
        form.sent, UUID(of), by=by_return_channel(of), form_id=form.id, about=form.about
    )
    if done.refused:
        form.refuse(done.refused)
        return _page(form.again(), added=done.number), 422
    one = done.number == 1
    flash(gettext("Your file was kept") if one else gettext("Your files were kept"), "success")
    return redirect(url_for("channel.files.index", after=done.after), 303)


def _page(form: EvidenceForm, *, added: int = 0, late: bool = False) -> str:
    of = current_submission()
    with engine().connect() as conn:
        rows = queries.of_submission(conn, of)
        coming = len(queries.on_their_way(conn, of))
    return htmx.render(
        "channel/files.html",
        block="content",
        files=rows,
        coming=coming,
        form=form,
        added=added,
        late=late,
        rules=rules(),
    )
