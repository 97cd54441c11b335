import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.outbox import outbox
from portal.submissions import receipts
from portal.submissions.filing import MISSING
from shared.message import Sealed
from shared.roles import Role
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, QUESTION, Told, answered, asked, not_actioned, received

NGO = Role.NGO_MEMBER
CODE = re.compile(r"data-tracking-code>([0-9A-Z-]{32})<")
FILED: dict[str, Any] = {
    "submitter_name": "Planted Source",
    "submitter_contact": "planted@contact.example",
    "victims": "Planted Victim",
    "perpetrators": "Planted Perpetrator",
    "date": "14 March 2026",
    "place": "Planted Place",
    "state": "KEN",
    "narrative": "Planted narrative",
    "language": "en",
    "consent_act": "yes",
    "consent_authorities": "yes",
    "consent_public": "no",
    "consent_name_form": "initials",
    "urgent": "yes",
    "mandates": ["sr-torture", "wgad"],
}
PLANTED = ("Planted", "planted@contact")


def filing(**changes: Any) -> dict[str, Any]:
    return {**FILED, "command_id": str(uuid4()), **changes}


def kept(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox)).all())


def alert(page: str) -> list[str]:
    """The sentences of the error summary."""
    summary = re.search(r'<div role="alert">(.*?)</ul>', page, re.DOTALL)
    assert summary, page
    items = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]


# --- who may -------------------------------------------------------------------------------------

PATHS = ["/submissions/", "/submissions/new", f"/submissions/{ID}", f"/submissions/{ID}/receipt"]


@pytest.mark.parametrize("role", [r for r in Role if r not in {NGO, Role.CONTACT_POINT}])
def test_the_pages_of_sources_are_closed_to_everybody_else(
    portal: Pages, told: Told, role: Role
) -> None:
    told.tell(received())
    visitor = portal.signed_in(role, account_id="ngo-1", organisation_id="org-1")
    assert {visitor.get(path).status_code for path in PATHS} == {403}


def test_nobody_files_or_answers_without_the_role(portal: Pages, told: Told) -> None:
    told.tell(received(), asked())
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.post("/submissions/new", filing()).status_code == 403
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


# --- filing --------------------------------------------------------------------------------------


def file(visitor: Visitor, data: dict[str, Any]) -> str:
    """File it and return the address of the receipt."""
    sent = visitor.post("/submissions/new", data)
    assert sent.status_code == 303, alert(sent.text)
    return sent.headers["Location"]


def test_a_filing_is_kept_and_its_receipt_shows_the_code(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO, organisation_id="org-1")
    page = ngo.get(file(ngo, filing()))
    found = CODE.search(page.text)
    assert found
    [row] = kept(portal)
    assert (row.service, row.type, row.delivered_at) == ("intake", "submit-allegation", None)
    assert row.actor["organisation_id"] == "org-1"
    assert row.created_at == portal.clock.at
    with portal.engine.connect() as conn:
        receipt = receipts.by_code(conn, found[1])
    assert receipt is not None
    assert receipt.command_id == row.command_id
    assert str(row.correlation_id) == receipt.submission_id == row.data["submission_id"]


def test_what_is_kept_is_sealed_and_opens_only_through_the_vault(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    file(ngo, filing(consent_act="impossible", consent_reason="Planted reason"))
    [row] = kept(portal)
    data = row.data
    assert not any(word in repr(row) for word in PLANTED)

    def opened(sealed: dict[str, str]) -> str | None:
        return portal.vault.reveal(Sealed(**sealed))

    [victim] = data["victims"]
    assert opened(victim["details"]) == "Planted Victim"
    assert opened(victim["consent"]["reason"]) == "Planted reason"
    assert opened(data["perpetrators"]) == "Planted Perpetrator"
    assert opened(data["incident"]) == "2026-03-14\nPlanted Place"
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


def test_a_contact_point_files_for_a_person_who_stays_in_the_vault(
    portal: Pages, told: Told
) -> None:
    nhri = portal.signed_in(Role.CONTACT_POINT)
    assert "For whom do you file this?" in nhri.get("/submissions/new").text
    refused = nhri.post("/submissions/new", filing())
    assert alert(refused.text) == [MISSING["for_whom"]]
    file(nhri, filing(for_whom="Planted Person, by letter"))
    [row] = kept(portal)
    assert row.data["on_behalf"] is True
    assert row.data["channel"] == "contact_point"
    identity = portal.vault.identity(row.data["source_subject"])
    assert identity is not None
    assert identity["for_whom"] == "Planted Person, by letter"
    assert "Planted" not in repr(row)


def test_an_ngo_member_is_not_asked_for_whom(portal: Pages, told: Told) -> None:
    assert "For whom" not in portal.signed_in(NGO).get("/submissions/new").text


def test_a_double_click_is_one_submission_with_one_code(portal: Pages, told: Told) -> None:
    ngo, data = portal.signed_in(NGO), filing()
    first, second = file(ngo, data), file(ngo, data)
    assert first == second
    assert len(kept(portal)) == 1
    codes = [CODE.search(ngo.get(path).text) for path in (first, second)]
    assert codes[0]
    assert codes[1]
    assert codes[0][1] == codes[1][1]


def test_a_form_that_was_sent_and_then_changed_is_not_taken_for_the_same(
    portal: Pages, told: Told
) -> None:
    ngo, data = portal.signed_in(NGO), filing()
    file(ngo, data)
    again = ngo.post("/submissions/new", {**data, "narrative": "Something else"})
    assert again.status_code == 409
    assert "You sent this form before" in alert(again.text)[0]
    assert "Something else" in again.text
    assert data["command_id"] not in again.text, "sent once more it is a submission of its own"
    assert len(kept(portal)) == 1


def test_nobody_gets_a_receipt_by_anothers_command(portal: Pages, told: Told) -> None:
    data = filing()
    path = file(portal.signed_in(NGO, organisation_id="org-1"), data)
    colleague = portal.signed_in(NGO, organisation_id="org-1")
    assert colleague.post("/submissions/new", data).status_code == 409
    assert colleague.get(path).status_code == 404


def test_a_receipt_can_be_looked_at_again_by_its_owner_and_printed(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo, filing())
    pages = [ngo.get(path) for _ in (1, 2)]
    assert pages[0].status_code == pages[1].status_code == 200
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert "data-print" in pages[0].text
    assert "device that others use" in pages[0].text
    assert "Your submission is kept" in pages[0].text


def test_the_receipt_says_when_the_desk_has_it(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo, filing())
    assert "as soon as every part of the system answers" in ngo.get(path).text
    with portal.engine.begin() as conn:
        conn.execute(outbox.update().values(delivered_at=portal.clock.at))
    assert "has reached the queue" in ngo.get(path).text


def test_an_empty_form_names_what_is_missing_in_the_order_of_the_page(
    portal: Pages, told: Told
) -> None:
    sent = portal.signed_in(NGO).post("/submissions/new", {"command_id": str(uuid4())})
    assert sent.status_code == 422
    said = alert(sent.text)
    assert said == [
        MISSING["submitter_name"],
        MISSING["submitter_contact"],
        MISSING["victims"],
        MISSING["date"],
        MISSING["place"],
        MISSING["state"],
        MISSING["narrative"],
        MISSING["language"],
        MISSING["consent.act"],
        MISSING["consent.authorities"],
        MISSING["consent.public"],
        MISSING["consent.name_form"],
        MISSING["urgent"],
    ]
    assert kept(portal) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"narrative": "a" * 100_001}, "100 kB"),
        ({"narrative": "a\x00b"}, "characters that cannot be shown"),
        ({"state": "XXX"}, "from the list"),
        ({"mandates": ["astrology"]}, "mandates from the list"),
        ({"date": "some day"}, "Write the date"),
        ({"consent_act": "impossible"}, "why the person cannot be asked"),
        ({"consent_public": "maybe"}, "may become public"),
        ({"urgent": "perhaps"}, "still going on"),
        ({"language": "tlh"}, "language from the list"),
        ({"for_whom": "Somebody"}, "Only an NHRI contact point"),
        ({"command_id": "not an id"}, "damaged"),
    ],
)
def test_wrong_input_is_told_in_a_sentence_and_what_was_typed_is_kept(
    portal: Pages, told: Told, changes: dict[str, Any], sentence: str
) -> None:
    sent = portal.signed_in(NGO).post("/submissions/new", filing(**changes))
    assert sent.status_code == 422
    assert sentence in " ".join(alert(sent.text))
    assert "Planted Victim" in sent.text
    assert re.search(r'value="wgad"', sent.text)
    assert kept(portal) == []


def test_choices_are_kept_too(portal: Pages, told: Told) -> None:
    page = portal.signed_in(NGO).post("/submissions/new", filing(date="")).text
    for name, value in [
        ("mandates", "wgad"),
        ("mandates", "sr-torture"),
        ("consent_act", "yes"),
        ("consent_name_form", "initials"),
        ("urgent", "yes"),
    ]:
        assert re.search(rf'name="{name}" type="\w+" value="{value}" checked', page), name
    assert re.search(r'<option value="KEN" selected>', page)
    assert len(re.findall(r" checked", page)) == 7


def test_a_form_of_another_site_or_session_files_nothing(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    sent = ngo.post("/submissions/new", filing(csrf_token="forged"))
    assert sent.status_code == 400
    assert "Planted narrative" in sent.text, "what was typed is shown, to be sent again"
    assert kept(portal) == []


def test_every_consent_answer_says_what_it_will_do(portal: Pages, told: Told) -> None:
    page = portal.signed_in(NGO).get("/submissions/new").text
    radios = re.findall(r'<input [^>]*type="radio"[^>]*>', page)
    assert len(radios) == 3 + 2 + 2 + 3 + 2
    assert all("aria-describedby" in radio for radio in radios)


def test_the_form_knows_the_name_of_who_files(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO, name="Nadia <b>")
    assert 'value="Nadia &lt;b&gt;"' in ngo.get("/submissions/new").text


# --- following -----------------------------------------------------------------------------------


def test_the_list_says_what_will_appear(portal: Pages, told: Told) -> None:
    assert "What you file appears here" in portal.signed_in(NGO).get("/submissions/").text


def test_a_contact_points_list_has_its_own_name(portal: Pages, told: Told) -> None:
    page = portal.signed_in(Role.CONTACT_POINT).get("/submissions/").text
    assert "Cases I filed for people" in page
    assert "File for a person" in page


def test_what_was_just_kept_is_in_the_list_before_the_desk_has_it(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    path = file(ngo, filing())
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
    assert "erased on request" in page


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
    sent = ngo.post(action, {"command_id": str(uuid4()), "answer": "Planted answer"})
    assert sent.status_code == 303
    assert re.search(r"after=intake\.events(:|%3A)\d(:|%3A)9$", sent.headers["Location"])
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
    sent = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}", {"command_id": str(uuid4()), "answer": answer}
    )
    assert sent.status_code == 422
    assert sentence in alert(sent.text)[0]
    assert f'href="#answer-{QUESTION}"' in sent.text
    assert answer.strip() in sent.text.replace("\r\n", "\n")
    assert portal.asked == []


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_what_intake_refuses_is_told_and_the_answer_is_kept(
    portal: Pages, told: Told, status: int
) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    sent = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}",
        {"command_id": str(uuid4()), "answer": "My long answer"},
    )
    assert sent.status_code == status
    assert "My long answer" in sent.text
    assert alert(sent.text)


def test_nothing_is_added_to_what_was_erased(portal: Pages, told: Told) -> None:
    ngo = sealed_case(portal, told, asked(seal=portal.vault.seal))
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    sent = ngo.post(
        f"/submissions/{ID}/answers/{QUESTION}",
        {"command_id": str(uuid4()), "answer": "More"},
    )
    assert sent.status_code == 409
    assert "erased on request" in alert(sent.text)[0]
    assert portal.asked == []


def test_a_source_lands_on_his_list(portal: Pages, told: Told) -> None:
    for role in (NGO, Role.CONTACT_POINT):
        visitor = portal.signed_in(role)
        assert visitor.get("/sign-in").headers["Location"] == "/submissions/"
