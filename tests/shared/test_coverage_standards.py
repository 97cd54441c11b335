"""Standards of coverage: every State, answers of a kind, sources that name nobody, and bands."""

from collections import Counter
from datetime import date

import pytest

from shared.reference import REGIONS
from shared.reference.coverage import (
    GROUPS,
    OBSERVING,
    band,
    before,
    counts_as,
    covered,
    month_of,
    non_members,
    sound,
    source_is_sound,
    standards,
)


def test_all_193_states_and_the_two_observers_are_covered_and_nobody_else() -> None:
    numbers = Counter(covered().values())
    assert sum(numbers.values()) - numbers[OBSERVING] == 193
    assert numbers[OBSERVING] == 2
    assert set(numbers) == set(GROUPS) == {*REGIONS, OBSERVING}
    assert covered().keys().isdisjoint(non_members())


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("visit", ("2019-05-17", "never", "elsewhere", "na"), ("2019-02-30", "20190517", "", "0")),
        ("day", ("2019-05-17", "never", "na"), ("elsewhere", "soon")),
        ("number", ("0", "12", "na"), ("-1", "1.5", "12345", "08", "\u0661")),
        ("yes", ("yes", "no", "na"), ("maybe", "0")),
        ("grade", ("A", "B", "A/B", "none", "na"), ("a", "C", "B/A")),
        ("share", ("12/9/6", "1/0/0", "na"), ("0/0/0", "3/4/1", "3/1/2", "3/1", "x")),
        ("band", ("4-9", "50+", "na"), ("1-3", "0", "5")),
    ],
)
def test_an_answer_is_of_its_kind(kind: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert [one for one in good if not sound(kind, one)] == []
    assert [one for one in bad if sound(kind, one)] == []
    assert kind in {one.kind for one in standards().values()}


def test_whether_a_visit_was_asked_for_is_counted_and_never_recorded() -> None:
    for one in ("never/asked", "never/unasked"):
        assert counts_as("visit", one)
        assert not sound("visit", one)
        assert not counts_as("day", one)


def test_a_source_is_a_symbol_or_an_address() -> None:
    good = ("A/HRC/60/62", "E/C.12/2024/3", "A/80/6(Sect.24)", "https://treaties.un.org/x.aspx?a=b")
    bad = ("", "Ada told me", "http://example.org", "https://", "A", "https://x.org/" + "a" * 200)
    assert [one for one in good if not source_is_sound(one)] == []
    assert [one for one in bad if source_is_sound(one)] == []


def test_below_four_there_is_no_band() -> None:
    found = [band(number) for number in (0, 3, 4, 9, 10, 19, 20, 49, 50, 5_000)]
    assert found == [None, None, "4-9", "4-9", "10-19", "10-19", "20-49", "20-49", "50+", "50+"]


def test_months_back_end_with_their_month() -> None:
    assert before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert month_of(date(2026, 1, 15)) == "2026-01"
