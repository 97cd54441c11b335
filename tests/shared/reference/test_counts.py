"""What is told of counts that must not be known singly."""

from collections import defaultdict
from itertools import product
from typing import TypeAlias

from shared.reference.counts import told

MOST = 14
Shown: TypeAlias = tuple[tuple[str, int | None], ...]


def test_nothing_that_is_told_says_of_a_small_count_that_there_is_one() -> None:
    """Whoever reads a table and its total can still think of each small count that it is none."""
    could_be: dict[tuple[int | None, Shown], list[tuple[int, ...]]] = defaultdict(list)
    for table in product(range(MOST + 1), repeat=4):
        total = sum(table)
        if total > MOST:
            continue
        shown = tuple(told(dict(zip("abcd", table, strict=True))).items())
        assert all(number is None or number >= 5 for _, number in shown)
        assert bool(shown) == (total >= 5)
        could_be[total if shown else None, shown].append(table)
    for (_, shown), tables in could_be.items():
        for place, (_, number) in enumerate(shown):
            values = {table[place] for table in tables}
            hidden = number is None and min(values) < 5
            assert not hidden or {0, 1} <= values


def test_what_is_large_is_told() -> None:
    assert told({"a": 5, "b": 9}) == {"a": 5, "b": 9}
    assert told({"a": 4, "b": 4, "c": 0, "d": 7}) == {"a": None, "b": None, "c": None, "d": 7}
    assert told({"a": 30, "b": 2, "c": 30}) == {"a": None, "b": None, "c": 30}
    assert told({"a": 4}) == {}
