"""The pages of those who implement: what they owe, their actions, and one of them."""

from uuid import UUID

from flask import Blueprint, request

from portal.followup.actions import found, queries, words
from portal.followup.actions.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.message import Sealed

bp = Blueprint("actions", __name__, url_prefix="/actions")

_AT_ONCE = 25


@bp.get("")
@require(*queries.OWNERS)
def index() -> str:
    """What this person's Government or institution owes, and all that it does."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor, on = current_actor(), today()
    archived = request.args.get("archived") == "1"
    with engine().connect() as conn:
        overdue = paging.cut(
            conn, queries.owed(actor, on, overdue=True), "over", paging.asked, size=_AT_ONCE
        )
        soon = paging.cut(
            conn, queries.owed(actor, on, overdue=False), "soon", paging.asked, size=_AT_ONCE
        )
        mine = paging.cut(
            conn, queries.own(actor, archived=archived), "mine", paging.asked, size=_AT_ONCE
        )
        states = paging.cut(conn, queries.to_plan(actor), "new", paging.asked, size=_AT_ONCE)
    said: list[Sealed | None] = [row.title for row in mine]
    for row in (*overdue, *soon):
        said += [row.title, row.measures]
    return htmx.render(
        "actions/index.html",
        block="content",
        overdue=overdue,
        soon=soon,
        mine=mine.of([(queries.of_row(row), row.title) for row in mine]),
        states=states,
        archived=archived,
        opened=found.opened(said),
        late=late,
        **_words(),
    )


@bp.get("/<uuid:action_id>")
@require(*queries.OWNERS)
def show(action_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    whole = found.whole(action_id)
    with engine().connect() as conn:
        about = found.readable(conn, whole.links)
        publishes = queries.publishes(conn, current_actor(), whole.one)
        files = len(queries.files_of(conn, whole.one.action_id))
    return htmx.render(
        "actions/action.html",
        block="content",
        whole=whole,
        one=whole.one,
        about=about,
        opened=found.opened(list(whole.texts.values())),
        publishes=publishes,
        files=files,
        on=today(),
        late=late,
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"words": words, "state_name": names.recipient, "mandate_name": names.mandate}
