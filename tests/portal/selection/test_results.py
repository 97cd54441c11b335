"""Means of scores, and the balance of a list."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from portal.selection.balance import NO_GROUP, balance
from portal.selection.files import Score
from portal.selection.given import Opened
from portal.selection.results import Points, points, results
from shared.contracts.stakeholders_points import Cut, at_the_cut
from shared.contracts.stakeholders_review import Sheet
from shared.reference import CRITERIA


def score(candidate_id: str, member_id: str, value: int, **other: int) -> Score:
    return Score(
        candidate_id=candidate_id,
        member_id=member_id,
        scores={**dict.fromkeys(CRITERIA, value), **other},
        note=None,
    )


def test_a_mean_is_over_the_members_who_scored() -> None:
    given = results([score("a", "m", 2, expertise=5), score("a", "n", 4), score("b", "m", 1)])
    assert given["a"].means["expertise"] == pytest.approx(4.5)
    assert given["a"].means["integrity"] == pytest.approx(3.0)
    assert given["a"].overall == pytest.approx(3.25)
    assert [one.member_id for one in given["a"].given] == ["m", "n"]
    assert given["b"].overall == pytest.approx(1.0)
    assert "c" not in given


def gave(member_id: str, *order: str) -> Opened:
    return Opened(
        member_id=member_id,
        version=1,
        commitment="a" * 64,
        cause=None,
        sheet=Sheet(order=order),
        counts=True,
    )


def test_five_places_give_the_points_of_the_scale() -> None:
    found = points(
        [gave("m", "a", "b", "c", "d", "e"), gave("n", "b", "a", "x")],
        (5, 4, 3, 2, 1),
        {"a", "b", "c", "d", "e", "f"},
    )
    assert found["a"] == Points(total=9, places={"m": 1, "n": 2})
    assert found["b"] == Points(total=9, places={"m": 2, "n": 1})
    assert found["e"] == Points(total=1, places={"m": 5})
    assert found.keys() == {"a", "b", "c", "d", "e"}, "nobody who withdrew, and no place moves up"


def test_tie_at_the_interview_cut_takes_all_tied() -> None:
    values = {one: Fraction(n) for one, n in zip("abcde", (9, 8, 7, 7, 1), strict=True)}
    assert at_the_cut(values, 3) == Cut(above={"a", "b", "c", "d"}, tied={"c", "d"})
    assert at_the_cut(values, 2) == Cut(above={"a", "b"})
    assert at_the_cut(values, 9) == Cut(above=values.keys())
    assert at_the_cut(values, 0) == at_the_cut({}, 3) == Cut()


def test_a_tie_of_means_is_a_tie_however_the_scores_are_spread() -> None:
    values = (("k", 2), ("l", 3), ("m", 4))
    given = results(
        [
            *(score("a", member, 3, expertise=value) for member, value in values),
            *(score("b", member, value) for member, value in values),
        ]
    )
    assert given["a"].value == given["b"].value == 3


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
