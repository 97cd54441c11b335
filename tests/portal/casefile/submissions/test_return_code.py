"""A return code names the typing error before anything is looked up."""

import re
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casefile.submissions import return_code
from portal.casefile.submissions.return_code import DIGITS, GROUPS, Mistyped

CODE = return_code.made_of(UUID(int=1), "nonce", "key")
PLACES = range(len(CODE.replace(" ", "")))


def wrong(typed: str) -> tuple[int, ...]:
    with pytest.raises(Mistyped) as said:
        return_code.read(typed)
    return tuple(said.value.groups)


def in_groups(digits: str) -> str:
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def test_it_is_132_bits_of_digits_in_eight_groups_of_six() -> None:
    made = return_code.made_of(uuid4(), return_code.mint_nonce(), "key")
    assert re.fullmatch(r"(\d{6} ){7}\d{6}", made)
    assert len(return_code.read(made)) == 40
    assert 10**40 > 2**132


def test_another_nonce_command_or_key_makes_another() -> None:
    made = {
        return_code.made_of(command, nonce, key)
        for command in (UUID(int=1), UUID(int=2))
        for nonce in ("nonce", "other")
        for key in ("key", "another")
    }
    assert len(made) == 8


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.replace(" ", ""),
        CODE.replace(" ", "-"),
        CODE.replace(" ", "\n"),
        f"\u200e{CODE}.",
        " ".join(CODE.replace(" ", "")),
        CODE.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
        CODE.translate({ord("0") + n: 0x06F0 + n for n in range(10)}),
        CODE.translate({ord("0") + n: 0x0966 + n for n in range(10)}),
        CODE.translate({ord("0") + n: "〇一二三四五六七八九"[n] for n in range(10)}),
    ],
    ids=[
        "as it stands", "in one", "dashes", "lines", "marks", "digit by digit",
        "Arabic", "Persian", "Devanagari", "Chinese",
    ],
)  # fmt: skip
def test_however_it_is_typed_it_is_the_same(typed: str) -> None:
    assert return_code.read(typed) == return_code.read(CODE)
    assert return_code.digest(typed) == return_code.digest(CODE)


@given(place=st.sampled_from(PLACES), digit=st.integers(0, 9), apart=st.booleans())
def test_one_wrong_digit_names_its_group(*, place: int, digit: int, apart: bool) -> None:
    digits = CODE.replace(" ", "")
    other = f"{digits[:place]}{digit}{digits[place + 1 :]}"
    if other != digits:
        assert wrong(in_groups(other) if apart else other) == (place // DIGITS + 1,)


@given(place=st.sampled_from(PLACES[:-1]))
def test_two_digits_in_the_wrong_order_name_their_groups(place: int) -> None:
    digits = CODE.replace(" ", "")
    other = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if other != digits:
        assert set(wrong(other)) == {place // DIGITS + 1, (place + 1) // DIGITS + 1}


@pytest.mark.parametrize(("one", "two"), list(combinations(range(GROUPS), 2)))
def test_two_groups_in_the_wrong_order_are_both_named(one: int, two: int) -> None:
    groups = CODE.split()
    groups[one], groups[two] = groups[two], groups[one]
    assert wrong(" ".join(groups)) == (one + 1, two + 1)


@pytest.mark.parametrize("place", range(GROUPS))
def test_a_digit_too_few_or_too_many_names_its_group(place: int) -> None:
    groups = CODE.split()
    for group in (groups[place][1:], f"{groups[place]}0"):
        assert wrong(" ".join([*groups[:place], group, *groups[place + 1 :]])) == (place + 1,)


def test_a_digit_that_is_left_out_of_one_long_number_is_looked_for_from_its_group() -> None:
    digits = CODE.replace(" ", "")
    assert wrong(digits[:20] + digits[21:])[0] == 4


def test_what_is_much_too_short_or_too_long_says_how_many_digits_there_are() -> None:
    for typed, digits in (("", 0), ("no digits ½ Ⅻ", 0), ("123", 3), (f"{CODE} 1", 49)):
        with pytest.raises(Mistyped) as said:
            return_code.read(typed)
        assert said.value.typed == digits
    assert wrong(f"{CODE} 1") == ()
