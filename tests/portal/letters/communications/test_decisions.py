"""Approving, asking for changes, declining, authorising, withdrawing, transmitting: by pages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from shared.core.message import derive_id
from tests.portal.letters.communications.conftest import Desk
from tests.support.letters import LEAD, OTHER
from tests.support.people import forms_of

TEXT = "Excellency,\nthe first wording."
OTHER_TEXT = "Excellency,\nthe second wording."
PHRASE = "I authorise the Chief of the Special Procedures Branch to transmit this urgent appeal"


def actions(page: str) -> set[str]:
    """What the page has buttons for, beside those of its header."""
    found = {form["action"].rpartition("/")[2] for form in forms_of(page)}
    return found - {"sign-out", "search", "language", ""}


def last(desk: Desk) -> tuple[str, dict[str, Any]]:
    return desk.service.asked[-1].type, desk.service.asked[-1].data


def test_approval_is_asked_of_the_exact_text(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    sent = desk.press("officer", page, "/request-approval")
    assert sent.status_code == 303
    type_, data = last(desk)
    assert type_ == "request-approval"
    assert (data["version"], data["content_hash"]) == (1, desk.hash_of(TEXT))
    shown = desk["officer"].get(sent.location).text
    assert "Approved by 0 of 2" in shown
    assert "Approval of version 1 requested" in shown
    assert "request-approval" not in actions(shown)


def test_a_holder_approves_from_the_page_of_what_waits(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    waiting = desk["holder"].get("/waiting").text
    assert "the first wording." in waiting
    assert PHRASE in waiting
    assert "Approve version 1 for SR torture" in waiting
    sent = desk.press("holder", "/waiting", "/approve", authorise="y")
    assert sent.status_code == 303
    assert sent.location.startswith("/waiting?after=")
    type_, data = last(desk)
    assert type_ == "approve-text"
    assert data == {
        "communication_id": page.rpartition("/")[2],
        "mandate": LEAD,
        "version": 1,
        "content_hash": desk.hash_of(TEXT),
        "authorise": True,
    }
    after = desk["holder"].get(sent.location).text
    assert "You approved the text" in after
    assert "A text that needs your approval will appear here" in after


@pytest.mark.parametrize("action", ["/request-approval", "/approve", "/transmit"])
def test_a_text_saved_earlier_that_reads_differently_is_neither_asked_for_nor_approved_nor_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    with monkeypatch.context() as before:
        before.setattr("portal.web.forms.refusal", lambda _: None)
        before.setattr("portal.letters.communications.checking.refusal", lambda _: None)
        text = "He must \u202eton od\u202c release her."
        if action == "/request-approval":
            page, who = desk.drafted(text=text), "officer"
        elif action == "/approve":
            page, who = desk.awaiting(text=text), "holder"
        else:
            page, who = desk.cleared(text=text), "chief"
    asked = len(desk.service.asked)
    shown = f"{page}/transmit" if action == "/transmit" else page
    sent = desk.press(who, shown, action)
    assert sent.status_code == 422
    assert "RIGHT-TO-LEFT OVERRIDE (U+202E)" in sent.text
    assert "An officer changes the text" in sent.text
    assert len(desk.service.asked) == asked


def test_the_last_approval_clears_the_letter(desk: Desk) -> None:
    page = desk.cleared(authorise=False, text=TEXT)
    shown = desk["officer"].get(page).text
    assert "Cleared: every signing mandate approved version 1" in shown
    assert "Not authorised" in shown


def test_a_letter_that_is_no_urgent_appeal_asks_for_no_authorisation(desk: Desk) -> None:
    page = desk.awaiting(type="AL", text=TEXT)
    assert PHRASE not in desk["holder"].get(page).text
    assert PHRASE not in desk["holder"].get("/waiting").text


def test_a_stale_approval_is_refused_and_shows_the_difference(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    stale = next(
        f for f in forms_of(desk["holder"].get("/waiting").text) if f["action"].endswith("/approve")
    )
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    desk.portal.clock.forward(timedelta(minutes=2))

    sent = desk["holder"].post(stale["action"], stale["fields"])
    assert sent.status_code == 422
    assert (
        "officer changed this text 2 minutes ago. Your approval would have been for another "
        "wording; here is the difference." in sent.text
    )
    assert "<del>first</del><ins>second</ins>" in sent.text
    assert "look at version 2" in desk.service.refused[-1]
    assert "approve" not in actions(sent.text)  # approval of the new text was not asked for yet


def test_the_difference_is_waited_for_when_the_tables_lag(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    stale = next(
        f for f in forms_of(desk["holder"].get(page).text) if f["action"].endswith("/approve")
    )
    desk.service.lagging = True
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    sent = desk["holder"].post(stale["action"], stale["fields"])
    assert sent.status_code == 422
    assert "This text was changed. Your approval would have been for another wording" in sent.text
    assert "look at version 2" in sent.text


def test_what_changed_since_the_holder_approved_is_shown(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    desk.press("holder", page, "/approve")
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    desk.press("officer", page, "/request-approval")
    for address in ("/waiting", page):
        shown = desk["holder"].get(address).text
        assert "What changed since version 1" in shown
        assert "<del>first</del><ins>second</ins>" in shown
    assert "Approval of version 1 by SR torture voided" in desk["holder"].get(page).text


def test_any_older_version_can_be_compared(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    assert "<ins>" not in desk["officer"].get(page).text
    assert "<ins>second</ins>" in desk["officer"].get(f"{page}?compare=1").text
    for nonsense in ("2", "99", "x", "-1", "1" * 50):
        assert "<ins>" not in desk["officer"].get(f"{page}?compare={nonsense}").text


def test_a_holder_asks_for_changes_with_a_sealed_note(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    sent = desk.press("holder", page, "/changes", note="Softer, please.")
    assert sent.status_code == 303
    type_, data = last(desk)
    assert type_ == "request-changes"
    assert (data["mandate"], data["version"]) == (LEAD, 1)
    assert desk.revealed(data["note"]) == "Softer, please."
    shown = desk["officer"].get(page).text
    assert "SR torture asked for changes to version 1" in shown
    assert "Softer, please." in shown
    assert "Drafting" not in shown
    assert "request-approval" in actions(shown)
    for address in (page, "/mandate"):
        assert status_of(desk, address) == "Changes asked for"
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    assert status_of(desk, page) == "Drafting"


def status_of(desk: Desk, address: str) -> str:
    shown = desk["officer"].get(address).text
    [word] = re.findall(r'status--\w+">(Drafting|Changes asked for)<', shown)
    return str(word)


def test_the_form_that_changes_the_text_says_what_was_asked_for_until_it_is_put_again(
    desk: Desk,
) -> None:
    page = desk.cleared(text=TEXT)
    desk.press("holder", page, "/changes", note="Softer, please.")
    shown = desk["officer"].get(f"{page}/revise").text
    asked, _, form = shown.partition("<form method")
    assert "SR torture" in asked
    assert "asked for changes to version 1" in asked
    assert "Softer, please." in asked
    assert "<textarea" in form
    refused = desk.press("officer", f"{page}/revise", "/revise", text=" ")
    assert refused.status_code == 422
    assert "Softer, please." in refused.text
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    assert "Softer, please." in desk["officer"].get(f"{page}/revise").text
    desk.press("officer", page, "/request-approval")
    assert "Softer, please." not in desk["officer"].get(f"{page}/revise").text


def test_changes_without_a_note_are_refused_beside_the_field(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    sent = desk.press("holder", page, "/changes", note=" ")
    assert sent.status_code == 422
    assert sent.text.count("Say what should change") == 2  # in the summary and at the field


@pytest.mark.parametrize(
    ("action", "typed"),
    [("/approve", {}), ("/changes", {"note": "Softer"}), ("/withdraw", {"reason": "Released"})],
)
def test_of_an_erased_letter_nothing_is_decided(
    desk: Desk, action: str, typed: dict[str, str]
) -> None:
    page = desk.awaiting(text=TEXT)
    asked = len(desk.service.asked)
    subject = f"communication-{page.rpartition('/')[2]}"
    desk.portal.vault.forget(subject, at=desk.portal.clock())
    shown = f"{page}/withdraw?mandate={LEAD}" if action == "/withdraw" else page
    sent = desk.press("holder", shown, action, **typed)
    assert sent.status_code == 409
    assert "was erased on request" in sent.text
    assert len(desk.service.asked) == asked


def test_a_note_that_was_not_taken_stays(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    stale = next(
        f for f in forms_of(desk["holder"].get(page).text) if f["action"].endswith("/changes")
    )
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    desk.press("officer", page, "/request-approval")
    sent = desk["holder"].post(stale["action"], {**stale["fields"], "note": "Softer, please."})
    assert sent.status_code == 422
    assert "Your decision would have been for another wording" in sent.text
    assert "Softer, please." in sent.text
    again = next(f for f in forms_of(sent.text) if f["action"].endswith("/changes"))
    assert again["fields"]["version"] == "2"


def test_an_invited_holder_declines_and_sees_the_letter_no_more(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    assert "This cannot be undone." in desk["other holder"].get("/waiting").text
    sent = desk.press("other holder", "/waiting", "/decline")
    assert sent.status_code == 303
    assert sent.location.startswith("/waiting?after=")
    assert last(desk) == (
        "decline-to-join",
        {"communication_id": page.rpartition("/")[2], "mandate": OTHER},
    )
    assert desk["other holder"].get(page).status_code == 404
    assert "Declined to join" in desk["officer"].get(page).text
    assert "decline" not in actions(desk["holder"].get(page).text)


def test_a_holder_authorises_and_revokes(desk: Desk) -> None:
    page = desk.cleared(authorise=False, text=TEXT)
    assert desk.press("holder", page, "/authorise").status_code == 303
    assert last(desk)[0] == "authorise-transmission"
    assert desk.press("holder", page, "/revoke").status_code == 303
    assert last(desk)[0] == "revoke-authorisation"
    shown = desk["holder"].get(page).text
    assert {"authorise", "changes"} <= actions(shown)
    assert "SR torture revoked its authorisation" in shown


def test_a_holder_withdraws_with_a_reason(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    form = f"{page}/withdraw?mandate={LEAD}"
    assert "this cannot be undone" in desk["holder"].get(form).text
    empty = desk.press("holder", form, "/withdraw")
    assert empty.status_code == 422
    assert "Say why the letter is withdrawn" in empty.text
    sent = desk.press("holder", form, "/withdraw", reason="He was released.")
    assert sent.status_code == 303
    type_, data = last(desk)
    assert type_ == "withdraw-communication"
    assert desk.revealed(data["reason"]) == "He was released."
    shown = desk["officer"].get(page).text
    assert "Withdrawn by SR torture" in shown
    assert "He was released." in shown
    assert actions(shown) == set()
    assert desk["holder"].get(form).status_code == 404


def test_withdrawing_for_a_mandate_that_is_not_ones_own_is_not_there(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    for query in ("", f"?mandate={OTHER}"):
        assert desk["holder"].get(f"{page}/withdraw{query}").status_code == 404


def test_what_has_not_joined_cannot_withdraw(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    form = f"{page}/withdraw?mandate={OTHER}"
    sent = desk.press("other holder", form, "/withdraw", reason="No.")
    assert sent.status_code == 422
    assert "it can decline" in sent.text


# --- attacks ---


DECISIONS = ("approve", "changes", "decline", "authorise", "revoke", "withdraw")
FORM = {
    "command_id": str(derive_id("x")),
    "mandate": LEAD,
    "version": "1",
    "content_hash": "a" * 64,
    "authorise": "y",
    "note": "x",
    "reason": "x",
}


@pytest.mark.parametrize(
    "who", ["officer", "chief", "desk", "desk officer", "committee", "government", "source"]
)
def test_nobody_decides_for_a_mandate_holder(desk: Desk, who: str) -> None:
    page = desk.awaiting(text=TEXT)
    asked = len(desk.service.asked)
    for decision in DECISIONS:
        assert desk[who].post(f"{page}/{decision}", FORM).status_code == 403, decision
    assert len(desk.service.asked) == asked


def test_another_holder_finds_nothing_to_decide(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    for decision in DECISIONS:
        assert desk["strange holder"].post(f"{page}/{decision}", FORM).status_code == 404, decision


def test_a_holder_of_the_letter_does_not_decide_for_another_mandate(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    for decision in ("approve", "changes", "authorise", "revoke"):
        sent = desk["other holder"].post(f"{page}/{decision}", FORM)
        assert sent.status_code == 403, decision
        assert "Only the holder of this mandate" in sent.text


def test_a_double_click_approves_once(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    [form] = [
        f for f in forms_of(desk["holder"].get(page).text) if f["action"].endswith("/approve")
    ]
    for _ in range(2):
        assert desk["holder"].post(form["action"], form["fields"]).status_code == 303
    assert sum(type(f).__name__ == "ApprovalGiven" for f in desk.service.facts) == 1


@pytest.mark.parametrize("damaged", [{"version": "x"}, {"version": ""}, {"command_id": "no"}])
def test_a_damaged_form_decides_nothing(desk: Desk, damaged: dict[str, str]) -> None:
    page = desk.awaiting(text=TEXT)
    asked = len(desk.service.asked)
    sent = desk["holder"].post(f"{page}/approve", {**FORM, **damaged})
    assert sent.status_code == 422
    assert "This form is damaged" in sent.text
    assert len(desk.service.asked) == asked


def test_a_form_without_its_token_decides_nothing(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    sent = desk["holder"].client.post(f"{page}/approve", data=FORM)
    assert sent.status_code == 400


def test_a_service_that_is_away_is_said_on_the_letters_page(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    desk.service.away = True
    sent = desk.press("holder", page, "/changes", note="Softer, please.")
    assert sent.status_code == 503
    assert "does not answer" in sent.text
    assert "Softer, please." in sent.text


def test_who_wrote_the_text_is_not_offered_its_approval(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    officer = desk["officer"].account
    assert officer is not None
    with desk.portal.engine.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE accounts SET roles = '[\"mandate_holder\"]' WHERE account_id = ?",
            (officer.account_id,),
        )
    for address in ("/waiting", page):
        shown = desk["officer"].get(address).text
        assert "You wrote this text" in shown
        assert "approve" not in actions(shown)
    assert desk["officer"].post(f"{page}/approve", FORM).status_code == 403
