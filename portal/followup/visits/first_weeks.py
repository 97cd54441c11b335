"""The open visit files that a new holder takes over (V13), for the page of the first weeks."""

from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, not_, or_, select

from portal.followup.visits import queries
from portal.followup.visits.read_model import documents, files, of_mandates
from shared.core.actor import Actor

AT_ONCE: Final = 50
_TAKEN_OVER: Final = ("visit-file-carried-over", "visit-requested")
"""A holder confirms a file, drops it, or renews its request."""
_c, _d = files.c, documents.c


def left_open(actor: Actor, mandate: str, since: date, on: date) -> Select[Any]:
    """Return what was open before that day and is, undecided since; longest unanswered first."""
    decided = select(_d.document_id).where(
        _d.visit_file_id == _c.visit_file_id,
        _d.kind.in_(_TAKEN_OVER),
        _d.passed_on >= since,
        _d.struck.is_(None),
    )
    over = and_(_c.status == "agreed", _c.last.is_not(None), _c.last < on)
    answered = _c.status == "declined"  # the request stays on file, and is open no more
    these = queries.EVERY.where(
        queries.visible(actor),
        of_mandates([mandate]),
        _c.kept_at.is_(None),
        or_(_c.asked_on < since, _c.invited_on < since),
        not_(or_(over, answered)),
        ~decided.exists(),
    )
    return these.order_by(_c.unanswered_on.is_(None), _c.unanswered_on, _c.state, _c.visit_file_id)
