"""Dates in Geneva: the one time zone in which an event has a day, wherever its reader is.

Instants are kept in UTC. Only this module converts an instant to a day.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

GENEVA = ZoneInfo("Europe/Zurich")


def there(at: datetime) -> datetime:
    """Return the instant in Geneva's time zone."""
    return at.astimezone(GENEVA)


def day_of(at: datetime) -> date:
    return there(at).date()


def start_of(day: date) -> datetime:
    """Return the first moment of the day in Geneva."""
    if day == date.min:  # it began there before the first moment of all
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, GENEVA).astimezone(UTC)


def end_of(day: date, *, like: datetime) -> datetime:
    """Return the last moment of the day in Geneva, written in the time zone of ``like``."""
    return datetime.combine(day, time.max, GENEVA).astimezone(like.tzinfo)


def end_of_day(at: datetime, *, days: int) -> datetime:
    """Return the last moment of the day, in Geneva, that is ``days`` days after ``at``."""
    return end_of(day_of(at) + timedelta(days=days), like=at)


def days_between(earlier: datetime, later: datetime) -> int:
    """Return the number of days from the first instant's day to the other's: 0 on one day.

    Something that came on a day is stored as that day's first moment, which may be before the
    message that it answers. So the result is never below 0.
    """
    return max(0, (day_of(later) - day_of(earlier)).days)
