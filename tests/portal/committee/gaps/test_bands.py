"""Bands and pairs: below four nothing exists, periods are whole, and pairs are counted once."""

from datetime import date, timedelta

import pytest

from portal.committee.gaps.bands import BEGIN, PERIOD, band, greatest, period_of, signals
from portal.committee.gaps.overlaps import MOST, overlap

FIRST = period_of(date(2026, 11, 24))
AFTER = FIRST + PERIOD
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, None),
        (3, None),
        (4, (4, 9)),
        (9, (4, 9)),
        (10, (10, 19)),
        (19, (10, 19)),
        (20, (20, 49)),
        (49, (20, 49)),
        (50, (50, None)),
        (5_000, (50, None)),
    ],
)
def test_a_number_is_told_as_its_band(count: int, expected: tuple[int, int | None] | None) -> None:
    assert band(count) == expected


def test_below_four_nothing_exists() -> None:
    three = [("KEN", FIRST)] * 3
    assert signals(three, AFTER) == []
    [one] = signals([*three, ("KEN", FIRST + 27 * DAY)], AFTER)
    assert (one.state, one.first, one.last) == ("KEN", FIRST, AFTER - DAY)
    assert (one.least, one.most) == (4, 9)
    spread = [("KEN", FIRST)] * 3 + [("KEN", FIRST - DAY)] * 3 + [("UGA", FIRST)] * 3
    assert signals(spread, AFTER) == []


def test_a_period_is_shown_once_it_is_over() -> None:
    many = [("KEN", FIRST)] * 60
    assert signals(many, AFTER - DAY) == []
    [one] = signals(many, AFTER)
    assert (one.least, one.most) == (50, None)


def test_every_day_is_in_one_period_of_28_days() -> None:
    for day in range(-60, 60):
        first = period_of(BEGIN + day * DAY)
        assert first <= BEGIN + day * DAY < first + PERIOD
        assert (first - BEGIN) % PERIOD == timedelta()


def test_the_newest_period_and_the_largest_band_are_on_top() -> None:
    told = [("KEN", FIRST)] * 4 + [("UGA", FIRST)] * 20 + [("CHE", FIRST - DAY)] * 50
    assert [one.state for one in signals(told, AFTER)] == ["UGA", "KEN", "CHE"]


def test_of_two_bands_the_greater_is_told() -> None:
    few, many = [("KEN", FIRST)] * 4, [("KEN", FIRST)] * 10 + [("UGA", FIRST)] * 4
    found = greatest(signals(few, AFTER), signals(many, AFTER))
    assert [(one.state, one.least) for one in found] == [("KEN", 10), ("UGA", 4)]
    assert greatest(signals(many, AFTER), signals(few, AFTER)) == found


# --- co-signing ----------------------------------------------------------------------------------


def test_pairs_of_each_letter_are_counted_once_and_sorted() -> None:
    found = overlap([("a", "b", "c"), ("b", "a"), ("a",), ("c", "c")])
    assert found.mandates == ["a", "b", "c"]
    assert found.together("a", "b") == found.together("b", "a") == 2
    assert found.listed == [("a", "b", 2), ("a", "c", 1), ("b", "c", 1)]
    assert found.together("a", "nobody") == 0


def test_of_ones_own_only_pairs_with_ones_own_mandate_exist() -> None:
    found = overlap([("a", "b", "c")], own={"a"})
    assert found.listed == [("a", "b", 1), ("a", "c", 1)]
    assert overlap([("b", "c")], own={"a"}).mandates == []


def test_the_matrix_has_those_that_sign_most_and_the_list_every_pair() -> None:
    letters = [(f"m-{n:02}", "hub") for n in range(MOST + 5)]
    found = overlap(letters)
    assert len(found.mandates) == MOST
    assert found.mandates[0] == "hub"
    assert len(found.listed) == MOST + 5
