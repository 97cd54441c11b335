"""What a row means: its States, its body, its paragraph, its key; and what is wrong with it."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.public.corpus import named, wording
from portal.public.corpus.checking import LONGEST, Item, Problem, Wrong, checked
from portal.public.corpus.columns import Row
from portal.public.corpus.wording import Split
from shared.reference import mandates, states
from shared.reference.visits import TERRITORIES

ROW = Row(
    text="49. The Committee recommends that the State party act.",
    countries=("Kenya",),
    body="SR Torture",
    symbol="A/HRC/1/2",
    published=datetime(2017, 11, 22),  # noqa: DTZ001
)
_IN_2005, _IN_2020 = datetime(2005, 5, 1), datetime(2020, 5, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "at", "code"),
    [
        ("Turkey", _IN_2005, "TUR"),
        ("Türkiye", _IN_2005, "TUR"),
        ("Swaziland", _IN_2020, "SWZ"),
        ("Bolivia", _IN_2020, "BOL"),
        ("Iran (Islamic Republic of)", None, "IRN"),
        ("Cote d'Ivoire", None, "CIV"),
        ("United Kingdom", None, "GBR"),
        ("Serbia and Montenegro", _IN_2005, "SCG"),
        ("Serbia and Montenegro", _IN_2020, None),
        ("Serbia and Montenegro", None, None),
        ("Tanganyika", datetime(1963, 1, 1), None),  # noqa: DTZ001  # it has no code
        ("Netherlands (Kingdom of the)", _IN_2020, "NLD"),
        ("Kingdom of the Netherlands", _IN_2020, "NLD"),
        ("Congo (Democratic Republic of the)", _IN_2020, "COD"),
        ("Korea, Republic of", _IN_2020, "KOR"),
        ("Korea", _IN_2020, None),
        ("Virgin Islands", _IN_2020, None),
        ("Kenya, Uganda", _IN_2020, None),
        ("All States", _IN_2020, None),
        ("", None, None),
    ],
)
def test_a_state_is_found_by_its_names_of_the_day(
    name: str, at: datetime | None, code: str | None
) -> None:
    assert named.state(name, at) == code


def test_every_state_and_mandate_is_found_by_the_names_that_we_give_it() -> None:
    for code, one in states().items():
        assert {named.state(name, None) for name in (code, *one.names.values())} == {code}
    for id_, mandate in mandates().items():
        assert {named.mandate(one) for one in (id_, mandate.acronym, mandate.name)} == {id_}


@pytest.mark.parametrize(
    ("body", "mandate", "mechanism"),
    [
        ("SR Torture", "sr-torture", named.SPECIAL),
        ("IE  Albinism", "ie-albinism", named.SPECIAL),
        ("WG on Arbitrary Detention", "wgad", named.SPECIAL),
        ("SR Human Rights Defenders", "sr-hrds", named.SPECIAL),
        ("SR Something new", None, named.SPECIAL),
        ("CRC", None, named.TREATY),
        ("Committee on the Rights of the Child", None, named.TREATY),
        ("Universal Periodic Review", None, named.REVIEW),
        ("Some assembly", None, named.OTHER),
    ],
)
def test_a_body_is_a_mandate_or_of_a_kind(body: str, mandate: str | None, mechanism: str) -> None:
    assert (named.mandate(body), named.mechanism(body)) == (mandate, mechanism)


@pytest.mark.parametrize(
    ("raw", "heading", "number", "text"),
    [
        ("Rural women 49.The Committee", "Rural women", "49", "The Committee"),
        ("49. The Committee", "", "49", "The Committee"),
        ("6.123.45 Ratify the treaty", "", "6.123.45", "Ratify the treaty"),
        ("138.12. Ratify", "", "138.12", "Ratify"),
        ("١٢. توصي", "", "١٢", "توصي"),
        ("2 million people", "", "", "2 million people"),
        ("1.5 million people", "", "", "1.5 million people"),
        ("Under article 12. The State", "", "", "Under article 12. The State"),
        ("The Committee met 12. The State", "", "", "The Committee met 12. The State"),
        ("r) ratify the treaty", "", "", "r) ratify the treaty"),
    ],
)
def test_what_was_glued_is_split_by_rule(raw: str, heading: str, number: str, text: str) -> None:
    assert wording.split(raw) == Split(heading, number, text)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z][a-z ]{0,9} ?\d{1,3}\. ?[A-Z]\w*")))
def test_splitting_loses_no_word(raw: str) -> None:
    found = wording.split(raw)
    assert raw.startswith(found.heading)
    assert found.number in raw
    assert raw.endswith(found.text)
    glue = raw[: len(raw) - len(found.text)].removeprefix(found.heading)
    assert all(char.isspace() or char in ".)" for char in glue.replace(found.number, "", 1))


@pytest.mark.parametrize(
    "raw", ["r)", "12345678", "Annex", "Annex IV", "—  ...", "Comments by Kenya not indexed"]
)
def test_noise_is_kept_apart(raw: str) -> None:
    assert wording.is_noise(raw)
    assert checked(replace(ROW, text=raw)) == [Problem("Text", Wrong.NOISE, raw)]


def test_a_sub_item_is_no_noise() -> None:
    assert not wording.is_noise("r) ratify the treaty")
    assert not wording.is_noise("Annexes should be translated")


def test_each_sub_item_is_a_recommendation_of_its_own() -> None:
    """F.10: (a) to (m) of one paragraph share their symbol, State and day, and not their words."""
    letters = "abcdefghijklm"
    keys = {_key(replace(ROW, text=f"({one}) Ratify protocol {one}.")) for one in letters}
    assert len(keys) == len(letters)


@pytest.mark.parametrize("all_of_them", ["All States", "all States", "All Member States"])
def test_what_is_addressed_to_all_states_is_a_row_with_a_problem(all_of_them: str) -> None:
    """F.10: nobody guesses to whom it goes."""
    assert checked(replace(ROW, countries=(all_of_them,))) == [
        Problem("Countries Concerned", Wrong.STATE, all_of_them)
    ]


def test_a_state_and_a_territory_are_two_and_a_territory_is_found_by_its_prescribed_name() -> None:
    """F.10: neither stands for the other."""
    item = checked(replace(ROW, countries=("United Kingdom", "Falkland Islands (Malvinas)")))
    assert isinstance(item, Item)
    assert item.states == ("GBR", "FLK")
    for code, one in TERRITORIES.items():
        assert named.state(one.name, None) == (code if code in states() else None)


def test_a_sound_row_is_an_item() -> None:
    item = checked(replace(ROW, countries=("Turkey", "Türkiye", "Kenya")))
    assert isinstance(item, Item)
    assert item.states == ("TUR", "KEN")
    assert (item.mandate, item.mechanism) == ("sr-torture", named.SPECIAL)
    assert (item.heading, item.number) == ("", "49")
    assert item.row.text == ROW.text


def test_the_key_is_uhris_or_made_of_what_does_not_change() -> None:
    ours = _key(ROW)
    assert ours.startswith("sha256-")
    assert _key(replace(ROW, text=ROW.text.upper(), themes=("Health",), body="CAT")) == ours
    assert _key(replace(ROW, symbol="A/HRC/1/3")) != ours
    assert _key(replace(ROW, countries=("Uganda",))) != ours
    guid = "{0B9C3BB2-8A8F-4F3C-9D33-7F0F4F4BE801}"
    assert _key(replace(ROW, annotation=guid)) == guid.strip("{}").lower()


def test_every_problem_of_a_row_is_told() -> None:
    row = replace(
        ROW, countries=("Kenya", "Nowhere"), annotation="12", type="x" * 301, themes=("y" * 30_001,)
    )
    assert checked(row) == [
        Problem("Countries Concerned", Wrong.STATE, "Nowhere"),
        Problem("OHCHR Annotation Id", Wrong.ANNOTATION, "12"),
        Problem("", Wrong.TOO_LONG),
        Problem("", Wrong.TOO_LONG),
    ]
    assert checked(replace(ROW, countries=(), text="a" * (LONGEST + 1))) == [
        Problem("Text", Wrong.TOO_LONG),
        Problem("Countries Concerned", Wrong.NO_STATE),
    ]


def _key(row: Row) -> str:
    item = checked(row)
    assert isinstance(item, Item)
    return item.key
