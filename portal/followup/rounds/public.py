"""Follow-up tables as everybody reads them."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.rounds import published, queries, words
from portal.followup.rounds.published import Head
from portal.web import htmx, paging
from portal.web.accounts.access import known, public, signed_in
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language

bp = Blueprint("publicrounds", __name__, url_prefix="/follow-up")

_AT_ONCE = 25


@bp.get("")
@public
@in_every_language
def index() -> str:
    state = request.args.get("state", "")
    states = names.states()
    state = state if state in states else ""
    with engine().connect() as conn:
        page = paging.cut(conn, published.every(state), "tables", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "rounds/public.html",
        block="content",
        tables=page.of(map(published.head, page)),
        state=state,
        states=states,
        **_words(),
    )


@bp.get("/<uuid:round_id>")
@public
@in_every_language
def show(round_id: UUID) -> str:
    with engine().connect() as conn:
        one = published.find(conn, str(round_id))
        if one is None:
            raise NotFound
        lines = published.lines(conn, one)
    account = signed_in()
    return htmx.render(
        "rounds/published.html",
        block="content",
        one=one,
        lines=lines,
        takes_back=account is not None and queries.takes_back(known(account), one.mandate),
        **_words(),
    )


@bp.app_template_global()
def follow_up_tables(state: str) -> Sequence[Head]:
    """Return the published tables of a State, for its public page."""
    with engine().connect() as conn:
        return [published.head(row) for row in conn.execute(published.every(state))]


@bp.app_template_global()
def follow_up_tables_on(recommendation_ids: Sequence[str]) -> Sequence[Head]:
    """Return the published tables on some of these, for the public page of their report."""
    with engine().connect() as conn:
        return published.on(conn, recommendation_ids)


@bp.app_template_global()
def follow_up_mandate(code: str) -> str:
    return names.mandate(code)


def _words() -> dict[str, object]:
    return {"words": words, "state_name": names.recipient, "mandate_name": names.mandate}
