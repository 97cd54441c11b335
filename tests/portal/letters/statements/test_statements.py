"""A statement from its first draft to the public page, as people see it."""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from shared.contracts.approvals_statements import StatementRevised, StatementWithdrawn
from shared.contracts.intake import ConsentWithdrawn
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.letters.statements.conftest import TEXT, TITLE, WRITTEN, Press
from tests.support.channel import Told
from tests.support.letters import LEAD
from tests.support.people import forms_of
from tests.support.submissions import ID, received, triaged

PUBLIC = (
    "/register/statements",
    "/register/statements?q=release",
    "/register/statements?state=KEN&type=press_release",
    "/register/statements?mandate=sr-torture",
    "/register/statements.atom",
    "/register/statements.csv",
    "/register/statements.json",
    "/register/states/KEN",
    "/register/mandates/sr-torture",
    "/register/bulletin",
    "/register/bulletin.atom",
    "/register/sitemap.xml",
)


def withdrawn(scope: Any = "press") -> ConsentWithdrawn:
    return ConsentWithdrawn(
        submission_id=ID, scope=scope, communication_ids=(), withdrawn_by="source", withdrawn_at=AT
    )


def test_a_statement_is_drafted_approved_by_all_and_issued(press: Press) -> None:
    page = press.drafted()
    assert TITLE in press.desk["officer"].get(page).text
    for holder in ("holder", "other holder"):
        assert "Not asked yet" in press.desk[holder].get(page).text
    press.desk.press("officer", page, "/request-approval")
    assert "Press release of SR torture" in press.desk["holder"].get("/waiting").text
    assert "To be approved" in press.desk["holder"].get("/waiting").text
    press.desk.press("holder", page, "/approve")
    assert "Approved by 1 of 2" in press.desk["officer"].get(page).text
    assert "To be approved" not in press.desk["holder"].get("/waiting").text
    press.desk.press("other holder", page, "/approve")
    assert "To be issued" in press.desk["holder"].get("/waiting").text
    press.desk.press("holder", page, "/issue")
    [issued] = press.told
    assert (issued.title, issued.text, issued.edition) == (TITLE, TEXT, 1)
    assert "Issued" in press.desk["officer"].get("/statements").text
    shown = press.public(f"/register{page}")
    assert TITLE in shown.text
    assert TEXT in shown.text
    assert "None was received" in shown.text


@pytest.mark.parametrize("address", PUBLIC)
def test_before_it_is_issued_it_changes_no_byte_for_everybody(press: Press, address: str) -> None:
    before = press.public(address)
    page = press.approved()
    after = press.public(address)
    assert (before.status_code, _same(before.text)) == (after.status_code, _same(after.text))
    assert press.public(f"/register{page}").status_code == 404
    press.desk.press("holder", page, "/issue")
    assert TITLE in press.public(address).text or "2026" in press.public(address).text


def _same(text: str) -> str:
    return re.sub(r'nonce="[^"]+"|<updated>[^<]+</updated>', "", text)


def test_the_exports_and_the_feed_hold_it(press: Press) -> None:
    page = press.issued()
    [row] = csv.DictReader(io.StringIO(press.public("/register/statements.csv").text))
    assert (row["title"], row["states"], row["edition"]) == (TITLE, "KEN", "1")
    [one] = json.loads(press.public("/register/statements.json").text)["statements"]
    assert one["text"] == TEXT
    assert one["address"].endswith(f"/register{page}")
    feed = ET.fromstring(press.public("/register/statements.atom").text)  # noqa: S314  # our own
    assert [e.text for e in feed.iterfind(".//{*}entry/{*}title")] == [TITLE]
    assert page in press.public("/register/sitemap.xml").text
    assert TITLE in press.public("/register/bulletin/2026-11").text
    assert "found too" in press.public("/register?q=detained").text
    for address in ("/register/states/KEN", "/register/mandates/sr-torture"):
        assert TITLE in press.public(address).text
    assert TITLE not in press.public("/register/statements?type=mission_report").text
    assert TITLE not in press.public("/register/statements?state=FRA").text


def test_the_letter_stays_under_embargo(press: Press) -> None:
    page = press.issued(letters=[press.letter])
    for address in (f"/register{page}", *PUBLIC):
        assert press.letter not in press.public(address).text
        assert "UA KEN" not in press.public(address).text


@pytest.mark.parametrize("who", ["strange officer", "strange holder", "chief", "committee"])
def test_for_others_there_is_no_draft(press: Press, who: str) -> None:
    page = press.approved()
    assert press.desk[who].get(page).status_code in {403, 404}


def test_the_desk_reads_a_draft_and_decides_nothing(press: Press) -> None:
    page = press.approved()
    shown = press.desk["desk"].get(page).text
    assert TITLE in shown
    assert "What you can do" not in shown


def test_the_page_says_by_itself_what_others_decide_meanwhile(press: Press) -> None:
    page = press.awaiting()
    holder = press.desk["holder"]
    [address] = re.findall(r'hx-get="([^"]*seen=[^"]*)"', holder.get(page).text)
    unchanged = holder.fragment(html.unescape(address))
    assert (unchanged.status_code, unchanged.text) == (204, "")
    assert press.desk.press("other holder", page, "/approve").status_code == 303
    changed = holder.fragment(html.unescape(address)).text
    assert "Approved" in changed
    assert "changed since you opened" not in changed, "it still waits for this holder"
    assert TEXT not in changed
    assert press.desk.press("holder", page, "/approve").status_code == 303
    assert "changed since you opened" in holder.fragment(html.unescape(address)).text


def test_withdrawn_consent_stops_it_at_the_next_command(press: Press) -> None:
    page = press.approved(letters=[press.letter])
    form = press.desk["holder"].get(page).text
    assert "Issue version 1" in form
    press.desk.service.lagging = True
    press.desk.service.hear(withdrawn())
    press.desk.service.catch_up()
    assert "No consent to a press release" in press.desk["holder"].get(page).text
    assert "Issue version 1" not in press.desk["holder"].get(page).text
    assert press.told == []


def test_the_service_refuses_where_the_page_did_not_know_yet(press: Press) -> None:
    page = press.approved(letters=[press.letter])
    [form] = [f for f in forms_of(press.desk["holder"].get(page).text) if "/issue" in f["action"]]
    press.desk.service.hear(withdrawn())
    sent = press.desk["holder"].client.post(
        form["action"], data=form["fields"], headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert sent.status_code == 422
    assert "not agreed to a press release" in sent.text
    assert press.told == []


def test_a_name_without_consent_stops_the_request_for_approval(press: Press) -> None:
    press.desk.service.hear(withdrawn("public"))
    page = press.drafted(letters=[press.letter], text="Planted Victim was taken away.")
    sent = press.desk.press("officer", page, "/request-approval")
    assert sent.status_code == 422
    assert "has to be looked at or changed first" in sent.text
    assert "Planted Victim was taken away." in sent.text


def test_part_of_a_sources_name_stops_it_until_somebody_who_may_know_says_why_it_stays(
    press: Press,
) -> None:
    portal = press.desk.portal
    portal.vault.keep_identity(f"source-{ID}", {"name": "Nadia Kamau"})
    Told(portal.engine).tell(received(seal=portal.vault.seal), triaged())
    page = press.drafted(letters=[press.letter], text="As Ms Kamau said, somebody was taken.")
    sent = press.desk.press("officer", page, "/request-approval")
    assert sent.status_code == 422
    assert "Somebody who may know the source has to look" in sent.text
    assert "As Ms Kamau" not in sent.text
    shown = press.desk.press("officer", f"{page}/check", "/passages").text
    assert "As Ms Kamau said" in shown
    [form] = [one for one in forms_of(shown) if one["action"].endswith("/clear")]
    empty = press.desk["officer"].post(form["action"], {**form["fields"], "reason": ""})
    assert empty.status_code == 422
    assert "Say why they stay" in empty.text
    filled = {**form["fields"], "reason": "The judge has the same name."}
    assert press.desk["officer"].post(form["action"], filled).status_code == 303
    assert press.desk["officer"].post(form["action"], filled).status_code == 404  # nothing is left
    assert press.desk.press("officer", page, "/request-approval").status_code == 303


def test_a_name_that_may_stand_in_public_stands_until_consent_is_withdrawn(press: Press) -> None:
    page = press.approved(letters=[press.letter], text="Planted Victim was taken away.")
    press.desk.service.hear(withdrawn("public"))
    sent = press.desk.press("holder", page, "/issue")
    assert sent.status_code == 422
    assert press.told == []


def test_an_edit_voids_the_approvals_and_a_holder_sees_what_changed(press: Press) -> None:
    page = press.approved()
    sent = press.desk.press("officer", f"{page}/revise", "/revise", text="Other words.")
    assert sent.status_code == 303
    shown = press.desk["holder"].get(page).text
    assert "What changed since version 1" in shown
    second = press.desk.portal.signed_in(
        Role.MANDATE_HOLDER, name="second holder", mandates=frozenset({LEAD})
    )
    assert "What changed since" not in second.get(page).text  # who never opened version 1
    assert "Approval of version 1 by SR torture voided" in shown
    assert "Issue version" not in shown


def test_changes_are_asked_for_and_what_is_missing_is_said(press: Press) -> None:
    page = press.awaiting()
    empty = press.desk.press("holder", page, "/changes", note="")
    assert empty.status_code == 422
    assert "Say what should change" in empty.text
    assert press.desk.press("holder", page, "/changes", note="Softer.").status_code == 303
    asked = press.desk["officer"].get(page).text
    assert ("Softer." in asked, "Changes asked for" in asked) == (True, True)
    assert "Changes asked for" in press.desk["officer"].get("/statements").text
    press.desk.press("officer", f"{page}/revise", "/revise", text="Softer words.")
    assert "Changes asked for" not in press.desk["officer"].get(page).text


def test_a_mandate_declines_and_the_statement_goes_on_without_it(press: Press) -> None:
    page = press.awaiting()
    assert press.desk.press("other holder", page, "/decline").status_code == 303
    assert press.desk["other holder"].get(page).status_code == 404
    press.desk.press("holder", page, "/approve")
    press.desk.press("holder", page, "/issue")
    assert press.told[0].mandates == ("sr-torture",)


def test_a_correction_takes_the_place_of_what_was_issued(press: Press) -> None:
    page = press.issued()
    press.desk.press("officer", f"{page}/revise", "/revise", text="Corrected words.")
    assert TEXT in press.public(f"/register{page}").text
    press.desk.press("officer", page, "/request-approval")
    for holder in ("holder", "other holder"):
        press.desk.press(holder, page, "/approve")
    press.desk.press("holder", page, "/issue")
    shown = press.public(f"/register{page}").text
    assert "Corrected words." in shown
    assert "edition 2" in shown
    assert press.public().text.count(TITLE) == 1


def test_a_statement_that_is_taken_back_is_gone(press: Press) -> None:
    page = press.issued()
    bare = press.desk.press("holder", f"{page}/withdraw?mandate=sr-torture", "/withdraw")
    assert bare.status_code == 422
    sent = press.desk.press(
        "holder", f"{page}/withdraw?mandate=sr-torture", "/withdraw", reason="A mistake."
    )
    assert sent.status_code == 303
    assert press.public(f"/register{page}").status_code == 404
    assert TITLE not in press.public().text
    assert "A mistake." in press.desk["officer"].get(page).text
    assert isinstance(press.desk.service.facts[-1], StatementWithdrawn)


def test_of_an_erased_statement_nothing_can_be_done_and_nothing_breaks(press: Press) -> None:
    page = press.approved()
    form = press.desk["holder"].get(page).text
    press.desk.portal.vault.forget(f"statement-{page.rpartition('/')[2]}", at=AT)
    assert "Issue version 1" in form
    for path in (page, "/statements"):
        assert "Erased on request" in press.desk["holder"].get(path).text
    assert press.desk["officer"].get(f"{page}/revise").status_code == 200
    for action in ("/issue", "/changes"):
        sent = press.desk.press("holder", page, action, note="x")
        assert sent.status_code == 409
        assert "was erased on request" in sent.text
    leaving = f"{page}/withdraw?mandate={LEAD}"
    revising = {"title": "More", "text": "More", "view": "none_received"}
    for who, path, action, typed in (
        ("holder", leaving, "/withdraw", {"reason": "x"}),
        ("officer", f"{page}/revise", "/revise", revising),
    ):
        sent = press.desk.press(who, path, action, **typed)
        assert sent.status_code == 409
        assert "was erased on request" in sent.text
    assert press.desk["officer"].get(f"{page}/check").status_code == 409
    assert press.told == []


def test_a_mission_report_has_symbol_and_dates(press: Press) -> None:
    typed = {
        "kind": "mission_report",
        "symbol": "A/HRC/61/40/Add.1",
        "visit_from": "2025-11-03",
        "visit_to": "2025-11-14",
        "view": "stated",
        "government_view": "The Government thanks the experts.",
    }
    page = press.issued(**typed)
    shown = press.public(f"/register{page}").text
    for text in ("A/HRC/61/40/Add.1", "3 Nov 2025 to 14 Nov 2025", "thanks the experts"):
        assert text in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Say what it is"),
        ({"title": ""}, "Give it a title"),
        ({"text": ""}, "Write the text"),
        ({"view": ""}, "Say what the Government"),
        ({"view": "stated"}, "State the Government"),
        ({"government_view": "x"}, "Leave this empty"),
        ({"state": "ZZZ"}, "Choose the State from the list"),
        ({"kind": "end_of_mission", "state": ""}, "State that was visited"),
        ({"kind": "end_of_mission"}, "Give the first day"),
        ({"visit_from": "yesterday"}, "Enter the day"),
        (
            {"kind": "end_of_mission", "visit_from": "2026-02-02", "visit_to": "2026-02-01"},
            "before the first",
        ),
        ({"kind": "mission_report"}, "Give the document symbol"),
        ({"symbol": "A/1"}, "Write it as A/HRC"),
        ({"letters": ["no-such"]}, "letters that your mandate signed"),
        ({"mandates": ["no-such"]}, "mandates from the list"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    press: Press, typed: dict[str, Any], sentence: str
) -> None:
    asked = len(press.desk.service.asked)
    values = {**WRITTEN, "text": "Typed with care.", **typed}
    sent = press.desk.press("officer", "/statements/new", "/new", **values)
    assert sent.status_code == 422
    assert sentence in sent.text
    if values["text"]:
        assert "Typed with care." in sent.text
    assert len(press.desk.service.asked) == asked


def test_who_edits_an_old_text_is_told_and_keeps_what_was_typed(press: Press) -> None:
    page = press.drafted()
    other = press.desk.press("other officer", f"{page}/revise", "/revise", text="Theirs.")
    assert other.status_code == 303
    late = press.desk.press(
        "officer", f"{page}/revise", "/revise", text="Mine.", version="1", command_id=ID
    )
    assert late.status_code == 422
    assert "changed while you were writing" in late.text
    assert "Mine." in late.text
    assert sum(isinstance(one, StatementRevised) for one in press.desk.service.facts) == 1


def test_a_letters_page_leads_to_a_statement_about_it(press: Press) -> None:
    shown = press.desk["officer"].get(f"/communications/{press.letter}").text
    assert f"/statements/new?letter={press.letter}" in shown
    form = press.desk["officer"].get(f"/statements/new?letter={press.letter}").text
    assert f'value="{press.letter}" checked' in form


def test_an_arabic_statement_is_shown_in_its_direction(press: Press) -> None:
    page = press.issued(language="ar", title="كينيا: دعوة إلى الإفراج", text="ندعو إلى الإفراج.")
    shown = press.public(f"/register{page}").text
    assert 'dir="auto" lang="ar">كينيا' in shown
    assert "كينيا" in press.public("/register/statements?q=الإفراج").text


def test_a_place_of_a_letters_template_stops_a_statement_too(press: Press) -> None:
    page = press.drafted(text="We call for the release of [the person].", title="On [norm]")
    sent = press.desk.press("officer", page, "/request-approval")
    assert sent.status_code == 422
    assert "places of its template that nobody filled in" in sent.text
    assert '<a href="#text-1" dir="auto">[the person]</a>' in sent.text
    assert '<a href="#title-1" dir="auto">[norm]</a>' in sent.text
    assert sent.text.count("<mark ") == 2
    assert press.desk.service.asked[-1].type == "draft-statement"


def test_a_check_that_compares_with_nothing_does_not_say_that_nothing_is_there(
    press: Press,
) -> None:
    page = press.desk["officer"].get(f"{press.drafted()}/check").text
    assert "Nothing was compared" in page
    assert "names no source" not in page
    page = press.desk["officer"].get(f"{press.drafted(letters=[press.letter])}/check").text
    assert "the text names no source" in page
    assert "Nothing was compared" not in page
