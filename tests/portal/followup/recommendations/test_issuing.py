"""A mandate-holder issues a recommendation."""

from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import ISSUE, NEW, TEXT, holder
from tests.support.check import press
from tests.support.followup import (
    CASE,
    LETTER,
    revealed,
    sent,
)
from tests.support.portal import Pages


def test_a_holder_issues_one_that_follows_from_a_letter(portal: Pages) -> None:
    visitor = holder(portal)
    page = visitor.get(f"{NEW}?communication={LETTER}").text
    assert "UA CHE 1/2026" in page
    assert '<option value="CHE" selected>' in page
    portal.answer = httpx.Response(
        200, json={"stream": "recommendation-1", "position": 7, "events": []}
    )
    answer = visitor.post(NEW, ISSUE)
    assert answer.status_code == 303
    body = sent(portal.asked[0])
    new_id = body["data"]["recommendation_id"]
    assert new_id == str(derive_id("recommendation", UUID(ISSUE["command_id"])))
    assert answer.location.startswith(f"/recommendations/{new_id}?after=")
    assert body["type"] == "issue-recommendation"
    assert body["correlation_id"] == str(CASE), "the case of the letter"
    assert body["data"]["communication_id"] == LETTER
    assert body["data"]["addressee"] == "CHE"
    assert revealed(portal.vault, body["data"]["text"]) == TEXT
    assert TEXT.encode() not in portal.asked[0].content


def test_a_recommendation_may_stand_for_itself(portal: Pages) -> None:
    visitor = holder(portal)
    assert visitor.get(NEW).status_code == 200
    visitor.post(NEW, {**ISSUE, "communication": ""})
    body = sent(portal.asked[0])
    assert body["data"]["communication_id"] is None
    assert body["correlation_id"] == body["id"], "a case of its own"


@pytest.mark.parametrize("letter", [str(derive_id("no letter")), "no id", "\x00"])
def test_it_follows_only_from_a_letter_that_the_holder_signed(portal: Pages, letter: str) -> None:
    visitor = holder(portal)
    assert visitor.get(f"{NEW}?{urlencode({'communication': letter})}").status_code == 404
    assert visitor.post(NEW, {**ISSUE, "communication": letter}).status_code == 404
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"}))
    assert other.get(f"{NEW}?communication={LETTER}").status_code == 404
    assert portal.asked == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("addressee", "", "Choose the State"),
        ("addressee", "ZZZ", "Not a valid choice"),
        ("addressee", "OTH", "Not a valid choice"),
        ("text", " ", "Enter the recommendation"),
        ("text", "x" * 100_000, "at most 10,000"),
        ("text", "a\x07b", "cannot be shown"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_is_kept(
    portal: Pages, field: str, value: str, sentence: str
) -> None:
    answer = holder(portal).post(NEW, {**ISSUE, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "text":
        assert TEXT in answer.text
    assert portal.asked == []


def test_who_holds_two_mandates_says_which_one_recommends(portal: Pages) -> None:
    both = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture", "sr-health"}))
    assert 'value="sr-torture" checked' in both.get(f"{NEW}?communication={LETTER}").text
    assert both.post(NEW, {**ISSUE, "mandate": ""}).status_code == 422
    both.post(NEW, {**ISSUE, "mandate": "sr-health"})
    assert sent(portal.asked[0])["data"]["mandate"] == "sr-health"


def test_a_refused_recommendation_keeps_its_text(portal: Pages) -> None:
    portal.answer = httpx.Response(503, json={})
    answer = holder(portal).post(NEW, ISSUE)
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert "does not answer" in answer.text


def test_a_recommendation_is_read_once_more_before_it_is_issued(portal: Pages) -> None:
    visitor = holder(portal)
    page = visitor.post(NEW, {**ISSUE, "checked": ""})
    assert page.status_code == 200
    assert "Switzerland" in page.text
    assert TEXT in page.text
    again = press(visitor, NEW, page.text, "change")
    assert f"\n{TEXT}</textarea>" in again.text
    assert '<option value="CHE" selected>' in again.text
    assert portal.asked == []
    assert press(visitor, NEW, page.text, "send").status_code == 303
    assert len(portal.asked) == 1
