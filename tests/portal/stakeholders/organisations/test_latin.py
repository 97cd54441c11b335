"""A name is found in whatever script it is written, and two spellings are probable, never sure."""

import pytest

from portal.stakeholders.organisations.latin import sounds
from portal.stakeholders.organisations.likeness import Likeness, likeness
from portal.stakeholders.organisations.profile import Profile
from tests.portal.stakeholders.organisations.test_desk import main
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor


def profile(name: str, country: str = "KEN") -> Profile:
    return Profile(name=name, type="ngo", country=country)


PAIRS = [
    ("Obshchestvo Zarya", "Общество Заря"),
    ("Committee of Miners Vostok", "Committee of Miners Восток"),
    ("Munazzama Karama", "منظمة كرامة"),
    ("Renquan Guancha", "人权观察"),
]


@pytest.mark.parametrize(("latin", "other"), PAIRS)
def test_a_name_in_other_letters_is_probably_the_same_in_one_country(
    latin: str, other: str
) -> None:
    assert likeness(profile(latin), profile(other)) is Likeness.SOUNDS
    assert likeness(profile(other), profile(latin)) is Likeness.SOUNDS
    assert likeness(profile(latin), profile(other, "FRA")) is None


def test_two_names_in_one_script_are_not_compared_by_sound() -> None:
    assert sounds("Alpha Watchers") == sounds("Alphi Wotchers")
    assert likeness(profile("Alpha Watchers"), profile("Alphi Wotchers")) is None


def test_names_with_too_few_consonants_are_never_alike() -> None:
    assert sounds("Aria") == ""
    assert likeness(profile("Заря"), profile("Zarya")) is None


@pytest.mark.parametrize(("latin", "other"), [PAIRS[0], PAIRS[3]])
def test_a_search_finds_it_in_either_script(latin: str, other: str) -> None:
    assert all(profile(other).mentions(word) for word in latin.split())
    assert profile(latin).mentions(other)
    assert not profile(latin).mentions("Watch")
    assert profile("Alpha Watch").mentions("wätch")


def test_the_desk_says_probably_and_decides_nothing(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.claimed(named(1), "Общество Заря")
    register.confirmed(named(2), "Obshchestvo Zarya")
    page = main(officer.get(f"/register-desk/{named(1)}").text)
    assert "Probably the same name in other letters, and the same country: Obshchestvo" in page
    found = main(officer.get("/register-desk?q=общество").text).partition("In the register")[2]
    assert "Obshchestvo Zarya" in found
