"""How the alerts of a year were handled, by rule: section D.7, as the Committee reads them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, or_, select

from portal.committee.warning.read_model import alerts, steps
from shared.contracts.stakeholders_alerts import Series
from shared.core.geneva import day_of, start_of
from shared.reference.alerts import ACKNOWLEDGED_IN, DISMISSED, REFERRED_TO
from shared.reference.coverage import before
from shared.reference.early_warning import RULES

YEAR: Final = timedelta(days=365)
MONTHS: Final = 12
UNFOUNDED: Final = DISMISSED.keys() - {"known"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """The alerts that one rule raised.

    ``in_time`` of ``due``: taken within 48 hours, of those that were taken or are older. ``hours``:
    the median until somebody took one, or None. ``false``: dismissed as unfounded, of ``decided``.
    """

    raised: int
    due: int
    in_time: int
    hours: float | None
    referred: int
    watched: int
    dismissed: int
    false: int

    @property
    def decided(self) -> int:
        return self.referred + self.watched + self.dismissed


def of_a_year(conn: Connection, *, at: datetime) -> Mapping[Series, Handled]:
    """Return how the alerts of the last 365 days were handled, as it stands now."""
    a = alerts.c
    columns = (a.alert_id, a.rule, a.raised_at, a.stage, a.code)
    rows = conn.execute(select(*columns).where(a.raised_at > at - YEAR)).all()
    taken = _taken(conn, at - YEAR)
    return {rule: _handled([row for row in rows if row.rule == rule], taken, at) for rule in RULES}


def by_month(conn: Connection, on: date) -> Mapping[date, tuple[int, int]]:
    """Return of the last whole months how many alerts were raised, and were unfounded as it stands.

    Of no month if none was raised in any.
    """
    a, end = alerts.c, on.replace(day=1)
    found = {before(end, months): [0, 0] for months in range(MONTHS, 0, -1)}
    since, until = start_of(min(found)), start_of(end)
    columns = (a.raised_at, a.stage, a.code)
    for row in conn.execute(select(*columns).where(a.raised_at >= since, a.raised_at < until)):
        of = found[day_of(row.raised_at).replace(day=1)]
        of[0] += 1
        of[1] += _unfounded(row)
    some = any(raised for raised, _ in found.values())
    return {month: (raised, none) for month, (raised, none) in found.items() if some}


def _taken(conn: Connection, since: datetime) -> Mapping[str, datetime]:
    """Return when each alert was first taken for the Committee, unless that was taken back."""
    a, s = alerts.c, steps.c
    back = and_(s.kind == "taken-back", s.code == "raised")
    these = (
        select(s.alert_id, s.kind, s.at)
        .join(alerts, a.alert_id == s.alert_id)
        .where(a.raised_at > since, s.whose != "desk", or_(s.kind == "acknowledged", back))
        .order_by(s.position)
    )
    takings: dict[str, list[datetime]] = defaultdict(list)
    for row in conn.execute(these):
        if row.kind == "acknowledged":
            takings[row.alert_id].append(row.at)
        else:
            del takings[row.alert_id][-1:]
    return {alert_id: some[0] for alert_id, some in takings.items() if some}


def _handled(rows: Sequence[Row[Any]], taken: Mapping[str, datetime], at: datetime) -> Handled:
    """Count these. ``stage`` and ``code`` are as they stand, so what was taken back counts not."""
    waited = [taken[row.alert_id] - row.raised_at for row in rows if row.alert_id in taken]
    late = sum(row.alert_id not in taken and at - row.raised_at > ACKNOWLEDGED_IN for row in rows)
    ends = Counter(_end(row) for row in rows)
    return Handled(
        raised=len(rows),
        due=len(waited) + late,
        in_time=sum(one <= ACKNOWLEDGED_IN for one in waited),
        hours=median(waited) / timedelta(hours=1) if waited else None,
        referred=ends["referred"],
        watched=ends["watched"],
        dismissed=ends["dismissed"],
        false=sum(map(_unfounded, rows)),
    )


def _unfounded(row: Row[Any]) -> bool:
    return _end(row) == "dismissed" and row.code in UNFOUNDED


def _end(row: Row[Any]) -> str:
    """Return what followed from an alert: also of a closed one, whose last decision stays."""
    if row.stage in ("raised", "acknowledged"):
        return "open"
    if row.code in DISMISSED:
        return "dismissed"
    return "referred" if row.code in REFERRED_TO else "watched"
