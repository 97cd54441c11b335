"""One world for all tests of the search: items in every state, and a person of each role."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest

from portal.casefile.submissions import matching
from shared.core.message import derive_id
from tests.support import followup, publication
from tests.support.everything import planted
from tests.support.items import MANDATES, ORGANISATION, STATE
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.readers import PEOPLE
from tests.support.seeing import World
from tests.support.submissions import received, triaged

NAME = "Amina Khadija Yusuf"
KNOWN, UNSHARED, REPRISAL = (str(derive_id("search", what)) for what in ("known", "new", "feared"))
"""Cases with a victim of this name: shared with the mandates, with the desk alone, a reprisal."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the search: the links of each group, and the number that its title says."""

    text: str
    links: dict[str, list[str]]
    numbers: dict[str, str]

    @property
    def all(self) -> set[str]:
        return {link for some in self.links.values() for link in some}


def ask(visitor: Visitor, text: str, *, where: str = "all") -> Any:
    return visitor.post("/search", {"text": text, "where": where})


def find(visitor: Visitor, text: str, *, where: str = "all") -> Found:
    """Look for it, and turn every page of what is found."""
    sent = ask(visitor, text, where=where)
    assert sent.status_code == 303, sent.text
    return opened(visitor, sent.headers["Location"])


def opened(visitor: Visitor, address: str) -> Found:
    first = visitor.get(address).text
    links: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    for group, title, body in _groups(first):
        numbers[group] = re.findall(r"\(([^()]*)\)$", title)[0]
        links[group] = _links(body)
        page, number = body, 1
        while 'rel="next"' in page:
            number += 1
            [page] = [
                one
                for name, _, one in _groups(visitor.get(f"{address}&{group}={number}").text)
                if name == group
            ]
            links[group] += _links(page)
    return Found(first, links, numbers)


def _groups(text: str) -> Sequence[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = re.findall(
        r'<section aria-labelledby="(\w+)">\s*<h2[^>]*>(.*?)</h2>(.*?)</section>', text, re.DOTALL
    )
    return found


def _links(body: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'found__title"[^>]*><a[^>]*href="([^"]*)"', body)]


def tokens(portal: Pages, name: str, state: str = STATE) -> tuple[str, ...]:
    key = matching.key_of(portal.vault)
    return matching.tokens(key, names=[name], state=state, months=["2026-03"], narrative="")


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with built(*sqlite_urls(tmp_path_factory.mktemp("search"))) as made:
        yield made


@contextmanager
def built(url: str, vault_url: str) -> Iterator[World]:
    with pages(url, vault_url) as portal:
        visitors = {
            name: portal.signed_in(role, **also) if role else portal.visitor()
            for name, (role, also) in PEOPLE.items()
        }
        source = visitors["source"].account
        contact_point = visitors["contact point"].account
        assert source is not None
        assert contact_point is not None
        filed: dict[str, Any] = {
            "submitter_id": source.account_id,
            "organisation_id": ORGANISATION,
            "matching": tokens(portal, NAME),
            "state": STATE,
        }
        recommendation = followup.issued(addressee=STATE, mandate=MANDATES[0])
        facts = [
            received(KNOWN, **filed),
            triaged(KNOWN),
            received(UNSHARED, **filed),
            received(REPRISAL, **filed | {"reprisal": True}),
            triaged(REPRISAL),
            recommendation,
            followup.issued(str(derive_id("public", 1)), addressee=STATE, mandate=MANDATES[0]),
            replace(
                publication.recommended("Close the prison."),
                recommendation_id=str(derive_id("public", 1)),
                addressee=STATE,
                mandate=MANDATES[0],
            ),
        ]
        items = planted(
            portal,
            source=source.account_id,
            contact_point=contact_point.account_id,
            besides=facts,
        )
        yield World(portal, items, visitors)
