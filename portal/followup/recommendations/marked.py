"""What everybody reads of a public recommendation beside its words (decision 0168).

Whether its mandate closed it and why, and the last grade of the Government's follow-up in each
scheme, with its day. Of one that is not public there is nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from portal.followup.recommendations import words
from portal.followup.recommendations.read_model import assessments, recommendations
from portal.followup.recommendations.tagging import bp
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.reference.schemes import ended_by

__all__ = ["bp"]  # with all the views that are on it

_c, _a = recommendations.c, assessments.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    scheme: str
    grade: str
    assessed_at: datetime

    @property
    def said(self) -> str:
        scheme, grade = words.scheme(self.scheme), words.grade(self.scheme, self.grade)
        return gettext("%(scheme)s: %(grade)s", scheme=scheme, grade=grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``closed``: for which reason. ``by_id``: what stands in its place, if that is public too."""

    closed: str | None
    by_id: str | None
    grades: Sequence[Grade]

    @property
    def ended(self) -> str:
        return gettext("Closed: %(reason)s", reason=words.closing(self.closed or ""))


@bp.app_template_global()
def marks_of(recommendation_ids: Collection[str]) -> Mapping[str, Mark]:
    """Return what the public list says of these, by id."""
    with engine().connect() as conn:
        return marks(conn, recommendation_ids)


def marks(conn: Connection, recommendation_ids: Collection[str]) -> dict[str, Mark]:
    public = _c.recommendation_id.in_(recommendation_ids), _c.published_at.is_not(None)
    by = recommendations.alias("instead").c
    instead = (
        select(by.recommendation_id)
        .where(by.recommendation_id == _c.by_id, by.published_at.is_not(None))
        .scalar_subquery()
    )
    rows = conn.execute(
        select(_c.recommendation_id, _c.closed, instead.label("by_id")).where(*public)
    ).all()
    graded = _grades(conn, [row.recommendation_id for row in rows])
    return {
        row.recommendation_id: Mark(
            closed=row.closed,
            by_id=row.by_id,
            grades=list(graded.get(row.recommendation_id, {}).values()),
        )
        for row in rows
    }


def _grades(conn: Connection, ids: Collection[str]) -> dict[str, dict[str, Grade]]:
    """Return the last grade in each scheme; one in a successor ends that in the one before."""
    these = select(_a.recommendation_id, _a.scheme, _a.grade, _a.assessed_at).where(
        _a.recommendation_id.in_(ids), _a.addressee_id.is_(None)
    )
    found: dict[str, dict[str, Grade]] = {}
    for row in conn.execute(these.order_by(_a.assessed_at, _a.event_id)):
        last = found.setdefault(row.recommendation_id, {})
        for scheme in ended_by(row.scheme):
            last.pop(scheme, None)
        last[row.scheme] = Grade(scheme=row.scheme, grade=row.grade, assessed_at=row.assessed_at)
    return found
