"""Invented counts: the same each time, and what each setting finds is on record for the pages."""

from itertools import pairwise

import pytest

from portal.committee.warning.synthetic import Year, kept, settings, tried, years
from shared.reference.early_warning import FIRST, RULES, Settings
from tests.bench import warning


@pytest.fixture(scope="module")
def some() -> list[Year]:
    return list(years("submissions", 655, 1))


def test_the_same_arguments_make_the_same_years(some: list[Year]) -> None:
    assert list(years("submissions", 655, 1)) == some
    assert len(some[0].states) == 15
    assert len(some[0].surging) > len(some[0].quiet)


def test_a_rule_finds_some_surges_and_more_where_it_raises_more(some: list[Year]) -> None:
    ours = tried(some, FIRST)
    notices = tried(some, Settings(floor=4, least="notice", quiet=28))
    strict = tried(some, Settings(floor=20, least="alert", quiet=56))
    assert 0.2 < ours.share < 0.9, "section D: 51 %"
    assert ours.share <= notices.share
    assert strict.share < ours.share
    assert strict.false <= ours.false < notices.false
    assert ours.false < 8, "section D: 1.7 a year"
    assert ours.delay in {0, 1, 2, 3}


def test_where_nothing_is_found_there_is_no_delay(some: list[Year]) -> None:
    none = [Year(quiet=[], surging=[], states=some[0].states)]
    found = tried(none, FIRST)
    assert (found.false, found.share, found.delay) == (0, 0, None)
    assert tried([Year(quiet=[], surging=[], states=[])], FIRST).share == 0


def test_every_setting_of_every_rule_was_measured() -> None:
    assert kept().keys() == {(rule, one) for rule in RULES for one in settings()}
    for rule in RULES:
        for least in ("notice", "alert"):
            rows = [kept()[rule, Settings(floor=f, least=least, quiet=28)] for f in (4, 10, 20)]
            for lower, higher in pairwise(rows):
                assert lower.false >= higher.false
                assert lower.share >= higher.share


@pytest.mark.parametrize(
    ("rule", "false", "share"), [("letters", 1.7, 0.51), ("submissions", 4.2, 0.77)]
)
def test_what_is_on_record_is_near_the_table_of_section_d(
    rule: str, false: float, share: float
) -> None:
    [found] = [found for (of, one), found in kept().items() if (of, one) == (rule, FIRST)]
    assert found.false == pytest.approx(false, abs=1.5)
    assert found.share == pytest.approx(share, abs=0.08)


def test_the_bench_prints_its_figures_beside_the_table() -> None:
    ours = {"Ours": {"false": 1.4, "share": 0.5, "delay": None}}
    found = {"655 letters": {"volume": 655, "runs": 1, "methods": ours}}
    _, volume, *table, run, measured = warning.lines(found)
    assert volume == "section D, 655 cases a year"
    assert [line.split()[-3:] for line in table] == [
        [f"{false:.1f}", f"{share:.0%}", str(delay)]
        for false, share, delay in (of[655] for of in warning.TABLE.values())
    ]
    assert run == "measured, 655 letters, 1 years"
    assert measured.split() == ["Ours", "1.4", "50%", "-"]
