"""Grades as the Committee reads them: no look and no two looks tell of one grade."""

from collections import Counter
from datetime import date

import pytest

from portal.committee.statistics import floor
from portal.committee.statistics.rows import Given, Sent

TODAY = date(2026, 11, 24)
IN_TIME = "in_time"


def letter(name: str, *, due: date = date(2025, 3, 1)) -> Sent:
    return Sent(
        communication_id=name,
        type="AL",
        state="KEN",
        mandates=frozenset({"wgad"}),
        on=date(2025, 1, 1),
        due=due,
        known=True,
        answered=date(2025, 2, 1),
        otherwise=False,
    )


def grade(name: str, value: str, year: int = 2025) -> Given:
    return Given(
        communication_id=name,
        reply_id=f"reply to {name}",
        mandate="wgad",
        value=value,
        substantive=True,
        year=year,
    )


def some(**values: int) -> list[Given]:
    return [grade(f"{value}-{n}", value) for value, many in values.items() for n in range(many)]


def shown(given: list[Given], today: date = TODAY, **due: date) -> dict[tuple[str, str], int]:
    names = sorted({one.communication_id for one in given})
    return floor.compared([letter(name, **due) for name in names], given, today)


@pytest.mark.parametrize(
    ("given", "reads"),
    [
        (some(full=1), {}),
        (some(full=4, none=4), {}),
        (some(full=5), {}),
        (some(full=60), {}),
        (some(full=60, none=4), {}),
        (some(full=9, none=5), {"full": 5, "none": 5}),
        (some(full=10, none=5, partial=4), {"full": 10, "none": 5}),
        (some(full=20, none=50, partial=5), {"full": 20, "none": 50, "partial": 5}),
    ],
)
def test_no_row_tells_of_a_reply_that_was_graded_what_the_grade_is(
    given: list[Given], reads: dict[str, int]
) -> None:
    """Nought beside a dash would say it, and so would one value alone."""
    assert shown(given) == {(IN_TIME, value): count for value, count in reads.items()}


def test_a_grade_that_is_given_anew_changes_nothing_before_the_year_is_over() -> None:
    before = some(full=5, none=5)
    anew = [*before, grade("full-0", "none", 2026)]
    assert shown(anew) == shown(before) != {}
    assert shown(anew, date(2027, 1, 2)) == shown(before), "nor then, as it is one alone"


def test_numbers_change_once_five_were_given_since() -> None:
    before = some(full=9, none=9)
    new = [grade(f"new-{n}", "full", year) for n, year in enumerate((2026, 2026, 2026, 2026, 2027))]
    assert shown([*before, *new], date(2027, 6, 1)) == shown(before)
    both = {(IN_TIME, "full"): 10, (IN_TIME, "none"): 5}
    assert shown([*before, *new], date(2028, 1, 1)) == both


def test_a_day_that_passes_moves_no_grade_to_another_row() -> None:
    given = some(full=5, none=5)
    row = {("not_due", "full"): 5, ("not_due", "none"): 5}
    due = date(2026, 2, 1)
    assert shown(given, date(2026, 1, 31), due=due) == row
    assert shown(given, date(2026, 12, 31), due=due) == row


def test_a_later_grade_stands_in_the_place_of_the_one_before() -> None:
    given = [*some(full=10, none=5), *(grade(f"full-{n}", "none", 2024) for n in range(10))]
    assert shown(given) == {(IN_TIME, "full"): 10, (IN_TIME, "none"): 5}
    assert Counter(one.year for one in given) == {2025: 15, 2024: 10}
