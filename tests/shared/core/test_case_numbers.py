"""Case numbers: the same everywhere, unrelated to content, and found as people hear them."""

from itertools import combinations, pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.case_numbers import case_number, read_case_number

CASE = "0b6f2c1e-6a55-4d0c-9f0e-3a7f6f1f2d10"
ALPHABET = "0123456789CDHJMNPQRTVWX"
ids = st.uuids(version=4).map(str)


def test_the_number_of_a_case_never_changes() -> None:
    """It stands on paper and in e-mails: another way to make it would lose those."""
    assert case_number(CASE) == "HW4-R01-D01"


@given(ids)
def test_a_number_is_three_groups_of_three_that_spell_nothing(case: str) -> None:
    number = case_number(case)
    assert [len(group) for group in number.split("-")] == [3, 3, 3]
    assert set(number) <= {*ALPHABET, "-"}
    assert not set(ALPHABET) & set("AEIOUYFK")


def test_neither_order_nor_count_is_read_from_it() -> None:
    """Ids one after the other have numbers that differ in most places, and are in no order."""
    numbers = [case_number(str(UUID(int=at))) for at in range(400)]
    assert len(set(numbers)) == len(numbers)
    rising = sum(before < after for before, after in pairwise(numbers))
    assert 160 < rising < 240
    same = sum(
        one == other
        for before, after in pairwise(numbers)
        for one, other in zip(before.replace("-", ""), after.replace("-", ""), strict=True)
    )
    assert same < 399 * 9 / 23 * 1.5


@given(ids)
def test_a_number_is_read_as_it_is_shown(case: str) -> None:
    assert read_case_number(case_number(case)) == case_number(case)


@given(ids, st.sampled_from(["", " ", "-", "\u2013", "\u2011", ".", " / ", "\u200e", "\u00a0"]))
def test_it_is_read_with_anything_between_the_groups(case: str, between: str) -> None:
    number = case_number(case)
    assert read_case_number(f"  {number.lower().replace('-', between)}.") == number


@given(ids)
def test_look_alikes_are_read_as_what_they_look_like(case: str) -> None:
    number = case_number(case)
    for meant, looks in [
        ("0", "Oo"),
        ("1", "IlL"),
        ("2", "zZ"),
        ("5", "sS"),
        ("8", "bB"),
        ("6", "G"),
    ]:
        for mistaken in looks:
            assert read_case_number(number.replace(meant, mistaken)) == number
    assert read_case_number(number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == number
    assert read_case_number(number.translate(str.maketrans("CHMPTX0", "СНМРТХО"))) == number  # noqa: RUF001


@given(ids)
def test_one_wrong_character_is_found(case: str) -> None:
    number = case_number(case).replace("-", "")
    for at, right in enumerate(number):
        for wrong in set(ALPHABET) - {right}:
            assert read_case_number(number[:at] + wrong + number[at + 1 :]) is None


@given(ids)
def test_two_that_changed_places_are_found(case: str) -> None:
    number = case_number(case).replace("-", "")
    for one, other in combinations(range(9), 2):
        if number[one] != number[other]:
            swapped = list(number)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert read_case_number("".join(swapped)) is None


@pytest.mark.parametrize(
    "text", ["", "-", "Adama Diallo", "UA SYR 3/2026", CASE, "000", "٣", "²²²", "KKK-KKK-KKK"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_case_number(text) is None


@given(st.text())
def test_whatever_is_typed_is_read_or_none(text: str) -> None:
    """And what was read is read again as the same."""
    read = read_case_number(text)
    assert read is None or read_case_number(read) == read
