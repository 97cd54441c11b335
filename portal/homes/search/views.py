"""The search page: one search over everything that this person may open.

The form uses POST and the result has a sealed address, so that no log has the words.
"""

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.homes.search import address, names
from portal.homes.search.address import Asked
from portal.homes.search.forms import ALL, LONGEST, NAMES, FindForm
from portal.homes.search.hits import Group, groups
from portal.homes.search.kinds import BY_NAME, EVERYTHING, read_names
from portal.homes.search.typed import read
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine

bp = Blueprint("search", __name__, url_prefix="/search")
_FOUND_BY_NAME = "found by a name"


@bp.get("")
@require()
def index() -> str:
    sealed = request.args.get("asked")
    asked = address.read(sealed) if sealed else None
    form = _form(FindForm(formdata=None))
    if asked is None:
        return _page(form, over=sealed is not None)
    form.text.data, form.where.data = asked.text, NAMES if asked.names else ALL
    with engine().connect() as conn:
        found = _found(conn, asked)
    if asked.names:
        ids = [hit.submission_id for group in found for hit in group.found]
        vault().note([f"submission-{one}" for one in ids], purpose=_FOUND_BY_NAME)
    return _page(form, asked=asked, found=found)


@bp.post("")
@require()
def find() -> Response | tuple[str, int]:
    form = _form(FindForm())
    if not form.validate():
        return _page(form), 422
    asked = Asked(text=form.text.data or "", names=form.where.data == NAMES)
    if asked.names:
        try:
            names.count()
        except CommandRefused as no:
            form.form_errors.append(no.sentence)
            return _page(form), no.status
    return redirect(url_for(".index", asked=address.written(asked)), 303)


def _form(form: FindForm) -> FindForm:
    form.offer(names=read_names(current_actor()))
    return form


def _found(conn: Connection, asked: Asked) -> list[Group]:
    actor = current_actor()
    if asked.names and not read_names(actor):  # the rights are others now
        return []
    return groups(conn, actor, read(asked.text), BY_NAME if asked.names else EVERYTHING)


def _page(
    form: FindForm,
    *,
    asked: Asked | None = None,
    found: list[Group] | None = None,
    over: bool = False,
) -> str:
    return htmx.render(
        "search/index.html",
        block="content",
        form=form,
        asked=asked,
        groups=found,
        over=over,
        names=read_names(current_actor()),
        longest=LONGEST,
    )
