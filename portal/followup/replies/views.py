"""Replies of Governments: the list of due replies, and each case with its clock and timeline."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.casefile.replies.cases import find
from portal.casefile.replies.sight import LISTED, READERS
from portal.followup.replies import (
    desk,
    dialogue,
    files,
    forwarded,
    holder,
    lists,
    officer,
    parties,
    source,
    words,
)
from portal.followup.replies.page import CaseView, found, letter_page, on_case, seen_now, view_of
from portal.followup.replies.read_model import REPLIES
from portal.web import htmx
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.accounts.account import actor_of
from portal.web.context import now
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.reference import mandate_acronym, mandates

bp = Blueprint("replies", __name__, url_prefix="/replies")
for part in (parties, files, desk, dialogue, officer, holder, source):
    bp.register_blueprint(part.bp)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "reply_case": reply_case,
        "reply_words": words,
        "replies_for_source": forwarded.replies_for_source,
    }


def reply_case(communication_id: str | UUID) -> CaseView | None:
    """Return the letter's reply case; None if the person may not see it.

    For templates that include ``replies/_case.html`` with ``communication_id``.
    """
    account = signed_in()
    if account is None:
        return None
    actor = actor_of(account)
    with engine().connect() as conn:
        seen = seen_now(conn)  # before what it is the version of
        case = find(conn, actor, str(communication_id))
        return view_of(conn, actor, case, seen) if case else None


@bp.get("")
@require(*LISTED)
def index() -> str | Response:
    actor = current_actor()
    asked = lists.read(request.args, actor)
    with engine().connect() as conn:
        at, seen = now(), seen_now(conn)
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        return htmx.render(
            "replies/index.html",
            block="lists",
            page=lists.page(conn, actor, asked, at),
            filters=asked,
            queues=lists.queues_for(actor),
            mandates={one: mandate_acronym(one) for one in mandates()},
            states=names.addressees(),
            at=at,
            version=seen,
        )


@bp.get("/<uuid:communication_id>/case")
@require(*READERS)
def case(communication_id: UUID) -> str | Response:
    done = waited(engine(), REPLIES.consumer, request.args.get("after"))
    with engine().connect() as conn:
        about = found(conn, communication_id)
        if request.args.get("seen") == seen_now(conn):
            return htmx.make_response("", 204)
        rests = on_case(conn, about.communication_id)
    return htmx.render(
        "replies/case.html",
        block="case",
        case=about,
        on_case=rests,
        communication_id=str(communication_id),
        processing=not done,
        back=url_for("replies.index" if current_actor().has(*LISTED) else "home.index"),
        letter=letter_page(about.communication_id),
        on_its_page=True,
    )
