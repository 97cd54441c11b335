"""A victim's name finds cases for people who read the names there; limited and recorded."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.web.accounts.tables import accounts
from portal.web.audit.chain import audit, verify
from shared.core.roles import Role
from tests.portal.homes.search.conftest import KNOWN, NAME, REPRISAL, UNSHARED, ask, find, tokens
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.readers import PEOPLE
from tests.support.seeing import World
from tests.support.submissions import ID, Told, received

SIGNED_IN = [name for name, (role, _) in PEOPLE.items() if role]
WHO_FINDS = {
    "desk": {f"/triage/{one}" for one in (KNOWN, UNSHARED, REPRISAL)},
    "officer": {f"/triage/{one}" for one in (KNOWN, REPRISAL)},
    "holder": {f"/triage/{one}" for one in (KNOWN, REPRISAL)},
    "source": {f"/submissions/{one}" for one in (KNOWN, UNSHARED, REPRISAL)},
    "colleague": {f"/submissions/{one}" for one in (KNOWN, UNSHARED, REPRISAL)},
}
READ_SOME = {
    *WHO_FINDS,
    "other organisation",
    "contact point",
    "other contact point",
    "officer elsewhere",
    "holder elsewhere",
}
"""Those who read the names in some cases, though not in these."""


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_name_finds_the_cases_whose_names_the_person_reads(world: World, who: str) -> None:
    visitor = world.visitors[who]
    sent = ask(visitor, NAME, where="names")
    if who not in READ_SOME:
        assert sent.status_code == 422
        assert "names of victims" not in visitor.get("/search").text
        return
    found = find(visitor, NAME, where="names")
    assert found.all == WHO_FINDS.get(who, set())
    unknown = find(visitor, "Ludmila Petrovna", where="names")
    assert not unknown.links
    if not found.all:
        assert found.text.count("<p") == unknown.text.count("<p")


@pytest.mark.parametrize(
    ("typed", "finds", "said"),
    [
        ("YUSUF, Amina Khadija", True, "A victim has this name"),
        ("Amina Yusuf", True, "A victim's name is like it"),
        ("Aminah Khadijah Youssef", True, "A victim's name is like it"),
        ("Amina", False, ""),
        ("Yusuf", False, ""),
        ("Khadija Mohammed", False, ""),
    ],
)
def test_a_name_is_found_as_other_hands_write_it(
    world: World, typed: str, *, finds: bool, said: str
) -> None:
    found = find(world.visitors["desk"], typed, where="names")
    assert bool(found.links) == finds
    assert said in found.text.replace("&#39;", "'")


def test_no_other_search_finds_a_name(world: World) -> None:
    for who in SIGNED_IN:
        assert not find(world.visitors[who], NAME).links


@pytest.mark.parametrize("who", sorted(READ_SOME))
def test_no_search_finds_who_a_source_is(world: World, who: str) -> None:
    source = {"name": "Sophronia Whistler", "contact": "sophronia@example.org"}
    world.portal.vault.keep_identity(f"source-{KNOWN}", source)
    for where in ("all", "names"):
        for typed in source.values():
            assert not find(world.visitors[who], typed, where=where).links


# --- limits and records ------------------------------------------------------------------------


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), name_searches_a_day=2) as built:
        Told(built.engine).tell(received(ID, matching=tokens(built, NAME)))
        yield built


def entries(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        assert verify(conn).whole
        return list(conn.execute(select(audit).order_by(audit.c.number)))


def desk(portal: Pages) -> Visitor:
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def test_that_somebody_looked_for_a_name_is_on_record_and_not_which(portal: Pages) -> None:
    visitor = desk(portal)
    assert find(visitor, NAME, where="names").links
    asked, seen = entries(portal)
    assert (asked.what, asked.subject, asked.purpose) == ("names-searched", "names", "search")
    assert (seen.what, seen.subject, seen.purpose) == (
        "submission",
        f"submission-{ID}",
        "found by a name",
    )
    written = str([*entries(portal), *portal.asked])
    assert not [part for part in NAME.split() if part in written]


def test_to_look_again_at_what_was_found_is_no_other_search(portal: Pages) -> None:
    visitor = desk(portal)
    address = ask(visitor, NAME, where="names").headers["Location"]
    for _ in range(5):
        assert KNOWN not in visitor.get(address).text
    assert [one.what for one in entries(portal)].count("names-searched") == 1


def test_so_many_names_a_day_and_not_one_more(portal: Pages) -> None:
    visitor, other = desk(portal), desk(portal)
    for name in (NAME, "Ludmila Petrovna"):
        assert ask(visitor, name, where="names").status_code == 303
    refused = ask(visitor, "Another Name", where="names")
    assert refused.status_code == 429
    assert "You looked for 2 names within a day" in refused.text
    assert entries(portal)[-1].what == "name-search-refused"
    assert ask(other, NAME, where="names").status_code == 303
    assert ask(visitor, "Kenya").status_code == 303
    portal.clock.forward(timedelta(days=1))
    assert ask(portal.sign_in(visitor.account), NAME, where="names").status_code == 303  # type: ignore[arg-type]


def test_whoever_lost_the_right_finds_nothing_at_an_address_of_before(portal: Pages) -> None:
    visitor = desk(portal)
    address = ask(visitor, NAME, where="names").headers["Location"]
    assert ID in visitor.get(address).text
    with portal.engine.begin() as conn:
        conn.execute(update(accounts).values(roles=[]))
    assert ID not in visitor.get(address).text


def test_the_audit_log_says_what_it_was(portal: Pages) -> None:
    find(desk(portal), NAME, where="names")
    page = portal.signed_in(Role.AUDITOR).get("/audit").text
    assert "Search by a name" in page
