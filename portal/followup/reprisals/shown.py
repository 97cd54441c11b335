"""What was shown of a reprisal case to somebody outside its group, for them alone (XR1).

No notice tells of it. For everybody else these pages are as of a case that never was.
"""

from uuid import UUID

from flask import Blueprint
from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound

from portal.followup.reprisals import found, queries, words
from portal.followup.reprisals.read_model import shown as table
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.audit.chain import audit
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from shared.reference.reprisals import SHOWN_TO

bp = Blueprint("reprisalshown", __name__, url_prefix="/reprisals/shown")
READERS = frozenset(SHOWN_TO.values())
_READ = "reprisalshown.show"
_AT_ONCE = 25


@bp.get("")
@require(*READERS)
def index() -> str:
    with engine().connect() as conn:
        query = queries.shown_to(current_actor(), today())
        page = paging.cut(conn, query, "shown", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "reprisals/shown_index.html",
        block="content",
        shown=page,
        words=words,
        state_name=names.recipient,
    )


@bp.get("/<uuid:case_id>")
@require(*READERS)
def show(case_id: UUID) -> str:
    """The text, and that each reading is recorded."""
    with engine().connect() as conn:
        of_case = table.c.case_id == str(case_id)
        row = conn.execute(queries.shown_to(current_actor(), today()).where(of_case)).one_or_none()
        if row is None:
            raise NotFound
        called = accounts.names(conn, {row.by_id})
    return htmx.render(
        "reprisals/shown.html",
        block="content",
        one=row,
        text=vault().reveal(row.text),
        by=called.get(row.by_id),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


def readings(case_id: str) -> Select[tuple[object, ...]]:
    """Return who read what was shown of a case, and when, the last first: for its group."""
    c = audit.c
    these = select(c.number, c.at, c.actor_id)
    of_case = (c.subject == found.subject_of(case_id), c.purpose == _READ)
    return these.where(*of_case).order_by(c.number.desc())
