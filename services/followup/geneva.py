"""Deadlines are calendar days of Geneva."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

GENEVA = ZoneInfo("Europe/Zurich")


def end_of_day(at: datetime, *, days: int) -> datetime:
    """Return the last moment of the day, in Geneva, that is ``days`` days after ``at``."""
    day = at.astimezone(GENEVA).date() + timedelta(days=days)
    return datetime.combine(day, time.max, tzinfo=GENEVA).astimezone(at.tzinfo)
