"""Counts of the visit files that a person reads: how far they came, and how long none answers.

Whoever sees a line alone counts nothing here: a count that moves would tell a day (VR1).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, extract, func, or_, select

from portal.followup.missions.read_model import missions
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits import queries
from portal.followup.visits.queries import AGES, AGREED, years_before
from portal.followup.visits.read_model import documents, files
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.reference import states
from shared.reference.missions import has_report

MONTHS: Final = (0, 6, 9, 12, 18, 24)
"""Whole months from the last day of a visit to its report: where each band begins."""
STEPS: Final = ("requested", "answered", "accepted", "dated", "held")
_POSTPONED, _PROPOSED, _DECLINED = "visit-postponed", "visit-dates-proposed", "visit-declined"
_UNDOES: Final = (_POSTPONED, "visit-cancelled", _DECLINED, AGREED)
"""What, while the agreed days are not over, takes them away or moves them."""
_c, _d = files.c, documents.c


def funnel(conn: Connection, actor: Actor, on: date) -> Mapping[str, int]:
    """Return how many files came so far; each step counts those that took all before it."""
    of_state = _d.details["by"].as_string() == "state"
    accepted = or_(
        _d.kind.in_(("visit-accepted", "visit-invitation-received", AGREED)),
        and_(_d.kind == _PROPOSED, of_state),
    )
    steps = {
        "requested": _on_file(_d.kind == "visit-requested"),
        "answered": _on_file(or_(accepted, and_(_d.kind == _DECLINED, of_state))),
        "accepted": _on_file(accepted),
        "dated": _on_file(_d.kind == AGREED),
        "held": _on_file(_held(on)),
    }
    found: dict[str, int] = {}
    taken: list[ColumnElement[bool]] = []
    for step in STEPS:
        taken.append(steps[step])
        these = select(func.count()).select_from(files).where(queries.visible(actor), *taken)
        found[step] = conn.scalar(these) or 0
    return found


def ages(conn: Connection, actor: Actor, on: date) -> Mapping[int, int]:
    """Return how many requests are unanswered for at least so many whole years, and not the next.

    0: for less than one.
    """
    days = [date.max, *(years_before(on, years) for years in AGES), date.min]
    found: dict[int, int] = {}
    for years, (after, until) in zip((0, *AGES), pairwise(days), strict=True):
        band = and_(_c.unanswered_on <= after, _c.unanswered_on > until)
        these = select(func.count()).select_from(files).where(queries.visible(actor), band)
        found[years] = conn.scalar(these) or 0
    return found


def held(conn: Connection, actor: Actor, on: date) -> Mapping[tuple[int, str], int]:
    """Return how many visits were held, by the year of their first day and by region.

    Observer States are in no region, which is empty.
    """
    year = extract("year", _d.first)
    these = _counted(actor, _held(on), year, _c.state)
    regions = {code: one.group for code, one in states().items()}
    found: Counter[tuple[int, str]] = Counter()
    for first, state, count in conn.execute(these):
        found[int(first), regions.get(state) or ""] += count
    return found


def reported(conn: Connection, actor: Actor, on: date) -> Mapping[int | None, int]:
    """Return how many visits had their report published in so many whole months, by ``MONTHS``.

    None: it is not published yet; an unofficial visit waits for none. One that several mandates
    write is the report of each: of the visit to the same State of which the days of its own mission
    have one.
    """
    m, v = missions.c, reports.c
    out = select(v.mission_id, v.state, v.mandates, v.published_at, m.first, m.last)
    out = out.outerjoin(missions, m.mission_id == v.mission_id).where(v.stage == "published")
    published = [row._asdict() for row in conn.execute(out)]
    these = select(_d.mission_id, _c.mandate, _c.state, _d.first, _d.last, m.kind)
    these = these.join(files, _c.visit_file_id == _d.visit_file_id)
    these = these.outerjoin(missions, m.mission_id == _d.mission_id)
    found: Counter[int | None] = Counter(dict.fromkeys((*MONTHS, None), 0))
    for row in conn.execute(these.where(queries.visible(actor), _held(on), _d.struck.is_(None))):
        at = next((one["published_at"] for one in published if _is_on(one, row)), None)
        if at is None and not has_report(row.kind or "official"):
            continue
        found[None if at is None else _months(row.last, day_of(at))] += 1
    return found


def _is_on(report: Mapping[str, Any], visit: Row[Any]) -> bool:
    if report["mission_id"] == visit.mission_id:
        return True
    joins = report["state"] == visit.state and visit.mandate in report["mandates"]
    first, last = report["first"], report["last"]
    return bool(joins and first and last and first <= visit.last and last >= visit.first)


def _months(last: date, out: date) -> int:
    """Return the last of ``MONTHS`` that are over between two days."""
    whole = 12 * (out.year - last.year) + out.month - last.month - (out.day < last.day)
    return max(one for one in MONTHS if one <= max(whole, 0))


def postponed(conn: Connection, actor: Actor) -> Mapping[str, int]:
    """Return how often visits were postponed, by the side that did."""
    these = _counted(actor, _d.kind == _POSTPONED, _d.details["by"].as_string())
    return dict(conn.execute(these).tuples().all())


def _counted(actor: Actor, which: ColumnElement[bool], *by: ColumnElement[Any]) -> Any:
    these = select(*by, func.count()).join(files, _c.visit_file_id == _d.visit_file_id)
    return these.where(queries.visible(actor), which, _d.struck.is_(None)).group_by(*by)


def _on_file(which: ColumnElement[bool]) -> ColumnElement[bool]:
    these = select(_d.document_id).where(_d.visit_file_id == _c.visit_file_id, which)
    return these.where(_d.struck.is_(None)).correlate(files).exists()


def _held(on: date) -> ColumnElement[bool]:
    """Whether a document agreed on days that are over, and that nothing took away or moved."""
    later = documents.alias()
    undone = select(later.c.document_id).where(
        later.c.visit_file_id == _d.visit_file_id,
        later.c.kind.in_(_UNDOES),
        later.c.struck.is_(None),
        later.c.logged > _d.logged,
        later.c.passed_on <= _d.last,
    )
    return and_(_d.kind == AGREED, _d.last < on, ~undone.correlate(documents).exists())
