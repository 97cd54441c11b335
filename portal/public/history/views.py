"""Letters from before the platform: what was public then, and what a reader of letters may read."""

from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import ColumnElement
from werkzeug.exceptions import NotFound

from portal.public.history import queries, words
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, public, require
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.policy import Kind, readers
from shared.reference.history import FIRST_YEAR

public_bp = Blueprint("pastletters", __name__, url_prefix="/past-letters")
bp = Blueprint("history", __name__, url_prefix="/history")

PUBLIC_AREA = "pastletters"
READERS = readers(Kind.LETTER)
_YEARS = {str(year): year for year in range(FIRST_YEAR, 2200)}


@public_bp.get("")
@public
@in_every_language
def index() -> str:
    return _list(queries.PUBLIC, PUBLIC_AREA)


@public_bp.get("/<uuid:letter_id>")
@public
@in_every_language
def show(letter_id: UUID) -> str:
    return _one(queries.PUBLIC, letter_id, PUBLIC_AREA)


@bp.get("", endpoint="index")
@require(*READERS)
def every() -> str:
    return _list(queries.visible(current_actor()), "history")


@bp.get("/<uuid:letter_id>", endpoint="show")
@require(*READERS)
def any_one(letter_id: UUID) -> str:
    return _one(queries.visible(current_actor()), letter_id, "history")


def _list(who: ColumnElement[bool], area: str) -> str:
    state, chosen = request.args.get("state", ""), _YEARS.get(request.args.get("year", ""), 0)
    public_ = area == PUBLIC_AREA
    with engine().connect() as conn:
        here = queries.recipients(conn, who)
        state = state if state in {*here, *names.states()} else ""
        query = queries.found(who, state=state, year=chosen)
        rows = paging.cut(conn, query, "letters", paging.asked)
        years = queries.years(conn, who, state, public=public_)
    return htmx.render(
        "history/index.html",
        block="content",
        area=area,
        letters=rows.of([queries.letter(row, public=public_) for row in rows]),
        years=years,
        offered=sorted({*(of for of, _, _ in years), *({chosen} - {0})}, reverse=True),
        states=sorted(
            ((code, words.recipient(code)) for code in {*here, *({state} - {""})}),
            key=lambda one: one[1],
        ),
        state=state,
        year=chosen,
        words=words,
    )


def _one(who: ColumnElement[bool], letter_id: UUID, area: str) -> str:
    with engine().connect() as conn:
        found = queries.one(conn, who, str(letter_id), public=area == PUBLIC_AREA)
    if found is None:
        raise NotFound
    return htmx.render("history/letter.html", block="content", one=found, area=area, words=words)
