"""CUSUM of months: what rises slowly adds up, what comes once or by chance does not stay."""

from hypothesis import given
from hypothesis import strategies as st

from shared.reference.early_warning_months import LEAST, LIMIT, PAST, SLACK, followed

USUAL = [3, 5] * PAST
"""A mean of 4 and, as letters come, a deviation of 2."""


def above(numbers: list[int]) -> list[int]:
    return [at for at, one in enumerate(followed(numbers)) if one.above]


def test_where_nothing_changes_nothing_adds_up() -> None:
    assert above(USUAL) == []
    assert above([0] * 60) == []


def test_with_less_than_a_year_there_is_no_usual_and_nothing_adds_up() -> None:
    found = followed([1] * 13 + [900])
    assert all(one.usual is None and not one.above for one in found)
    assert followed([1] * LEAST + [1, 1, 900])[-1].above


def test_a_slow_rise_adds_up_though_no_month_stands_out() -> None:
    """7 is one and a half deviations above: each month adds one, and the fifth is too much."""
    numbers = [*USUAL, 7, 7, 7, 7, 7]
    found = followed(numbers)
    assert found[-5].summed == (7 - 4) / 2 - SLACK
    assert above(numbers) == [len(USUAL) + 4]


def test_one_month_stands_out_and_the_next_ones_take_it_back() -> None:
    numbers = [*USUAL, 20, 3, 3, 3, 3, 3, 3, 3, 3]
    assert above(numbers)[0] == len(USUAL)
    assert followed(numbers)[-1].summed < LIMIT


def test_what_lasts_becomes_usual() -> None:
    assert above([*USUAL, *[9] * 60])[-1] < len(USUAL) + 60 - 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=70), st.integers(1, 9))
def test_another_letter_never_makes_a_month_less(numbers: list[int], more: int) -> None:
    last = followed(numbers)[-1].summed
    assert followed([*numbers[:-1], numbers[-1] + more])[-1].summed >= last >= 0
    assert followed(numbers[:-1]) == followed(numbers)[:-1], "what comes later changes no month"
