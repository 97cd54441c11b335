import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.core.roles import HELD, Role
from shared.reference import NOT_ACTIONED
from tests.support.behind import waits
from tests.support.portal import Pages, Visitor
from tests.support.submissions import (
    ID,
    QUESTION,
    Told,
    answered,
    asked,
    confirmed,
    linked,
    not_actioned,
    received,
    triaged,
)
from tests.support.triage import (
    case,
)

DESK = Role.QUICK_RESPONSE_DESK
OFFICER, HOLDER = Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER
OTHER = case(2)
CONFIRM = "admissibility"
DECIDE = ["share", "refer", "not-actioned", "reopen"]
WORK = ["questions", "take", "assign", "tags", "notes", f"with/{OTHER}", f"with/{OTHER}/undo"]
RESTRICTED = ("Planted Victim", "Planted Perpetrator", "Planted Place", "Planted narrative")


@pytest.fixture
def desk(portal: Pages, told: Told) -> Visitor:
    """The desk, and a submission in its queue."""
    told.tell(received(seal=portal.vault.seal))
    return portal.signed_in(DESK, account_id="desk-1", name="Quinn of the Desk")


def sent_command(portal: Pages) -> dict[str, Any]:
    [request] = portal.asked
    body: dict[str, Any] = json.loads(request.read())
    assert body["correlation_id"] == ID
    return {"type": body["type"], **body["data"]}


def form(**data: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **data}


@pytest.mark.parametrize("role", sorted(HELD - {DESK, OFFICER, HOLDER}))
def test_triage_is_for_the_desk_and_the_mandates(portal: Pages, told: Told, role: Role) -> None:
    told.tell(received(), triaged(), received(OTHER), triaged(OTHER))
    visitor = portal.signed_in(role, account_id="ngo-1", mandates=frozenset({"sr-torture"}))
    pages = ["", ID, f"{ID}/not-actioned", f"{ID}/refer", f"{ID}/with/{OTHER}"]
    assert {visitor.get(f"/triage/{path}").status_code for path in pages} == {403}
    posts = [*DECIDE, *WORK, CONFIRM]
    assert {visitor.post(f"/triage/{ID}/{path}", form()).status_code for path in posts} == {403}
    assert portal.asked == []


def test_the_desk_is_told_that_its_queue_lacks_what_is_on_its_way(
    portal: Pages, desk: Visitor
) -> None:
    """The rest of the staff, who see what the desk shared, learn nothing of what it has not."""
    usual = desk.get("/triage/").text
    waits(portal, since=timedelta(minutes=5))
    told = "what came since 24 Nov 2026, 09:55 (Geneva) is on its way"
    assert "on its way" not in usual
    assert told in desk.get("/triage/").text
    [seen] = re.findall(r"seen=([^&\"]+)", usual)
    assert told in desk.fragment(f"/triage/?seen={seen}").text  # it comes by itself
    officer = portal.signed_in(OFFICER, mandates=frozenset({"sr-torture"}))
    assert "on its way" not in officer.get("/triage/").text


def test_an_officer_reads_and_works_on_what_is_shared_with_his_mandate(
    portal: Pages, told: Told
) -> None:
    told.tell(received(seal=portal.vault.seal), triaged(mandates=("sr-torture",)))
    told.tell(received(OTHER, seal=portal.vault.seal), triaged(OTHER, mandates=("wgad",)))
    officer = portal.signed_in(OFFICER, mandates=frozenset({"sr-torture"}))
    queue = officer.get("/triage/").text
    assert ID in queue
    assert OTHER not in queue
    page = officer.get(f"/triage/{ID}").text
    assert "Planted narrative" in page
    assert f'action="/triage/{ID}/notes"' in page
    assert f'action="/triage/{ID}/questions"' in page
    assert f'action="/triage/{ID}/share"' not in page
    assert officer.get(f"/triage/{OTHER}").status_code == 404
    assert officer.get(f"/triage/{ID}/with/{OTHER}").status_code == 404
    for path in (*WORK, CONFIRM):
        assert officer.post(f"/triage/{OTHER}/{path}", form()).status_code == 404
    for path in DECIDE:
        assert officer.post(f"/triage/{ID}/{path}", form()).status_code == 403
    assert portal.asked == []
    sent = officer.post(f"/triage/{ID}/questions", form(question="Where?"))
    assert sent.status_code == 303


def test_a_holder_reads_and_writes_nothing(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal), triaged(mandates=("sr-torture",)))
    holder = portal.signed_in(HOLDER, mandates=frozenset({"sr-torture"}))
    assert ID in holder.get("/triage/").text
    page = holder.get(f"/triage/{ID}").text
    assert "Planted narrative" in page
    assert f'action="/triage/{ID}' not in page
    for path in [*DECIDE, *WORK, CONFIRM]:
        assert holder.post(f"/triage/{ID}/{path}", form()).status_code == 403


def test_a_name_that_sounds_alike_is_said_to_do_so(portal: Pages, told: Told) -> None:
    matching = [("v:a", "f:s", "t:1"), ("v:b", "f:s", "t:1")]
    told.tell(*(received(of, matching=m) for of, m in zip((ID, OTHER), matching, strict=True)))
    desk = portal.signed_in(DESK)
    assert "a victim’s name sounds alike; 100 % of the text" in desk.get(f"/triage/{ID}").text  # noqa: RUF001
    page = desk.get(f"/triage/{ID}/with/{OTHER}").text
    assert "a name of a victim that sounds alike and 100 % of the text" in page


def test_what_does_not_exist_is_not_found(portal: Pages, desk: Visitor) -> None:
    other = uuid4()
    assert desk.get(f"/triage/{other}").status_code == 404
    assert desk.get(f"/triage/{other}/not-actioned").status_code == 404
    assert desk.post(f"/triage/{other}/questions", form(question="Where?")).status_code == 404
    assert desk.get(f"/triage/{ID}/with/{other}").status_code == 404
    assert desk.get(f"/triage/{ID}/with/{ID}").status_code == 404
    assert desk.get("/triage/1").status_code == 404
    assert portal.asked == []


def test_the_desk_lands_on_its_queue(portal: Pages, desk: Visitor) -> None:
    assert desk.get("/sign-in").headers["Location"] == "/triage/"
    page = desk.get("/triage/").text
    assert "Kenya" in page
    assert "SR torture" in page
    assert "1 hour ago" in page
    assert not any(text in page for text in RESTRICTED)


def test_an_empty_queue_says_what_will_appear(portal: Pages, told: Told) -> None:
    page = portal.signed_in(DESK).get("/triage/").text
    assert "appears here the moment it arrives" in page


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("new", True),
        ("waiting", False),
        ("answered", False),
        ("triaged", False),
        ("not-actioned", False),
        ("nonsense", True),
    ],
)
def test_the_queue_is_filtered_by_where_it_stands(desk: Visitor, name: str, *, there: bool) -> None:
    assert (ID in desk.get(f"/triage/?status={name}").text) == there


def test_a_new_submission_appears_by_the_next_poll_and_nothing_is_sent_meanwhile(
    desk: Visitor, told: Told
) -> None:
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every 1s"', desk.get("/triage/").text)
    assert found
    poll = found[1].replace("&amp;", "&")
    assert desk.fragment(poll).status_code == 204
    other = str(uuid4())
    told.tell(received(other))
    fragment = desk.fragment(poll)
    assert fragment.status_code == 200
    assert other in fragment.text
    assert "<html" not in fragment.text


def test_every_row_answers_to_the_keys(desk: Visitor) -> None:
    page = desk.get("/triage/").text
    assert "data-keys" in page
    assert len(re.findall(r"data-keys-item", page)) == 1
    assert re.findall(r'data-key="([um])"', page) == ["u", "m"]


def test_the_desk_reads_what_was_filed_and_not_who_the_source_is(
    portal: Pages, desk: Visitor
) -> None:
    portal.vault.keep_identity(f"source-{ID}", {"name": "Planted Source"})
    portal.person(Role.NGO_MEMBER, account_id="ngo-1", name="Planted Account")
    page = desk.get(f"/triage/{ID}").text
    assert all(text in page for text in RESTRICTED)
    assert "kept in the vault" in page
    assert "Planted Source" not in page
    assert "Planted Account" not in page


def test_the_share_form_begins_with_what_the_source_asked_for(desk: Visitor) -> None:
    page = desk.get(f"/triage/{ID}").text
    checked = re.findall(r'name="(\w+)" type="\w+" value="([\w-]+)" checked', page)
    assert checked == [("urgency", "ordinary"), ("mandates", "sr-torture")]
    urgent = desk.get(f"/triage/{ID}?urgency=urgent").text
    assert 'value="urgent" checked' in urgent


def test_the_share_form_begins_with_what_was_decided_before(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    told.tell(triaged(), confirmed(seal=portal.vault.seal))
    page = desk.get(f"/triage/{ID}").text
    assert 'value="urgent" checked' in page
    assert re.search(r'value="sr-hrds" checked', page)


def test_sharing_asks_intake_once_and_comes_back_to_wait_for_it(
    portal: Pages, desk: Visitor
) -> None:
    portal.answer = httpx.Response(200, json={"stream": f"submission-{ID}", "position": 1})
    data = form(urgency="urgent", mandates=["sr-torture", "sr-hrds", "sr-hrds"])
    sent = desk.post(f"/triage/{ID}/share", data)
    assert sent.status_code == 303
    assert sent_command(portal) == {
        "type": "triage-submission",
        "submission_id": ID,
        "urgency": "urgent",
        "mandates": ["sr-torture", "sr-hrds"],
    }
    page = desk.get(sent.headers["Location"]).text
    assert "Shared with SR torture, SR HRDs" in page


def test_a_page_that_has_not_caught_up_says_so(portal: Pages, desk: Visitor) -> None:
    page = desk.get(f"/triage/{ID}?after={portal.after('intake.events:0:99')}").text
    assert "still being processed" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"urgency": "urgent"}, "at least one mandate"),
        ({"mandates": ["sr-torture"]}, "how urgent"),
        ({"urgency": "very", "mandates": ["sr-torture"]}, "urgen|valid choice"),
        ({"urgency": "urgent", "mandates": ["astrology"]}, "mandates from the list"),
        ({"urgency": "urgent", "mandates": ["wgad"], "command_id": "x"}, "damaged"),
    ],
)
def test_wrong_sharing_is_told_and_choices_are_kept(
    portal: Pages, desk: Visitor, data: dict[str, Any], sentence: str
) -> None:
    sent = desk.post(f"/triage/{ID}/share", form(**data))
    assert sent.status_code == 422
    summary = re.search(r'<div role="alert">.*?</ul>', sent.text, re.DOTALL)
    assert summary
    assert re.search(sentence, summary[0])
    for mandate in data.get("mandates", []):
        if mandate != "astrology":
            assert re.search(f'value="{mandate}" checked', sent.text)
    assert portal.asked == []


@pytest.mark.parametrize("status", [403, 409, 422, 503])
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("share", {"urgency": "ordinary", "mandates": ["sr-torture"]}),
        ("questions", {"question": "A long question"}),
        ("not-actioned", {"reason": "political"}),
    ],
)
def test_what_intake_refuses_is_told_in_its_sentence(
    portal: Pages, desk: Visitor, status: int, path: str, data: dict[str, Any]
) -> None:
    portal.answer = httpx.Response(status, json={"title": "It was decided otherwise."})
    sent = desk.post(f"/triage/{ID}/{path}", form(**data))
    assert sent.status_code == status
    assert '<div role="alert">' in sent.text
    if status != 503:
        assert "It was decided otherwise." in sent.text
    if path == "questions":
        assert "A long question" in sent.text


def test_a_question_is_sealed_and_its_id_made_of_the_command(portal: Pages, desk: Visitor) -> None:
    data = form(question="Planted question")
    assert desk.post(f"/triage/{ID}/questions", data).status_code == 303
    assert desk.post(f"/triage/{ID}/questions", data).status_code == 303
    first, second = (json.loads(request.read())["data"] for request in portal.asked)
    assert first["question_id"] == second["question_id"]
    assert first["question"]["subject"] == f"submission-{ID}"
    assert "Planted" not in repr(portal.asked[0].read())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("", "Write the question"), ("a" * 4_001, "4,000"), ("a\x00", "cannot be shown")],
)
def test_a_wrong_question_is_told(
    portal: Pages, desk: Visitor, question: str, sentence: str
) -> None:
    sent = desk.post(f"/triage/{ID}/questions", form(question=question))
    assert sent.status_code == 422
    assert sentence in sent.text
    assert portal.asked == []


def test_nothing_is_asked_about_what_was_erased(portal: Pages, desk: Visitor) -> None:
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    sent = desk.post(f"/triage/{ID}/questions", form(question="Where?"))
    assert sent.status_code == 409
    assert "erased on request" in sent.text
    assert not any(text in desk.get(f"/triage/{ID}").text for text in RESTRICTED)


def test_questions_and_answers_and_who_decided_are_shown(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    seal = portal.vault.seal
    told.tell(asked(seal=seal), answered(seal=seal), triaged(), confirmed(seal=seal))
    page = desk.get(f"/triage/{ID}").text
    assert "Planted question" in page
    assert "Planted answer" in page
    assert "Quinn of the Desk" in page
    assert "the source" in page


def test_where_it_stands_is_polled_alone_so_that_no_form_is_lost(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    told.tell(asked(seal=portal.vault.seal))
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every 1s"', desk.get(f"/triage/{ID}").text)
    assert found
    poll = found[1].replace("&amp;", "&")
    assert desk.fragment(poll).status_code == 204
    told.tell(answered(seal=portal.vault.seal))
    fragment = desk.fragment(poll).text
    assert "Planted answer" in fragment
    assert "<form" not in fragment


@pytest.mark.parametrize("reason", list(NOT_ACTIONED))
def test_the_desk_records_why_it_is_not_acted_on(portal: Pages, desk: Visitor, reason: str) -> None:
    page = desk.get(f"/triage/{ID}/not-actioned").text
    assert "until it is reopened" in page
    assert NOT_ACTIONED[reason] in page
    sent = desk.post(f"/triage/{ID}/not-actioned", form(reason=reason))
    assert sent.status_code == 303
    assert sent_command(portal) == {
        "type": "decide-not-to-act",
        "submission_id": ID,
        "reason_code": reason,
    }


@pytest.mark.parametrize("reason", ["", "boring"])
def test_a_reason_is_needed_and_it_must_be_of_the_list(
    portal: Pages, desk: Visitor, reason: str
) -> None:
    sent = desk.post(f"/triage/{ID}/not-actioned", form(reason=reason))
    assert sent.status_code == 422
    assert '<div role="alert">' in sent.text
    assert portal.asked == []


def test_what_is_not_acted_on_offers_no_more_decisions(desk: Visitor, told: Told) -> None:
    told.tell(not_actioned())
    page = desk.get(f"/triage/{ID}").text
    assert NOT_ACTIONED["political"] in page
    assert f"/triage/{ID}/share" not in page
    assert f"/triage/{ID}/questions" not in page


def test_what_a_communication_rests_on_cannot_be_left_without_action(
    desk: Visitor, told: Told
) -> None:
    assert f"/triage/{ID}/not-actioned" in desk.get(f"/triage/{ID}").text
    told.tell(triaged(), linked())
    page = desk.get(f"/triage/{ID}").text
    assert f"/triage/{ID}/not-actioned" not in page
    assert QUESTION not in page


def test_the_boxes_fold_once_mandates_are_asked_for(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal, mandates=("sr-torture", "wgad")))
    visitor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = visitor.get(f"/triage/{ID}").text
    closed = r'<details class="govuk-details">\s*<summary[^>]*><span[^>]*>'
    assert re.search(rf"{closed}Mandates: SR torture, WGAD\. Choose others<", page)
    told.tell(received(ID, seal=portal.vault.seal, mandates=()))
    page = visitor.get(f"/triage/{ID}").text
    opened = r'<details class="govuk-details" open>\s*<summary[^>]*><span[^>]*>'
    assert re.search(f"{opened}Choose", page)
