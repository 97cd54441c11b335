"""What describes an organisation, and how alike two entries are."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as some
from hypothesis import strategies as st

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.likeness import Likeness, likeness, mark_of_name, marks
from portal.stakeholders.organisations.profile import BLANK, Profile

GIVEN: dict[str, Any] = {**BLANK, "name": "Écho Watch", "type": "ngo", "country": "KEN"}
ONE = profiles.first(GIVEN, "self", mark="m-1")


def test_every_field_says_who_told_it() -> None:
    assert ONE.told == {"name": "self", "type": "self", "country": "self"}
    after = profiles.changed(ONE, GIVEN | {"mission": "Law"}, "officer")
    assert after.told == {**ONE.told, "mission": "officer"}
    assert after.former == ()


def test_a_former_name_is_kept_and_found_by_the_office_alone() -> None:
    after = profiles.changed(ONE, GIVEN | {"name": "New Name"}, "self")
    again = profiles.changed(after, GIVEN | {"name": "Newest"}, "self")
    assert again.former == ("Écho Watch", "New Name")
    assert not again.mentions("echo")
    assert profiles.called(again, ever=True).mentions(profiles.wanted("echo"))
    assert again.mark == "m-1"


def test_it_is_read_as_it_was_written_and_what_another_release_wrote_too() -> None:
    assert profiles.read(profiles.written(ONE)) == ONE
    later = json.dumps({**json.loads(profiles.written(ONE)), "unknown": 1})
    assert profiles.read(later) == ONE


def test_an_entry_that_had_one_theme_has_it_among_several() -> None:
    """Releases before this one wrote one, and said who told it."""
    told = {"name": "self", "theme": "officer"}
    old = {"name": "A", "type": "ngo", "country": "KEN", "theme": "sr-water", "told": told}
    read = profiles.read(json.dumps(old))
    assert read.themes == ("sr-water",)
    assert read.told == {"name": "self", "themes": "officer"}
    assert profiles.read(json.dumps({**old, "theme": ""})).themes == ()
    after = profiles.changed(read, GIVEN | {"themes": ("sr-water", "sr-food")}, "self")
    assert (after.themes, after.told["themes"]) == (("sr-water", "sr-food"), "self")
    assert profiles.read(profiles.written(after)) == after


def test_the_same_choices_in_the_order_of_another_language_are_no_change() -> None:
    works = {
        "countries": ("DEU", "FRA"),
        "themes": ("sr-water", "sr-food"),
        "languages": ("fr", "en"),
    }
    one = profiles.first(GIVEN | works, "self")
    turned = {name: chosen[::-1] for name, chosen in works.items()}
    assert profiles.changed(one, GIVEN | turned, "officer") == one
    other = profiles.changed(one, GIVEN | turned | {"countries": ("FRA",)}, "officer")
    assert (other.countries, other.themes) == (("FRA",), works["themes"])
    assert {name for name, who in other.told.items() if who == "officer"} == {"countries"}


@pytest.mark.parametrize("words", ["echo", "ÉCHO watch", "watch echo", ""])
def test_a_search_knows_neither_case_nor_accents(words: str) -> None:
    assert ONE.mentions(words)
    assert not ONE.mentions(f"{words} nothing")


NAMES = st.sampled_from(["Echo", "Эхо", "Ekho", "", "Écho Watch", "Mir"])
PROFILES = st.builds(
    Profile,
    name=NAMES,
    also=NAMES,
    acronym=st.sampled_from(["", "EW", "ew"]),
    type=st.just("ngo"),
    country=st.sampled_from(["KEN", "FRA"]),
    site=st.sampled_from(["", "echo.example.org", "http://www.echo.example.org/about"]),
    mark=st.sampled_from(["", "m-1"]),
    former=st.lists(NAMES, max_size=1).map(tuple),
)


@some(PROFILES, PROFILES)
def test_entries_that_are_alike_share_a_mark(one: Profile, other: Profile) -> None:
    if likeness(one, other):
        assert marks(one) & marks(other)


@some(NAMES.filter(bool))
def test_whoever_is_called_so_has_the_mark_of_the_name(name: str) -> None:
    assert mark_of_name(name.upper()) in marks(entry("Other", also=name))


def entry(name: str, country: str = "KEN", **also: Any) -> Profile:
    return replace(Profile(name=name, type="ngo", country=country), **also)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (entry("Other", "FRA", mark="m-1"), Likeness.EXACT),
        (entry("Other", "FRA", site="http://www.echo.example.org/about"), Likeness.EXACT),
        (entry("ECHO WATCH"), Likeness.PROBABLE),
        (entry("Эхо", also="Echo-Watch"), Likeness.PROBABLE),
        (entry("Echo Watch", "FRA"), Likeness.POSSIBLE),
        (entry("Other", acronym="ew"), Likeness.POSSIBLE),
        (entry("Other", "FRA", acronym="EW"), None),
        (entry("Other"), None),
    ],
)
def test_duplicates_are_exact_probable_or_possible(
    other: Profile, expected: Likeness | None
) -> None:
    one = replace(ONE, acronym="E.W.", site="https://echo.example.org")
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


def test_what_two_entries_leave_out_is_not_alike() -> None:
    assert likeness(entry("One"), entry("Two")) is None
