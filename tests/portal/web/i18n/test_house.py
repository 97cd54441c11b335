"""The pages of the house in English in disguise: nothing on them is beyond translators.

They are found by walking through a portal that everybody has used for a while, as somebody of each
role of the house. Their forms are sent empty, for what they refuse, and filled in, for what the
next page says then. A page counts once its area speaks, and each area of which it shows a part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from re import DOTALL, Pattern, escape, findall, search
from re import compile as compile_
from typing import Any

import pytest
from flask import Flask, request, template_rendered
from jinja2 import Environment, Template, meta
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.app.areas import AREAS
from portal.web.accounts.tables import accounts
from shared.core.roles import Role
from tests.support import check
from tests.support.everything import ORGANISATION
from tests.support.filled import filled
from tests.support.followup import UNSEALED
from tests.support.lived_in import ARABIC, UNBROKEN, LivedIn, lived_in
from tests.support.portal import HERE, Visitor, pages, sqlite_urls
from tests.support.undisguised import undisguised
from tests.support.walking import (
    MIRRORED,
    NO_PAGES,
    SOURCES,
    Seen,
    endpoint_of,
    forms_in,
    is_at_the_doors,
    pages_of,
    sent_empty,
)

HOUSE = tuple(role for role in Role if role not in SOURCES)
UNTRIED = {"accounts", "addresses", "administration", "demo", "language", "proposals", "security"}
"""Blueprints whose forms change who is signed in here, and in which language."""
_NOTICE = r'<p class="govuk-notification-banner__heading">.*?</p>'


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was answered, and of which templates it is made."""

    endpoint: str
    path: str
    text: str
    made_of: frozenset[str]


@dataclass(slots=True)
class House:
    """A portal that notes of which templates each answer is made."""

    world: LivedIn
    made_of: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def note(self, _: Flask, template: Template, **__: Any) -> None:
        made_of = self.made_of.setdefault((request.method, request.path), set())
        made_of.add(template.name or "")

    def said(self, path: str, text: str, method: str = "GET") -> Said:
        plain = path.partition("?")[0]
        made_of = frozenset(self.made_of.get((method, plain), ()))
        return Said(endpoint_of(self.world, path, method=method) or "", path, text, made_of)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    directory = tmp_path_factory.mktemp("house")
    files = str(directory / "files")
    with pages(*sqlite_urls(directory), demo=True, attachments=files) as portal:
        found = House(lived_in(portal))
        for one in found.world.visitors.values():
            one.client.set_cookie("language", MIRRORED)
        with template_rendered.connected_to(found.note, portal.app):
            yield found


@pytest.fixture(scope="module")
def walked(house: House) -> list[Seen]:
    return [page for who in HOUSE for page in pages_of(house.world, who)]


def test_every_page_of_the_house_is_opened(house: House, walked: list[Seen]) -> None:
    """A new page fails this until somebody here comes to it."""
    rules = house.world.portal.app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    doors = {endpoint for endpoint in routes if is_at_the_doors(house.world, endpoint)}
    assert routes - doors - {page.endpoint for page in walked} - NO_PAGES == set()


def test_no_page_says_what_translators_cannot_reach(house: House, walked: list[Seen]) -> None:
    none_left(house, [house.said(page.path, page.text) for page in walked])


def test_no_refusal_says_what_translators_cannot_reach(house: House, walked: list[Seen]) -> None:
    refused = [one for one in sent_empty(house.world, walked) if one.status not in {200, 303}]
    assert len(refused) > 50, "hardly a form was sent"
    sent = [house.said(one.path, one.text, "POST") for one in refused]
    none_left(house, sent)


def test_no_answer_says_what_translators_cannot_reach(house: House, walked: list[Seen]) -> None:
    """What is checked before it is sent, and what the page says that comes once it was taken."""
    said = list(answered(house, walked))
    assert sum(not one.made_of for one in said) > 30, "hardly a form was taken"
    none_left(house, said)


def none_left(house: House, said: list[Said]) -> None:
    env, names = house.world.portal.app.jinja_env, names_in(house)
    left = {
        f"{one.endpoint}: {words}"
        for one in said
        if all(speaks(name, one.endpoint) for name in areas_of(env, one))
        for words in undisguised(one.text)
        if search(r"[^\W\d_]{2,}", names.sub("", words))
    }
    assert not left, "\n".join(sorted(left))


def names_in(house: House) -> Pattern[str]:
    """Return what finds names of people and organisations, and ids, which stand in titles too."""
    with house.world.portal.engine.connect() as conn:
        people = conn.scalars(select(accounts.c.name)).all()
    written = {"Because.", ARABIC, UNBROKEN, UNBROKEN[:60]}
    ids = {"Person", "account-", UNSEALED.subject, ORGANISATION, "nhri-1"}
    names = sorted({*people, *written, *ids}, key=len, reverse=True)
    return compile_("|".join(map(escape, names)))


def areas_of(env: Environment, said: Said) -> set[str]:
    """Return the areas that say something in this answer."""
    own = said.endpoint.partition(".")[0]
    areas = {area.name for area in AREAS if any(one.name == own for one in area.blueprints)}
    waiting = list(said.made_of)
    waiting += [
        part.template for area in AREAS for part in area.parts if part.page == said.endpoint
    ]
    known: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting += referred_to(env, name)
    return areas | {name.partition("/")[0] for name in known if "/" in name}


@cache
def referred_to(env: Environment, name: str) -> list[str]:
    assert env.loader is not None
    source, _, _ = env.loader.get_source(env, name)
    return [one for one in meta.find_referenced_templates(env.parse(source)) if one]


def speaks(name: str, endpoint: str) -> bool:
    [said] = [area.speaks for area in AREAS if area.name == name]
    return said if isinstance(said, bool) else any(endpoint.startswith(one) for one in said)


def answered(house: House, walked: list[Seen]) -> Iterator[Said]:
    """Send each form once for each person, with every field filled in."""
    forms: dict[tuple[str, str], tuple[str, str]] = {}
    for page in walked:
        for form in forms_in(page.text.partition("<main")[2]):
            head = form.partition(">")[0]
            action = search(r'action="([^"]+)"', head)
            path = unescape(action[1]) if action else page.path
            endpoint = endpoint_of(house.world, path, method="POST")
            if 'method="post"' in head and endpoint and endpoint.partition(".")[0] not in UNTRIED:
                forms.setdefault((page.who, endpoint), (path, form))
    for (who, endpoint), (path, form) in forms.items():
        visitor = house.world.visitors[who]
        answer = visitor.client.post(path, data=filled(form), headers=HERE)
        if 'name="checked" value="send"' in answer.text:
            yield house.said(path, answer.text, "POST")
            answer = check.press(visitor, path, answer.text, "send")
        if answer.status_code == 303:
            yield from notices(visitor, endpoint, answer)
        elif answer.mimetype == "text/html":
            yield house.said(path, answer.text, "POST")


def notices(visitor: Visitor, endpoint: str, answer: TestResponse) -> Iterator[Said]:
    """Yield what the next page says of it, as that of the page that was asked."""
    for notice in findall(_NOTICE, visitor.get(answer.location).text, DOTALL):
        yield Said(endpoint, answer.request.path, notice, frozenset())


def test_a_form_is_filled_in() -> None:
    form = (
        '<form><input type="hidden" name="id" value="1"><input name="what">'
        '<input name="why" value="So"><input type="date" name="on"><input type="file" name="f">'
        '<input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b">'
        '<select name="state"><option value="">Choose</option><option value="KEN">Kenya</option>'
        '</select><textarea name="text"></textarea><textarea name="more">More</textarea></form>'
    )
    assert filled(form) == {
        "id": "1",
        "what": "Words",
        "why": "So",
        "on": "2026-11-20",
        "kind": "a",
        "state": "KEN",
        "text": "Words",
        "more": "More",
    }
