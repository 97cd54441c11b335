"""Pages of replies, for each role: their content, their commands, and refusals."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from flask import render_template_string

from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.clock.read_model import DEMO
from shared.contracts.followup import DemoClockAdvanced
from shared.core.case_numbers import case_number
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.conftest import DUE
from tests.support.check import CHECKED, press
from tests.support.followup import (
    CASE,
    LETTER,
    NOW,
    REPLY,
    graded,
    logged,
    overdue,
    revealed,
    sent,
    tell,
)
from tests.support.letters import upto
from tests.support.people import forms_of
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID as SUBMISSION

ANSWER = "The person was released on Monday."
REASONS = "Nothing is said about the beating."
CASE_PAGE = f"/replies/{LETTER}/case"
LOG_PAGE = f"/replies/{LETTER}/log"
ASSESS_PAGE = f"/replies/{LETTER}/{REPLY}/assess"
LOG = {
    "command_id": str(derive_id("log")),
    "kind": "substantive",
    "received_on": "2026-11-20",
    "language": "fr",
    "text": ANSWER,
    **CHECKED,
}
FOLLOWUP_SAYS = {"stream": f"replycase-{LETTER}", "position": 7, "events": []}


def replied(portal: Pages) -> None:
    text = portal.vault.seal(f"reply-{REPLY}", ANSWER)
    why = portal.vault.seal(f"reply-{REPLY}", REASONS)
    story = [DUE, logged(DUE, text=text, confidential=True), graded(DUE, rationale=why)]
    tell(portal.engine, REPLIES, story)


@pytest.mark.parametrize(
    "who",
    [
        {"roles": [Role.QUICK_RESPONSE_DESK]},
        {"roles": [Role.CHIEF]},
        {"roles": [Role.HUMAN_RIGHTS_OFFICER], "mandates": frozenset({"sr-torture"})},
        {"roles": [Role.MANDATE_HOLDER], "mandates": frozenset({"wgad"})},
        {"roles": [Role.DESK_OFFICER], "state_codes": frozenset({"CHE"})},
    ],
)
def test_those_who_work_on_the_case_read_reply_and_grades(
    portal: Pages, who: dict[str, Any]
) -> None:
    replied(portal)
    visitor = portal.signed_in(*who.pop("roles"), **who)
    page = visitor.get(CASE_PAGE)
    assert page.status_code == 200
    assert "UA CHE 1/2026" in page.text
    assert ANSWER in page.text
    assert REASONS in page.text
    assert "Partial cooperation" in page.text
    assert "Confidential" in page.text
    assert "Received 23 Nov 2026 in French" in page.text
    assert "Replied" in page.text
    assert "60 calendar days after transmission" in page.text
    listed = visitor.get("/replies?show=replied")
    assert listed.status_code == 200
    assert "UA CHE 1/2026" in listed.text


def test_the_government_reads_its_own_reply_and_no_grade(portal: Pages) -> None:
    replied(portal)
    visitor = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))
    page = visitor.get(CASE_PAGE).text
    assert ANSWER in page
    assert REASONS not in page
    assert "Partial cooperation" not in page
    assert "UA CHE 1/2026" in visitor.get("/replies?show=replied").text


@pytest.mark.parametrize(
    "who",
    [
        {"roles": [Role.COORDINATION_COMMITTEE]},
        {"roles": [Role.AUDITOR]},
    ],
)
def test_others_in_the_system_see_where_it_stands_and_no_word_of_it(
    portal: Pages, who: dict[str, Any]
) -> None:
    replied(portal)
    page = portal.signed_in(*who.pop("roles"), **who).get(CASE_PAGE)
    assert page.status_code == 200
    assert "Replied" in page.text
    for hidden in (ANSWER, REASONS, "Partial cooperation", "Log a reply", "Assess"):
        assert hidden not in page.text


@pytest.mark.parametrize("role", [Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER])
def test_a_mandate_that_did_not_sign_sees_the_letter_and_nothing_of_what_came(
    portal: Pages, role: Role
) -> None:
    elsewhere = portal.signed_in(role, mandates=frozenset({"sr-health"}))
    tell(portal.engine, REPLIES, [DUE])
    pages = []
    for arrive in (lambda _: None, replied):
        arrive(portal)
        page = elsewhere.get(CASE_PAGE)
        assert page.status_code == 200
        assert "UA CHE 1/2026" in page.text
        _, _, content = page.text.partition("<main")  # before it stands a token of this request
        pages.append(anonymous(re.sub('seen=[^"]*', "", content)))
    assert pages[0] == pages[1], "that a reply came is in no byte"


def test_a_case_that_one_may_not_see_does_not_exist(portal: Pages) -> None:
    replied(portal)
    elsewhere = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    missing = f"/replies/{derive_id('nothing')}/case"
    hidden, absent = elsewhere.get(CASE_PAGE), elsewhere.get(missing)
    assert hidden.status_code == absent.status_code == 404
    assert anonymous(hidden.text) == anonymous(absent.text)
    for show in ("waiting", "replied", "closed"):
        assert "UA CHE 1/2026" not in elsewhere.get(f"/replies?show={show}").text


def anonymous(page: str) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize("role", [Role.NGO_MEMBER, Role.CONTACT_POINT, Role.SYSTEM_ADMIN])
def test_outsiders_have_no_page_of_replies(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in ("/replies", CASE_PAGE, LOG_PAGE, ASSESS_PAGE):
        assert visitor.get(path).status_code == 403, path
    assert portal.visitor().get("/replies").status_code == 303, "to the sign-in page"


def test_the_letters_own_page_shows_the_case_to_those_who_may_see_it(portal: Pages) -> None:
    replied(portal)

    def included(visitor: Visitor) -> str:
        visitor.get("/")  # who he is
        with visitor.client:
            visitor.client.get("/")
            return render_template_string(
                "{% include 'replies/_case.html' ignore missing %}", communication_id=LETTER
            ).strip()

    assert ANSWER in included(portal.signed_in(Role.QUICK_RESPONSE_DESK))
    assert included(portal.signed_in(Role.NGO_MEMBER)) == ""
    assert included(portal.visitor()) == ""


def test_a_text_that_was_erased_says_so(portal: Pages) -> None:
    replied(portal)
    portal.vault.forget(f"reply-{REPLY}", at=NOW)
    page = portal.signed_in(Role.CHIEF).get(CASE_PAGE).text
    assert ANSWER not in page
    assert "erased" in page


def test_a_poll_is_answered_only_when_something_changed(portal: Pages) -> None:
    visitor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    stories = [[DUE, overdue(DUE)], [DUE, overdue(DUE), logged(DUE, "holding")]]
    for path, story in zip(("/replies", CASE_PAGE), stories, strict=True):
        page = visitor.get(path).text
        poll = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        assert visitor.fragment(poll).status_code == 204
        tell(portal.engine, REPLIES, story)
        answer = visitor.fragment(poll)
        assert answer.status_code == 200
        assert "Overdue" in answer.text
        assert "<html" not in answer.text


def test_the_clock_of_the_demonstration_moves_what_is_left(portal: Pages) -> None:
    visitor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    before = visitor.get(CASE_PAGE).text
    assert "in 50 days" in before
    assert "Awaiting reply" in before
    moved = DemoClockAdvanced(days=45, advanced_by="account-1", advanced_at=NOW)
    tell(portal.engine, DEMO, [moved])
    after = visitor.get(CASE_PAGE).text
    assert "in 5 days" in after
    assert "Due this week" in after


def test_overdue_is_what_a_tick_said_and_not_what_the_page_reckons(portal: Pages) -> None:
    visitor = portal.signed_in(Role.CHIEF)
    portal.clock.forward(timedelta(days=52))
    visitor = portal.sign_in(visitor.account) if visitor.account else visitor
    assert "Overdue" not in visitor.get(CASE_PAGE).text
    tell(portal.engine, REPLIES, [DUE, overdue(DUE)])
    page = visitor.get(CASE_PAGE).text
    assert "Overdue" in page
    assert "2 days ago" in page


def test_the_desk_logs_a_reply_sealed_and_as_part_of_the_case(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.get(LOG_PAGE).status_code == 200
    portal.answer = httpx.Response(200, json=FOLLOWUP_SAYS)
    answer = desk.post(LOG_PAGE, LOG)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{CASE_PAGE}?after=")
    [request] = portal.asked
    body = sent(request)
    data = body["data"]
    assert str(request.url) == "http://127.0.0.1:8103/commands"
    assert body["type"] == "log-reply"
    assert body["correlation_id"] == str(CASE)
    assert body["id"] == LOG["command_id"]
    assert data["communication_id"] == LETTER
    assert data["received_at"] == "2026-11-19T23:00:00Z", "the beginning of that day in Geneva"
    assert data["confidential_by_state"] is False
    assert revealed(portal.vault, data["text"]) == ANSWER
    assert ANSWER.encode() not in request.content


def test_a_reply_is_read_once_more_before_it_is_logged(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    text = "Réponse.\n\nDeux lignes."
    page = desk.post(LOG_PAGE, {**LOG, "text": text, "checked": ""})
    assert page.status_code == 200
    assert portal.asked == []
    for said in ("Substantive", "French", "20 Nov 2026", text):
        assert said in page.text
    again = press(desk, LOG_PAGE, page.text, "change")
    assert again.status_code == 200
    assert portal.asked == []
    [form] = [one for one in forms_of(again.text) if "kind" in one["fields"]]
    for name in ("command_id", "kind", "received_on", "language"):
        assert form["fields"][name] == LOG[name]
    assert text in again.text
    sent_now = press(desk, LOG_PAGE, page.text, "send")
    assert sent_now.status_code == 303
    [request] = portal.asked
    assert revealed(portal.vault, sent(request)["data"]["text"]) == text


def test_a_double_click_is_one_reply(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    for _ in range(2):
        desk.post(LOG_PAGE, LOG)
    one, two = (sent(request) for request in portal.asked)
    assert one["id"] == two["id"]
    assert one["data"]["reply_id"] == two["data"]["reply_id"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Choose what kind of reply"),
        ("kind", "angry", "Not a valid choice"),
        ("language", "", "Choose the language"),
        ("language", "tlh", "Not a valid choice"),
        ("received_on", "", "Enter the day"),
        ("received_on", "yesterday", "Enter a day, such as"),
        ("received_on", "2026-11-25", "Enter a day from"),
        ("received_on", "0001-01-01", "Enter a day from"),
        ("received_on", "9999-12-31", "Enter a day from"),
        ("text", "   ", "Enter the text"),
        ("text", "x" * 100_000, "at most 50,000"),
        ("text", "a\x00b", "cannot be shown"),
        ("command_id", "no id", "damaged"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_is_kept(
    portal: Pages, field: str, value: str, sentence: str
) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    answer = desk.post(LOG_PAGE, {**LOG, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "text":
        assert ANSWER in answer.text
    assert portal.asked == []


def test_a_reply_may_be_dated_by_the_demonstrations_day(portal: Pages) -> None:
    moved = DemoClockAdvanced(days=61, advanced_by="account-1", advanced_at=NOW)
    tell(portal.engine, DEMO, [moved])
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.post(LOG_PAGE, {**LOG, "received_on": "2027-01-24"}).status_code == 303


def test_a_refusal_of_the_service_is_shown_beside_what_was_typed(portal: Pages) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    portal.answer = httpx.Response(422, json={"title": "A reply cannot have come before."})
    answer = desk.post(LOG_PAGE, LOG)
    assert answer.status_code == 422
    assert "A reply cannot have come before." in answer.text
    assert ANSWER in answer.text
    assert LOG["command_id"] in answer.text, "sending it again is still one command"


def test_officers_and_holders_log_no_replies(portal: Pages) -> None:
    for role in (Role.CHIEF, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        visitor = portal.signed_in(role, mandates=frozenset({"wgad"}))
        assert visitor.get(LOG_PAGE).status_code == 403
        assert visitor.post(LOG_PAGE, LOG).status_code == 403
        assert "Log a reply" not in visitor.get(CASE_PAGE).text
    assert portal.asked == []


def test_a_page_waits_for_its_own_write_and_says_when_it_takes_longer(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.waiting._PATIENCE", 0.05)
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    late, reached = (f"{CASE_PAGE}?after={portal.after(f'followup.events:0:{n}')}" for n in (99, 1))
    assert "still being processed" in desk.get(late).text
    assert "still being processed" not in desk.get(reached).text


def test_empty_lists_say_what_will_appear(portal: Pages) -> None:
    page = portal.signed_in(Role.CHIEF).get("/replies").text
    assert "A letter appears here as soon as it is transmitted" not in page, "there is one"
    page = portal.signed_in(Role.CHIEF).get("/replies?show=overdue").text
    assert "whose deadline passed without a substantive reply appears here" in page
    page = portal.signed_in(Role.CHIEF).get("/replies?state=KEN").text
    assert "Nothing here fits the filters" in page


def test_sealed_text_reaches_the_tables_as_cipher(portal: Pages) -> None:
    replied(portal)
    with portal.engine.connect() as conn:
        rows = conn.exec_driver_sql("SELECT text FROM replies_received").all()
    assert all(ANSWER not in str(row) for row in rows)
    assert isinstance(portal.vault.seal("reply-x", ANSWER), Sealed)


def test_a_government_is_spoken_to_as_the_one_that_replies(portal: Pages) -> None:
    mission = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))
    assert "Your Government has not replied yet." in mission.get(CASE_PAGE).text
    form = mission.get(LOG_PAGE).text
    assert "The Government asks" not in form
    assert "ours arrived" not in form
    assert "as they were received" not in form
    told = replace(logged(DUE, confidential=True), by_government=True)
    tell(portal.engine, REPLIES, [DUE, told])
    page = mission.get(CASE_PAGE).text
    assert "Your Government asks to keep this reply confidential." in page
    assert "by your Government" in page
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(CASE_PAGE).text
    assert "by the Government" in desk
    for text in (page, desk):
        assert "by the Government by" not in " ".join(re.sub("<[^>]+>", " ", text).split())


def test_a_case_says_on_which_submission_its_letter_rests_and_not_to_the_government(
    portal: Pages,
) -> None:
    tell(portal.engine, COMMUNICATIONS, upto("transmitted", LETTER))
    says = f"On case {case_number(SUBMISSION)}"
    for role, also, reads in (
        (Role.QUICK_RESPONSE_DESK, {}, True),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({"sr-torture"})}, True),
        (Role.GOVERNMENT, {"state_codes": frozenset({"CHE", "KEN"})}, False),
        (Role.PUBLICATION_OFFICER, {}, False),
    ):
        page = portal.signed_in(role, **also).get(CASE_PAGE)
        assert page.status_code == 200
        assert (says in page.text) is reads, role


def test_a_long_note_of_what_happened_is_folded(portal: Pages) -> None:
    long = "\n\n".join(f"Reason {n} for this grade. " * 6 for n in range(40))
    why = portal.vault.seal(f"communication-{LETTER}", long)
    tell(portal.engine, REPLIES, [DUE, logged(DUE), graded(DUE, rationale=why)])
    page = portal.signed_in(Role.CHIEF).get(CASE_PAGE).text
    assert page.count("Show the whole text") == 1, "the reasons beside the grade"
    assert page.count("Show the whole note") == 1, "the same in the timeline"
