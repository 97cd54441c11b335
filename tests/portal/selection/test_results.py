"""Means of scores, and the balance of a list."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from portal.selection.balance import NO_GROUP, balance
from portal.selection.files import Score
from portal.selection.results import results
from shared.reference import CRITERIA


def score(candidate_id: str, member_id: str, value: int, **other: int) -> Score:
    return Score(
        candidate_id=candidate_id,
        member_id=member_id,
        scores={**dict.fromkeys(CRITERIA, value), **other},
        note=None,
        scored_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_mean_is_over_the_members_who_scored() -> None:
    given = results([score("a", "m", 2, expertise=5), score("a", "n", 4), score("b", "m", 1)])
    assert given["a"].means["expertise"] == pytest.approx(4.5)
    assert given["a"].means["integrity"] == pytest.approx(3.0)
    assert given["a"].overall == pytest.approx(3.25)
    assert [one.member_id for one in given["a"].given] == ["m", "n"]
    assert given["b"].overall == pytest.approx(1.0)
    assert "c" not in given


def person(gender: str, region: str | None) -> SimpleNamespace:
    return SimpleNamespace(gender=gender, region=region)


def test_balance_counts_the_list_beside_all_who_are_eligible() -> None:
    ada, bea, cyr = person("female", "AFR"), person("female", "WEOG"), person("male", "WEOG")
    found = balance([ada, cyr], [ada, bea, cyr])
    assert (found.listed, found.eligible) == (2, 3)
    assert [(s.label, s.listed, s.eligible) for s in found.genders] == [
        ("Female", 1, 2),
        ("Male", 1, 1),
    ]
    regions = {s.label: (s.listed, s.eligible) for s in found.regions}
    assert regions["Western European and other States"] == (1, 2)
    assert regions["Asia-Pacific States"] == (0, 0), "a group that is missing is shown"
    assert NO_GROUP not in regions


def test_who_belongs_to_no_regional_group_is_counted_too() -> None:
    found = balance([], [person("undisclosed", None)])
    assert (found.regions[-1].label, found.regions[-1].eligible) == (NO_GROUP, 1)
