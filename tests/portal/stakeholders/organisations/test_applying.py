"""Register yourself: without an account, with duplicates shown first, and no oracle."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.core.actor import ActorSigner, by_application
from tests.support.organisations import Register, asked_for, named
from tests.support.pace import NARROW
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

DOOR = "/organisations/register"
DONE = {"stream": "organisation-x", "position": 7}
SITE = "https://alpha.example.org"
FORM = str(uuid4())


def typed(**also: str) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "name": "Alpha Watch",
        "acronym": "",
        "also": "",
        "type": "ngo",
        "country": "KEN",
        "countries": ["KEN", "UGA"],
        "scope": "regional",
        "themes": ["sr-water", "sr-food"],
        "languages": ["en", "fr"],
        "site": SITE,
        "mission": "",
        "founded": "1998",
        "address": "Box 7, Nairobi",
        "phone": "+254 20 000 000",
        "standing": "unregistered",
        "number": "REG-1",
        "contact": "Ada Founder",
        "email": "ada@alpha.example.org",
        **also,
    }


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def test_somebody_without_an_account_applies_and_nothing_of_it_leaves_in_the_clear(
    portal: Pages, register: Register
) -> None:
    visitor, form = portal.visitor(), typed()
    checked = visitor.post(DOOR, form)
    assert checked.status_code == 200
    assert not portal.asked
    for word in ("Alpha Watch", "Ada Founder", "ada@alpha.example.org", "REG-1", "Kenya"):
        assert word in main(checked.text)
    portal.answer = httpx.Response(200, json=DONE)
    sent = visitor.post(DOOR, {**form, "checked": "send"})
    assert (sent.status_code, sent.location) == (303, f"{DOOR}/sent")
    (request,) = portal.asked
    body = request.read().decode()
    for secret in ("Alpha", "Ada", "alpha", "REG-1", "KEN"):
        assert secret not in body
    type_, data, _ = asked_for(request)
    assert (type_, data["standing"]) == ("register-organisation", "unregistered")
    subject = f"organisation-{data['organisation_id']}"
    assert portal.vault.identity(subject) == {
        "name": "Ada Founder",
        "email": "ada@alpha.example.org",
        "number": "REG-1",
    }


def test_who_asks_is_bound_to_this_application(portal: Pages, register: Register) -> None:
    portal.visitor().post(DOOR, {**typed(), "checked": "send"})
    (request,) = portal.asked
    _, data, _ = asked_for(request)
    token = request.headers["authorization"].removeprefix("Actor ")
    signer = ActorSigner(portal.settings.actor_key_list)
    assert signer.opened(token).asked.by == by_application(data["organisation_id"])


def test_a_double_click_is_one_application_and_another_browser_another(
    portal: Pages, register: Register
) -> None:
    visitor, form = portal.visitor(), {**typed(), "checked": "send"}
    for somebody in (visitor, visitor, portal.visitor()):
        assert somebody.post(DOOR, form).status_code == 303
    first, again, other = (asked_for(request) for request in portal.asked)
    assert first[1]["organisation_id"] == again[1]["organisation_id"]
    assert first[2] == again[2]
    assert first[1]["organisation_id"] != other[1]["organisation_id"]


def test_duplicates_that_everybody_may_see_are_shown_first(
    portal: Pages, register: Register
) -> None:
    register.public(named(1), "Alfa Watch", site=SITE)
    register.public(named(2), "Alpha Watch")
    page = main(portal.visitor().post(DOOR, typed()).text)
    exact, probable = (
        page.index("Same number or website Alfa Watch, Kenya"),
        page.index("Same name and country Alpha Watch, Kenya"),
    )
    assert exact < probable < page.index("Name of the organisation")
    assert "Compare first" in page
    sent = portal.visitor().post(DOOR, {**typed(), "checked": "send"})
    assert sent.status_code == 303, "a duplicate is for an officer to refuse"


@pytest.mark.parametrize(
    ("told", "guess"),
    [
        ({"number": "REG-1"}, {"number": "REG-1", "name": "Anybody", "site": ""}),
        ({"former": ("Alpha Watch",)}, {"number": "", "site": ""}),
    ],
    ids=["number", "former name"],
)
def test_the_form_tells_neither_the_number_nor_a_former_name_of_a_public_one(
    portal: Pages, register: Register, told: dict[str, Any], guess: dict[str, str]
) -> None:
    """Only stakeholder officers find them: a guess must not be told to be right."""
    number = told.pop("number", "")
    mark = portal.vault.pseudonym("organisation", f"KEN/{number.casefold()}") if number else ""
    register.public(named(1), "Gamma Watch", mark=mark, **told)
    page = main(portal.visitor().post(DOOR, typed(**guess)).text)
    assert "Check this registration" in page
    assert "Gamma Watch" not in page


def test_nobody_puts_another_contact_in_the_place_of_the_one_that_was_looked_at(
    portal: Pages, register: Register
) -> None:
    visitor, form = portal.visitor(), {**typed(), "checked": "send"}
    visitor.post(DOOR, form)
    _, first, _ = asked_for(portal.asked[0])
    visitor.post(DOOR, {**form, "email": "eve@elsewhere.example.org"})
    _, second, _ = asked_for(portal.asked[1])
    assert first["organisation_id"] != second["organisation_id"]
    kept = portal.vault.identity(f"organisation-{first['organisation_id']}")
    assert kept
    assert kept["email"] == "ada@alpha.example.org"


def test_the_form_does_not_tell_who_is_hidden(portal: Pages, register: Register) -> None:
    """Neither by what it shows, nor by what it does, nor by an address that has an account."""

    def both(visitor: Visitor) -> list[tuple[int, str]]:
        form = typed(command_id=FORM)
        pages = [visitor.post(DOOR, form), visitor.post(DOOR, {**form, "checked": "send"})]
        random = r'nonce="[^"]+"|name="csrf_token" value="[^"]+"'
        return [(page.status_code, re.sub(random, "", page.text)) for page in pages]

    before = both(portal.visitor())
    register.confirmed(named(1), "Alpha Watch", site=SITE)
    portal.person(email="ada@alpha.example.org")
    assert both(portal.visitor()) == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name"),
        ({"type": ""}, "Choose what kind of organisation it is"),
        ({"country": ""}, "Choose the country"),
        ({"standing": ""}, "Choose one"),
        ({"contact": ""}, "Enter your name"),
        ({"email": "nobody"}, "Enter an address as name@example.org"),
        ({"site": "javascript:alert(1)"}, "begins with https://"),
        ({"site": "https://["}, "begins with https://"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_the_rest_is_kept(
    portal: Pages, register: Register, wrong: dict[str, str], sentence: str
) -> None:
    page = portal.visitor().post(DOOR, typed(mission="Kept text", **wrong))
    assert page.status_code == 422
    assert sentence in page.text
    assert "Kept text" in page.text
    assert not portal.asked


def test_a_defender_without_an_organisation_is_a_person(portal: Pages, register: Register) -> None:
    form = typed(type="person", standing="registered", checked="send")
    portal.visitor().post(DOOR, form)
    assert asked_for(portal.asked[0])[1]["standing"] == "person"


def test_no_field_asks_for_a_status(portal: Pages, register: Register) -> None:
    page = portal.visitor().get(DOOR).text
    names = set(re.findall(r'<(?:input|select|textarea)[^>]*name="(\w+)"', page))
    assert names == set(typed()) | {"csrf_token"}


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Pages]:
    """A portal on which a network sends one form for nothing."""
    with pages(*sqlite_urls(tmp_path), **NARROW) as built:
        Register(built.engine, built.vault)
        yield built


def test_in_a_flood_the_form_costs_time_and_is_not_refused(crowded: Pages) -> None:
    def send(visitor: Visitor, form: dict[str, str]) -> Any:
        return visitor.post(DOOR, {**form, "checked": "send"})

    assert send(crowded.visitor(), typed()).status_code == 303
    visitor, form = crowded.visitor(), typed(name="Beta Watch")
    waits = send(visitor, form)
    assert waits.status_code == 429
    assert "Beta Watch" in waits.text
    assert len(crowded.asked) == 1
