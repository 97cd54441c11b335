"""The page of a letter, with everything that was said and decided about it."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.letters.communications import (
    authority,
    checking,
    comparing,
    decisions,
    drafting,
    inviting,
    places,
    queries,
)
from portal.letters.communications.additions import news_since_sent
from portal.letters.communications.detail import (
    gathered,
    render,
    version_asked_for,
)
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.db import engine
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("communications", __name__)
bp.register_blueprint(drafting.bp)
bp.register_blueprint(decisions.bp)
bp.register_blueprint(checking.bp)
bp.register_blueprint(inviting.bp)
bp.register_blueprint(comparing.bp)
bp.register_blueprint(authority.bp)
bp.add_app_template_filter(places.parts, "in_parts")
bp.add_app_template_filter(places.unfilled)
bp.add_app_template_filter(places.doubtful)

READERS = (
    Role.HUMAN_RIGHTS_OFFICER,
    Role.MANDATE_HOLDER,
    Role.QUICK_RESPONSE_DESK,
    Role.CHIEF,
    Role.DESK_OFFICER,
)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"news_since_sent": news_since_sent}


@bp.get("/communications/<uuid:communication_id>")
@require(*READERS)
def detail(communication_id: UUID) -> str | Response:
    processing = not waited(engine(), COMMUNICATIONS.consumer, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        found = queries.find(conn, actor, str(communication_id))
        if found is None:
            if processing:
                return htmx.render("communications/processing.html", block="content")
            raise NotFound
        file = gathered(conn, actor, *found, compare=version_asked_for("compare"))
    if _unchanged(file.seen):
        return htmx.make_response("", 204)
    return render(file, processing=processing)


def _unchanged(seen: str) -> bool:
    """Whether htmx asks, as it does every second, and has seen this: then 204 says it all."""
    return bool(htmx.asked()) and request.args.get("seen") == seen
