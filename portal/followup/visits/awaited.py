"""Answers that are awaited on visit files longer than was asked, for notices (V8, V9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from portal.followup.visits.read_model import documents, files
from portal.web.accounts import offices
from shared.reference.missions import SOON
from shared.reference.visits import ANSWER_IN

_SENT: Final = "terms-of-reference-sent"
_ASKED: Final = "visit-requested"
_c, _d = files.c, documents.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """``on``: the day by which an answer was asked for. ``mandate``: whose file it is today."""

    visit_file_id: str
    mandate: str
    what: Literal["terms", "dates"]
    on: date


def awaited(conn: Connection, today: date) -> Iterator[Awaited]:
    """Yield what has waited for 30 days, for a week: an answer to the terms, or to dates."""
    terms = and_(_d.kind == _SENT, _c.terms == "sent")
    dates = and_(_d.kind != _ASKED, _c.status == "dates", _d.first == _c.first, _d.last == _c.last)
    for row in conn.execute(_since(terms, today)):
        yield Awaited(visit_file_id=row.id, mandate=row.of, what="terms", on=row.on + ANSWER_IN)
    for row in conn.execute(_since(dates, today)):
        yield Awaited(visit_file_id=row.id, mandate=row.of, what="dates", on=row.on + ANSWER_IN)


def _since(which: ColumnElement[bool], today: date) -> Select[Any]:
    of = func.coalesce(_c.keeper, _c.mandate)
    last = func.max(_d.passed_on)
    due = today - ANSWER_IN
    these = (
        select(_c.visit_file_id.label("id"), of.label("of"), last.label("on"))
        .join(documents, _d.visit_file_id == _c.visit_file_id)
        .where(which, _d.struck.is_(None), _c.kept_at.is_(None))
        .where(or_(_c.last.is_(None), _c.last >= today), ~offices.is_over(of, today))
        .group_by(_c.visit_file_id, of)
    )
    return these.having(last < due, last >= due - SOON).order_by(_c.visit_file_id)
