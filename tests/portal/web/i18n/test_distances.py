"""Times and days in words: how far away they are."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.web.presentation import absolute, days_away, relative

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=5), "in a moment"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-3), "3 minutes ago"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(days=-1), "1 day ago"),
        (timedelta(days=45), "in 45 days"),
        (timedelta(days=-365), "12 months ago"),
        (timedelta(days=366), "in 1 year"),
        (timedelta(days=-13_760), "38 years ago"),
    ],
)
def test_a_time_is_said_by_its_distance(away: timedelta, words: str) -> None:
    assert relative(NOW + away, NOW) == words


def test_a_time_is_said_in_full() -> None:
    assert absolute(NOW) == "24 Nov 2026, 15:02 (Geneva)"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 27), "in 3 days"),
        (date(2026, 11, 23), "1 day ago"),
        (date(2027, 11, 24), "in 365 days"),
        (date(1989, 3, 26), "38 years ago"),
    ],
)
def test_a_day_is_said_by_its_distance(day: date, words: str) -> None:
    assert days_away(day, NOW.date()) == words
