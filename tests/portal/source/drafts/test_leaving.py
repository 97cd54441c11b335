"""A draft that belongs to a browser: who leaves, who comes after, and when it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.casefile.drafts.tables import draft_codes, drafts
from portal.web.accounts.channel_tables import draft_sessions
from portal.web.accounts.draft_session import ABSOLUTE, IDLE
from tests.support.drafts import begun_by_code, code_shown, saved
from tests.support.drafts import sent as send_it
from tests.support.portal import Pages
from tests.support.submissions import Told
from tests.support.without_account import begun_and_filled, come_back, count, groups, id_of


@pytest.mark.parametrize("way", ["leave", "exit"])
def test_who_comes_after_at_the_same_device_sees_nothing(
    portal: Pages, told: Told, way: str
) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    before = somebody.client.get_cookie("draft")
    assert before is not None
    assert 'href="/submit/exit"' in somebody.get(f"{draft}story/").text
    if way == "leave":
        answer = somebody.post("/submit/leave", {})
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    else:
        answer = somebody.get("/submit/exit")
        assert answer.location == portal.settings.exit_url
    assert somebody.get(f"{draft}story/").location == "/submit/return"
    assert "This browser holds a draft" not in somebody.get("/submit/").text
    somebody.client.set_cookie("draft", before.value)
    assert somebody.get(f"{draft}story/").location == "/submit/return", "the session is over"
    assert come_back(somebody, code).location == draft


def test_leaving_ends_the_tokens_that_the_browser_had_before(portal: Pages, told: Told) -> None:
    device, elsewhere = portal.visitor(), portal.visitor()
    draft = begun_and_filled(device)
    code = code_shown(device, draft)
    before = device.client.get_cookie("draft")
    assert before is not None
    portal.clock.forward(timedelta(seconds=1))
    assert come_back(elsewhere, code).location == draft
    begun_by_code(device)
    device.post("/submit/leave", {})
    device.client.set_cookie("draft", before.value)
    assert device.get(f"{draft}story/").location == "/submit/return"
    assert elsewhere.get(f"{draft}story/").status_code == 200, "another device goes on"


@pytest.mark.parametrize("way", ["/submit/leave", "/submit/exit", "/return/leave"])
def test_whoever_leaves_a_draft_or_a_submission_leaves_both(
    portal: Pages, told: Told, way: str
) -> None:
    somebody = portal.visitor()
    receipt = send_it(somebody, begun_and_filled(somebody))
    code = groups(somebody.get(receipt).text)
    assert somebody.post("/return/", {"return_code": code}).status_code == 303
    assert 'href="/submit/exit"' in somebody.get("/return/submission").text
    before = {name: somebody.client.get_cookie(name) for name in ("draft", "channel")}
    _ = somebody.get(way) if way.endswith("exit") else somebody.post(way, {})
    for name, cookie in before.items():
        assert cookie is not None
        assert somebody.client.get_cookie(name) is None
        somebody.client.set_cookie(name, cookie.value)
    assert somebody.get(receipt).location == "/submit/return"
    assert somebody.get("/return/submission").location == "/return/"


def test_another_site_cannot_make_a_browser_leave(portal: Pages, told: Told) -> None:
    """Without our cookie, which other sites' links do not bring, nothing is deleted."""
    answer = portal.visitor().get("/submit/exit")
    assert answer.status_code == 303
    assert not answer.headers.getlist("Set-Cookie")


def test_who_used_the_device_before_does_not_get_the_next_draft(portal: Pages, told: Told) -> None:
    device, elsewhere = portal.visitor(), portal.visitor()
    earlier = begun_by_code(device)
    kept = device.client.get_cookie("draft")
    assert kept is not None
    elsewhere.client.set_cookie("draft", kept.value)
    draft = begun_and_filled(device)
    assert device.get(earlier).status_code == 200
    assert elsewhere.get(draft).location == "/submit/return"


@pytest.mark.parametrize("after", [IDLE, ABSOLUTE])
def test_the_session_ends_by_itself_and_the_code_opens_the_draft(
    portal: Pages, told: Told, after: timedelta
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    code = code_shown(somebody, draft)
    step, passed = timedelta(minutes=25), timedelta()
    while after > IDLE and passed + step < after:
        portal.clock.forward(step)
        passed += step
        assert somebody.get(f"{draft}awake").status_code == 204
    portal.clock.forward(after - passed)
    typed = somebody.post(f"{draft}story/", {"narrative": "Typed for an hour"})
    assert typed.status_code == 401
    assert "Typed for an hour" in typed.text
    assert "come back to your draft in another tab" in typed.text
    assert somebody.get(draft).location == "/submit/return"
    assert come_back(somebody, code).location == draft
    assert "Typed for an hour" not in somebody.get(f"{draft}story/").text


def test_a_draft_is_thrown_away_with_its_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    answer = somebody.post(f"{draft}delete", {"command_id": str(uuid4())})
    assert (answer.status_code, answer.location) == (303, "/submit/")
    assert somebody.get(draft).status_code == 404
    assert come_back(portal.visitor(), code).status_code == 422
    assert (count(portal, drafts), count(portal, draft_codes)) == (0, 0)
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


def test_a_draft_expires_with_its_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    code = code_shown(somebody, draft)
    portal.clock.forward(timedelta(days=29))
    assert come_back(somebody, code).location == draft
    saved(somebody, f"{draft}urgency/", {"urgent": "no"})  # what is changed begins anew
    portal.clock.forward(timedelta(days=30))
    assert come_back(somebody, code).status_code == 422
    begun_by_code(somebody)  # the next one sweeps
    assert (count(portal, drafts), count(portal, draft_codes)) == (1, 1)
    assert count(portal, draft_sessions) == 1
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])
