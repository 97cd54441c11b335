"""What lies near the dates of a visit: the letter that proposed them, and other visits (V8)."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, and_, func, select

from portal.followup.missions.read_model import missions
from portal.followup.visits.queries import File
from portal.followup.visits.read_model import documents, files, of_mandates

NEAR: Final = 2
"""Calendar months within which another mandate's dates in the State show on both files (V8).

Whole months: whoever moves the own dates by a day learns no day of the other's.
"""
_c, _d, _m = files.c, documents.c, missions.c


def proposed_on(conn: Connection, one: File) -> date | None:
    """Return the day of the document that proposed the dates; None: none are proposed."""
    dates = one.now.dates
    if dates is None:
        return None
    these = select(func.max(_d.passed_on)).where(
        _d.visit_file_id == one.file_id,
        _d.first == dates.first,
        _d.last == dates.last,
        _d.struck.is_(None),
        _d.kind != "visit-requested",
    )
    found: date | None = conn.scalar(these)
    return found


def near(conn: Connection, one: File) -> list[str]:
    """Return the other mandates with dates in this State within two months of these (V8).

    Not one that ended and left its file to this one, or as a record, nor one on the same joint
    visit.
    """
    dates = one.now.dates
    if dates is None:
        return []
    together = _together(conn, one)
    close = and_(
        _c.first < _month(dates.last, NEAR + 1),
        _c.last >= _month(dates.first, -NEAR),
    )
    of = func.coalesce(_c.keeper, _c.mandate)
    others = and_(_c.mandate != one.mandate, of != one.of, _c.kept_at.is_(None))
    these = select(of.label("of")).where(_c.state == one.state, others, close)
    found = conn.scalars(these.distinct().order_by("of"))
    return [each for each in found if each not in together]


def _together(conn: Connection, one: File) -> set[str]:
    """Return the mandates of the joint visit in which the mission of this file goes on."""
    behind = select(func.coalesce(_m.joint, _m.mission_id)).where(
        _m.mission_id == one.now.mission_id
    )
    these = select(_m.mandate, _m.joined).where(_m.mission_id == behind.scalar_subquery())
    row = conn.execute(these).one_or_none()
    return set() if row is None else {row.mandate, *(row.joined or ())}


def overlapping(conn: Connection, one: File) -> list[str]:
    """Return the other States for which this mandate has dates on the same days (V8).

    The one that goes on with the file: what its predecessor left elsewhere is not told.
    """
    dates = one.now.dates
    if dates is None:
        return []
    same = and_(_c.first <= dates.last, _c.last >= dates.first)
    mine = and_(of_mandates([one.of]), _c.kept_at.is_(None))
    these = select(_c.state).where(mine, _c.state != one.state, same)
    return list(conn.scalars(these.distinct().order_by(_c.state)))


def _month(day: date, months: int) -> date:
    """Return the first day of the month so many months on, as far as there are days."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) if year <= date.max.year else date.max
