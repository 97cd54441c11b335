"""The desk's work on a submission by its pages: assignee, tags, notes, links, referral."""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.web.audit.chain import audit
from shared.core.roles import Role
from shared.reference.triage import REFERRALS, TAGS
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, Told, not_actioned, received, triaged
from tests.support.triage import assigned, case, joined, noted, parted, referred, reopened, tagged

OTHER, THIRD = case(2), case(3)
WITH = f"/triage/{ID}/with/{OTHER}"
TOKENS = ("v:one", "d:ken", *(f"t:{n}" for n in range(4)))
NEAR = ("v:two", "d:ken", "t:0", "t:1", "t:8", "t:9")


@pytest.fixture
def desk(portal: Pages, told: Told) -> Visitor:
    """The desk, and two submissions that share half of their text."""
    seal = portal.vault.seal
    told.tell(received(seal=seal, matching=TOKENS), received(OTHER, seal=seal, matching=NEAR))
    return portal.signed_in(Role.QUICK_RESPONSE_DESK, account_id="desk-1", name="Quinn of the Desk")


def form(**data: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **data}


def sent(portal: Pages) -> dict[str, Any]:
    [request] = portal.asked
    body: dict[str, Any] = json.loads(request.read())
    assert body["data"].pop("submission_id") == ID
    return {"type": body["type"], **body["data"]}


# --- whose it is ----------------------------------------------------------------------------------


def test_one_key_takes_it(portal: Pages, desk: Visitor) -> None:
    assert desk.post(f"/triage/{ID}/take", form()).status_code == 303
    assert sent(portal) == {"type": "assign-submission", "assignee": "desk-1"}


def test_it_is_given_to_the_desk_or_to_an_officer_of_a_mandate_that_has_it(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    colleague = portal.person(Role.QUICK_RESPONSE_DESK, name="Colleague")
    officer = portal.person(
        Role.HUMAN_RIGHTS_OFFICER, name="Officer", mandates=frozenset({"sr-torture"})
    )
    holder = portal.person(Role.MANDATE_HOLDER, name="Holder", mandates=frozenset({"sr-torture"}))
    gone = portal.person(Role.QUICK_RESPONSE_DESK, name="Gone", disabled=True)

    def offered() -> list[str]:
        page = desk.get(f"/triage/{ID}").text
        found = re.search(r'<select[^>]*name="assignee">.*?</select>', page, re.DOTALL)
        assert found
        return re.findall(r'<option value="([^"]*)"', found[0])

    assert set(offered()) == {"", "desk-1", colleague.account_id}
    told.tell(triaged(mandates=("sr-torture",)))
    assert set(offered()) == {"", "desk-1", colleague.account_id, officer.account_id}
    for wrong in (holder, gone):
        answer = desk.post(f"/triage/{ID}/assign", form(assignee=wrong.account_id))
        assert answer.status_code == 422
        assert "Choose somebody from the list" in answer.text
    assert desk.post(f"/triage/{ID}/assign", form(assignee=officer.account_id)).status_code == 303
    assert sent(portal) == {"type": "assign-submission", "assignee": officer.account_id}


def test_it_is_given_back(portal: Pages, desk: Visitor, told: Told) -> None:
    told.tell(assigned())
    assert "You work on it" in desk.get(f"/triage/{ID}").text
    assert "Quinn of the Desk" in desk.get("/triage/?assigned=me").text
    assert desk.post(f"/triage/{ID}/assign", form(assignee="")).status_code == 303
    assert sent(portal) == {"type": "unassign-submission"}


# --- tags and notes -------------------------------------------------------------------------------


def test_tags_are_chosen_from_the_list(portal: Pages, desk: Visitor, told: Told) -> None:
    told.tell(tagged(tag="women"))
    page = desk.get(f"/triage/{ID}").text
    assert re.search(r'value="women" checked', page)
    assert TAGS["women"] in desk.get("/triage/").text
    assert desk.post(f"/triage/{ID}/tags", form(tags=["women", "torture"])).status_code == 303
    assert sent(portal) == {"type": "tag-submission", "tags": ["women", "torture"]}


def test_no_tag_is_a_choice_too(portal: Pages, desk: Visitor) -> None:
    assert desk.post(f"/triage/{ID}/tags", form()).status_code == 303
    assert sent(portal) == {"type": "tag-submission", "tags": []}


def test_a_tag_that_is_none_is_told(portal: Pages, desk: Visitor) -> None:
    answer = desk.post(f"/triage/{ID}/tags", form(tags=["Planted"]))
    assert answer.status_code == 422
    assert "Choose tags from the list" in answer.text
    assert portal.asked == []


def test_a_note_is_sealed_and_shown_to_colleagues(portal: Pages, desk: Visitor, told: Told) -> None:
    assert desk.post(f"/triage/{ID}/notes", form(note="Planted note")).status_code == 303
    command = sent(portal)
    assert command["note"]["subject"] == f"submission-{ID}"
    assert "Planted" not in json.dumps(command)
    told.tell(noted(seal=portal.vault.seal))
    page = desk.get(f"/triage/{ID}").text
    assert "Planted note" in page
    assert "Note by Quinn of the Desk" in page
    assert "Planted" not in desk.get("/triage/").text


@pytest.mark.parametrize(
    ("note", "sentence"), [("", "Write the note"), ("a" * 4_001, "4,000"), ("a\x00", "shown")]
)
def test_a_wrong_note_is_told(portal: Pages, desk: Visitor, note: str, sentence: str) -> None:
    answer = desk.post(f"/triage/{ID}/notes", form(note=note))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert portal.asked == []


def test_no_note_is_kept_about_what_was_erased(portal: Pages, desk: Visitor) -> None:
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    answer = desk.post(f"/triage/{ID}/notes", form(note="Half a note"))
    assert answer.status_code == 409
    assert "Half a note" in answer.text


# --- referral and taking up again -----------------------------------------------------------------


@pytest.mark.parametrize("to", list(REFERRALS))
def test_it_is_referred(portal: Pages, desk: Visitor, to: str) -> None:
    assert REFERRALS[to].name in desk.get(f"/triage/{ID}/refer").text
    data = form(to=to, mandate="sr-health")
    assert desk.post(f"/triage/{ID}/refer", data).status_code == 303
    mandate = "sr-health" if to == "mandate" else None
    assert sent(portal) == {"type": "refer-submission", "to": to, "mandate": mandate}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "where to refer"),
        ({"to": "mandate"}, "Choose the mandate"),
        ({"to": "mandate", "mandate": "astrology"}, "Choose the mandate"),
    ],
)
def test_a_wrong_referral_is_told(
    portal: Pages, desk: Visitor, data: dict[str, str], sentence: str
) -> None:
    answer = desk.post(f"/triage/{ID}/refer", form(**data))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert portal.asked == []


def test_what_was_referred_or_closed_can_be_taken_up_again(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    assert "Reopen it" not in desk.get(f"/triage/{ID}").text
    told.tell(referred())
    page = desk.get(f"/triage/{ID}").text
    assert "Petition to a treaty body" in page
    assert "Reopen it" in page
    told.tell(not_actioned())
    assert "Reopen it" in desk.get(f"/triage/{ID}").text
    assert desk.post(f"/triage/{ID}/reopen", form()).status_code == 303
    assert sent(portal) == {"type": "reopen-submission"}
    told.tell(reopened())
    assert f"/triage/{ID}/share" in desk.get(f"/triage/{ID}").text


def test_the_source_is_told_in_neutral_words(portal: Pages, desk: Visitor, told: Told) -> None:
    source = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    told.tell(referred(), noted(seal=portal.vault.seal), tagged(), assigned())
    page = source.get(f"/submissions/{ID}").text
    assert "Passed on" in page
    for hidden in ("treaty body", "Planted note", "Detention", "Quinn"):
        assert hidden not in page
    told.tell(reopened())
    assert "Taken up again" in source.get(f"/submissions/{ID}").text


# --- duplicates -----------------------------------------------------------------------------------


def test_possible_duplicates_are_counted_and_named(desk: Visitor) -> None:
    assert desk.get("/triage/").text.count("Possible duplicates: 1") == 2
    page = desk.get(f"/triage/{ID}").text
    assert WITH in page
    assert "same State and month" in page
    assert "50 % of the text" in page


def test_two_are_compared_without_a_text_until_it_is_asked_for_and_put_on_record(
    portal: Pages, desk: Visitor
) -> None:
    def read() -> set[tuple[str, str]]:
        with portal.engine.connect() as conn:
            log = conn.execute(select(audit.c.subject, audit.c.purpose))
            return {(row.subject, row.purpose) for row in log}

    page = desk.get(WITH).text
    assert "50 % of the text" in page
    assert "Planted" not in page
    assert read() == set()
    page = desk.get(f"{WITH}/texts").text
    assert page.count("Planted narrative") == 2
    assert page.count("Planted Victim") == 2
    purpose = "triage.duplicates.texts"
    assert read() == {(f"submission-{ID}", purpose), (f"submission-{OTHER}", purpose)}


@pytest.mark.parametrize("kind", ["duplicate", "related", "distinct"])
def test_two_are_linked_and_the_link_undone(portal: Pages, desk: Visitor, kind: str) -> None:
    assert desk.post(WITH, form(kind=kind)).status_code == 303
    assert sent(portal) == {"type": "link-submissions", "other_id": OTHER, "kind": kind}
    portal.asked.clear()
    assert desk.post(f"{WITH}/undo", form()).status_code == 303
    assert sent(portal) == {"type": "unlink-submissions", "other_id": OTHER}


def test_what_was_linked_is_no_longer_a_possible_duplicate(desk: Visitor, told: Told) -> None:
    told.tell(joined(ID, OTHER, kind="distinct"))
    assert "Possible duplicates" not in desk.get("/triage/").text
    for one, other in ((ID, OTHER), (OTHER, ID)):
        page = desk.get(f"/triage/{one}").text
        assert "Not about the same" in page
        assert f"/triage/{one}/with/{other}" in page
    assert "Undo the link" in desk.get(WITH).text
    assert re.search(r'value="distinct" checked', desk.get(WITH).text)


def test_a_link_with_what_does_not_exist_for_who_asks_leaves_no_trace(
    portal: Pages, desk: Visitor, told: Told
) -> None:
    told.tell(triaged(mandates=("wgad",)), joined(ID, OTHER), parted(ID, OTHER))
    reader = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    marks = ("Compared with another", "Link undone")
    for mark in marks:
        assert mark in desk.get(f"/triage/{ID}").text
        assert mark not in reader.get(f"/triage/{ID}").text
    told.tell(triaged(OTHER, mandates=("wgad",)))
    for mark in marks:
        assert mark in reader.get(f"/triage/{ID}").text


def test_how_they_belong_together_must_be_said(portal: Pages, desk: Visitor) -> None:
    answer = desk.post(WITH, form())
    assert answer.status_code == 422
    assert "Say how they belong together" in answer.text
    assert portal.asked == []


# --- entering what came otherwise -----------------------------------------------------------------


def test_the_desk_enters_a_letter_and_finds_it_again_until_it_is_sent(
    portal: Pages, desk: Visitor
) -> None:
    assert 'href="/submissions/new"' in desk.get("/triage/").text
    started = desk.post("/submissions/new", form())
    assert started.status_code == 303
    address = started.headers["Location"]
    page = desk.get("/triage/").text
    assert "Entries that you have not finished" in page
    assert address in page
    assert address not in portal.signed_in(Role.QUICK_RESPONSE_DESK).get("/triage/").text


def test_the_page_tells_who_entered_it(desk: Visitor, told: Told) -> None:
    told.tell(received(THIRD, channel="letter", submitter_id="x", entered_by="desk-1"))
    page = desk.get(f"/triage/{THIRD}").text
    assert "Letter, entered by <bdi>Quinn of the Desk</bdi>" in page
    assert "by letter" in desk.get("/triage/").text


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [403, 409, 422, 503])
@pytest.mark.parametrize(
    ("path", "data"),
    [
        (f"{ID}/take", {}),
        (f"{ID}/assign", {"assignee": "desk-1"}),
        (f"{ID}/tags", {"tags": ["women"]}),
        (f"{ID}/notes", {"note": "A long note"}),
        (f"{ID}/refer", {"to": "wgad"}),
        (f"{ID}/reopen", {}),
        (f"{ID}/with/{OTHER}", {"kind": "related"}),
        (f"{ID}/with/{OTHER}/undo", {}),
    ],
)
def test_what_intake_refuses_is_told_in_its_sentence(
    portal: Pages, desk: Visitor, status: int, path: str, data: dict[str, Any]
) -> None:
    portal.answer = httpx.Response(status, json={"title": "It was decided otherwise."})
    answer = desk.post(f"/triage/{path}", form(**data))
    assert answer.status_code == status
    assert '<div role="alert">' in answer.text
    if status != 503:
        assert "It was decided otherwise." in answer.text
    assert data.get("note", "") in answer.text


@pytest.mark.parametrize(
    "path", ["take", "assign", "tags", "notes", "reopen", f"with/{OTHER}", f"with/{OTHER}/undo"]
)
def test_a_damaged_form_asks_for_nothing(portal: Pages, desk: Visitor, path: str) -> None:
    answer = desk.post(f"/triage/{ID}/{path}", {"command_id": "x"})
    assert answer.status_code == 422
    assert portal.asked == []


# --- the queue ------------------------------------------------------------------------------------


def test_the_filters_stand_with_their_numbers_and_the_address_holds_codes(desk: Visitor) -> None:
    page = desk.get("/triage/").text
    assert re.search(r'<option value="KEN">Kenya \(2\)</option>', page)
    assert 'value="FRA"' not in page
    narrowed = desk.get("/triage/?state=FRA&assigned=nobody").text
    assert "Nothing here fits the filters" in narrowed
    assert re.search(r'<option value="FRA" selected>France \(0\)</option>', narrowed)
    assert "status=waiting&amp;state=FRA&amp;assigned=nobody" in narrowed


def test_a_live_fragment_leaves_the_filters_alone_and_keeps_them(desk: Visitor) -> None:
    page = desk.get("/triage/?state=KEN").text
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every 1s"', page)
    assert found
    poll = found[1].replace("&amp;", "&")
    assert "state=KEN" in poll
    assert desk.fragment(poll).status_code == 204
    fragment = desk.fragment("/triage/?state=KEN&seen=other").text
    assert "<select" not in fragment
    assert ID in fragment


def test_a_third_page_has_a_way_to_the_first(desk: Visitor, told: Told) -> None:
    told.tell(*(received(case(n)) for n in range(10, 70)))
    page = desk.get("/triage/").text
    found = re.search(r'href="(/triage/\?[^"]*from=[^"]+)"', page)
    assert found
    address = found[1].replace("&amp;", "&")
    assert re.fullmatch(r"/triage/\?from=[01]{2}\.\d+\.[0-9a-f-]{36}&status=to-do", address)
    second = desk.get(address).text
    assert "First page" in second
    shown = [set(re.findall(r'id="s([0-9a-f-]{36})"', one)) for one in (page, second)]
    assert len(shown[0]) == 50
    assert len(shown[1]) == 12
    assert not shown[0] & shown[1]


def test_two_long_stories_are_compared_by_their_beginnings(
    portal: Pages,
    desk: Visitor,
    told: Told,
) -> None:
    long = "\n\n".join(f"Paragraph {n} of the story. " * 6 for n in range(40))
    text = portal.vault.seal(f"submission-{THIRD}", long)
    told.tell(replace(received(THIRD, seal=portal.vault.seal, matching=NEAR), narrative=text))
    page = desk.get(f"/triage/{ID}/with/{THIRD}/texts").text
    assert page.count("Show the whole story") == 1
    assert "Paragraph 39 of the story." in page


def test_the_links_of_the_queue_say_what_they_do(desk: Visitor) -> None:
    page = desk.get("/triage/").text
    assert page.count(">Share as urgent<") == 2
    assert page.count(">Choose mandates<") == 2
