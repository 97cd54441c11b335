"""Assessing a reply: who may, by which scheme, and the handling of bad input."""

from typing import Any

import httpx
import pytest

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.test_views import (
    ANSWER,
    ASSESS_PAGE,
    CASE_PAGE,
    REASONS,
    replied,
)
from tests.support.followup import CASE, LETTER, REPLY, revealed, sent
from tests.support.portal import Pages

ASSESS = {
    "command_id": str(derive_id("assess")),
    "mandate": "sr-torture",
    "value": "partial",
    "patterns": ["denial"],
    "rationale": REASONS,
}


def test_a_mandate_holder_assesses_a_reply(portal: Pages) -> None:
    replied(portal)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert "Assess this reply" in holder.get(CASE_PAGE).text
    page = holder.get(ASSESS_PAGE)
    assert page.status_code == 200
    assert ANSWER in page.text
    answer = holder.post(ASSESS_PAGE, ASSESS)
    assert answer.status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "assess-reply"
    assert body["correlation_id"] == str(CASE)
    assert body["data"] | {"rationale": None} == {
        "communication_id": LETTER,
        "reply_id": REPLY,
        "mandate": "sr-torture",
        "scheme": "cooperation",
        "value": "partial",
        "patterns": ["denial"],
        "rationale": None,
    }
    assert revealed(portal.vault, body["data"]["rationale"]) == REASONS


def test_who_holds_two_signing_mandates_says_for_which_he_assesses(portal: Pages) -> None:
    replied(portal)
    both = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture", "wgad"}))
    assert 'type="radio" value="wgad"' in both.get(ASSESS_PAGE).text
    answer = both.post(ASSESS_PAGE, {**ASSESS, "mandate": ""})
    assert answer.status_code == 422
    assert "Choose the mandate" in answer.text
    both.post(ASSESS_PAGE, {**ASSESS, "mandate": "wgad"})
    assert sent(portal.asked[0])["data"]["mandate"] == "wgad"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "excellent"),
        ("value", ""),
        ("value", "full"),  # which has no patterns
        ("patterns", ["rude"]),
        ("rationale", ""),
        ("rationale", "x" * 6_000),
    ],
)
def test_an_assessment_has_a_grade_and_reasons(portal: Pages, field: str, value: Any) -> None:
    replied(portal)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert holder.post(ASSESS_PAGE, {**ASSESS, field: value}).status_code == 422
    assert portal.asked == []


def test_a_refused_assessment_keeps_the_reasons(portal: Pages) -> None:
    replied(portal)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    portal.answer = httpx.Response(409, json={"title": "Somebody else changed this."})
    answer = holder.post(ASSESS_PAGE, ASSESS)
    assert answer.status_code == 409
    assert "Somebody else changed this." in answer.text
    assert REASONS in answer.text


def test_nobody_else_assesses(portal: Pages) -> None:
    replied(portal)
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"}))
    assert other.get(ASSESS_PAGE).status_code == 404
    assert other.post(ASSESS_PAGE, ASSESS).status_code == 404
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.post(ASSESS_PAGE, ASSESS).status_code == 403
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    nowhere = f"/replies/{LETTER}/{derive_id('no reply')}/assess"
    assert holder.get(nowhere).status_code == 404
    assert portal.asked == []
