"""Days are days in Geneva, and only one module makes them."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shared.core import geneva
from shared.core.geneva import day_of, days_between, end_of, end_of_day, start_of

HERE = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 9, 23, 0, tzinfo=UTC), date(2026, 12, 10)),  # winter: an hour ahead
        (datetime(2026, 12, 9, 22, 59, tzinfo=UTC), date(2026, 12, 9)),
        (datetime(2026, 7, 9, 22, 0, tzinfo=UTC), date(2026, 7, 10)),  # summer: two
        (datetime(2026, 7, 9, 21, 59, tzinfo=UTC), date(2026, 7, 9)),
    ],
)
def test_a_moment_is_on_a_day_of_geneva(at: datetime, day: date) -> None:
    assert day_of(at) == day
    assert start_of(day) <= at <= end_of(day, like=at)


def test_a_day_begins_and_ends_in_geneva() -> None:
    day = date(2026, 12, 10)
    assert start_of(day) == datetime(2026, 12, 9, 23, 0, tzinfo=UTC)
    assert end_of(day, like=start_of(day)) == datetime(2026, 12, 10, 22, 59, 59, 999_999, UTC)
    begun = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)  # the clocks are put back that night
    assert end_of_day(begun, days=2) == datetime(2026, 10, 26, 22, 59, 59, 999_999, UTC)


def test_the_first_day_of_all_begins_too() -> None:
    assert start_of(date.min) == datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "came", "days"),
    [
        (datetime(2026, 12, 10, 8, 0, tzinfo=UTC), start_of(date(2026, 12, 10)), 0),
        (datetime(2026, 12, 10, 22, 0, tzinfo=UTC), start_of(date(2026, 12, 11)), 1),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), start_of(date(2026, 3, 30)), 2),  # 46 hours
        (datetime(2026, 12, 10, 8, 0, tzinfo=UTC), start_of(date(2026, 12, 9)), 0),  # an old slip
    ],
)
def test_days_are_counted_from_day_to_day_and_never_less_than_none(
    sent: datetime, came: datetime, days: int
) -> None:
    assert days_between(sent, came) == days


OF_SESSIONS = {
    "portal/stakeholders/sessions/forms.py",
    "portal/stakeholders/sessions/words.py",
    "services/stakeholders/session/hours.py",
}
"""A session has the clock of its place, and an offer the hours of its person (decision 0060)."""


def test_no_other_module_makes_a_time_zone() -> None:
    makers = {
        str(file.relative_to(HERE))
        for folder in ("portal", "services", "shared", "deploy")
        for file in (HERE / folder).rglob("*.py")
        if "node_modules" not in file.parts and _makes_a_zone(file)
    }
    assert makers == {str(Path(geneva.__file__).relative_to(HERE))} | OF_SESSIONS


def _makes_a_zone(file: Path) -> bool:
    """Whether it calls ``ZoneInfo`` or imports what could."""
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "zoneinfo")
        or (isinstance(node, ast.Import) and any(one.name == "zoneinfo" for one in node.names))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )
