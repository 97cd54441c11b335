"""The pages of the house in English in disguise: nothing on them is beyond translators.

They are found by walking through a portal that everybody has used for a while, as somebody of each
role of the house. Their forms are sent empty, for what they refuse, and filled in, for what the
next page says then.
"""

from collections.abc import Iterable, Iterator
from re import DOTALL, findall, search
from re import compile as compile_
from typing import TypeAlias

import pytest
from werkzeug.test import TestResponse

from shared.core.roles import Role
from tests.support import check
from tests.support.elsewhere import ELSEWHERE
from tests.support.filled import filled
from tests.support.lived_in import LivedIn
from tests.support.own_words import own_words
from tests.support.portal import HERE, Visitor
from tests.support.undisguised import parts_of, undisguised
from tests.support.walking import (
    MIRRORED,
    NO_PAGES,
    SOURCES,
    Seen,
    forms_of,
    is_at_the_doors,
)
from tests.support.walks import Walks, read_in, unchanged

HOUSE = tuple(role for role in Role if role not in SOURCES)
UNTRIED = {"accounts", "addresses", "administration", "demo", "language", "proposals", "security"}
"""Blueprints whose forms change who is signed in here, and in which language."""
_ID = compile_(r"\b(?:source-)?(?:[0-9a-f]{16,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
"""What the audit log calls sources, and what they read."""
_NOTICE = r'<p class="govuk-notification-banner__heading">.*?</p>'

Said: TypeAlias = tuple[str, str]
"""What was asked, and what it said."""


@pytest.fixture(scope="module")
def walked(walks: Walks) -> list[Seen]:
    return [page for page in walks.here if page.who in HOUSE]


def test_every_page_of_the_house_is_opened(lived: LivedIn, walked: list[Seen]) -> None:
    """A new page fails this until somebody here comes to it."""
    app = lived.portal.app
    rules = app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    doors = {endpoint for endpoint in routes if is_at_the_doors(app, endpoint)}
    opened = {page.endpoint for page in walked}
    assert routes - doors - opened - NO_PAGES == ELSEWHERE.keys() - doors


def test_no_page_says_what_translators_cannot_reach(lived: LivedIn, walked: list[Seen]) -> None:
    none_left(lived, ((page.endpoint, page.text) for page in walked))


def test_no_refusal_says_what_translators_cannot_reach(lived: LivedIn, walks: Walks) -> None:
    sent = [one for one in walks.refused if one.who in HOUSE]
    refused = [one for one in sent if one.status not in {200, 303}]
    assert len(refused) > 50, "hardly a form was sent"
    none_left(lived, ((one.path, one.text) for one in refused))


def test_no_answer_says_what_translators_cannot_reach(lived: LivedIn, walked: list[Seen]) -> None:
    """What is checked before it is sent, and what the page says that comes once it was taken."""
    with unchanged(lived):
        read_in(lived, MIRRORED)
        said = list(answered(lived, walked))
        assert sum("<html" not in text for _, text in said) > 30, "hardly a form was taken"
        none_left(lived, said)


def none_left(world: LivedIn, said: Iterable[Said]) -> None:
    names, left, judged = own_words(world), set[str](), set[str]()
    for asked, text in said:
        new = [part for part in parts_of(_ID.sub("", text)) if part not in judged]
        judged.update(new)
        left |= {
            f"{asked}: {words}"
            for part in new
            for words in undisguised(part)
            if search(r"[^\W\d_]{2,}", names.sub("", words))
        }
    assert not left, "\n".join(sorted(left))


def answered(world: LivedIn, walked: list[Seen]) -> Iterator[Said]:
    """Send each form once, with every field filled in."""
    for who, endpoint, path, form in forms_of(world, walked):
        if endpoint.partition(".")[0] in UNTRIED:
            continue
        visitor = world.visitors[who]
        answer = visitor.client.post(path, data=filled(form), headers=HERE)
        if 'name="checked" value="send"' in answer.text:
            yield endpoint, answer.text
            answer = check.press(visitor, path, answer.text, "send")
        if answer.status_code == 303:
            yield from notices(visitor, endpoint, answer)
        elif answer.mimetype == "text/html":
            yield endpoint, answer.text


def notices(visitor: Visitor, endpoint: str, answer: TestResponse) -> Iterator[Said]:
    """Yield what the next page says of it."""
    after = visitor.get(answer.location)
    assert after.status_code != 500, (endpoint, answer.location)
    for notice in findall(_NOTICE, after.text, DOTALL):
        yield endpoint, notice


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
