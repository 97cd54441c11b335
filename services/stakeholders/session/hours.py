"""Until when an offer waits: R4 of selection-stakeholders-committee.md section B.3.

The hours of an offer run while the person's own clock is between 8 and 20. An offer that is made
or still open on the day of the session has two such hours of that day, and none lasts beyond the
beginning of the session.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.reference.sessions import OFFER, OFFER_ON_THE_DAY, SLEEPS, WAKES


def until(at: datetime, *, zone: str, starts_at: datetime, session_zone: str) -> datetime:
    """Return when an offer lapses that is made ``at``."""
    day = starts_at.astimezone(ZoneInfo(session_zone)).date()
    day_begins = datetime.combine(day, time.min, ZoneInfo(session_zone)).astimezone(UTC)
    on_the_day = awake(max(at, day_begins), OFFER_ON_THE_DAY, zone)
    ends = on_the_day if at >= day_begins else min(awake(at, OFFER, zone), on_the_day)
    return min(ends, starts_at).astimezone(UTC)


def awake(at: datetime, lasts: timedelta, zone: str) -> datetime:
    """Return when so much of the person's days has passed since ``at``."""
    there = ZoneInfo(zone)
    day, left = at.astimezone(there).date(), lasts
    while True:
        begins = datetime.combine(day, time(WAKES), there).astimezone(UTC)
        ends = datetime.combine(day, time(SLEEPS), there).astimezone(UTC)
        begins = max(begins, at)
        if begins < ends:
            if begins + left <= ends:
                return begins + left
            left -= ends - begins
        day += timedelta(days=1)
