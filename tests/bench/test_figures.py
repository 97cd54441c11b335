"""Two samples compared by ranks."""

from random import Random

import pytest

from tests.bench.figures import apart


def test_the_share_counts_pairs_and_a_tie_is_half_of_one() -> None:
    assert apart([1, 2, 4], [3, 5]).share == pytest.approx(1 / 6)
    assert apart([1, 2], [2, 3]).share == pytest.approx(0.5 / 4)


def test_what_is_the_same_cannot_be_told_apart() -> None:
    for same in ([7.0] * 5, [1.0, 2.0, 3.0]):
        assert apart(same, same).share == 0.5
        assert apart(same, same).chance == 1.0


def test_the_chance_is_that_of_the_normal_approximation() -> None:
    """Ten of each, all of the first the smaller: 3.78 standard deviations from the middle."""
    found = apart(range(10), range(10, 20))
    assert found.share == 0
    assert found.chance == pytest.approx(0.000157, abs=0.000001)


def test_a_small_shift_is_found_in_many_tries() -> None:
    chance = Random(3)
    first = [chance.gauss(5, 1) for _ in range(2_000)]
    assert apart(first, [one + 0.2 for one in first]).chance < 0.001
    second = [chance.gauss(5, 1) for _ in range(2_000)]
    assert apart(first, second).chance > 0.001
