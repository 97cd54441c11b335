"""Deadlines are calendar days of Geneva."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GENEVA = ZoneInfo("Europe/Zurich")


def day_of(at: datetime) -> date:
    return at.astimezone(GENEVA).date()


def end_of(day: date, *, like: datetime) -> datetime:
    """Return the last moment of the day in Geneva, written in the time zone of ``like``."""
    return datetime.combine(day, time.max, tzinfo=GENEVA).astimezone(like.tzinfo)


def end_of_day(at: datetime, *, days: int) -> datetime:
    """Return the last moment of the day, in Geneva, that is ``days`` days after ``at``."""
    return end_of(day_of(at) + timedelta(days=days), like=at)
