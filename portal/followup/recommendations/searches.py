"""Saved searches of the list of recommendations: each reader's own (decision 0193).

What narrows the list is kept, and no recommendation: the search finds what the reader may see when
it is opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy import Connection, delete, insert, select
from werkzeug.wrappers import Response

from portal.followup.recommendations import narrowing, words
from portal.followup.recommendations.searched import searches
from portal.followup.recommendations.sight import READERS
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n.texts import gettext, ngettext

bp = Blueprint("recommendationsearches", __name__, url_prefix="/recommendation-searches")

MOST: Final = 20
"""Searches that one person can save."""
_s = searches.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """``called``: what it asks for, in the reader's language."""

    search_id: str
    asked: Mapping[str, str]
    called: str


@bp.app_template_global()
def saved_searches() -> list[Search]:
    """Return the reader's own, the oldest first. What asks for nothing any more finds all."""
    with engine().connect() as conn:
        kept = _kept(conn, current_account().account_id)
        there = narrowing.seen_by(conn, current_actor()) if kept else None
    return [
        Search(search_id=one, asked=asked, called=_called(there, asked))
        for one, asked in kept.items()
        if there is not None
    ]


@bp.post("")
@require(*READERS)
def save() -> Response:
    asked: dict[str, Any] = {**narrowing.asked_for(request.form)}
    if not asked:
        flash(gettext("Choose a filter first: without one the search is the whole list."), "error")
        return redirect(url_for("recommendations.index"), 303)
    with engine().begin() as conn:
        room = _save(conn, current_account().account_id, asked)
    if room:
        flash(gettext("The search is saved."), "success")
    else:
        flash(
            ngettext(
                "You have saved %(most)s search, which is all there is room for. Remove one first.",
                "You have saved %(most)s searches, which is all there is room for. Remove one "
                "first.",
                MOST,
                most=MOST,
            ),
            "error",
        )
    return redirect(url_for("recommendations.index", **asked), 303)


@bp.post("/<uuid:search_id>/remove")
@require(*READERS)
def remove(search_id: UUID) -> Response:
    own = _s.search_id == str(search_id), _s.account_id == current_account().account_id
    with engine().begin() as conn:
        conn.execute(delete(searches).where(*own))
    flash(gettext("The search is removed."), "success")
    return redirect(url_for("recommendations.index"), 303)


def _kept(conn: Connection, account_id: str) -> dict[str, dict[str, str]]:
    query = select(_s.search_id, _s.filters).where(_s.account_id == account_id)
    rows = conn.execute(query.order_by(_s.saved_at, _s.search_id))
    return {row.search_id: narrowing.asked_for(json.loads(row.filters)) for row in rows}


def _save(conn: Connection, account_id: str, asked: Mapping[str, str]) -> bool:
    """Keep it, once; return whether there was room for it."""
    there = _kept(conn, account_id)
    if asked in there.values():
        return True
    if len(there) >= MOST:
        return False
    values = {"account_id": account_id, "filters": json.dumps(dict(asked)), "saved_at": now()}
    conn.execute(insert(searches).values(search_id=str(uuid4()), **values))
    return True


def _called(there: narrowing.Seen, asked: Mapping[str, str]) -> str:
    """Return each choice in the words of its list."""
    choices = words.narrowing(there, asked)
    said = [choices[kind].get(code, code) for kind, code in asked.items()]
    return " · ".join(said) or gettext("All")
