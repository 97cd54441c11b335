"""Withdrawn consent stops a letter, visibly for everybody (R13)."""

from tests.portal.letters.communications.conftest import NEW, Desk
from tests.portal.letters.communications.test_decisions import actions
from tests.support.people import forms_of
from tests.support.submissions import consent_granted, consent_withdrawn

TAG = "Consent withdrawn"
SENTENCE = "cannot be approved or transmitted until consent is given again"


def withdraw(desk: Desk, page: str) -> None:
    desk.service.hear(consent_withdrawn(communications=(page.rpartition("/")[2],)))


def grant(desk: Desk, page: str) -> None:
    desk.service.hear(consent_granted(communications=(page.rpartition("/")[2],)))


def test_approval_cannot_be_asked_for_until_consent_is_given_again(desk: Desk) -> None:
    page = desk.drafted()
    withdraw(desk, page)
    shown = desk["officer"].get(page).text
    assert TAG in shown
    assert SENTENCE in shown
    assert "Consent was withdrawn: the letter is stopped" in shown
    assert "request-approval" not in actions(shown)
    assert TAG in desk["officer"].get("/mandate").text
    grant(desk, page)
    shown = desk["officer"].get(page).text
    assert SENTENCE not in shown
    assert "Consent was given again" in shown
    assert "request-approval" in actions(shown)


def test_a_blocked_text_does_not_wait_for_its_holder(desk: Desk) -> None:
    page = desk.awaiting()
    withdraw(desk, page)
    waiting = desk["holder"].get("/waiting").text
    assert "A text that needs your approval will appear here" in waiting
    assert TAG in waiting
    shown = desk["holder"].get(page).text
    assert SENTENCE in shown
    assert "approve" not in actions(shown)
    assert "changes" in actions(shown)
    grant(desk, page)
    assert "approve" in actions(desk["holder"].get("/waiting").text)


def test_a_form_that_was_open_before_is_refused_with_a_sentence(desk: Desk) -> None:
    page = desk.awaiting()
    shown = desk["holder"].get(page).text
    [form] = [f for f in forms_of(shown) if f["action"].endswith("/approve")]
    withdraw(desk, page)
    sent = desk["holder"].client.post(
        form["action"], data=form["fields"], headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert sent.status_code == 422
    assert "The source withdrew consent for a submission behind this letter" in sent.text


def test_the_chief_cannot_transmit_it(desk: Desk) -> None:
    page = desk.cleared()
    assert f"{page}/transmit" in desk["chief"].get("/transmit").text
    withdraw(desk, page)
    listed = desk["chief"].get("/transmit").text
    assert TAG in listed
    assert f"{page}/transmit" not in listed
    assert desk["chief"].get(f"{page}/transmit").location == page
    shown = desk["chief"].get(page).text
    assert SENTENCE in shown
    assert f"{page}/transmit" not in shown
    grant(desk, page)
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303


def test_what_is_transmitted_says_nothing_of_a_later_withdrawal(desk: Desk) -> None:
    page = desk.cleared()
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    withdraw(desk, page)
    shown = desk["chief"].get(page).text
    assert "Transmitted" in shown
    assert SENTENCE not in shown


def test_no_letter_is_drafted_on_it(desk: Desk) -> None:
    desk["officer"].get(NEW)
    desk.service.hear(consent_withdrawn(communications=()))
    listed = desk["officer"].get("/mandate").text
    assert TAG in listed
    assert "Read and draft" not in listed
    assert "the source withdrew consent" in desk["officer"].get(NEW).text
