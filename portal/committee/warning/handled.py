"""How the alerts of a year were handled, by rule: section D.7, as the Committee reads them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, select

from portal.committee.warning.read_model import alerts, steps
from shared.contracts.stakeholders_alerts import Series
from shared.reference.alerts import ACKNOWLEDGED_IN, DISMISSED, REFERRED_TO
from shared.reference.early_warning import RULES

YEAR: Final = timedelta(days=365)
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
    a, s = alerts.c, steps.c
    taken = and_(s.alert_id == a.alert_id, s.kind == "acknowledged")
    columns = (a.alert_id, a.rule, a.raised_at, a.stage, a.code)
    rows = conn.execute(
        select(*columns, func.min(s.at).label("taken_at"))
        .select_from(alerts.outerjoin(steps, taken))
        .where(a.raised_at > at - YEAR)
        .group_by(*columns)
    ).all()
    return {rule: handled([row for row in rows if row.rule == rule], at=at) for rule in RULES}


def handled(rows: Iterable[Row[Any]], *, at: datetime) -> Handled:
    """Count these. ``stage`` and ``code`` are as they stand, so what was taken back counts not."""
    rows = list(rows)
    waited = [row.taken_at - row.raised_at for row in rows if row.taken_at]
    late = sum(not row.taken_at and at - row.raised_at > ACKNOWLEDGED_IN for row in rows)
    ends = Counter(_end(row) for row in rows)
    return Handled(
        raised=len(rows),
        due=len(waited) + late,
        in_time=sum(one <= ACKNOWLEDGED_IN for one in waited),
        hours=median(waited) / timedelta(hours=1) if waited else None,
        referred=ends["referred"],
        watched=ends["watched"],
        dismissed=ends["dismissed"],
        false=sum(_end(row) == "dismissed" and row.code in UNFOUNDED for row in rows),
    )


def _end(row: Row[Any]) -> str:
    """Return what followed from an alert: also of a closed one, whose last decision stays."""
    if row.stage in ("raised", "acknowledged"):
        return "open"
    if row.code in DISMISSED:
        return "dismissed"
    return "referred" if row.code in REFERRED_TO else "watched"
