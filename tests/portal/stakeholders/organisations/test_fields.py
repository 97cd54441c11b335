"""Where an organisation works, on what and in which languages: said by it, and found by that."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

LIST, ID = "/en/organisations", named(1)
OURS, DESK = "/our-organisation/change", f"/register-desk/{ID}/change"
ENTRY: dict[str, Any] = {"name": "Alpha Watch", "type": "ngo", "country": "KEN"}
WORKS: dict[str, Any] = {
    "countries": ("KEN", "UGA"),
    "scope": "regional",
    "themes": ("sr-water", "sr-food"),
    "languages": ("fr", "en"),
}


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **ENTRY, **also}


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(unescape(text).split())


def kept(portal: Pages, number: int = 0) -> Profile:
    """Return the entry that was sent, opened."""
    type_, data, _ = asked_for(portal.asked[number])
    assert type_ == "rename-organisation"
    return profiles.read(portal.vault.reveal(Sealed(**data["profile"])) or "")


def test_everybody_reads_where_a_public_one_works_and_finds_it_by_that(
    portal: Pages, register: Register
) -> None:
    register.public(ID, "Alpha Watch", **WORKS)
    register.public(named(2), "Beta Watch", countries=("FRA",), themes=("sr-food",))
    page = main(portal.visitor().get(f"{LIST}/{ID}").text)
    assert "Countries where it works Kenya, Uganda Scope of its work Regional" in page
    assert "Languages that it works in French, English" in page
    for asked, found in {
        "works=UGA": {"Alpha"},
        "works=FRA": {"Beta"},
        "theme=sr-food": {"Alpha", "Beta"},
        "theme=sr-water": {"Alpha"},
        "works=FRA&theme=sr-water": set(),
        "country=UGA": set(),
    }.items():
        text = portal.visitor().get(f"{LIST}?{asked}").text
        assert {one for one in ("Alpha", "Beta") if f"{one} Watch" in text} == found, asked


def test_its_focal_point_and_an_officer_say_it_and_each_field_tells_who_did(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", **WORKS, told=dict.fromkeys(WORKS, "self"))
    page = focal.get(OURS).text
    assert re.search(r'value="UGA" checked', page)
    same = {name: list(value) if name != "scope" else value for name, value in WORKS.items()}
    assert focal.post(OURS, form(**{**same, "countries": ["TZA"]})).status_code == 303
    assert (kept(portal).countries, kept(portal).told) == (("TZA",), dict.fromkeys(WORKS, "self"))
    assert officer.post(DESK, form(**{**same, "languages": []})).status_code == 303
    after = kept(portal, 1)
    assert (after.languages, after.told["languages"], after.told["scope"]) == (
        (),
        "officer",
        "self",
    )
    assert focal.post(OURS, form(**{**same, "countries": ["XXX"]})).status_code == 422


INSIDE: dict[str, Any] = {"founded": "1987", "address": "Zanthor lane 7", "phone": "+254 20 778899"}


def test_founding_year_address_and_telephone_are_for_its_own_people_and_officers(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.public(ID, "Alpha Watch", **INSIDE, told={"phone": "officer"})
    for inside in (focal.get("/our-organisation"), officer.get(f"/register-desk/{ID}")):
        page = main(inside.text)
        assert "Zanthor lane 7 Never published" in page
        assert "+254 20 778899 entered by an officer Never published" in page
    others = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2))
    for visitor in (portal.visitor(), portal.signed_in(Role.GOVERNMENT), others):
        for where in ("", f"/{ID}", "?q=Zanthor", "?q=778899"):
            page = visitor.get(f"{LIST}{where}").text
            assert not [one for one in INSIDE.values() if one in main(page)], where
    assert "0 organisations" in portal.visitor().get(f"{LIST}?q=Zanthor").text
    assert "Alpha Watch" not in officer.get("/register-desk?q=Zanthor").text
    portal.vault.forget(f"organisation-{ID}", at=LONG_AGO)
    for inside in (focal.get("/our-organisation"), officer.get(f"/register-desk/{ID}")):
        assert not [one for one in INSIDE.values() if one in inside.text]


@pytest.mark.parametrize("year", ["2027", "98", "year", "१९९८", "-198"])
def test_a_year_is_one_of_before(
    portal: Pages, register: Register, focal: Visitor, year: str
) -> None:
    register.confirmed(ID, "Alpha Watch")
    assert focal.post(OURS, form(**{**INSIDE, "founded": year})).status_code == 422


def test_what_is_public_is_named_so_that_a_new_field_is_not() -> None:
    secret: dict[str, Any] = {"mark": "m", "former": ("Old",), "told": {"name": "self"}}
    whole = Profile(**ENTRY, **WORKS, **INSIDE, **secret)
    assert profiles.for_everybody(whole) == Profile(**ENTRY, **WORKS)
    given = {**profiles.BLANK, **INSIDE}
    assert profiles.changed(whole, {**given, **ENTRY}, "officer").phone == INSIDE["phone"]


def test_a_name_that_is_confirmed_leaves_the_rest_as_it_is() -> None:
    before = Profile(**ENTRY, **WORKS)
    given = {**profiles.BLANK, **ENTRY, **WORKS, "name": "Beta Watch"}
    after = profiles.named(before, profiles.name_of(given))
    assert (after.name, after.countries, after.scope) == ("Beta Watch", ("KEN", "UGA"), "regional")
    assert after.told == {"name": "self"}
