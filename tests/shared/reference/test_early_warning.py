"""The method of early warning: the tail against exact values, windows, levels, quiet times."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import comb, exp, factorial
from typing import Any

import pytest

from shared.contracts.stakeholders_alerts import Level, Measured
from shared.reference.early_warning import (
    BANDS,
    FIRST,
    GUARD,
    REACH,
    Case,
    Counts,
    Settings,
    Told,
    back_test,
    band,
    earliest_pin,
    level_of,
    looked,
    looks,
    most_of,
    open_level_of,
    rises,
    tail,
)

DAY = timedelta(days=1)
ON = date(2026, 3, 1)  # a Sunday
STATES = [f"S{number:02}" for number in range(40)]


def exact(number: int, size: int, odds: Fraction) -> Fraction:
    """The tail of a negative binomial of a whole size, in fractions."""
    each = (comb(k + size - 1, k) * odds**size * (1 - odds) ** k for k in range(number))
    return 1 - sum(each, start=Fraction(0))


@pytest.mark.parametrize("number", [0, 1, 3, 6, 12, 40, 90])
@pytest.mark.parametrize(("size", "dispersion"), [(1, 2), (5, 2), (3, 5), (40, 3)])
def test_the_tail_is_that_of_fractions(number: int, size: int, dispersion: int) -> None:
    expected = exact(number, size, Fraction(1, dispersion))
    found = tail(number, float(size * (dispersion - 1)), float(dispersion))
    assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-300)


def test_with_hardly_any_dispersion_it_is_poissons() -> None:
    for number, mean in ((4, 0.5), (9, 2.0), (20, 8.0)):
        poisson = 1 - sum(exp(-mean) * mean**k / factorial(k) for k in range(number))
        assert tail(number, mean, 1 + 1e-9) == pytest.approx(poisson, rel=1e-4)


def measured(window: int, usual: float = 0.5, **changed: Any) -> Measured:
    told = Measured(
        window=window,
        urgent=0,
        open_window=window,
        open_urgent=0,
        usual=usual,
        dispersion=1.2,
        open_usual=usual,
        open_dispersion=1.2,
    )
    return replace(told, **changed)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (measured(3, 0.01), None),  # below the floor nothing exists, however rare
        (measured(4), None),  # p is 0.006
        (measured(5), None),  # 0.0012
        (measured(6), "alert"),
        (measured(9), "alert"),  # rare enough, but not urgent
        (measured(9, urgent=4), "alert"),
        (measured(9, urgent=5), "urgent"),
        (measured(6, urgent=6), "alert"),  # urgent, but not rare enough
        (measured(60, 70.0), None),
    ],
)
def test_levels(one: Measured, expected: Level | None) -> None:
    assert level_of(FIRST, one) == expected


def test_a_rule_can_begin_with_notices_and_have_a_higher_floor() -> None:
    notices = replace(FIRST, least="notice")
    assert [level_of(notices, measured(n)) for n in (3, 4, 5, 6)] == [
        None,
        "notice",
        "notice",
        "alert",
    ]
    assert level_of(replace(FIRST, floor=10), measured(9)) is None


def test_without_reprisals_the_level_is_its_own() -> None:
    one = measured(9, open_window=3)
    assert (level_of(FIRST, one), open_level_of(FIRST, one)) == ("alert", None)
    assert open_level_of(FIRST, measured(9, open_urgent=6)) == "urgent"


def test_without_reprisals_the_past_is_its_own_too() -> None:
    """What was kept from the desk would else follow from what it reads: all the rest."""
    hidden = cases("S01", ON - 70 * DAY, 52, every=14, open=False)
    one = dict(counts(*hidden, *cases("S01", ON, 6)).measured(ON))["S01"]
    nothing = dict(counts(*cases("S01", ON, 6)).measured(ON))["S01"]
    assert one.usual > 1 > one.open_usual
    assert (one.open_usual, one.open_dispersion) == (nothing.usual, nothing.dispersion)
    assert (level_of(FIRST, one), open_level_of(FIRST, one)) == (None, "alert")
    other = dict(counts(*hidden, *cases("S02", ON, 6)).measured(ON))["S02"]
    assert (other.open_usual, other.open_dispersion) == (nothing.usual, nothing.dispersion)


def test_bands() -> None:
    assert [band(one) for one in (0, 3.9, 4, 9, 10, 20, 49, 50, 700)] == [
        *(0, 0, 4, 4, 10, 20, 20, 50, 50),
    ]
    assert [most_of(one) for one in (0, *BANDS)] == [3, 9, 19, 49, None]


def cases(state: str, last: date, number: int, *, every: int = 1, **also: bool) -> Iterator[Case]:
    for at in range(number):
        yield Case(state=state, day=last - at * every * DAY, **also)


def counts(*some: Case) -> Counts:
    return Counts(some, STATES, ON - timedelta(days=REACH + 400), ON + 60 * DAY)


def test_the_window_rolls_and_has_28_days() -> None:
    found = counts(*cases("S01", ON, 5), *cases("S01", ON - 27 * DAY, 1))
    assert dict(found.measured(ON))["S01"].window == 6
    assert dict(found.measured(ON + DAY))["S01"].window == 5
    assert next(iter(found.measured(ON - DAY)))[1].window == 5
    assert list(found.measured(ON - 4 * DAY)) == [], "below four nothing exists"


def test_what_straddles_two_months_is_found() -> None:
    found = counts(*cases("S01", ON, 6, every=5))
    assert dict(found.measured(ON))["S01"].window == 6


def test_the_guard_is_in_neither_and_the_baseline_has_104_weeks() -> None:
    guard = ON - timedelta(weeks=GUARD + 1) + DAY
    here = dict(counts(*cases("S01", ON, 4), *cases("S01", guard, 1)).measured(ON))["S01"]
    last = dict(counts(*cases("S01", ON, 4), *cases("S01", guard - DAY, 1)).measured(ON))["S01"]
    first = ON - timedelta(days=REACH) + DAY
    oldest = dict(counts(*cases("S01", ON, 4), *cases("S01", first, 1)).measured(ON))["S01"]
    before = dict(counts(*cases("S01", ON, 4), *cases("S01", first - DAY, 1)).measured(ON))["S01"]
    assert here.usual == before.usual < last.usual == oldest.usual


def test_a_state_without_a_past_is_expected_to_be_as_others_are() -> None:
    others = [one for state in STATES[2:] for one in cases(state, ON - 70 * DAY, 26, every=28)]
    new = dict(counts(*cases("S01", ON, 4), *others).measured(ON))["S01"]
    alone = dict(counts(*cases("S01", ON, 4)).measured(ON))["S01"]
    assert new.usual == pytest.approx(0.5 / (26 + 0.5 * 40 / 38)), "they have one in 28 days"
    assert alone.usual == pytest.approx(0.5 / (26 + 0.5 * 26 * 40))
    assert new.dispersion == alone.dispersion == 1.05


def test_without_a_year_of_the_past_nothing_is_unusual() -> None:
    last = ON - timedelta(weeks=GUARD + 1)
    year = last + DAY - timedelta(weeks=52)
    some = list(cases("S01", ON, 9))
    assert list(Counts(some, STATES, year + DAY, ON).measured(ON)) == []
    [(_, one)] = Counts(some, STATES, year, ON).measured(ON)
    assert one.usual == pytest.approx(0.5 / (13 + 0.5 * 13 * 40))
    [(_, same)] = Counts(some, STATES, year, ON).measured(ON, {"S01": year})
    assert same == one, "a pin before all that is held changes nothing"


def test_dispersion_is_shrunk_to_the_pool() -> None:
    days = (ON - 70 * DAY, ON - 370 * DAY)
    bursts = [one for day in days for one in cases("S02", day, 30, every=0)]
    some = dict(counts(*bursts, *cases("S01", ON, 4), *cases("S02", ON, 4)).measured(ON))
    assert 1.05 < some["S01"].dispersion == pytest.approx(some["S02"].dispersion, rel=0.5)
    more = [*bursts, *cases("S03", ON - 70 * DAY, 700), *cases("S03", ON, 4)]
    steady = dict(counts(*more).measured(ON))["S03"]
    assert steady.dispersion < 3 < some["S02"].dispersion


def test_a_pinned_reference_replaces_the_baseline() -> None:
    crisis = list(cases("S01", ON - 64 * DAY, 400))
    before = list(cases("S01", ON - 500 * DAY, 20, every=28))
    found = counts(*crisis, *before, *cases("S01", ON, 10))
    usual = dict(found.measured(ON))["S01"].usual
    pinned = dict(found.measured(ON, {"S01": ON - 500 * DAY}))["S01"].usual
    assert pinned < 2 < usual


def test_a_pin_needs_a_year_of_history_told_by_its_month() -> None:
    pin = earliest_pin(date(2020, 2, 7))
    assert pin == earliest_pin(date(2020, 2, 29)) == date(2021, 2, 27)
    far, past = date(2020, 2, 29), list(cases("S01", pin, 60, every=7))
    found = Counts([*past, *cases("S01", ON, 10)], STATES, far, ON)
    [(_, usual)], [(_, pinned)] = found.measured(ON), found.measured(ON, {"S01": pin})
    assert 100 * usual.usual < pinned.usual, "the cases of that year count"


def test_what_is_no_state_and_what_is_outside_is_not_counted() -> None:
    old = Case(state="S01", day=ON - timedelta(days=REACH + 500))
    assert list(counts(*cases("OTH", ON, 9), old).measured(ON)) == []


def test_urgent_and_open_are_counted_apart() -> None:
    some = [
        *cases("S01", ON, 2, urgent=True, open=False),
        *cases("S01", ON, 3, urgent=True),
        *cases("S01", ON, 4),
    ]
    one = dict(counts(*some).measured(ON))["S01"]
    assert (one.window, one.urgent, one.open_window, one.open_urgent) == (9, 5, 7, 3)


@pytest.mark.parametrize(
    ("level", "least", "expected"),
    [
        ("alert", 4, False),
        ("notice", 4, False),
        ("urgent", 4, True),
        ("alert", 10, True),
        ("notice", 10, True),
    ],
)
def test_more_than_was_told_rises(level: Level, least: int, expected: object) -> None:
    assert rises(Told(level="alert", band=4, on=ON), level, least) is expected


def test_a_back_test_raises_once_in_the_quiet_time_and_again_when_it_rises() -> None:
    steady = counts(*cases("S01", ON + 32 * DAY, 12, every=5))
    days = list(looks("letters", ON - 30 * DAY, ON + 32 * DAY))
    told = [one.on for one in back_test(looked(steady, days), FIRST)]
    assert [(after - one).days for one, after in pairwise(told)] == [28]
    longer = replace(FIRST, quiet=56)
    assert len(list(back_test(looked(steady, days), longer))) == 1
    rising = counts(*cases("S01", ON, 6), *cases("S01", ON + 3 * DAY, 5, every=0))
    found = list(back_test(looked(rising, days), FIRST))
    assert [(one.state, one.now, one.usual) for one in found] == [("S01", 4, 0), ("S01", 10, 0)]
    assert list(back_test(looked(rising, days), Settings(floor=20, least="notice", quiet=28))) == []


def test_letters_are_looked_at_each_day_and_submissions_on_sundays() -> None:
    assert len(list(looks("urgent", ON, ON + 13 * DAY))) == 14
    assert list(looks("submissions", ON - DAY, ON + 13 * DAY)) == [ON, ON + 7 * DAY]
