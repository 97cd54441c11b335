"""A search finds everything that a person may open and nothing else, counts included."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from portal.casefile.replies import sight
from portal.casefile.replies.cases import find as find_case
from portal.casefile.replies.tables import cases
from portal.web.accounts.account import actor_of
from portal.web.policy import Kind
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from tests.portal.homes.search.conftest import (
    KNOWN,
    NAME,
    REPRISAL,
    UNSHARED,
    Found,
    ask,
    built,
    find,
    opened,
)
from tests.support.followup import RECOMMENDATION
from tests.support.items import REPRISAL as REPRISAL_LETTER
from tests.support.items import STATE
from tests.support.portal import Visitor, sqlite_urls
from tests.support.readers import PEOPLE
from tests.support.seeing import World

SIGNED_IN = [name for name, (role, _) in PEOPLE.items() if role]
NOTHING = case_number("nothing")

OPENS = {
    Kind.SUBMISSION: ("/triage/{}", "/submissions/{}"),
    Kind.CLEARANCE: ("/communications/{}",),
    Kind.LETTER: ("/communications/{}", "/replies/{}/case", "/publication/{}"),
    "statement": ("/statements/{}",),
    "recommendation": ("/recommendations/{}",),
}


def pages(world: World) -> list[str]:
    """Every page of an item that could be found."""
    items = {(str(item.kind), item.id) for item in world.items}
    items |= {(str(Kind.SUBMISSION), one) for one in (KNOWN, UNSHARED, REPRISAL)}
    items |= {("recommendation", one) for one in (RECOMMENDATION, str(derive_id("public", 1)))}
    return sorted(form.format(one) for kind, one in items for form in OPENS.get(kind, ()))


def opening(world: World, who: str) -> set[str]:
    """The pages that open for this person, found by trying each, once."""
    if who not in _opening:
        visitor = world.visitors[who]
        _opening[who] = {path for path in pages(world) if visitor.get(path).status_code == 200}
    return _opening[who]


_opening: dict[str, set[str]] = {}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_person_finds_what_opens_and_nothing_else(world: World, who: str) -> None:
    visitor = world.visitors[who]
    found = find(visitor, "Kenya")
    working = {link for link in found.all if not link.startswith("/en/register/")}
    assert working == opening(world, who)
    public = found.all - working
    assert all(visitor.get(link).status_code == 200 for link in public)
    assert found.numbers == {name: str(len(links)) for name, links in found.links.items()}


def test_everybody_finds_something_and_not_the_same(world: World) -> None:
    found = {who: frozenset(find(world.visitors[who], "Kenya").all) for who in SIGNED_IN}
    assert len(set(found.values())) > 10
    assert all(found.values())  # what is public, at least


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("case", [UNSHARED, REPRISAL, KNOWN], ids=["unshared", "reprisal", "known"])
def test_what_is_hidden_looks_like_what_is_not_there(world: World, who: str, case: str) -> None:
    visitor = world.visitors[who]
    may_open = {f"/triage/{case}", f"/submissions/{case}"} & opening(world, who)
    find(visitor, NOTHING)  # what is public is read once for all who look
    asked, found = counted(world, visitor, case_number(case))
    assert found.all == may_open
    if not may_open:
        alike, nothing = counted(world, visitor, NOTHING)
        assert plain(found.text) == plain(nothing.text)
        assert asked == alike


def counted(world: World, visitor: Visitor, text: str) -> tuple[int, Found]:
    """What is found, and how many questions to the database it took."""
    asked: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(world.portal.engine, "before_cursor_execute", note)
    try:
        found = find(visitor, text)
        return len(asked), found
    finally:
        event.remove(world.portal.engine, "before_cursor_execute", note)


def plain(text: str) -> str:
    """A page but for what was typed and what is new in every answer."""
    return re.sub(r'(value|nonce|hx-nonce|href)="[^"]*"', "", text)


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_reference_finds_the_letter_on_every_page_that_has_it(world: World, who: str) -> None:
    letter = next(
        item for item in world.items if item.kind is Kind.LETTER and item.state == "transmitted"
    )
    visitor = world.visitors[who]
    with world.portal.engine.connect() as conn:
        reference = conn.scalar(
            select(cases.c.reference).where(cases.c.communication_id == letter.id)
        )
    assert isinstance(reference, str)
    for typed in (
        reference,
        reference.lower(),
        reference.replace(" ", ""),
        reference.replace(" ", "-"),
    ):
        found = find(visitor, typed)
        followed = f"/replies/{letter.id}/case"
        assert (followed in found.all) == (visitor.get(followed).status_code == 200), typed
        links = [link for link in found.all if "/replies/" in link]
        assert set(links) <= {followed}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_cases_in_sql_are_those_that_exist_one_by_one(world: World, who: str) -> None:
    account = world.visitors[who].account
    assert account is not None
    actor = actor_of(account)
    with world.portal.engine.connect() as conn:
        every = set(conn.scalars(select(cases.c.communication_id)))
        seen = set(conn.scalars(select(cases.c.communication_id).where(sight.visible(actor))))
        assert seen == {one for one in every if find_case(conn, actor, one)}


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("torture Kenya", True),
        ("special rapporteur on torture", True),
        ("Kenya France", False),
        ("torture France", False),
        ("Кения", True),
        ("肯尼亚", True),
        ("UA Kenya", True),
    ],
)
def test_every_word_must_fit(world: World, typed: str, *, finds: bool) -> None:
    assert bool(find(world.visitors["desk"], typed).links.get("letters")) == finds


def test_a_case_number_finds_the_letters_for_who_may_know_on_what_they_rest(world: World) -> None:
    behind = world.items[1].id
    resting = {
        f"/communications/{item.id}"
        for item in world.items
        if item.kind in {Kind.CLEARANCE, Kind.LETTER} and item.state != REPRISAL_LETTER
    }
    for who in ("desk", "officer", "holder"):
        found = find(world.visitors[who], case_number(behind))
        assert set(found.links["letters"]) == resting
        assert found.links["cases"] == [f"/triage/{behind}"]
    assert not find(world.visitors["desk officer"], case_number(behind)).links


def test_a_source_does_not_find_out_with_which_mandate_its_case_is(world: World) -> None:
    assert "own" in find(world.visitors["source"], "Kenya").links
    assert "own" not in find(world.visitors["source"], "torture").links


@pytest.mark.parametrize("who", SIGNED_IN)
def test_everybody_finds_words_of_what_is_public(world: World, who: str) -> None:
    found = find(world.visitors[who], "prison")
    assert list(found.links) == ["public_recommendations"]
    assert found.numbers == {"public_recommendations": "1"}
    assert not find(world.visitors[who], "planted dialogue").links


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_text_that_is_not_public_is_not_searched(world: World, who: str) -> None:
    hidden = [item for item in world.items if item.kind in {Kind.SUBMISSION, Kind.CLEARANCE}]
    for item in (hidden[0], hidden[-1]):
        assert not find(world.visitors[who], item.text).links


def test_what_a_hit_is_called_keeps_its_order_from_right_to_left(world: World) -> None:
    found = find(world.visitors["desk"], "Kenya")
    titles = re.findall(r'found__title"[^>]*><a[^>]*>(.*?)</a>', found.text)
    assert titles
    assert all(title.startswith("<bdi>") for title in titles)


def test_an_address_is_of_one_person_and_one_day(world: World) -> None:
    desk, chief = world.visitors["desk"], world.visitors["chief"]
    address = ask(desk, "Kenya").headers["Location"]
    assert opened(desk, address).links
    for visitor, asked in ((chief, address), (desk, "/search?asked=made-up")):
        page = visitor.get(asked)
        assert page.status_code == 200
        assert "This search is over" in page.text
        assert 'value="Kenya"' not in page.text


def test_what_was_typed_stands_in_no_address(world: World) -> None:
    desk = world.visitors["desk"]
    sent = ask(desk, "Kenya")
    assert sent.headers["Referrer-Policy"] == "no-referrer"
    assert sent.headers["Cache-Control"] == "no-store"
    assert "enya" not in sent.headers["Location"]
    page = desk.get(sent.headers["Location"]).text
    assert "Kenya" not in re.findall(r"<title>(.*?)</title>", page)[0]
    assert not [link for link in re.findall(r'href="([^"]*)"', page) if "Kenya" in link]


def test_a_stranger_has_no_box(world: World) -> None:
    stranger = world.visitors["visitor"]
    assert 'id="look-for"' not in stranger.get("/").text
    assert stranger.get("/search").status_code in {303, 401}


def test_both_databases_find_the_same(world: World, database_url: str, tmp_path: Path) -> None:
    _, vault_url = sqlite_urls(tmp_path / "vault")
    people = ("desk", "officer", "holder", "chief", "source", "government", "publication officer")
    asked = ("Kenya", "torture Kenya", f"UA {STATE} 5/2026", "5/2026", case_number(KNOWN), "prison")
    with built(database_url, vault_url) as other:
        for who in people:
            for typed in asked:
                there = find(other.visitors[who], typed)
                here = find(world.visitors[who], typed)
                assert there.links.keys() == here.links.keys(), (who, typed)
                assert there.numbers == here.numbers, (who, typed)
                assert there.all == here.all, (who, typed)
        for who in ("desk", "source"):
            assert len(find(other.visitors[who], NAME, where="names").all) == 3
