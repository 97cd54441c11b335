"""The dialogue with the Government on a case's page: its entries, their order, their readers."""

import re
from datetime import timedelta

import httpx
import pytest

from portal.committee.activity.lines import line
from portal.homes.notices import read_model as notices
from portal.web.clock.read_model import DEMO
from shared.contracts.followup import DemoClockAdvanced
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.conftest import (
    BASE,
    DUE,
    Who,
    desk,
    government,
    happened,
    holder,
    officer,
    seal,
    strangers,
)
from tests.support import cases as told
from tests.support.followup import LETTER, NOW, arriving, revealed, sent, tell
from tests.support.portal import Pages

CASE_PAGE = f"{BASE}/case"
SECTION = "Dialogue with the Government"
OFFICE, SAID = "Planted mission", "Planted answer."


def talked(portal: Pages) -> None:
    happened(
        portal,
        told.talked(DUE, with_whom=seal(portal, OFFICE), said=seal(portal, SAID)),
        told.talked(
            DUE,
            contact_id="another",
            kind="meeting",
            held_on=NOW.date() - timedelta(days=1),
            with_whom=seal(portal, OFFICE),
            said=seal(portal, "What came last."),
            noted_at=NOW - timedelta(hours=1),
        ),
    )


@pytest.mark.parametrize("who", [desk, officer, holder])
def test_those_who_work_on_the_case_read_it_newest_first(portal: Pages, who: Who) -> None:
    talked(portal)
    page = who(portal).get(CASE_PAGE).text.partition(SECTION)[2]
    shown = ("Meeting, 23 Nov 2026", "What came last.", "Telephone call, 21 Nov 2026", SAID)
    places = [page.find(words) for words in shown]
    assert -1 not in places
    assert places == sorted(places)
    assert OFFICE in page


def test_before_anybody_talked_the_page_says_so(portal: Pages) -> None:
    assert "No contact with the Government" in desk(portal).get(CASE_PAGE).text


def test_neither_the_government_nor_anybody_outside_learns_of_it(portal: Pages) -> None:
    talked(portal)
    inside = {Role.CHIEF, Role.DESK_OFFICER}  # they read the rest of the case too
    outside = [
        one for one in strangers(portal) if one.account is not None and not one.account.has(*inside)
    ]
    for visitor in [*outside, government(portal), portal.signed_in(Role.AUDITOR)]:
        page = visitor.get(CASE_PAGE).text.replace("Contacts with States", "")  # a place
        for words in (SECTION, OFFICE, SAID, "Contact"):
            assert words not in page, visitor.account
    assert SAID in portal.signed_in(Role.CHIEF).get(CASE_PAGE).text


def test_what_was_erased_leaves_the_day_and_no_word(portal: Pages) -> None:
    talked(portal)
    portal.vault.forget(f"replycase-{LETTER}", at=NOW)
    page = desk(portal).get(CASE_PAGE).text
    assert "Telephone call, 21 Nov 2026" in page
    assert OFFICE not in page
    assert SAID not in page
    assert "erased" in page


def test_a_contact_of_tomorrow_has_not_been_by_the_clock_of_a_demonstration(
    portal: Pages,
) -> None:
    moved = DemoClockAdvanced(days=45, advanced_by="account-1", advanced_at=NOW)
    tell(portal.engine, DEMO, [moved])
    portal.clock.forward(timedelta(hours=14, minutes=30))  # past midnight in Geneva, not in UTC
    form = {"command_id": told.COMMENT, "kind": "email", "with_whom": "A desk", "said": "Words"}
    visitor = desk(portal)
    assert visitor.post(f"{BASE}/dialogue", {**form, "held_on": "2027-01-10"}).status_code == 422
    assert visitor.post(f"{BASE}/dialogue", {**form, "held_on": "2027-01-09"}).status_code == 303


CONTACT, CORRECTION = str(derive_id("contact", 1)), str(derive_id("correction", 1))
CORRECT = f"{BASE}/dialogue/{CONTACT}/correct"
AS_NOTED = {
    "command_id": told.COMMENT,
    "held_on": "2026-11-21",
    "kind": "telephone_call",
    "with_whom": OFFICE,
    "said": SAID,
}


def corrected(portal: Pages) -> None:
    first = told.talked(DUE, with_whom=seal(portal, OFFICE), said=seal(portal, SAID))
    right = seal(portal, "What was said in truth.")
    happened(portal, first, told.put_right(DUE, with_whom=seal(portal, OFFICE), said=right))


@pytest.mark.parametrize("who", [desk, officer, holder])
def test_an_entry_is_corrected_from_what_it_says(portal: Pages, who: Who) -> None:
    talked(portal)
    visitor = who(portal)
    assert CORRECT in visitor.get(CASE_PAGE).text
    form = visitor.get(CORRECT).text
    for words in ("2026-11-21", OFFICE, SAID):
        assert words in form
    assert re.search(r'value="telephone_call" checked', form)
    unchanged = visitor.post(CORRECT, AS_NOTED)
    assert unchanged.status_code == 422
    assert "Nothing is changed yet" in unchanged.text
    sent_right = visitor.post(CORRECT, {**AS_NOTED, "said": "What was said in truth."})
    assert sent_right.status_code == 303
    [request] = portal.asked
    command = sent(request)
    assert command["type"] == "correct-dialogue"
    data = command["data"]
    assert (data["contact_id"], data["kind"]) == (CONTACT, "telephone_call")
    assert data["correction_id"] not in {CONTACT, ""}
    assert revealed(portal.vault, data["said"]) == "What was said in truth."


def test_what_was_wrong_stays_to_be_read_below_what_holds(portal: Pages) -> None:
    corrected(portal)
    page = officer(portal).get(CASE_PAGE).text.partition(SECTION)[2]
    shown = ("Meeting, 20 Nov 2026", "in truth.", ">Corrected<", "Telephone call, 21 Nov", SAID)
    places = [page.find(words) for words in shown]
    assert -1 not in places
    assert places == sorted(places)
    assert "Note of a contact with the Government corrected: meeting" in page
    assert f"{CORRECTION}/correct" in page
    assert CORRECT not in page


def test_a_correction_is_corrected_in_turn(portal: Pages) -> None:
    first = told.talked(DUE, said=seal(portal, "first words"))
    second = told.put_right(DUE, said=seal(portal, "second words"))
    third = told.put_right(
        DUE, contact_id=CORRECTION, correction_id="third", said=seal(portal, "third words")
    )
    happened(portal, first, second, third)
    page = officer(portal).get(CASE_PAGE).text
    places = [page.find(f"{one} words") for one in ("third", "second", "first")]
    assert -1 not in places
    assert places == sorted(places)


def test_an_entry_that_was_corrected_meanwhile_leads_to_how_it_reads_now(portal: Pages) -> None:
    corrected(portal)
    led = officer(portal).get(CORRECT)
    assert (led.status_code, led.location) == (303, CASE_PAGE)
    portal.answer = httpx.Response(422, json={"title": "This entry was corrected already."})
    refused = officer(portal).post(CORRECT, {**AS_NOTED, "said": "Mine."})
    assert refused.status_code == 422
    assert "This entry was corrected already." in refused.text


def test_nobody_else_corrects_and_nothing_that_is_not_there(portal: Pages) -> None:
    talked(portal)
    for visitor in [*strangers(portal), government(portal)]:
        for answer in (visitor.get(CORRECT), visitor.post(CORRECT, AS_NOTED)):
            assert answer.status_code in {403, 404}, visitor.account
    assert CORRECT not in portal.signed_in(Role.CHIEF).get(CASE_PAGE).text
    assert desk(portal).get(f"{BASE}/dialogue/{derive_id('none')}/correct").status_code == 404
    assert portal.asked == []


def test_a_closed_case_offers_no_correction(portal: Pages) -> None:
    happened(portal, told.talked(DUE), told.closed(DUE))
    assert "Correct this entry" not in officer(portal).get(CASE_PAGE).text


def test_the_government_learns_of_no_correction(portal: Pages) -> None:
    corrected(portal)
    page = government(portal).get(CASE_PAGE).text
    for words in ("in truth", SAID, "Correct"):
        assert words not in page


def test_the_feed_has_no_line_of_it_and_nobody_a_notice() -> None:
    for told_of in arriving([told.talked(DUE), told.put_right(DUE)]):
        assert line(told_of) is None
        assert list(notices.project(told_of)) == []
