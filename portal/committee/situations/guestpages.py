"""What a United Nations partner finds of the watch-list: what they are invited to (D.5).

No text of the Committee, no name, no number and no alert (SD1, SD2). Each reading is on record, and
so is each situation of a list that somebody saw.
"""

from typing import Final
from uuid import UUID

from flask import Blueprint, abort
from markupsafe import Markup

from portal.committee.situations import queries, words
from portal.committee.situations.found import line, subject_of
from portal.committee.situations.queries import GUESTS
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names

bp = Blueprint("guestsituations", __name__, url_prefix="/watch-list/shown")

_AT_ONCE: Final = 20


@bp.get("")
@require(*GUESTS)
def index() -> str:
    seen = queries.as_guest(current_actor())
    with engine().connect() as conn:
        page = paging.cut(conn, queries.going_on(seen), "shown", paging.asked, size=_AT_ONCE)
    shown = page.of(queries.situation(row) for row in page)
    vault().note(subject_of(one.situation_id) for one in shown.rows)
    return htmx.render(
        "situations/shown_index.html",
        block="content",
        shown=shown,
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
    )


@bp.get("/<uuid:situation_id>")
@require(*GUESTS)
def show(situation_id: UUID) -> str:
    with engine().connect() as conn:
        seen = queries.as_guest(current_actor())
        one = queries.one(conn, str(situation_id), seen) or abort(404)
        actions = queries.actions_of(conn, one.situation_id)
        since = queries.open_since(conn, one.situation_id)
    vault().note([subject_of(one.situation_id)])
    return htmx.render(
        "situations/shown.html",
        block="content",
        one=one,
        actions=actions,
        since=since,
        today=today(),
        state_name=names.recipient,
        mandate_name=names.mandate,
        words=words,
    )


@bp.app_template_global()
def situations_shown(state: str) -> paging.Page[tuple[Markup, str, str]]:
    """Return what this partner is invited to of a State."""
    with engine().connect() as conn:
        these = queries.of_state(queries.as_guest(current_actor()), state)
        page = paging.cut(conn, these, "shown", paging.asked, size=_AT_ONCE)
    shown = page.of(map(queries.situation, page))
    vault().note(subject_of(one.situation_id) for one in shown.rows)
    return shown.of(
        line(one, "guestsituations.show", str(words.LEVELS[one.level][0])) for one in shown.rows
    )
