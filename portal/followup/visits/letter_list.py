"""The letters about visits on which something is to be done by whoever came: all, and the first."""

from flask import Blueprint

from portal.followup.visits import letter_queries, letter_ready, letter_words
from portal.followup.visits.letter_queries import VisitLetter
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.paging import Numbers, Page

bp = Blueprint("visitstodo", __name__)

_IN_MARGIN = 5


@bp.get("/visit-letters")
@require(*letter_queries.SENDERS, *letter_queries.HOLDER)
def index() -> str:
    return htmx.render(
        "visits/letters.html",
        block="content",
        letters=_waiting(paging.asked, paging.SIZE),
        letter_words=letter_words,
    )


@bp.app_template_global()
def visit_letters_waiting() -> Page[VisitLetter]:
    """Return the first letters on which something is to be done by whoever came."""
    return _waiting(paging.first, _IN_MARGIN)


def _waiting(at: Numbers, size: int) -> Page[VisitLetter]:
    actor, on = current_actor(), today()
    with engine().connect() as conn:
        query = letter_queries.waiting(actor, letter_ready.lapsed(conn, actor, on))
        page = paging.cut(conn, query, "letters", at, size=size)
        some = letter_queries.of_rows(conn, page, actor)
        return page.of(letter_ready.looked_at(conn, actor, some, on))
