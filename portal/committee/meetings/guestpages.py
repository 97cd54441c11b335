"""What a guest of the Committee finds: the meetings to which they are invited, and nothing beside.

When and where it is, its agenda, and the papers that are for guests: section D.5, "invited".
"""

from uuid import UUID

from flask import Blueprint, Response, abort

from portal.committee.meetings import found, papers, queries, words
from portal.committee.meetings.queries import GUESTS, Meeting
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine

bp = Blueprint("guestmeetings", __name__, url_prefix="/committee/invitations")

_AT_ONCE = 20


@bp.get("")
@require(*GUESTS)
def index() -> str:
    seen = queries.as_guest(current_actor())
    with engine().connect() as conn:
        coming = paging.cut(conn, queries.to_come(seen), "coming", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(seen), "over", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "meetings/invitations.html",
        block="content",
        coming=coming.of([queries.meeting(row) for row in coming]),
        over=over.of([queries.meeting(row) for row in over]),
        words=words,
    )


@bp.get("/<uuid:meeting_id>")
@require(*GUESTS)
def show(meeting_id: UUID) -> str:
    one = _invited_or_404(meeting_id)
    with engine().connect() as conn:
        on_it = papers.for_guests(conn, one)
    agenda, place = found.texts(one)
    return htmx.render(
        "meetings/invitation.html",
        block="content",
        one=one,
        agenda=agenda,
        place=place,
        papers=on_it,
        today=today(),
        words=words,
    )


@bp.get("/<uuid:meeting_id>/papers/<uuid:paper_id>")
@require(*GUESTS)
def paper(meeting_id: UUID, paper_id: UUID) -> Response:
    """Hand the file out, on record."""
    one = _invited_or_404(meeting_id)
    with engine().connect() as conn:
        some = papers.for_guests(conn, one)
    return papers.handed_out(one, papers.among(some, paper_id))


def _invited_or_404(meeting_id: UUID) -> Meeting:
    """Return the meeting, if whoever came is its guest now."""
    with engine().connect() as conn:
        return queries.one(conn, str(meeting_id), queries.as_guest(current_actor())) or abort(404)
