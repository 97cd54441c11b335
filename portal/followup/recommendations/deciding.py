"""The list of information that a mandate decides about, and of what it decided."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, request
from sqlalchemy import ColumnElement

from portal.followup.recommendations import decisions, words
from portal.followup.recommendations.decisions import AGES, OUTCOMES, WAITING
from portal.followup.recommendations.reviewed import READERS
from portal.followup.recommendations.tables import informations, recommendations
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared.core.actor import Actor
from shared.core.roles import Role

bp = Blueprint("informationdecisions", __name__, url_prefix="/recommendations/information")
_AT_ONCE: Final = 50
_CALLED: Final[Mapping[str, str]] = {
    WAITING: lazy("To be decided on"),
    decisions.PUBLISHED: lazy_pgettext("of information", "Public"),
    decisions.WITHHELD: lazy_pgettext("of information", "Withheld"),
    decisions.TAKEN_BACK: lazy_pgettext("of information", "No longer public"),
}


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    asked = {kind: code for kind in _KINDS if (code := request.args.get(kind, ""))}
    with engine().connect() as conn:
        states = decisions.states(conn, actor)
        choices = _choices(states, asked)
        asked = {kind: code for kind, code in asked.items() if code in choices[kind]}
        outcome = asked.pop("outcome", WAITING)
        which = [_KINDS[kind](code) for kind, code in asked.items()]
        lines = decisions.lines(actor, outcome, *which)
        page = paging.cut(conn, lines, "information", paging.asked, size=_AT_ONCE)
    texts = vault().reveal_all([row.title or row.text for row in page])
    return htmx.render(
        "recommendations/decisions.html",
        block="content",
        rows=page.of(zip(page, map(words.short, texts), strict=True)),
        acts=lambda row: _acts(actor, row, outcome),
        asked=asked,
        outcome=outcome,
        waiting=WAITING,
        choices=choices,
        words=words,
    )


def _state(code: str) -> ColumnElement[bool]:
    return recommendations.c.addressee == code


def _recommendation(code: str) -> ColumnElement[bool]:
    return recommendations.c.recommendation_id == code


def _provider(code: str) -> ColumnElement[bool]:
    return informations.c.provider == code


def _wish(code: str) -> ColumnElement[bool]:
    return informations.c.wish == code


def _age(code: str) -> ColumnElement[bool]:
    return decisions.older(int(code), now())


_KINDS: Final = {
    "outcome": _wish,  # which of the lists it is, and no condition
    "state": _state,
    "provider": _provider,
    "wish": _wish,
    "age": _age,
    "recommendation": _recommendation,
}


def _choices(states: Sequence[str], asked: Mapping[str, str]) -> dict[str, dict[str, str]]:
    one = asked.get("recommendation")
    return {
        "outcome": {code: str(_CALLED[code]) for code in OUTCOMES},
        "state": {code: names.recipient(code) for code in states},
        "provider": {code: words.provider(code) for code in words.PROVIDERS},
        "wish": {code: str(words.WISHES[code]) for code in ("publish", "unnamed")},
        "age": {str(days): gettext("More than %(days)s days ago", days=days) for days in AGES},
        "recommendation": {one: gettext("One recommendation")} if one else {},
    }


def _acts(actor: Actor, row: Any, outcome: str) -> Sequence[str]:
    """Return the endpoints of what this person may do: an officer takes back, and no more."""
    if outcome == decisions.PUBLISHED:
        return ["information.take_back"]
    if not actor.has(Role.MANDATE_HOLDER):
        return []
    publish = ["information.publish"] if row.published_at else []
    return publish if outcome == decisions.WITHHELD else [*publish, "information.withhold"]


@bp.app_template_global()
def information_to_decide() -> int | None:
    """Return how much information waits for a decision; None: the person works for no mandate."""
    actor = current_actor()
    if not actor.has(*READERS):
        return None
    with engine().connect() as conn:
        return decisions.number(conn, actor)
