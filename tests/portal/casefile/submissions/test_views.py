import json
import re
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.casefile.submissions import keeping, receipts
from portal.web import place
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.support.contact_points import Recognitions, recognised
from tests.support.drafts import PLANTED, alert, filled, sent
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, QUESTION, Told, answered, asked, not_actioned, received

NGO = Role.NGO_MEMBER
GROUP = re.compile(r"<li>([0-9]{6})</li>")


def kept(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox)).all())


# --- who may -------------------------------------------------------------------------------------

PATHS = ["/submissions/", f"/submissions/{ID}"]


@pytest.mark.parametrize("role", [r for r in Role if r not in {NGO, Role.CONTACT_POINT}])
def test_the_pages_of_sources_are_closed_to_everybody_else(
    portal: Pages, told: Told, role: Role
) -> None:
    told.tell(received())
    visitor = portal.signed_in(role, account_id="ngo-1", organisation_id="org-1")
    assert {visitor.get(path).status_code for path in PATHS} == {403}


def test_nobody_answers_without_the_role(portal: Pages, told: Told) -> None:
    told.tell(received(), asked())
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.post(f"/submissions/{ID}/answers/{QUESTION}", {}).status_code == 403
    assert portal.visitor().get("/submissions/").status_code == 303
    assert kept(portal) == []
    assert portal.asked == []


def test_somebody_elses_submission_does_not_exist(portal: Pages, told: Told) -> None:
    told.tell(received(), asked())
    stranger = portal.signed_in(NGO, organisation_id="org-2")
    assert stranger.get(f"/submissions/{ID}").status_code == 404
    assert stranger.get(f"/submissions/{ID}/receipt").status_code == 404
    answer = stranger.post(f"/submissions/{ID}/answers/{QUESTION}", {"answer": "x"})
    assert answer.status_code == 404
    assert stranger.get(f"/submissions/{uuid4()}").status_code == 404
    assert ID not in stranger.get("/submissions/").text
    assert portal.asked == []


def test_nobody_learns_from_his_list_that_somebody_else_files(portal: Pages, told: Told) -> None:
    """Who sees somebody at a computer would know from it that a submission came that moment."""
    told.tell(received())
    stranger = portal.signed_in(NGO, organisation_id="org-2")
    page = stranger.get("/submissions/").text
    seen = re.findall(r"seen=([^&\"]+)", page)[0]
    told.tell(received(str(uuid4())), answered())
    assert stranger.fragment(f"/submissions/?seen={seen}").status_code == 204
    told.tell(received(str(uuid4()), organisation_id="org-2"))
    assert stranger.fragment(f"/submissions/?seen={seen}").status_code == 200


# --- the receipt ---------------------------------------------------------------------------------


def file(visitor: Visitor) -> str:
    """File something and return the address of the receipt."""
    return sent(visitor, filled(visitor))


def test_a_filing_is_kept_and_its_receipt_shows_the_code(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO, organisation_id="org-1")
    page = ngo.get(file(ngo))
    code = " ".join(GROUP.findall(page.text))
    [row] = kept(portal)
    assert (row.service, row.type, row.delivered_at) == ("intake", "submit-allegation", None)
    assert json.loads(portal.vault.reveal(Sealed(**row.actor)) or "")["organisation_id"] == "org-1"
    assert "org-1" not in str(row)
    assert row.created_at == portal.clock.at
    with portal.engine.connect() as conn:
        opened = keeping.opened_by(conn, code)
        assert opened
        receipt = receipts.by_submission(conn, opened)
    assert receipt is not None
    assert receipt.command_id == row.command_id
    assert str(row.correlation_id) == receipt.submission_id == row.data["submission_id"]


def test_what_is_kept_is_sealed_and_opens_only_through_the_vault(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    reason = {"consent_act": "impossible", "consent_reason": "Planted reason"}
    sent(ngo, filled(ngo, victims=reason))
    [row] = kept(portal)
    data = row.data
    assert not any(word in repr(row) for word in PLANTED)

    def opened(sealed: dict[str, str]) -> str | None:
        return portal.vault.reveal(Sealed(**sealed))

    [victim] = data["victims"]
    assert '"name":"Planted Victim"' in (opened(victim["details"]) or "")
    assert opened(victim["consent"]["reason"]) == "Planted reason"
    assert opened(data["perpetrators"]) == '[{"who":"Planted Perpetrator"}]'
    assert opened(data["incident"]) == '[{"date":"2026-03-14","place":"Planted Place"}]'
    assert opened(data["narrative"]) == "Planted narrative"
    assert victim["details"]["subject"] == f"submission-{data['submission_id']}"
    assert portal.vault.identity(data["source_subject"]) == {
        "name": "Planted Source",
        "contact": "planted@contact.example",
    }
    assert {k: data[k] for k in ("channel", "state", "urgent", "mandates", "on_behalf")} == {
        "channel": "portal",
        "state": "KEN",
        "urgent": True,
        "mandates": ["sr-torture", "wgad"],
        "on_behalf": False,
    }


def test_nobody_gets_anothers_receipt(portal: Pages, told: Told) -> None:
    path = file(portal.signed_in(NGO, organisation_id="org-1"))
    colleague = portal.signed_in(NGO, organisation_id="org-1")
    assert colleague.get(path).status_code == 404


def test_a_receipt_can_be_looked_at_again_by_its_owner_and_printed(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo)
    pages = [ngo.get(path) for _ in (1, 2)]
    assert pages[0].status_code == pages[1].status_code == 200
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert "data-print" in pages[0].text
    assert "device that others use" in pages[0].text
    assert "Your submission is kept" in pages[0].text


def test_the_receipt_says_when_the_desk_has_it(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo)
    assert "as soon as every part of the system answers" in ngo.get(path).text
    with portal.engine.begin() as conn:
        conn.execute(outbox.update().values(delivered_at=portal.clock.at))
    assert "has reached the queue" in ngo.get(path).text


# --- following -----------------------------------------------------------------------------------


def test_the_list_says_what_will_appear(portal: Pages, told: Told) -> None:
    assert "What you file appears here" in portal.signed_in(NGO).get("/submissions/").text


def test_a_contact_points_list_has_its_own_name(portal: Pages, told: Told) -> None:
    Recognitions(portal.engine).tell(recognised())
    page = portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri").get("/submissions/").text
    assert "Cases I filed for people" in page
    assert "File for a person" in page


def test_what_was_just_kept_is_in_the_list_before_the_desk_has_it(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo)
    page = ngo.get("/submissions/").text
    assert path.removesuffix("/receipt") in page
    assert "Kenya" in page
    shown = ngo.get(path.removesuffix("/receipt")).text
    assert "Planted narrative" in shown
    assert "14 March 2026" in shown


def test_the_list_is_sent_again_only_when_something_changed(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO, account_id="ngo-1")
    address = re.search(r'hx-get="([^"]+)"', ngo.get("/submissions/").text.partition("lines")[2])
    assert address
    poll = address[1].replace("&amp;", "&")
    assert ngo.fragment(poll).status_code == 204
    told.tell(received())
    fragment = ngo.fragment(poll)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert ID in fragment.text
    assert ngo.get(poll).status_code == 200, "a person who opens the address gets the page"


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²", "1e3"])
def test_a_page_number_that_makes_no_sense_is_the_first_page(
    portal: Pages, told: Told, page: str
) -> None:
    told.tell(received())
    ngo = portal.signed_in(NGO, account_id="ngo-1")
    assert ID in ngo.get(f"/submissions/?page={page}").text


def sealed_case(portal: Pages, told: Told, *facts: Any) -> Visitor:
    told.tell(received(seal=portal.vault.seal), *facts)
    return portal.signed_in(NGO, account_id="ngo-1")


def test_the_source_reads_what_was_filed(portal: Pages, told: Told) -> None:
    page = sealed_case(portal, told).get(f"/submissions/{ID}").text
    for text in ("Planted Victim", "Planted Perpetrator", "Planted narrative", "Planted Place"):
        assert text in page
    assert "Only the initials" in page


def test_a_colleague_reads_it_without_the_receipt(portal: Pages, told: Told) -> None:
    sealed_case(portal, told)
    colleague = portal.signed_in(NGO, organisation_id="org-1")
    page = colleague.get(f"/submissions/{ID}").text
    assert "Planted narrative" in page
    assert "/receipt" not in page


def test_what_was_erased_is_said_to_be(portal: Pages, told: Told) -> None:
    ngo = sealed_case(portal, told)
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    page = ngo.get(f"/submissions/{ID}").text
    assert "Planted" not in page
    assert "This text was erased" in page


def test_a_source_is_told_neutrally_that_it_is_not_taken_further(portal: Pages, told: Told) -> None:
    page = sealed_case(portal, told, not_actioned()).get(f"/submissions/{ID}").text
    assert "Not taken further" in page
    assert "political" not in page.lower()


# --- answering -----------------------------------------------------------------------------------


def test_a_question_is_shown_with_a_form_and_answered(portal: Pages, told: Told) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    page = ngo.get(f"/submissions/{ID}").text
    assert "Planted question" in page
    action = f"/submissions/{ID}/answers/{QUESTION}"
    assert f'action="{action}"' in page

    portal.answer = httpx.Response(200, json={"stream": f"submission-{ID}", "position": 9})
    answered_by = ngo.post(action, {"command_id": str(uuid4()), "answer": "Planted answer"})
    assert answered_by.status_code == 303
    written = unquote(answered_by.headers["Location"].partition("?after=")[2])
    until = place.opened(written, portal.settings.secret_key_list)
    assert re.fullmatch(r"intake\.events:\d:9", until or "")
    [request] = portal.asked
    body = request.read().decode()
    assert "provide-information" in body
    assert "Planted" not in body
    assert ID in body


def test_an_answer_that_arrived_is_shown_instead_of_the_form(portal: Pages, told: Told) -> None:
    seal = portal.vault.seal
    page = sealed_case(portal, told, asked(seal=seal), answered(seal=seal)).get(
        f"/submissions/{ID}"
    )
    assert "Planted answer" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "Write your answer"),
        (" \n ", "Write your answer"),
        ("a" * 20_001, "20,000 characters"),
        ("a\x07b", "cannot be shown"),
    ],
)
def test_a_wrong_answer_is_told_and_kept(
    portal: Pages, told: Told, answer: str, sentence: str
) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    answered_by = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}", {"command_id": str(uuid4()), "answer": answer}
    )
    assert answered_by.status_code == 422
    assert sentence in alert(answered_by.text)[0]
    assert f'href="#answer-{QUESTION}"' in answered_by.text
    shown = answer.strip().replace("\x07", "")
    assert shown in answered_by.text.replace("\r\n", "\n")
    assert portal.asked == []


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_what_intake_refuses_is_told_and_the_answer_is_kept(
    portal: Pages, told: Told, status: int
) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    answered_by = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}",
        {"command_id": str(uuid4()), "answer": "My long answer"},
    )
    assert answered_by.status_code == status
    assert "My long answer" in answered_by.text
    assert alert(answered_by.text)


def test_nothing_is_added_to_what_was_erased(portal: Pages, told: Told) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    answered_by = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}",
        {"command_id": str(uuid4()), "answer": "More"},
    )
    assert answered_by.status_code == 409
    assert "erased on request" in alert(answered_by.text)[0]
    assert portal.asked == []


def test_a_source_lands_on_his_list(portal: Pages, told: Told) -> None:
    for role in (NGO, Role.CONTACT_POINT):
        visitor = portal.signed_in(role)
        assert visitor.get("/sign-in").headers["Location"] == "/submissions/"
