"""The queue of the Quick Response Desk and of the officers, and each submission's page."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.casefile.queue.sight import READERS
from portal.casefile.submissions import lists, wanted
from portal.casefile.submissions.written import called
from portal.desk.triage import (
    alike,
    counts,
    deciding,
    duplicates,
    filters,
    grouped,
    learning,
    words,
    working,
)
from portal.desk.triage.forms import BareForm
from portal.desk.triage.page import CONSUMERS, page, seen_now
from portal.desk.triage.queues import QUEUES
from portal.source.drafts import store
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.context import now
from portal.web.db import engine
from portal.web.delivery.behind import behind
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("triage", __name__, url_prefix="/triage")
for part in (deciding, working, duplicates, grouped, learning):
    bp.register_blueprint(part.bp)


@bp.get("/")
@require(*READERS)
def index() -> str | Response:
    actor, at = current_actor(), now()
    desk = actor.has(Role.QUICK_RESPONSE_DESK)
    asked = filters.read(request.args, actor)
    beyond = request.args.get("from", "")
    since = behind(engine(), at) if desk else None  # nobody else sees what the desk did not share
    with engine().connect() as conn:
        seen = seen_now(conn) + (f"-{since:%H%M}" if since else "")
        if lists.unchanged(seen):
            return htmx.make_response("", 204)
        folded = alike.lines(conn, actor, asked, at, beyond=beyond)
        found = folded.page
        names = accounts.names(conn, {line.assignee for line in found.shown if line.assignee})
        shown = [line.submission_id for line in found.shown]
        languages = wanted.of_each(conn, shown) if desk else {}
        in_queues = counts.of_queues(conn, actor, asked, at)
        # The filters stand outside of what changes by itself: a list that is open stays open.
        left = {} if htmx.asked() else counts.of_filters(conn, actor, asked, at)
        unsent = store.lines(conn, actor.actor_id) if desk and not htmx.asked() else []
    return htmx.render(
        "triage/index.html",
        block="queue",
        lines=found.shown,
        further=found.further,
        beyond=beyond,
        filters=asked,
        filter_names=filters.NAMES,
        choices=filters.choices(),
        left=left,
        queues={name: QUEUES[name] for name in filters.queues_for(actor)},
        counts=in_queues,
        near=folded.near,
        groups=folded.groups,
        names=names,
        languages={case: called(code) for case, code in languages.items()},
        seen=seen,
        since=since,
        bare=BareForm(formdata=None),
        desk=desk,
        unsent=unsent,
        **words.of_page(),
    )


@bp.get("/<uuid:submission_id>")
@require(*READERS)
def show(submission_id: UUID) -> str | Response:
    after = request.args.get("after")
    late = not all(waited(engine(), consumer, after) for consumer in CONSUMERS)
    with engine().connect() as conn:
        if lists.unchanged(seen_now(conn)):
            return htmx.make_response("", 204)
    return page(submission_id, late=late)
