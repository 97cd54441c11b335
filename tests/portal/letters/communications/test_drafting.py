"""Drafting a letter, and changing its text."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.letters.communications.opening import opening
from shared.contracts.intake import Consent
from shared.core.message import derive_id
from tests.portal.letters.communications.conftest import NEW, Desk
from tests.support.letters import LEAD, OTHER, THIRD
from tests.support.people import forms_of
from tests.support.submissions import ID, confirmed, not_actioned, received, triaged, victim

TEXT = "Excellency,\n\nPlease reply."
OTHER_CASE = str(derive_id("submission", "of many persons"))


def start(type_: str, *, public_after: int = 60) -> str:
    return opening(type_, [LEAD, OTHER], reply_days=60, public_after=public_after)


def fields(page: str, action: str) -> dict[str, Any]:
    [form] = [f for f in forms_of(page) if f["action"].endswith(action)]
    found: dict[str, Any] = form["fields"]
    return found


def test_the_form_shows_the_submission_and_starts_from_a_letter(desk: Desk) -> None:
    page = desk["officer"].get(NEW).text
    for told in (
        "Planted Victim",
        "Planted narrative",
        "Planted Place",
        "Planted question",
        "Planted answer",
        "Only the initials",
    ):
        assert told in page
    form = fields(page, "/communications/new")
    assert (form["type"], form["recipient"], form["lead_mandate"]) == ("UA", "KEN", LEAD)
    assert form["mandates"] == OTHER  # shared with it too, so it is ticked
    assert form["text"].strip() == start("UA")


def test_another_kind_of_letter_starts_from_another_text(desk: Desk) -> None:
    form = fields(desk["officer"].get(f"{NEW}&type=OL").text, "/communications/new")
    assert form["type"] == "OL"
    assert form["text"].strip() == start("OL", public_after=2)
    assert fields(desk["officer"].get(f"{NEW}&type=XX").text, "/communications/new")["type"] == "UA"


def test_a_draft_is_asked_for_with_its_text_sealed(desk: Desk) -> None:
    page = desk.drafted(text=TEXT.replace("\n", "\r\n"), others=[THIRD])
    [asked] = desk.service.asked
    assert asked.type == "draft-communication"
    assert asked.correlation_id == UUID(ID)
    data = asked.data
    assert data["communication_id"] == str(derive_id("communication", asked.id))
    assert page == f"/communications/{data['communication_id']}"
    assert data["submission_ids"] == [ID]
    assert (data["type"], data["recipient"], data["lead_mandate"]) == ("UA", "KEN", LEAD)
    assert data["mandates"] == [OTHER, THIRD]
    assert desk.revealed(data["text"]) == TEXT
    assert data["text"]["subject"] == f"communication-{data['communication_id']}"
    assert data["content_hash"] == desk.hash_of(TEXT)
    assert "Please reply" not in str(data)


def test_a_double_click_drafts_once(desk: Desk) -> None:
    form = fields(desk["officer"].get(NEW).text, "/communications/new")
    locations = {
        desk["officer"].post("/communications/new", form).location.partition("?")[0]
        for _ in range(2)
    }
    assert len(locations) == 1
    assert sum(type(f).__name__ == "CommunicationDrafted" for f in desk.service.facts) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Write the text of the letter"),
        ({"text": "   \n"}, "Write the text of the letter"),
        ({"text": "x" * 100_000}, "Use at most 50,000 characters"),
        ({"text": "a\x07b"}, "characters that cannot be shown"),
        ({"recipient": ""}, "Choose the recipient"),
        ({"recipient": "ZZZ"}, "Choose the recipient from the list"),
        ({"others": ["astrology"]}, "Choose mandates from the list"),
        ({"mandates": ["astrology"]}, "Choose mandates from the list"),
        ({"type": "XX"}, "Choose the kind of letter"),
        ({"command_id": "7"}, "This form is damaged"),
    ],
)
def test_wrong_input_is_refused_with_a_sentence_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, Any], sentence: str
) -> None:
    sent = desk.press("officer", NEW, "/communications/new", **{"text": TEXT, **typed})
    assert sent.status_code == 422
    assert sentence in sent.text
    assert desk.service.asked == []
    if "text" not in typed:
        assert "Please reply." in sent.text


def test_an_override_is_refused_by_name_and_taken_out_of_what_is_shown_again(desk: Desk) -> None:
    typed = "He must \u202eton od\u202c release her."
    sent = desk.press("officer", NEW, "/communications/new", text=typed)
    assert sent.status_code == 422
    assert "RIGHT-TO-LEFT OVERRIDE (U+202E)" in sent.text
    assert fields(sent.text, "/communications/new")["text"] == "He must ton od release her."
    assert desk.service.asked == []


def test_a_service_that_is_away_keeps_what_was_typed(desk: Desk) -> None:
    desk.service.away = True
    sent = desk.press("officer", NEW, "/communications/new", text=TEXT)
    assert sent.status_code == 503
    assert "does not answer" in sent.text
    assert "Please reply." in sent.text


def test_without_consent_there_is_no_letter(desk: Desk) -> None:
    consent = Consent(act="no", authorities="no", public="no", name_form="none")
    seal = desk.portal.vault.seal
    desk.service.hear(received(victims=(victim(consent=consent, seal=seal),), seal=seal))
    page = desk["officer"].get(NEW).text
    assert "No letter can be sent on this submission" in page
    assert not [f for f in forms_of(page) if f["action"].endswith("/communications/new")]
    sent = desk["officer"].post(
        NEW,
        {
            "command_id": str(derive_id("x")),
            "type": "UA",
            "recipient": "KEN",
            "lead_mandate": LEAD,
            "text": TEXT,
        },
    )
    assert sent.status_code == 404


def test_a_name_that_the_authorities_must_not_learn_is_warned_of(desk: Desk) -> None:
    consent = Consent(act="yes", authorities="no", public="no", name_form="none")
    seal = desk.portal.vault.seal
    desk.service.hear(received(victims=(victim(consent=consent, seal=seal),), seal=seal))
    assert "may not be named to the authorities" in desk["officer"].get(NEW).text


def test_an_officer_of_both_mandates_chooses_who_leads(desk: Desk) -> None:
    both = desk.portal.signed_in(
        *desk["officer"].account.roles,  # type: ignore[union-attr]  # it signed in
        mandates=frozenset({LEAD, OTHER}),
    )
    desk.people["officer"] = both
    form = fields(both.get(NEW).text, "/communications/new")
    assert form["lead_mandate"] == LEAD
    desk.drafted(lead_mandate=OTHER, mandates=[LEAD, OTHER], text=TEXT)
    data = desk.service.asked[-1].data
    assert (data["lead_mandate"], data["mandates"]) == (OTHER, [LEAD])
    for wrong in ("", THIRD):
        sent = desk.press("officer", NEW, "/communications/new", lead_mandate=wrong)
        assert sent.status_code == 422
        assert "Choose the mandate that leads" in sent.text or "one of your mandates" in sent.text


def test_the_officers_only_mandate_leads_whatever_is_sent(desk: Desk) -> None:
    desk.drafted(lead_mandate=THIRD, text=TEXT)
    assert desk.service.asked[-1].data["lead_mandate"] == LEAD


@pytest.mark.parametrize("who", ["strange officer"])
def test_a_submission_of_other_mandates_does_not_exist(desk: Desk, who: str) -> None:
    assert desk[who].get(NEW).status_code == 404


@pytest.mark.parametrize("who", ["holder", "chief", "desk", "desk officer", "committee", "source"])
def test_only_officers_draft(desk: Desk, who: str) -> None:
    assert desk[who].get(NEW).status_code == 403


@pytest.mark.parametrize("address", ["/communications/new", "/communications/new?submission=x"])
def test_a_draft_on_nothing_is_not_there(desk: Desk, address: str) -> None:
    assert desk["officer"].get(address).status_code == 404


def test_what_is_not_admissible_yet_cannot_be_drafted_on(desk: Desk) -> None:
    other = str(derive_id("submission", 2))
    desk.service.hear(received(other, seal=desk.portal.vault.seal), triaged(other))
    listed = desk["officer"].get("/mandate").text
    assert "Not confirmed yet" in listed
    assert f"/triage/{other}#admissibility" in listed
    assert desk["officer"].get(f"/communications/new?submission={other}").status_code == 404


def test_what_was_closed_cannot_be_drafted_on(desk: Desk) -> None:
    desk.service.hear(not_actioned())
    assert "decided not to act" in desk["officer"].get(NEW).text


# --- changing the text ---


def test_an_officer_changes_the_text(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    changed = desk.press("officer", f"{page}/revise", "/revise", text="Another text")
    assert changed.status_code == 303
    data = desk.service.asked[-1].data
    assert data["version"] == 1
    assert desk.revealed(data["text"]) == "Another text"
    assert data["content_hash"] == desk.hash_of("Another text")
    shown = desk["officer"].get(changed.location).text
    assert "Another text" in shown
    assert "Text changed: version 2" in shown


def test_an_edit_that_changes_nothing_is_no_new_version(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    sent = desk.press("officer", f"{page}/revise", "/revise")
    assert sent.status_code == 303
    assert "Cleared" in desk["officer"].get(page).text
    assert type(desk.service.facts[-1]).__name__ == "CommunicationApproved"


def test_the_form_says_that_a_change_voids_approvals(desk: Desk) -> None:
    page = desk.awaiting(text=TEXT)
    assert "Every approval given so far falls" in desk["officer"].get(f"{page}/revise").text


def test_two_officers_at_once_see_what_the_other_wrote(desk: Desk) -> None:
    page = desk.drafted(text="One line.\nAnother line.")
    mine = fields(desk["other officer"].get(f"{page}/revise").text, "/revise")
    desk.press("officer", f"{page}/revise", "/revise", text="One line.\nTheir line.")
    desk.portal.clock.forward(timedelta(minutes=2))

    sent = desk["other officer"].post(f"{page}/revise", {**mine, "text": "My line.\nAnother line."})
    assert sent.status_code == 422
    assert "officer changed this text 2 minutes ago." in sent.text
    assert "<ins>Their</ins>" in sent.text
    assert "My line." in sent.text
    again = fields(sent.text, "/revise")
    assert again["version"] == "2"
    brought_in = {**again, "text": "My line.\nTheir line."}
    assert desk["other officer"].post(f"{page}/revise", brought_in).status_code == 303


def test_the_text_of_a_letter_that_has_gone_is_not_changed(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    desk.press("chief", f"{page}/transmit", "/transmit")
    sent = desk["officer"].get(f"{page}/revise")
    assert sent.status_code == 303
    assert sent.location == page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Write the text"),
        ({"text": "x" * 50_001}, "Use at most"),
        ({"version": "one"}, "This form is damaged"),
    ],
)
def test_a_wrong_change_is_refused_with_a_sentence(
    desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    page = desk.drafted(text=TEXT)
    sent = desk.press("officer", f"{page}/revise", "/revise", **typed)
    assert sent.status_code == 422
    assert sentence in sent.text


def test_a_change_that_the_service_refuses_keeps_the_text(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    desk.service.away = True
    sent = desk.press("officer", f"{page}/revise", "/revise", text="Kept text")
    assert sent.status_code == 503
    assert "Kept text" in sent.text


@pytest.mark.parametrize(("who", "status"), [("strange officer", 404), ("holder", 403)])
def test_only_officers_of_the_letter_change_it(desk: Desk, who: str, status: int) -> None:
    page = desk.drafted(text=TEXT)
    assert desk[who].get(f"{page}/revise").status_code == status


def test_an_erased_text_is_not_written_again(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    letter = page.rpartition("/")[2]
    form = fields(desk["officer"].get(f"{page}/revise").text, "/revise")
    desk.portal.vault.forget(f"communication-{letter}", at=desk.portal.clock())
    sent = desk["officer"].post(f"{page}/revise", {**form, "text": "More"})
    assert sent.status_code == 409
    assert "erased on request" in sent.text
    assert "sealed__erased" in desk["officer"].get(page).text
    assert re.search(r"Version 1, fingerprint", desk["officer"].get(page).text)


def test_of_many_persons_behind_a_letter_all_but_three_fold(desk: Desk) -> None:
    seal = desk.portal.vault.seal
    persons = tuple(
        replace(victim(number=n), details=seal(f"submission-{ID}", f"Planted person {n}"))
        for n in range(8)
    )
    desk.service.hear(received(OTHER_CASE, seal=seal, victims=persons), triaged(OTHER_CASE))
    desk.service.hear(confirmed(OTHER_CASE))
    page = desk["officer"].get(f"/communications/new?submission={OTHER_CASE}").text
    unfolded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert [n for n in range(8) if f"Planted person {n}" in page] == list(range(8))
    assert [n for n in range(8) if f"Planted person {n}" in unfolded] == [0, 1, 2]
    assert unfolded.count(">Consent ") == 3
    assert "Show the other 5 persons and groups" in page
    assert "Consent of the other 5" in page
