"""A State for those who work here: beside what is public, what this reader may open anyhow.

Every number is of a list that the same reader can open, so none tells of anything else; R15 keeps
what rests on a reprisal from the desk of a State in the same queries (decision 0030).
"""

from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import WORKERS
from portal.followup.replies import lists
from portal.followup.visits import queries as visits
from portal.followup.visits import words as visit_words
from portal.homes.work import contacts, due
from portal.homes.work.views import bp
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.i18n import names
from shared.core.roles import Role
from shared.reference import OTHER, mandate_acronym, recipients

__all__ = ["bp"]  # with all the views that are on it


@bp.get("/countries/<code>")
@require(*WORKERS)
def state(code: str) -> str:
    if code not in recipients() or code == OTHER:
        raise NotFound
    actor, at, on = current_actor(), now(), today()
    with engine().connect() as conn:
        numbers = lists.numbers(conn, actor, code, at)
        waiting = lists.awaited_from(conn, actor, code, at, paging.asked)
        query = visits.board(actor, visits.Filters(state=code), on)
        files = paging.cut(conn, query, "files", paging.asked)
        ahead = due.within_a_year(conn, actor, code, at, on)
        reached = contacts.of_state(conn, code, on)
    return htmx.render(
        "work/state.html",
        block="content",
        code=code,
        state_name=names.recipient(code),
        contacts=reached,
        own=actor.has(Role.DESK_OFFICER),
        numbers=[(show, lists.QUEUES[show].title, numbers[show]) for show in lists.NUMBERS],
        waiting=waiting,
        due=paging.part(ahead, "due", paging.asked),
        files=files.of(visits.of_row(row, actor, on) for row in files),
        visit_words=visit_words,
        acronym=mandate_acronym,
        at=at,
    )
